"""What keeps the catalogue fresh: reminders that were sent, and links that were checked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ondersteuners.models.aanbod import Aanbod, Ondersteuner


class Herinnering(models.Model):
    """One reminder about one item for one reason and one date; unique, so that none is sent twice."""

    class Soort(models.TextChoices):
        NAKIJKEN = "nakijken", "meer dan een jaar niet nagekeken"
        VERLOOPT = "verloopt", "verloopt binnenkort"
        VERLOPEN = "verlopen", "verlopen"

    aanbod = models.ForeignKey(Aanbod, models.CASCADE, related_name="herinneringen")
    soort = models.CharField(max_length=10, choices=Soort.choices)
    aanleiding = models.DateField(help_text="De datum waarover het gaat.")
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-op"]
        verbose_name = "herinnering"
        verbose_name_plural = "herinneringen"
        constraints = [
            models.UniqueConstraint(
                fields=["aanbod", "soort", "aanleiding"], name="herinnering_een_keer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.aanbod}"


class LinkControle(models.Model):
    """The last check of one address, whoever mentions it."""

    class Uitkomst(models.TextChoices):
        NOG_NIET = "nog_niet", "nog niet gecontroleerd"
        WERKT = "werkt", "werkt"
        DOOD = "dood", "werkt niet"
        GEWEIGERD = "geweigerd", "niet gecontroleerd: geen openbaar adres"

    url = models.URLField(max_length=500, unique=True)
    uitkomst = models.CharField(max_length=10, choices=Uitkomst.choices, default=Uitkomst.NOG_NIET)
    code = models.PositiveSmallIntegerField("HTTP-code", null=True, blank=True)
    fout = models.CharField(max_length=200, blank=True)
    gecontroleerd_op = models.DateTimeField(null=True, blank=True)
    mislukt_sinds = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["url"]
        verbose_name = "gecontroleerde link"
        verbose_name_plural = "gecontroleerde links"

    def __str__(self) -> str:
        return self.url


class Linkvermelding(models.Model):
    """Who mentions an address: an item, or the page of an ondersteuner itself."""

    link = models.ForeignKey(LinkControle, models.CASCADE, related_name="vermeldingen")
    ondersteuner = models.ForeignKey(Ondersteuner, models.CASCADE, related_name="links")
    aanbod = models.ForeignKey(Aanbod, models.CASCADE, null=True, blank=True, related_name="links")

    class Meta:
        verbose_name = "vermelding van een link"
        verbose_name_plural = "vermeldingen van links"
        constraints = [
            models.UniqueConstraint(
                fields=["link", "aanbod"],
                condition=Q(aanbod__isnull=False),
                name="linkvermelding_aanbod",
            ),
            models.UniqueConstraint(
                fields=["link", "ondersteuner"],
                condition=Q(aanbod__isnull=True),
                name="linkvermelding_pagina",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link} in {self.aanbod or self.ondersteuner}"
