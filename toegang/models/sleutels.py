"""Keys with which a machine acts for an organisatie."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gemeenten.models import Gemeente
from toegang.models.leden import Account
from toegang.models.organisaties import Organisatie
from toegang.querysets import ApiSleutelQuerySet


class ApiSleutel(models.Model):
    """A key of one organisatie. Only the hash of the secret is kept; the secret is shown once.

    `scopes` is a list of texts: lezen, registreren, toelichten, webhooks, and `aanleveren:<feed>`
    for each feed that the key may deliver.
    """

    organisatie = models.ForeignKey(Organisatie, models.CASCADE, related_name="sleutels")
    naam = models.CharField(
        max_length=80, help_text="Waarvoor de sleutel dient, bijvoorbeeld “GIS-dienst”."
    )
    voorvoegsel = models.CharField(max_length=12, unique=True, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list)
    per_minuut = models.PositiveIntegerField(
        "aanvragen per minuut", default=120, help_text="Grens voor deze sleutel."
    )
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)
    gemaakt_door = models.ForeignKey(Account, models.PROTECT, related_name="+", editable=False)
    verloopt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True, blank=True, editable=False)
    laatst_gebruikt_op = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiSleutelQuerySet.as_manager()

    class Meta:
        ordering = ["naam", "pk"]
        verbose_name = "API-sleutel"
        verbose_name_plural = "API-sleutels"

    def __str__(self) -> str:
        return f"{self.naam} ({self.voorvoegsel}…)"

    @property
    def feeds(self) -> frozenset[str]:
        """Slugs of the feeds that this key may deliver."""
        return frozenset(
            scope.removeprefix("aanleveren:")
            for scope in self.scopes
            if scope.startswith("aanleveren:")
        )

    @property
    def actief(self) -> bool:
        return self.ingetrokken_op is None and self.verloopt_op > timezone.now()


class SleutelToestemming(models.Model):
    """A gemeente lets the key of another organisatie act on it; withdrawn, it stays readable."""

    sleutel = models.ForeignKey(ApiSleutel, models.CASCADE, related_name="toestemmingen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="sleuteltoestemmingen")
    verleend_op = models.DateTimeField(default=timezone.now, editable=False)
    verleend_door = models.ForeignKey(Account, models.PROTECT, related_name="+", editable=False)
    ingetrokken_op = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "toestemming voor een sleutel"
        verbose_name_plural = "toestemmingen voor sleutels"
        constraints = [
            models.UniqueConstraint(
                fields=["sleutel", "gemeente"],
                condition=Q(ingetrokken_op__isnull=True),
                name="sleuteltoestemming_uniek",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} laat {self.sleutel} toe"


class Sleutelverbruik(models.Model):
    """Requests of one key in one minute, counted in a row: true for all processes without Redis."""

    sleutel = models.OneToOneField(ApiSleutel, models.CASCADE, related_name="verbruik")
    minuut = models.BigIntegerField(help_text="Minuten sinds 1-1-1970.")
    aantal = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "verbruik van een sleutel"
        verbose_name_plural = "verbruik van sleutels"

    def __str__(self) -> str:
        return f"{self.aantal} aanvragen"
