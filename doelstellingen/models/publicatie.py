"""Publicaties: every act that changes what a page shows, numbered in commit order."""

from __future__ import annotations

from django.db import models

from gemeenten.querysets import LevendQuerySet
from toegang.models import Account, Organisatie


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
        METHODE = "methode", "breuk in de methode"
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


class Gekend(models.Model):
    """A row that is never overwritten: it counts from `publicatie` on, until `vervallen_in`."""

    publicatie = models.ForeignKey(Publicatie, models.PROTECT, related_name="+")
    vervallen_in = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LevendQuerySet.as_manager()

    class Meta:
        abstract = True
