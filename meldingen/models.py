"""What a gemeente says about its own figures: an explanation, a report of an error, "nagekeken"."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doelstellingen.models import Doelstelling, Gekend, Indicator, Publicatie
from gemeenten.models import Gemeente
from gemeenten.querysets import LevendQuerySet
from gereedschap.velden import HoeveelheidField
from toegang.models import Account, Organisatie

TEKST_HOOGSTENS = 500


class Toelichting(models.Model):
    """One version of "pas toe of leg uit" for one goal (abb.md §1.3 A).

    Without a publicatie it is the concept of the gemeente. Sending it closes the version before;
    nothing is ever overwritten, so that an old page and an old report keep their text.
    """

    class Soort(models.TextChoices):
        TOELICHTING = "toelichting", "Toelichting: tekst en cijfers kloppen, maar vragen uitleg"
        AANVULLING = "aanvulling", "Aanvulling: tekst en cijfers kunnen aangevuld worden"

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="toelichtingen")
    doelstelling = models.ForeignKey(Doelstelling, models.PROTECT, related_name="toelichtingen")
    soort = models.CharField("type toelichting", max_length=12, choices=Soort.choices)
    tekst = models.CharField("toelichting", max_length=TEKST_HOOGSTENS)
    meer_info = models.URLField(
        "meer info", max_length=400, blank=True, help_text="Een langere uitleg op een andere site."
    )
    versie = models.PositiveIntegerField(default=1)
    door = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, related_name="+")
    bewaard_op = models.DateTimeField()
    publicatie = models.ForeignKey(
        Publicatie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Leeg zolang dit een concept is.",
    )
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LevendQuerySet.as_manager()

    class Meta:
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "doelstelling"],
                condition=Q(publicatie__isnull=True),
                name="toelichting_concept_uniek",
            ),
            models.UniqueConstraint(
                fields=["gemeente", "doelstelling"],
                condition=Q(publicatie__isnull=False, vervallen_in__isnull=True),
                name="toelichting_levend_uniek",
            ),
            models.CheckConstraint(
                condition=Q(publicatie__isnull=False) | Q(vervallen_in__isnull=True),
                name="toelichting_concept_vervalt_niet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente}, {self.doelstelling} (versie {self.versie})"


class Foutmelding(Gekend):
    """A gemeente says that a figure of a supplier is wrong (abb.md §1.3 B).

    The figure stays and is marked from `publicatie` on, until `vervallen_in` settles it.
    """

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="foutmeldingen")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="foutmeldingen")
    bron = models.ForeignKey(
        Organisatie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="authentieke bron",
        help_text="Leeg: een nieuwe (deel)databron.",
    )
    omschrijving = models.CharField(max_length=TEKST_HOOGSTENS)
    gemeld_op = models.DateTimeField()
    door = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, related_name="+")
    antwoord = models.CharField(max_length=TEKST_HOOGSTENS, blank=True)

    class Meta:
        verbose_name = "foutmelding"
        verbose_name_plural = "foutmeldingen"
        indexes = [models.Index(fields=["gemeente", "indicator"], name="foutmelding_gemeente")]

    def __str__(self) -> str:
        return f"{self.gemeente}, {self.indicator}"


class Foutbijlage(models.Model):
    """A file with a report of an error; `bestand` is a name of ours under MEDIA_ROOT."""

    foutmelding = models.ForeignKey(Foutmelding, models.CASCADE, related_name="bijlagen")
    naam = models.CharField(max_length=120)
    bestand = models.CharField(max_length=120, unique=True)
    grootte = models.PositiveIntegerField()

    class Meta:
        verbose_name = "bijlage bij een foutmelding"
        verbose_name_plural = "bijlagen bij foutmeldingen"

    def __str__(self) -> str:
        return self.naam


class Nagekeken(Gekend):
    """The gemeente looked at this figure and agrees; another value asks to look again."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    waarde = HoeveelheidField(null=True, blank=True)
    peildatum = models.DateField()
    op = models.DateTimeField()
    door = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "nagekeken cijfer"
        verbose_name_plural = "nagekeken cijfers"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "indicator"],
                condition=Q(vervallen_in__isnull=True),
                name="nagekeken_levend_uniek",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente}, {self.indicator} op {self.peildatum}"
