"""The figures: metingen as observed, standen as computed from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from doelstellingen.models.doelen import Indicator
from doelstellingen.models.publicatie import Publicatie
from doelstellingen.querysets import StandQuerySet
from gemeenten.models import Gemeente
from gemeenten.querysets import LevendQuerySet
from gereedschap.velden import HoeveelheidField
from toegang.models import Organisatie


class Kwaliteit(models.TextChoices):
    """Stored states of a figure; "ontbreekt" is the absence of a row and is never stored."""

    GEMETEN = "gemeten", "gemeten"
    VOORLOPIG = "voorlopig", "voorlopig"
    GESCHAT = "geschat", "geschat"
    GEHEIM = "geheim", "geheim"
    NIET_VAN_TOEPASSING = "niet_van_toepassing", "niet van toepassing"


ZONDER_WAARDE = (Kwaliteit.GEHEIM, Kwaliteit.NIET_VAN_TOEPASSING)


class Meting(models.Model):
    """One observed figure of one source: a level on a date, or an increase over a period."""

    class Vorm(models.TextChoices):
        NIVEAU = "niveau", "niveau"
        TOENAME = "toename", "toename"

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="metingen")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="metingen")
    bron = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    vorm = models.CharField(max_length=8, choices=Vorm.choices)
    van = models.DateField(help_text="Bij een niveau: de peildatum.")
    tot = models.DateField(help_text="Eerste dag erna; bij een niveau de dag na de peildatum.")
    waarde = HoeveelheidField(null=True, blank=True)
    teller = HoeveelheidField(null=True, blank=True)
    noemer = HoeveelheidField(null=True, blank=True)
    kwaliteit = models.CharField(max_length=20, choices=Kwaliteit.choices)
    basisjaar = models.PositiveSmallIntegerField(null=True, blank=True)
    opmerking = models.CharField(max_length=300, blank=True)
    rij = models.PositiveIntegerField(null=True, blank=True, help_text="Rijnummer in de invoer.")
    publicatie = models.ForeignKey(Publicatie, models.PROTECT, related_name="metingen")
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LevendQuerySet.as_manager()

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "indicator", "bron", "vorm", "van", "tot"],
                condition=Q(vervallen_in__isnull=True),
                name="meting_levend_uniek",
            ),
            models.CheckConstraint(condition=Q(tot__gt=F("van")), name="meting_tot_na_van"),
            models.CheckConstraint(
                condition=Q(noemer__isnull=True) | Q(noemer__gt=0),
                name="meting_noemer_positief",
            ),
            models.CheckConstraint(
                condition=Q(waarde__isnull=True, kwaliteit__in=[k.value for k in ZONDER_WAARDE])
                | (Q(waarde__isnull=False) & ~Q(kwaliteit__in=[k.value for k in ZONDER_WAARDE])),
                name="meting_waarde_past_bij_kwaliteit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "gemeente", "van"],
                name="meting_indicator_gemeente",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente_id}/{self.indicator_id} {self.van}: {self.waarde}"


class Stand(models.Model):
    """The figure of a gemeente for an indicator on a peildatum; rebuilt from the metingen."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="standen")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="standen")
    peildatum = models.DateField()
    waarde = HoeveelheidField(null=True, blank=True)
    teller = HoeveelheidField(null=True, blank=True)
    noemer = HoeveelheidField(null=True, blank=True)
    kwaliteit = models.CharField(max_length=20, choices=Kwaliteit.choices)
    basisjaar = models.PositiveSmallIntegerField(null=True, blank=True)
    delen = models.PositiveSmallIntegerField(
        default=1, help_text="Hoeveel gefuseerde delen in dit cijfer zitten."
    )
    van_delen = models.PositiveSmallIntegerField(
        default=1, help_text="Hoeveel delen er zijn; meer dan `delen`: het cijfer is een deelsom."
    )
    publicatie = models.ForeignKey(Publicatie, models.PROTECT, related_name="standen")
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StandQuerySet.as_manager()

    class Meta:
        verbose_name = "stand"
        verbose_name_plural = "standen"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "indicator", "peildatum"],
                condition=Q(vervallen_in__isnull=True),
                name="stand_levend_uniek",
            )
        ]
        indexes = [
            models.Index(
                fields=["indicator", "gemeente", "-peildatum"],
                name="stand_indicator_gemeente",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente_id}/{self.indicator_id} {self.peildatum}: {self.waarde}"
