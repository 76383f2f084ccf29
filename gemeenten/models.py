"""Territory: who is where, since when, with how many inhabitants and dwellings.

All periods are half-open `[van, tot)`; `tot` empty means "still valid". A fusie closes every
participant and opens a new row, also where the NIS code stays the same (Antwerpen's 11002).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gemeenten.querysets import GemeenteQuerySet, JaarcijferQuerySet
from gereedschap.velden import GeometrieField


class Provincie(models.Model):
    nis = models.CharField("NIS-code", max_length=5, unique=True)
    naam = models.CharField(max_length=60)
    slug = models.SlugField(unique=True)
    uri_bestuurseenheid = models.URLField(max_length=200, blank=True)
    uri_werkingsgebied = models.URLField(max_length=200, blank=True)

    class Meta:
        ordering = ["naam"]
        verbose_name = "provincie"
        verbose_name_plural = "provincies"

    def __str__(self) -> str:
        return self.naam


class Arrondissement(models.Model):
    nis = models.CharField("NIS-code", max_length=5, unique=True)
    naam = models.CharField(max_length=60)

    class Meta:
        ordering = ["naam"]
        verbose_name = "arrondissement"
        verbose_name_plural = "arrondissementen"

    def __str__(self) -> str:
        return self.naam


class Gemeente(models.Model):
    nis = models.CharField("NIS-code", max_length=5, help_text="Tekst van vijf cijfers.")
    naam = models.CharField(max_length=80)
    sorteernaam = models.CharField(
        max_length=80,
        help_text="Naam zonder accenten en hoofdletters, voor volgorde en zoeken.",
    )
    provincie = models.ForeignKey(Provincie, models.PROTECT, related_name="gemeenten")
    arrondissement = models.ForeignKey(Arrondissement, models.PROTECT, related_name="gemeenten")
    van = models.DateField(help_text="Eerste dag waarop deze gemeente zo bestaat.")
    tot = models.DateField(null=True, blank=True, help_text="Eerste dag waarop niet meer.")
    referentieregio = models.CharField(max_length=60, blank=True)
    vervoerregio = models.CharField(max_length=60, blank=True)
    lon = models.FloatField(null=True, help_text="Centrum, WGS84, drie decimalen.")
    lat = models.FloatField(null=True, help_text="Centrum, WGS84, drie decimalen.")
    oppervlakte_km2 = models.DecimalField(max_digits=9, decimal_places=3, null=True)
    uri_bestuurseenheid = models.URLField(max_length=200, blank=True)
    uri_werkingsgebied = models.URLField(max_length=200, blank=True)

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        ordering = ["sorteernaam", "van"]
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        constraints = [
            models.UniqueConstraint(fields=["nis", "van"], name="gemeente_nis_van_uniek"),
            models.UniqueConstraint(
                fields=["nis"],
                condition=Q(tot__isnull=True),
                name="gemeente_nis_geldig_uniek",
            ),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")),
                name="gemeente_tot_na_van",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Postcode(models.Model):
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="postcodes")
    code = models.CharField(max_length=4)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="postcode_gemeente_uniek")
        ]
        indexes = [models.Index(fields=["code"], name="postcode_code")]

    def __str__(self) -> str:
        return self.code


class Fusie(models.Model):
    """One participant of a fusie: `oud` ended on `datum` and went on in `nieuw`."""

    oud = models.OneToOneField(Gemeente, models.PROTECT, related_name="fusie_naar")
    nieuw = models.ForeignKey(Gemeente, models.PROTECT, related_name="fusies_uit")
    datum = models.DateField()

    class Meta:
        verbose_name = "fusie"
        verbose_name_plural = "fusies"

    def __str__(self) -> str:
        return f"{self.oud} → {self.nieuw} ({self.datum:%d-%m-%Y})"


class Herkomst(models.TextChoices):
    EXACT = "exact", "exact"
    AFGELEID = "afgeleid", "afgeleid"
    RAMING = "raming", "raming"


class Jaarcijfer(models.Model):
    """A count per gemeente on 1 January; nothing is overwritten, so any past page can be rebuilt.

    `publicatie` and `vervallen_in` are numbers of `doelstellingen.Publicatie`, which lives on a
    higher floor.
    """

    jaar = models.PositiveSmallIntegerField(help_text="Toestand op 1 januari van dit jaar.")
    aantal = models.PositiveIntegerField()
    herkomst = models.CharField(max_length=10, choices=Herkomst.choices, default=Herkomst.EXACT)
    marge = models.PositiveIntegerField(default=0)
    bronvermelding = models.CharField(max_length=200)
    publicatie = models.PositiveBigIntegerField()
    vervallen_in = models.PositiveBigIntegerField(null=True, blank=True)

    objects = JaarcijferQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.jaar}: {self.aantal}"


class Inwoners(Jaarcijfer):
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="inwoners")

    class Meta:
        verbose_name = "inwonersaantal"
        verbose_name_plural = "inwonersaantallen"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "jaar"],
                condition=Q(vervallen_in__isnull=True),
                name="inwoners_gemeente_jaar_levend",
            )
        ]


class Wooneenheden(Jaarcijfer):
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="wooneenheden")
    huishoudens = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Huishoudens van het laatst waargenomen jaar, ter duiding.",
    )
    huishoudens_jaar = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Jaar waarin die huishoudens geteld zijn."
    )

    class Meta:
        verbose_name = "aantal wooneenheden"
        verbose_name_plural = "aantallen wooneenheden"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "jaar"],
                condition=Q(vervallen_in__isnull=True),
                name="wooneenheden_gemeente_jaar_levend",
            )
        ]


class Grensbestand(models.Model):
    """One loaded set of boundaries.

    In use is, among those without `fout`, the newest of the best kind: what an operator imported,
    else VRBG, else the approximation. `publicatie` is a number of `doelstellingen.Publicatie`.
    """

    class Soort(models.TextChoices):
        INGEVOERD = "ingevoerd", "ingevoerd door de beheerder"
        VRBG = "vrbg", "veralgemeende grenzen van Digitaal Vlaanderen"
        BENADERING = "benadering", "benadering uit kantons en gemeentecentra"

    soort = models.CharField(max_length=12, choices=Soort.choices)
    geladen_op = models.DateTimeField()
    bron = models.CharField(max_length=300)
    fout = models.TextField(blank=True)
    sha256 = models.CharField(
        max_length=64, blank=True, help_text="Vingerafdruk van het gelezen bestand."
    )
    opmerkingen = models.TextField(
        blank=True, help_text="Wat bij het inlezen hersteld of omgerekend is."
    )
    publicatie = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "grensbestand"
        verbose_name_plural = "grensbestanden"

    def __str__(self) -> str:
        return f"{self.get_soort_display()} ({self.geladen_op:%d-%m-%Y})"


class Grens(models.Model):
    bestand = models.ForeignKey(Grensbestand, models.CASCADE, related_name="grenzen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="grenzen")
    geometrie = GeometrieField()

    class Meta:
        verbose_name = "grens"
        verbose_name_plural = "grenzen"
        constraints = [
            models.UniqueConstraint(
                fields=["bestand", "gemeente"], name="grens_bestand_gemeente_uniek"
            )
        ]

    def __str__(self) -> str:
        return f"grens van {self.gemeente_id}"
