"""Registered projects on the map with their maatregelen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doelstellingen.models import Publicatie
from gemeenten.models import Gemeente
from gereedschap.velden import GeometrieField, HoeveelheidField
from toegang.models import Account, Organisatie
from verbeteringen.querysets import VerbeteringQuerySet


class Aanvrager(models.TextChoices):
    BURGER = "burger", "burger"
    GEMEENTE = "gemeente", "gemeente"
    BEDRIJF = "bedrijf", "bedrijf"
    VERENIGING = "vereniging", "vereniging"
    ONDERSTEUNER = "ondersteuner", "ondersteuner"


class Goedkeuring(models.TextChoices):
    CONCEPT = "concept", "concept"
    INGEDIEND = "ingediend", "ingediend"
    GOEDGEKEURD = "goedgekeurd", "goedgekeurd"
    TERUGGESTUURD = "teruggestuurd", "teruggestuurd"
    VERVALLEN = "vervallen", "vervallen"
    LEVERANCIER = "leverancier", "van de dataleverancier"


class Uitvoering(models.TextChoices):
    GEPLAND = "gepland", "gepland"
    UITGEVOERD = "uitgevoerd", "uitgevoerd"


class GemeenteUit(models.TextChoices):
    NIS = "nis", "opgegeven"
    VORM = "vorm", "uit de vorm"
    VORM_GESCHAT = "vorm_geschat", "uit de vorm, geschat"
    KEUZE = "keuze", "gekozen"


class VerbeteringBasis(models.Model):
    """The columns that a verbetering and its older versions share; one row is one gemeente.

    Foreign keys have no index of their own: the indexes below that begin with the same column do
    that work, and each one less makes a delivery of a million rows quicker.
    """

    bron = models.ForeignKey(Organisatie, models.PROTECT, related_name="+", db_index=False)
    externe_sleutel = models.CharField(max_length=64)
    versie = models.PositiveIntegerField(default=1)
    projectnaam = models.CharField(max_length=200)
    aanvrager = models.CharField(max_length=12, choices=Aanvrager.choices)
    indiener = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    opmerking = models.TextField(blank=True)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", db_index=False)
    gemeente_uit = models.CharField(max_length=12, choices=GemeenteUit.choices)
    # Empty: the whole territory of the gemeente.
    geometrie = GeometrieField(null=True, blank=True)
    minx = models.FloatField(null=True, blank=True)
    miny = models.FloatField(null=True, blank=True)
    maxx = models.FloatField(null=True, blank=True)
    maxy = models.FloatField(null=True, blank=True)
    cel = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="Mortonsleutel van de z15-tegel van het midden.",
    )
    groot = models.BooleanField(default=False, help_text="De vorm is groter dan een z15-tegel.")
    goedkeuring = models.CharField(max_length=14, choices=Goedkeuring.choices)
    uitvoering = models.CharField(max_length=10, choices=Uitvoering.choices)
    uitgevoerd_op = models.DateField(null=True, blank=True)
    gepland_op = models.DateField(null=True, blank=True)
    gewijzigd_op = models.DateTimeField()
    # Defaults live in the database too, so that set-based writers need not know these columns.
    zoeknaam = models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Projectnaam zonder accenten en hoofdletters, voor zoeken en volgorde.",
    )
    oppervlakte_m2 = HoeveelheidField(
        null=True, blank=True, help_text="Geodetische oppervlakte van de vorm."
    )
    lengte_m = HoeveelheidField(null=True, blank=True, help_text="Geodetische lengte van een lijn.")
    links = models.JSONField(default=list, blank=True, db_default=[])
    organisatie = models.ForeignKey(
        Organisatie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="De organisatie in wier naam ingediend werd.",
    )
    mail = models.EmailField(
        blank=True,
        default="",
        db_default="",
        help_text="Bevestigd adres van een indiener zonder account.",
    )
    hash = models.BinaryField(max_length=16)
    publicatie = models.ForeignKey(Publicatie, models.PROTECT, related_name="+")
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Verbetering(VerbeteringBasis):
    deel_van = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="delen", db_index=False
    )

    objects = VerbeteringQuerySet.as_manager()

    class Meta:
        verbose_name = "verbetering"
        verbose_name_plural = "verbeteringen"
        constraints = [
            models.UniqueConstraint(
                fields=["bron", "externe_sleutel", "gemeente"],
                name="verbetering_sleutel_uniek",
            )
        ]
        indexes = [
            models.Index(fields=["vervallen_in", "cel"], name="verbetering_levend_cel"),
            models.Index(
                fields=["vervallen_in", "minx"],
                condition=Q(groot=True),
                name="verbetering_levend_groot",
            ),
            models.Index(
                fields=["gemeente", "goedkeuring", "uitvoering"],
                name="verbetering_gemeente",
            ),
            models.Index(
                fields=["gemeente", "vervallen_in", "-gewijzigd_op", "-id"],
                name="verbetering_levend_gem",
            ),
            models.Index(fields=["gemeente", "zoeknaam"], name="verbetering_naam_gem"),
            models.Index(
                # The recent ones of all of Flanders: living first, so that nothing is sorted.
                fields=["vervallen_in", "-gewijzigd_op", "-id"],
                name="verbetering_levend_recent",
            ),
            # Few rows have these; a supplier's never do.
            *(
                models.Index(
                    fields=[veld],
                    condition=Q(**{f"{veld}__isnull": False}),
                    name=f"verbetering_{veld}",
                )
                for veld in ("indiener", "organisatie", "deel_van")
            ),
        ]

    def __str__(self) -> str:
        return self.projectnaam

    @property
    def is_vervallen(self) -> bool:
        """Withdrawn, or closed with the upload or delivery it came in: the end of its life."""
        return self.goedkeuring == Goedkeuring.VERVALLEN or self.vervallen_in_id is not None


class VerbeteringOud(VerbeteringBasis):
    """The version that an update or undo replaced, with its maatregelen as JSON."""

    verbetering = models.BigIntegerField(db_index=True)
    deel_van = models.BigIntegerField(null=True, blank=True)
    maatregelen = models.JSONField(default=list)

    class Meta:
        verbose_name = "oude versie van een verbetering"
        verbose_name_plural = "oude versies van verbeteringen"
        indexes = [
            models.Index(fields=["vervallen_in"], name="verbetering_oud_vervallen_in"),
            models.Index(
                fields=["indiener"],
                condition=Q(indiener__isnull=False),
                name="verbetering_oud_indiener",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.projectnaam} (versie {self.versie})"


class Maatregel(models.Model):
    """One of the eight parameters with an amount, plus or min."""

    class Parameter(models.TextChoices):
        REGENWATEROPVANG = "regenwateropvang", "regenwateropvang"
        BUFFERVOORZIENING = "buffervoorziening", "buffervoorziening"
        INFILTRATIEVOORZIENING = "infiltratievoorziening", "infiltratievoorziening"
        ONTHARDING = "ontharding", "ontharding"
        BOMEN = "bomen", "bomen"
        NATUURGROENPERKEN = "natuurgroenperken", "natuurgroenperken"
        HAAG = "haag", "haag"
        GEVELTUIN = "geveltuin", "geveltuin"

    class Richting(models.TextChoices):
        PLUS = "plus", "erbij"
        MIN = "min", "eraf"

    # The unique constraint begins with it.
    verbetering = models.ForeignKey(
        Verbetering, models.CASCADE, related_name="maatregelen", db_index=False
    )
    parameter = models.CharField(max_length=24, choices=Parameter.choices)
    richting = models.CharField(max_length=4, choices=Richting.choices)
    hoeveelheid = HoeveelheidField(help_text="Altijd positief; de richting zegt plus of min.")
    oppervlakte_m2 = HoeveelheidField(null=True, blank=True)
    telt_mee = models.BooleanField(default=True)
    reden = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        constraints = [
            # 100 trees of which 60 in bosverband are two rows: one that counts, one that doesn't
            # and says why. Whole, not partial: lookups by verbetering use its index.
            models.UniqueConstraint(
                fields=["verbetering", "parameter", "richting", "reden"], name="maatregel_uniek"
            ),
            models.CheckConstraint(
                condition=~Q(richting="plus", telt_mee=True) | Q(reden=""),
                name="maatregel_plus_zonder_reden",
            ),
            models.CheckConstraint(
                condition=Q(hoeveelheid__gt=0), name="maatregel_hoeveelheid_positief"
            ),
            models.CheckConstraint(
                condition=Q(parameter="natuurgroenperken", oppervlakte_m2__isnull=False)
                | (~Q(parameter="natuurgroenperken") & Q(oppervlakte_m2__isnull=True)),
                name="maatregel_oppervlakte_bij_perk",
            ),
        ]
        indexes = [
            # Few amounts don't count; the filter "telt niet mee" finds them without reading the rest.
            models.Index(
                fields=["verbetering"], condition=Q(telt_mee=False), name="maatregel_telt_niet"
            ),
            # The largest behind a figure of Flanders are read from its front, not sorted out of all.
            models.Index(
                fields=["parameter", "-hoeveelheid"],
                condition=Q(telt_mee=True),
                name="maatregel_grootste",
            ),
        ]

    def __str__(self) -> str:
        teken = "" if self.richting == self.Richting.PLUS else "−"
        return f"{teken}{self.hoeveelheid} {self.get_parameter_display()}"
