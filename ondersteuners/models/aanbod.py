"""The ondersteuner (a capacity of an organisatie) and the items it offers."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from doelstellingen.models import Doelstelling, Publicatie, Werf
from gemeenten.models import Gemeente, Provincie
from ondersteuners.querysets import AanbodQuerySet, OndersteunerQuerySet
from toegang.models import Organisatie

NOG_AAN_TE_VULLEN = "nog aan te vullen"


class Gebied(models.TextChoices):
    """Where something works; `organisatie` (items only) means: wherever the organisation does."""

    GEWEST = "gewest", "heel Vlaanderen"
    PROVINCIES = "provincies", "een of meer provincies"
    GEMEENTEN = "gemeenten", "een aantal gemeenten"
    ORGANISATIE = "organisatie", "hetzelfde gebied als de organisatie"
    ONBEKEND = "onbekend", NOG_AAN_TE_VULLEN


class Kosten(models.TextChoices):
    GRATIS = "gratis", "gratis"
    BETALEND = "betalend", "betalend"
    GEMENGD = "gemengd", "gemengd"
    ONBEKEND = "onbekend", "onbekend"


class _Lijstwaarde(models.Model):
    slug = models.SlugField(max_length=40, unique=True)
    naam = models.CharField(max_length=80)
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam


class SoortOndersteuning(_Lijstwaarde):
    class Meta(_Lijstwaarde.Meta):
        verbose_name = "soort ondersteuning"
        verbose_name_plural = "soorten ondersteuning"


class Doelgroep(_Lijstwaarde):
    class Meta(_Lijstwaarde.Meta):
        verbose_name = "doelgroep"
        verbose_name_plural = "doelgroepen"


def herkomst(gegevens_van: int | None, nagekeken_op: dt.date | None) -> str:
    """Say how old taken-over data are, as long as nobody of the organisation looked at them."""
    if gegevens_van and not nagekeken_op:
        return f"gegevens van {gegevens_van}, nog niet nagekeken"
    return ""


class Kenmerken(models.Model):
    """What an ondersteuner and an item have in common: themes, area, age and search text."""

    werven = models.ManyToManyField(Werf, blank=True, related_name="+")
    doelstellingen = models.ManyToManyField(Doelstelling, blank=True, related_name="+")
    soorten = models.ManyToManyField(
        SoortOndersteuning, blank=True, related_name="+", verbose_name="soorten ondersteuning"
    )
    provincies = models.ManyToManyField(Provincie, blank=True, related_name="+")
    # The gemeente of the day it was written down; a fusie is followed when the area is worked out.
    gemeenten = models.ManyToManyField(Gemeente, blank=True, related_name="+")
    gegevens_van = models.PositiveSmallIntegerField(
        "gegevens van",
        null=True,
        blank=True,
        help_text="Jaar van de bron, bij overgenomen gegevens.",
    )
    nagekeken_op = models.DateField("laatst nagekeken", null=True, blank=True)
    uitgelicht = models.BooleanField(default=False, help_text="Staat vooraan in de catalogus.")
    publicatie = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    gewijzigd_op = models.DateTimeField(default=timezone.now, editable=False)
    # Folded text with word stems and parts of compounds (`zoekwoorden`), written by `zoekindex`.
    zoektekst = models.TextField(blank=True, editable=False)
    sorteernaam = models.CharField(max_length=200, blank=True, editable=False)
    bron_sleutel = models.CharField(max_length=100, blank=True, editable=False)
    bron_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def herkomst(self) -> str:
        """The caution that taken-over data carries until somebody of the organisation looked at it."""
        return herkomst(self.gegevens_van, self.nagekeken_op)


class Ondersteuner(Kenmerken):
    """An organisatie in its capacity of ondersteuner; its name is that of the organisatie."""

    class Volledigheid(models.TextChoices):
        AANGEVULD = "aangevuld", "aangevuld"
        AAN_TE_VULLEN = "aan_te_vullen", NOG_AAN_TE_VULLEN
        NIET_BEVESTIGD = "niet_bevestigd", "niet bevestigd als ondersteuner"

    class Staat(models.TextChoices):
        ACTIEF = "actief", "actief"
        AFGEVOERD = "afgevoerd", "afgevoerd"

    organisatie = models.OneToOneField(Organisatie, models.PROTECT, related_name="ondersteuner")
    slug = models.SlugField(max_length=80, unique=True)
    koepel = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="leden",
        help_text="De organisatie waar deze lid van is; beide pagina's verwijzen naar elkaar.",
    )  # fmt: skip
    volledigheid = models.CharField(
        max_length=16, choices=Volledigheid.choices, default=Volledigheid.AAN_TE_VULLEN
    )
    staat = models.CharField(max_length=10, choices=Staat.choices, default=Staat.ACTIEF)
    opgegaan_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="opgenomen", editable=False
    )
    uitleg = models.TextField("korte uitleg", blank=True)
    inleiding = models.TextField("inleiding bij het aanbod", blank=True)
    site = models.URLField("website", blank=True)
    functieadres = models.EmailField(
        blank=True, help_text="Gedeelde mailbox van de organisatie, nooit van een persoon."
    )
    energiegemeenschappen = models.BooleanField(
        "helpt bij de opstart van energiegemeenschappen of energiedelen", default=False
    )
    gebied = models.CharField(
        max_length=12,
        choices=[k for k in Gebied.choices if k[0] != Gebied.ORGANISATIE],
        default=Gebied.ONBEKEND,
    )

    objects = OndersteunerQuerySet.as_manager()

    class Meta:
        ordering = ["sorteernaam"]
        verbose_name = "ondersteuner"
        verbose_name_plural = "ondersteuners"
        constraints = [
            models.CheckConstraint(
                condition=~Q(koepel=F("id")), name="ondersteuner_niet_eigen_koepel"
            ),
            models.CheckConstraint(
                condition=Q(opgegaan_in__isnull=True) | Q(staat="afgevoerd"),
                name="ondersteuner_opgegaan_is_afgevoerd",
            ),
        ]

    def __str__(self) -> str:
        return self.organisatie.naam

    def get_absolute_url(self) -> str:
        return reverse("ondersteuners:pagina", args=[self.slug])

    @property
    def naam(self) -> str:
        return self.organisatie.naam


class Aanbod(Kenmerken):
    """One thing an ondersteuner offers. What shows is the published content; see `Versie`."""

    class Staat(models.TextChoices):
        CONCEPT = "concept", "concept"
        GEPUBLICEERD = "gepubliceerd", "gepubliceerd"
        AFGEVOERD = "afgevoerd", "afgevoerd"

    ondersteuner = models.ForeignKey(Ondersteuner, models.PROTECT, related_name="aanbod")
    slug = models.SlugField(max_length=80)
    staat = models.CharField(max_length=14, choices=Staat.choices, default=Staat.CONCEPT)
    opgegaan_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="opgenomen", editable=False
    )
    hoort_bij = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="onderdelen",
        help_text="Het aanbod waarvan dit een onderdeel is.",
    )  # fmt: skip
    titel = models.CharField(max_length=120)
    omschrijving = models.TextField(blank=True)
    doelgroepen = models.ManyToManyField(Doelgroep, blank=True, related_name="+")
    kosten = models.CharField(max_length=8, choices=Kosten.choices, default=Kosten.ONBEKEND)
    kosten_uitleg = models.CharField("uitleg bij de kosten", max_length=200, blank=True)
    gebied = models.CharField(max_length=12, choices=Gebied.choices, default=Gebied.ORGANISATIE)
    partners = models.ManyToManyField(
        Ondersteuner, blank=True, related_name="partner_in", verbose_name="partners met een pagina"
    )
    andere_partners = models.CharField(max_length=300, blank=True)
    jaar = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Jaar van de start.")
    link = models.URLField("meer info", blank=True)
    geldig_van = models.DateField(null=True, blank=True)
    geldig_tot = models.DateField(
        null=True, blank=True, help_text="Eerste dag waarop het aanbod niet meer geldt."
    )
    telt_niet_mee = models.CharField(
        "telt niet mee voor LEKP",
        max_length=300,
        blank=True,
        help_text="Waarom dit niet bijdraagt aan een doelstelling van het pact.",
    )

    objects = AanbodQuerySet.as_manager()

    class Meta:
        ordering = ["sorteernaam", "pk"]
        verbose_name = "aanbod"
        verbose_name_plural = "aanbod"
        constraints = [
            models.UniqueConstraint(fields=["ondersteuner", "slug"], name="aanbod_slug_uniek"),
            models.CheckConstraint(
                condition=Q(geldig_van__isnull=True)
                | Q(geldig_tot__isnull=True)
                | Q(geldig_tot__gt=F("geldig_van")),
                name="aanbod_tot_na_van",
            ),
            models.CheckConstraint(
                condition=~Q(staat="gepubliceerd") | Q(publicatie__isnull=False),
                name="aanbod_gepubliceerd_heeft_publicatie",
            ),
            models.CheckConstraint(
                condition=~Q(hoort_bij=F("id")), name="aanbod_geen_deel_van_zichzelf"
            ),
        ]
        indexes = [
            # The first page of the catalogue without any choice: highlighted first, then by name.
            models.Index(fields=["staat", "-uitgelicht", "sorteernaam", "id"], name="aanbod_lijst"),
            # A page of the API: by name alone.
            models.Index(fields=["staat", "sorteernaam", "id"], name="aanbod_op_naam"),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("ondersteuners:aanbod", args=[self.ondersteuner.slug, self.slug])

    @property
    def verlopen(self) -> bool:
        return self.geldig_tot is not None and self.geldig_tot <= timezone.localdate()
