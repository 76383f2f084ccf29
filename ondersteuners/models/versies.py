"""Versions of what people wrote, and the projection the catalogue searches in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from doelstellingen.models import Publicatie
from ondersteuners.models.aanbod import Aanbod, Ondersteuner
from toegang.models import Account


class Versie(models.Model):
    """One text of an item, or (without `aanbod`) of the page of the ondersteuner itself.

    At most one concept at a time; publishing copies the content onto the row and closes the
    version before it. Old versions stay, so that every past text can be read and put back.
    """

    class Staat(models.TextChoices):
        CONCEPT = "concept", "concept"
        GEPUBLICEERD = "gepubliceerd", "gepubliceerd"
        VERVANGEN = "vervangen", "vervangen"
        VERWORPEN = "verworpen", "verworpen"

    ondersteuner = models.ForeignKey(Ondersteuner, models.CASCADE, related_name="versies")
    aanbod = models.ForeignKey(
        Aanbod, models.CASCADE, null=True, blank=True, related_name="versies"
    )
    nummer = models.PositiveIntegerField()
    staat = models.CharField(max_length=12, choices=Staat.choices, default=Staat.CONCEPT)
    inhoud = models.JSONField(default=dict)
    door = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    gewijzigd_op = models.DateTimeField(default=timezone.now)
    publicatie = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-nummer"]
        verbose_name = "versie"
        verbose_name_plural = "versies"
        constraints = [
            models.UniqueConstraint(
                fields=["aanbod", "nummer"],
                condition=Q(aanbod__isnull=False),
                name="versie_aanbod_nummer",
            ),
            models.UniqueConstraint(
                fields=["ondersteuner", "nummer"],
                condition=Q(aanbod__isnull=True),
                name="versie_pagina_nummer",
            ),
            models.UniqueConstraint(
                fields=["aanbod"],
                condition=Q(staat="concept", aanbod__isnull=False),
                name="versie_aanbod_een_concept",
            ),
            models.UniqueConstraint(
                fields=["ondersteuner"],
                condition=Q(staat="concept", aanbod__isnull=True),
                name="versie_pagina_een_concept",
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.nummer} van {self.aanbod or self.ondersteuner}"


class Facetregel(models.Model):
    """One choice under which an item (or an ondersteuner itself) is found; rebuilt on write.

    One narrow table, so that the counts of all facets are one GROUP BY.
    """

    class Facet(models.TextChoices):
        WERF = "werf", "werf"
        DOELSTELLING = "doelstelling", "doelstelling"
        SOORT = "soort", "soort ondersteuning"
        KOSTEN = "kosten", "kosten"
        GEBIED = "gebied", "gebied"
        DOELGROEP = "doelgroep", "doelgroep"
        GEMEENTE = "gemeente", "werkt in gemeente"

    ondersteuner = models.ForeignKey(Ondersteuner, models.CASCADE, related_name="facetregels")
    aanbod = models.ForeignKey(
        Aanbod, models.CASCADE, null=True, blank=True, related_name="facetregels"
    )
    facet = models.CharField(max_length=12, choices=Facet.choices)
    waarde = models.CharField(max_length=60)

    class Meta:
        verbose_name = "facetregel"
        verbose_name_plural = "facetregels"
        constraints = [
            models.UniqueConstraint(
                fields=["aanbod", "facet", "waarde"],
                condition=Q(aanbod__isnull=False),
                name="facetregel_aanbod",
            ),
            models.UniqueConstraint(
                fields=["ondersteuner", "facet", "waarde"],
                condition=Q(aanbod__isnull=True),
                name="facetregel_pagina",
            ),
        ]
        indexes = [
            # Covers both questions: which items have this value, and how many per value.
            models.Index(fields=["facet", "waarde", "aanbod"], name="facetregel_telling")
        ]

    def __str__(self) -> str:
        return f"{self.facet}: {self.waarde}"
