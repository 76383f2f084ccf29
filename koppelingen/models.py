"""The outbox of what changed, who wants to hear of it, and each delivery.

One row of Wijziging is one event: the change feed lists it, a webhook delivers it. A row carries
only what the public may see, or what `organisatie` may.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gemeenten.models import Gemeente
from toegang.historie import historie
from toegang.models import Organisatie


class Soort(models.TextChoices):
    """What an event tells; the value is part of its CloudEvents type."""

    PUBLICATIE = "publicatie", "er is een nieuwe editie van de gegevens"
    STANDEN = "standen", "cijfers van een gemeente zijn gewijzigd"
    VERBETERINGEN = "verbeteringen", "verbeteringen van een gemeente zijn gewijzigd"
    TOELICHTING = "toelichting", "een gemeente maakte een toelichting openbaar"
    IMPORTRUN = "importrun", "een importrun van uw feed is beëindigd"
    PROEF = "proef", "een proefbericht"


# What one can subscribe to; a trial is sent on request.
ABONNEERBAAR = [soort for soort in Soort if soort is not Soort.PROEF]
PER_GEMEENTE = (Soort.STANDEN, Soort.VERBETERINGEN, Soort.TOELICHTING)


class Verzamelstand(models.Model):
    """How far the outbox has come: one row, whose lock makes events one by one."""

    laatste_editie = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "verzamelstand"
        verbose_name_plural = "verzamelstanden"

    def __str__(self) -> str:
        return f"tot editie {self.laatste_editie}"


class Wijziging(models.Model):
    """One event. Ids grow in the order in which events become readable: the feed's cursor."""

    kenmerk = models.CharField(
        max_length=80, unique=True, help_text="Id van het bericht; blijft bij elke herhaling."
    )
    soort = models.CharField(max_length=16, choices=Soort.choices)
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="wijzigingen",
        # The index below begins with it.
        db_index=False,
    )
    organisatie = models.ForeignKey(
        Organisatie,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Alleen voor deze organisatie; leeg: openbaar.",
    )
    editie = models.PositiveBigIntegerField(null=True, blank=True)
    op = models.DateTimeField()
    inhoud = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        indexes = [
            models.Index(fields=["soort", "id"], name="wijziging_soort"),
            models.Index(fields=["gemeente", "id"], name="wijziging_gemeente"),
        ]

    def __str__(self) -> str:
        return self.kenmerk


class Webhook(models.Model):
    """A receiver of an organisatie: which events, of which gemeenten, to which address."""

    class Toestand(models.TextChoices):
        ACTIEF = "actief", "actief"
        GEPAUZEERD = "gepauzeerd", "gepauzeerd"
        UITGESCHAKELD = "uitgeschakeld", "uitgeschakeld na lang mislukken"

    organisatie = models.ForeignKey(Organisatie, models.CASCADE, related_name="webhooks")
    naam = models.CharField(max_length=80)
    url = models.CharField("adres", max_length=500)
    soorten = models.JSONField(default=list)
    gemeenten = models.JSONField(
        default=list, blank=True, help_text="NIS-codes; leeg: alle gemeenten."
    )
    toestand = models.CharField(max_length=14, choices=Toestand.choices, default=Toestand.ACTIEF)
    # Closed with the portal's own key, so that the database alone gives nothing to sign with (ADR 0018).
    geheim = models.TextField(editable=False)
    vorig_geheim = models.TextField(blank=True, editable=False)
    vorig_geldig_tot = models.DateTimeField(null=True, blank=True, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)
    laatst_bezorgd_op = models.DateTimeField(null=True, blank=True, editable=False)
    mislukt_sinds = models.DateTimeField(null=True, blank=True, editable=False)

    geschiedenis = historie(
        excluded_fields=[
            "geheim",
            "vorig_geheim",
            "vorig_geldig_tot",
            "laatst_bezorgd_op",
            "mislukt_sinds",
        ]
    )

    class Meta:
        ordering = ["naam", "pk"]
        verbose_name = "webhook"
        verbose_name_plural = "webhooks"

    def __str__(self) -> str:
        return self.naam


class Bezorging(models.Model):
    """One event on its way to one webhook; a repeat keeps the row and the id of the message."""

    class Staat(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "wordt bezorgd"
        BEZORGD = "bezorgd", "bezorgd"
        OPGEGEVEN = "opgegeven", "opgegeven"

    # The unique pair below begins with it.
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="bezorgingen", db_index=False)
    wijziging = models.ForeignKey(Wijziging, models.CASCADE, related_name="bezorgingen")
    staat = models.CharField(max_length=10, choices=Staat.choices, default=Staat.WACHT)
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_op = models.DateTimeField(default=timezone.now)
    bezig_sinds = models.DateTimeField(null=True, blank=True)
    laatste_status = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="HTTP-status van de laatste poging."
    )
    fout = models.CharField(max_length=200, blank=True)
    bezorgd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "bezorging"
        verbose_name_plural = "bezorgingen"
        constraints = [
            models.UniqueConstraint(fields=["webhook", "wijziging"], name="bezorging_uniek")
        ]
        indexes = [
            models.Index(
                fields=["webhook", "volgende_op"],
                condition=Q(staat="wacht"),
                name="bezorging_wacht",
            )
        ]

    def __str__(self) -> str:
        return f"bezorging {self.pk}"
