"""Reports as they were laid before a council, and bundles of all gemeenten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doelstellingen.models import Doelstelling
from gemeenten.models import Gemeente
from toegang.models import Account, Organisatie

NOTITIE_HOOGSTENS = 4000


class RapportVersie(models.Model):
    """One LEKP-rapport of a gemeente: a concept, or fixed for the council and never changed again.

    From `vastgelegd_op` on only `besluit` (a link that comes later) may still change.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="rapporten")
    nummer = models.PositiveIntegerField()
    inleiding = models.TextField(blank=True)
    doelen = models.JSONField(
        null=True, blank=True, help_text="Slugs in de gekozen volgorde; leeg: alle."
    )
    peildatum = models.DateField(null=True, blank=True)
    editie = models.PositiveBigIntegerField(null=True, blank=True)
    gemeenteraad_op = models.DateField(null=True, blank=True)
    besluit = models.URLField("link naar het besluit", max_length=400, blank=True)
    gegevens = models.JSONField(null=True, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    bewaard_op = models.DateTimeField()
    vastgelegd_op = models.DateTimeField(null=True, blank=True)
    door = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, related_name="+")
    vervangen_door = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-nummer"]
        verbose_name = "LEKP-rapport"
        verbose_name_plural = "LEKP-rapporten"
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "nummer"], name="rapport_nummer_uniek"),
            models.UniqueConstraint(
                fields=["gemeente"],
                condition=Q(vastgelegd_op__isnull=True),
                name="rapport_concept_uniek",
            ),
            models.CheckConstraint(
                condition=Q(vastgelegd_op__isnull=True, pdf__isnull=True)
                | Q(
                    vastgelegd_op__isnull=False,
                    pdf__isnull=False,
                    gemeenteraad_op__isnull=False,
                    peildatum__isnull=False,
                    editie__isnull=False,
                ),
                name="rapport_vastgelegd_is_volledig",
            ),
        ]

    def __str__(self) -> str:
        return f"LEKP-rapport {self.gemeente}, versie {self.nummer}"


class RapportNotitie(models.Model):
    """An own note with one goal, in one version only."""

    versie = models.ForeignKey(RapportVersie, models.CASCADE, related_name="notities")
    doelstelling = models.ForeignKey(Doelstelling, models.PROTECT, related_name="+")
    tekst = models.TextField(max_length=NOTITIE_HOOGSTENS)

    class Meta:
        verbose_name = "notitie bij een rapport"
        verbose_name_plural = "notities bij een rapport"
        constraints = [
            models.UniqueConstraint(fields=["versie", "doelstelling"], name="rapportnotitie_uniek")
        ]

    def __str__(self) -> str:
        return f"{self.versie}: {self.doelstelling}"


class Rapportbundel(models.Model):
    """The reports of all gemeenten of one peildatum and edition in a zip, made by a task."""

    class Status(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "bezig"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "mislukt"

    peildatum = models.DateField()
    editie = models.PositiveBigIntegerField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WACHT)
    klaar = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    bestand = models.CharField(max_length=120, blank=True)
    gevraagd_op = models.DateTimeField()
    door = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-gevraagd_op"]
        verbose_name = "bundel rapporten"
        verbose_name_plural = "bundels rapporten"
        constraints = [
            models.UniqueConstraint(fields=["peildatum", "editie"], name="rapportbundel_uniek")
        ]

    def __str__(self) -> str:
        return f"rapporten op {self.peildatum}, editie {self.editie}"


class Volger(models.Model):
    """Who gets a mail each month when figures of a gemeente changed; only after a confirmed address.

    `laatste_editie` is what the last mail told; `basis` the site where the links go.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    mail = models.EmailField("mailadres")
    basis = models.URLField(max_length=200)
    gevraagd_op = models.DateTimeField()
    bevestigd_op = models.DateTimeField(null=True, blank=True)
    laatste_editie = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "volger"
        verbose_name_plural = "volgers"
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "mail"], name="volger_uniek"),
        ]

    def __str__(self) -> str:
        return f"volger {self.pk} van {self.gemeente_id}"
