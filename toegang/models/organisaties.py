"""Organisations, the gemeente they govern, and what they are besides."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from gemeenten.models import Gemeente, Provincie
from toegang.querysets import OrganisatieQuerySet


def controleer_kbo(nummer: str) -> None:
    """Refuse a KBO number whose last two digits are not 97 minus the first eight modulo 97."""
    if not (len(nummer) == 10 and nummer.isascii() and nummer.isdigit()):
        raise ValidationError("Een KBO-nummer telt tien cijfers, bijvoorbeeld 0207451227.")
    if 97 - int(nummer[:8]) % 97 != int(nummer[8:]):
        raise ValidationError(
            "Dit KBO-nummer klopt niet: het controlegetal (de laatste twee cijfers) is fout."
        )


class Organisatie(models.Model):
    class Soort(models.TextChoices):
        GEMEENTE = "gemeente", "gemeente"
        PROVINCIE = "provincie", "provincie"
        VLAAMSE_ADMINISTRATIE = "vlaamse_administratie", "Vlaamse administratie"
        BEDRIJF = "bedrijf", "bedrijf"
        VERENIGING = "vereniging", "vereniging"
        ANDERE = "andere", "andere"

    slug = models.SlugField(max_length=80, unique=True)
    soort = models.CharField(max_length=24, choices=Soort.choices)
    naam = models.CharField(max_length=160)
    kbo = models.CharField(
        "KBO-nummer",
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        validators=[controleer_kbo],
        help_text="Tien cijfers, zonder punten.",
    )
    ovo = models.CharField(
        "OVO-code",
        max_length=9,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^OVO\d{6}$", "Een OVO-code is OVO met zes cijfers.")],
    )
    provincie = models.ForeignKey(
        Provincie,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisaties",
        help_text="Alleen bij het bestuur van een provincie.",
    )
    functieadres = models.EmailField(
        blank=True,
        help_text="Gedeelde mailbox van de organisatie, nooit van een persoon.",
    )
    is_ondersteuner = models.BooleanField(
        "ondersteuner", default=False, help_text="Helpt gemeenten en beheert een aanbod."
    )
    is_dataleverancier = models.BooleanField(
        "dataleverancier", default=False, help_text="Levert cijfers aan voor een of meer feeds."
    )

    objects = OrganisatieQuerySet.as_manager()

    class Meta:
        ordering = ["naam"]
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"

    def __str__(self) -> str:
        return self.naam


class Bestuur(models.Model):
    """Which organisatie governs a gemeente; an organisatie may govern rows of before a fusie too.

    One row is enough for a fusie: whoever governs the gemeente of today also sees every gemeente
    that went on in it (`toegang.wie.Toegang.gemeenten`).
    """

    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="besturen")
    gemeente = models.OneToOneField(Gemeente, models.PROTECT, related_name="bestuur")

    class Meta:
        verbose_name = "bestuur"
        verbose_name_plural = "besturen"

    def __str__(self) -> str:
        return f"{self.organisatie} voor {self.gemeente}"
