"""Feeds of data suppliers, their runs and the rows that were refused."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from doelstellingen.models import Publicatie
from toegang.models import ApiSleutel, Organisatie


class Feed(models.Model):
    class Soort(models.TextChoices):
        MUTATIES = "mutaties", "mutaties: wat ontbreekt, blijft zoals het was"
        MOMENTOPNAME = (
            "momentopname",
            "momentopname: wat ontbreekt op een peildatum, ontbreekt",
        )

    slug = models.SlugField(unique=True)
    naam = models.CharField(max_length=120)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="feeds")
    soort = models.CharField(max_length=12, choices=Soort.choices)

    class Meta:
        ordering = ["slug"]
        verbose_name = "feed"
        verbose_name_plural = "feeds"

    def __str__(self) -> str:
        return self.naam


class Importrun(models.Model):
    class Status(models.TextChoices):
        BEZIG = "bezig", "bezig"
        GEPUBLICEERD = "gepubliceerd", "gepubliceerd"
        ONGEWIJZIGD = "ongewijzigd", "ongewijzigd"
        IN_QUARANTAINE = "in_quarantaine", "in quarantaine"
        AFGEKEURD = "afgekeurd", "afgekeurd"
        MISLUKT = "mislukt", "mislukt"

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="runs")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.BEZIG)
    herkomst = models.CharField(max_length=300, help_text="Bestandsnaam of adres.")
    sha256 = models.CharField(max_length=64, blank=True)
    geheel = models.BooleanField(
        default=False, help_text="Een volledige levering, geen reeks wijzigingen."
    )
    gestart_op = models.DateTimeField()
    hartslag = models.DateTimeField()
    proces = models.CharField(
        max_length=120,
        blank=True,
        help_text="Wie de run uitvoert (computer:proces), om een afgebroken run te herkennen.",
    )
    beeindigd_op = models.DateTimeField(null=True, blank=True)
    gelezen = models.PositiveIntegerField(default=0)
    nieuw = models.PositiveIntegerField(default=0)
    gewijzigd = models.PositiveIntegerField(default=0)
    ongewijzigd = models.PositiveIntegerField(default=0)
    verwijderd = models.PositiveIntegerField(default=0)
    afgewezen = models.PositiveIntegerField(default=0)
    meldingen = models.JSONField(default=list, help_text="Wat de invoer opmerkte, in zinnen.")
    reden = models.TextField(blank=True, help_text="Waarom de run wacht of afgekeurd is.")
    demo = models.BooleanField("demonstratiegegevens", default=False)
    publicatie = models.OneToOneField(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="importrun"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "importrun"
        verbose_name_plural = "importruns"
        constraints = [
            # This is the lock of a feed: a second run cannot start while one is busy.
            models.UniqueConstraint(
                fields=["feed"], condition=Q(status="bezig"), name="importrun_een_bezig"
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} van {self.feed_id}"


class Importrij(models.Model):
    """A staged row, or a refused one with the field, value and reason."""

    run = models.ForeignKey(Importrun, models.CASCADE, related_name="rijen")
    nr = models.PositiveIntegerField(help_text="Rijnummer in het bestand van de leverancier.")
    inhoud = models.JSONField(null=True, blank=True)
    veld = models.CharField(max_length=60, blank=True)
    waarde = models.CharField(max_length=200, blank=True)
    reden = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "importrij"
        verbose_name_plural = "importrijen"
        indexes = [models.Index(fields=["run", "nr"], name="importrij_run_nr")]

    def __str__(self) -> str:
        return f"rij {self.nr}: {self.reden or 'aanvaard'}"


class Aanlevering(models.Model):
    """A delivery that a key handed in: kept on disk, imported by a worker in the order of arrival."""

    class Status(models.TextChoices):
        ONTVANGEN = "ontvangen", "ontvangen"
        BEZIG = "bezig", "bezig"
        VERWERKT = "verwerkt", "verwerkt"
        MISLUKT = "mislukt", "mislukt"

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="aanleveringen")
    sleutel = models.ForeignKey(
        ApiSleutel, models.SET_NULL, null=True, related_name="+", help_text="Wie leverde."
    )
    kenmerk = models.CharField(
        max_length=255, blank=True, help_text="Idempotency-Key van de leverancier."
    )
    bestandsnaam = models.CharField(max_length=120)
    mediatype = models.CharField(max_length=120)
    grootte = models.PositiveBigIntegerField(help_text="In bytes, zoals ontvangen.")
    sha256 = models.CharField(max_length=64)
    bewaard_als = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ONTVANGEN)
    reden = models.CharField(max_length=300, blank=True)
    ontvangen_op = models.DateTimeField()
    # Both as on Importrun: whether the process that took it still lives.
    hartslag = models.DateTimeField(null=True, blank=True)
    proces = models.CharField(max_length=120, blank=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    run = models.OneToOneField(
        Importrun, models.SET_NULL, null=True, blank=True, related_name="aanlevering"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "aanlevering"
        verbose_name_plural = "aanleveringen"
        constraints = [
            # A repeat with the same key can never become a second delivery.
            models.UniqueConstraint(
                fields=["feed", "kenmerk"],
                condition=~Q(kenmerk=""),
                name="aanlevering_kenmerk_uniek",
            ),
            # One at a time, so that the order of arrival is kept.
            models.UniqueConstraint(
                fields=["feed"], condition=Q(status="bezig"), name="aanlevering_een_bezig"
            ),
        ]
        indexes = [
            models.Index(
                fields=["feed", "id"],
                condition=Q(status="ontvangen"),
                name="aanlevering_wacht",
            )
        ]

    def __str__(self) -> str:
        return f"aanlevering {self.pk} van {self.feed_id}"

    @property
    def map(self) -> Path:
        """The folder that holds the file until it is imported."""
        return Path(settings.DATA_MAP) / "aanleveringen" / str(self.bewaard_als)

    @property
    def pad(self) -> Path:
        return self.map / self.bestandsnaam
