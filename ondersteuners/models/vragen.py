"""A question for support: from a gemeente to an ondersteuner, with every step it went through."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from doelstellingen.models import Doelstelling
from gemeenten.models import Gemeente
from ondersteuners.models.aanbod import Aanbod, Ondersteuner
from ondersteuners.querysets import VraagQuerySet
from toegang.models import Account, Organisatie


class Vraag(models.Model):
    class Staat(models.TextChoices):
        NIEUW = "nieuw", "nieuw"
        IN_BEHANDELING = "in_behandeling", "in behandeling"
        LOOPT = "loopt", "ondersteuning loopt"
        AFGEROND = "afgerond", "afgerond"
        NIET_MOGELIJK = "niet_mogelijk", "niet mogelijk"
        INGETROKKEN = "ingetrokken", "ingetrokken"

    ondersteuner = models.ForeignKey(Ondersteuner, models.PROTECT, related_name="vragen")
    aanbod = models.ForeignKey(Aanbod, models.PROTECT, null=True, blank=True, related_name="vragen")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="ondersteuningsvragen")
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, related_name="ondersteuningsvragen", help_text="Wie vraagt."
    )
    doelstelling = models.ForeignKey(
        Doelstelling, models.PROTECT, null=True, blank=True, related_name="+"
    )
    tekst = models.TextField("vraag")
    antwoord_naar = models.EmailField(
        "antwoord naar", blank=True, help_text="Functieadres, bijvoorbeeld klimaat@gemeente.be."
    )
    staat = models.CharField(max_length=16, choices=Staat.choices, default=Staat.NIEUW)
    gesteld_op = models.DateTimeField(default=timezone.now, editable=False)
    gesteld_door = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    gewijzigd_op = models.DateTimeField(default=timezone.now, editable=False)

    objects = VraagQuerySet.as_manager()

    class Meta:
        ordering = ["-gesteld_op", "-pk"]
        verbose_name = "vraag om ondersteuning"
        verbose_name_plural = "vragen om ondersteuning"
        indexes = [
            models.Index(fields=["ondersteuner", "staat"], name="vraag_ondersteuner_staat"),
        ]

    def __str__(self) -> str:
        return f"vraag van {self.gemeente} aan {self.ondersteuner}"

    @property
    def onderwerp(self) -> str:
        """What the question is about, for lists and mails."""
        return self.aanbod.titel if self.aanbod else f"Algemene vraag aan {self.ondersteuner.naam}"


class VraagStap(models.Model):
    """One change of state or one message; rows are only added."""

    vraag = models.ForeignKey(Vraag, models.CASCADE, related_name="stappen")
    van = models.CharField(max_length=16, choices=Vraag.Staat.choices, blank=True)
    naar = models.CharField(max_length=16, choices=Vraag.Staat.choices)
    bericht = models.TextField(blank=True)
    op = models.DateTimeField(default=timezone.now, editable=False)
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, related_name="+", help_text="Wie de stap zette."
    )
    door = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = "stap van een vraag"
        verbose_name_plural = "stappen van een vraag"

    def __str__(self) -> str:
        return f"{self.van or 'begin'} → {self.naar}"
