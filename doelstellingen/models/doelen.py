"""What the pact asks: werven, doelstellingen, indicatoren, norms with their path, signatures."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doelstellingen.models.publicatie import Gekend
from gemeenten.models import Gemeente
from gereedschap.velden import HoeveelheidField
from toegang.models import Organisatie


class Pact(models.TextChoices):
    LEKP_1_0 = "1.0", "LEKP 1.0"
    LEKP_2_0 = "2.0", "LEKP 2.0"
    LEKP_2_1 = "2.1", "LEKP 2.1"


class Werf(models.Model):
    slug = models.SlugField(unique=True)
    nummer = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Leeg: algemeen.")
    naam = models.CharField(max_length=60)
    motto = models.CharField(max_length=80, blank=True)
    volgorde = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["volgorde"]
        verbose_name = "werf"
        verbose_name_plural = "werven"

    def __str__(self) -> str:
        return self.naam


class Doelstelling(models.Model):
    class Invloed(models.TextChoices):
        DIRECT = "direct", "direct"
        GEDEELD = "gedeeld", "gedeeld"
        BEPERKT = "beperkt", "beperkt"

    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=6, unique=True)
    naam = models.CharField(max_length=80)
    werf = models.ForeignKey(Werf, models.PROTECT, related_name="doelstellingen")
    sinds_pact = models.CharField(max_length=3, choices=Pact.choices)
    volgorde = models.PositiveSmallIntegerField(unique=True)
    uri_abb = models.URLField("concept bij ABB", max_length=120)
    doelzin = models.CharField(max_length=300, help_text="De doelstelling in één zin.")
    uitleg = models.TextField()
    wat_telt_mee = models.TextField("wat telt mee")
    wat_telt_niet_mee = models.TextField("wat telt niet mee", blank=True)
    dataverzameling = models.TextField("hoe de cijfers verzameld worden")
    leverancier = models.CharField(max_length=120)
    frequentie = models.CharField("frequentie update", max_length=60)
    invloed = models.CharField("invloed gemeente", max_length=8, choices=Invloed.choices)
    invloed_zin = models.CharField(max_length=300)
    bronverschillen = models.TextField("waar bronnen elkaar tegenspreken", blank=True)

    class Meta:
        ordering = ["volgorde"]
        verbose_name = "doelstelling"
        verbose_name_plural = "doelstellingen"

    def __str__(self) -> str:
        return self.naam


class Indicator(models.Model):
    class Soort(models.TextChoices):
        CUMULATIEF = "cumulatief", "cumulatief sinds 1-1-2021"
        VOORRAAD = "voorraad", "voorraad op een datum"
        PERCENTAGE = "percentage", "percentage"
        JA_NEE = "ja_nee", "ja of nee"

    class Samenvoeging(models.TextChoices):
        SOM = "som", "som"
        AANDEEL = "aandeel", "som van de tellers op som van de noemers"
        ALLE = "alle", "ja als elk deel ja is"
        MINSTENS_EEN = "minstens_een", "ja als één deel ja is"

    doelstelling = models.ForeignKey(Doelstelling, models.PROTECT, related_name="indicatoren")
    slug = models.SlugField(max_length=60)
    naam = models.CharField(max_length=100)
    eenheid = models.CharField(max_length=40, help_text="Zoals op het scherm: bomen, m, m², %.")
    soort = models.CharField(max_length=12, choices=Soort.choices)
    samenvoeging = models.CharField(
        max_length=12,
        choices=Samenvoeging.choices,
        default=Samenvoeging.SOM,
        help_text="Hoe cijfers van meerdere gemeenten samen één cijfer worden, ook bij een fusie.",
    )
    decimalen = models.PositiveSmallIntegerField(default=0)
    hoofd = models.BooleanField("hoofdindicator", default=False)
    volgorde = models.PositiveSmallIntegerField(default=0)
    bron = models.ForeignKey(
        Organisatie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Bij voorraad, percentage en ja/nee telt alleen deze bron; bij cumulatief tellen alle bronnen en is dit de gewone leverancier.",
    )

    class Meta:
        ordering = ["doelstelling__volgorde", "volgorde"]
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        constraints = [
            models.UniqueConstraint(
                fields=["doelstelling", "slug"],
                name="indicator_doelstelling_slug_uniek",
            ),
            models.UniqueConstraint(
                fields=["doelstelling"],
                condition=Q(hoofd=True),
                name="indicator_hoofd_uniek",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Norm(Gekend):
    """Amount per unit that a pact asks of an indicator: `teller / noemer` per `per`."""

    class Per(models.TextChoices):
        INWONER = "inwoner", "inwoner"
        WOONEENHEID = "wooneenheid", "wooneenheid"
        VAST = "vast", "vast"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="normen")
    pact = models.CharField(max_length=3, choices=Pact.choices)
    per = models.CharField(max_length=12, choices=Per.choices)
    teller = HoeveelheidField()
    noemer = HoeveelheidField()
    gewestdoel = HoeveelheidField(
        null=True, blank=True, help_text="Officieel cijfer, nooit een som."
    )
    gewestdoel_tekst = models.CharField(
        max_length=60,
        blank=True,
        help_text="Zoals de bron het schrijft, bijvoorbeeld ± 150.000.",
    )
    basisjaar = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Alleen bij een verandering ten opzichte van een jaar.",
    )
    bronvermelding = models.CharField(max_length=300)
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "norm"
        verbose_name_plural = "normen"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "pact", "van"],
                condition=Q(vervallen_in__isnull=True, basisjaar__isnull=True),
                name="norm_indicator_pact_levend",
            ),
            models.UniqueConstraint(
                fields=["indicator", "pact", "basisjaar", "van"],
                condition=Q(vervallen_in__isnull=True, basisjaar__isnull=False),
                name="norm_indicator_pact_basisjaar_levend",
            ),
            models.CheckConstraint(condition=Q(noemer__gt=0), name="norm_noemer_positief"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} ({self.pact})"


class Pad(models.Model):
    """One break point of the path of a norm: on `datum` the path asks `teller / noemer` of the target.

    A fraction, because n/15 of a reduction or 2,09 of 28,18 points have no exact decimal.
    """

    norm = models.ForeignKey(Norm, models.CASCADE, related_name="pad")
    datum = models.DateField()
    teller = HoeveelheidField(default=1)
    noemer = HoeveelheidField(default=1)

    class Meta:
        ordering = ["datum"]
        constraints = [
            models.UniqueConstraint(fields=["norm", "datum"], name="pad_norm_datum_uniek"),
            models.CheckConstraint(condition=Q(noemer__gt=0), name="pad_noemer_positief"),
        ]

    def __str__(self) -> str:
        return f"{self.datum}: {self.teller}/{self.noemer}"


class Methodebreuk(Gekend):
    """From `datum` on the figures of an indicator are made another way: they don't compare with earlier ones."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="methodebreuken")
    datum = models.DateField(help_text="Eerste dag van de nieuwe methode.")
    toelichting = models.CharField(max_length=500, help_text="Wat er veranderde, in gewone taal.")
    bron = models.ForeignKey(
        Organisatie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Wie de breuk meldde, gewoonlijk de leverancier.",
    )

    class Meta:
        verbose_name = "methodebreuk"
        verbose_name_plural = "methodebreuken"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "datum"],
                condition=Q(vervallen_in__isnull=True),
                name="methodebreuk_levend_uniek",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.datum}"


class Ondertekening(Gekend):
    """Whether a gemeente (of its own time) signed a pact."""

    class Status(models.TextChoices):
        ONDERTEKEND = "ondertekend", "ondertekend"
        NIET = "niet", "niet ondertekend"
        ONBEKEND = "onbekend", "onbekend"

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="ondertekeningen")
    pact = models.CharField(max_length=3, choices=Pact.choices)
    status = models.CharField(max_length=12, choices=Status.choices)
    aangenomen = models.BooleanField(
        default=False, help_text="Aangenomen zolang geen bron het bevestigt."
    )
    datum = models.DateField(null=True, blank=True)
    bronvermelding = models.CharField(max_length=300)

    class Meta:
        verbose_name = "ondertekening"
        verbose_name_plural = "ondertekeningen"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "pact"],
                condition=Q(vervallen_in__isnull=True),
                name="ondertekening_gemeente_pact_levend",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente}: {self.get_pact_display()} {self.get_status_display()}"
