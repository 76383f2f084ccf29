"""Goals, norms, signatures, publicaties and the figures that hang on them.

Nothing is overwritten: a row is closed by setting `vervallen_in` to the number of the publicatie
that replaced it. "Gekend op P" is therefore one filter (`gekend_op`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from doelstellingen.querysets import StandQuerySet
from gemeenten.models import Gemeente
from gemeenten.querysets import LevendQuerySet
from gereedschap.velden import HoeveelheidField
from toegang.models import Account, Organisatie


class Pact(models.TextChoices):
    LEKP_1_0 = "1.0", "LEKP 1.0"
    LEKP_2_0 = "2.0", "LEKP 2.0"
    LEKP_2_1 = "2.1", "LEKP 2.1"


class Volgnummer(models.Model):
    """One row: the lock under which a publicatie takes its number."""

    laatste = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "volgnummer"
        verbose_name_plural = "volgnummers"


class Publicatie(models.Model):
    """One act that changes what a page shows; its number is the edition and the data version."""

    class Soort(models.TextChoices):
        REFERENTIE = "referentie", "referentiegegevens"
        IMPORT = "import", "invoer van een dataleverancier"
        REGISTRATIE = "registratie", "registratie van een verbetering"
        MELDING = "melding", "melding"
        TOELICHTING = "toelichting", "toelichting"
        NAGEKEKEN = "nagekeken", "cijfer nagekeken"
        ONDERTEKENING = "ondertekening", "ondertekening van een pact"
        INWONERS = "inwoners", "inwonersaantallen"
        NORMEN = "normen", "normen"
        GRENZEN = "grenzen", "gemeentegrenzen"
        AANBOD = "aanbod", "aanbod van een ondersteuner"
        HERROEPING = "herroeping", "herroeping"

    # Taken from Volgnummer under its row lock, so that numbers grow in commit order.
    id = models.PositiveBigIntegerField(primary_key=True)
    soort = models.CharField(max_length=16, choices=Soort.choices)
    op = models.DateTimeField()
    door = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="+"
    )
    omschrijving = models.CharField(max_length=300, blank=True)
    demo = models.BooleanField("demonstratiegegevens", default=False)
    herroept = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="herroepen_door"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "publicatie"
        verbose_name_plural = "publicaties"

    def __str__(self) -> str:
        return f"editie {self.pk}"


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

    doelstelling = models.ForeignKey(Doelstelling, models.PROTECT, related_name="indicatoren")
    slug = models.SlugField(max_length=60)
    naam = models.CharField(max_length=100)
    eenheid = models.CharField(max_length=40, help_text="Zoals op het scherm: bomen, m, m², %.")
    soort = models.CharField(max_length=12, choices=Soort.choices)
    decimalen = models.PositiveSmallIntegerField(default=0)
    hoofd = models.BooleanField("hoofdindicator", default=False)
    volgorde = models.PositiveSmallIntegerField(default=0)
    bron = models.ForeignKey(
        Organisatie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Bij voorraad, percentage en ja/nee telt één bron; bij cumulatief leeg.",
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


class Norm(models.Model):
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
    publicatie = models.ForeignKey(Publicatie, models.PROTECT, related_name="+")
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LevendQuerySet.as_manager()

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
    """One break point of the path of a norm: on `datum` the path asks `deel` of the target."""

    norm = models.ForeignKey(Norm, models.CASCADE, related_name="pad")
    datum = models.DateField()
    deel = models.DecimalField(max_digits=9, decimal_places=6)

    class Meta:
        ordering = ["datum"]
        constraints = [
            models.UniqueConstraint(fields=["norm", "datum"], name="pad_norm_datum_uniek")
        ]

    def __str__(self) -> str:
        return f"{self.datum}: {self.deel}"


class Ondertekening(models.Model):
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
    publicatie = models.ForeignKey(Publicatie, models.PROTECT, related_name="+")
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LevendQuerySet.as_manager()

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
