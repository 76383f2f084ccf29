"""Accounts, their memberships, and the invitations that lead to one."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from toegang.models.organisaties import Organisatie
from toegang.querysets import LidmaatschapQuerySet, UitnodigingQuerySet
from toegang.rollen import Herkomst, Rol


class Account(AbstractUser):
    """A person. Organisations act through a `Lidmaatschap`, a citizen acts as the account itself.

    The key of a person who comes from ACM/IDM is the claim `sub` (allauth's SocialAccount); a
    citizen may have no `vo_id`. The national register number is never asked nor stored.
    """

    herkomst = models.CharField(max_length=10, choices=Herkomst.choices, default=Herkomst.LOKAAL)
    vo_id = models.CharField(
        "VO-id", max_length=64, blank=True, help_text="Kenmerk van de gebruiker in IDM."
    )
    verwijderd_op = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "account"
        verbose_name_plural = "accounts"
        indexes = [
            # The list of accounts and the retention command read by name and by last sign-in.
            models.Index(fields=["last_name", "first_name"], name="account_naam"),
            models.Index(fields=["last_login"], name="account_laatst_aangemeld"),
        ]

    def __str__(self) -> str:
        return self.weergavenaam

    @property
    def weergavenaam(self) -> str:
        """The name that others read; a deleted person keeps only this phrase."""
        if self.verwijderd_op:
            return "verwijderde account"
        return self.get_full_name() or self.email or f"account {self.pk}"


class Lidmaatschap(models.Model):
    Rol = Rol
    Herkomst = Herkomst

    account = models.ForeignKey(Account, models.CASCADE, related_name="lidmaatschappen")
    organisatie = models.ForeignKey(Organisatie, models.CASCADE, related_name="lidmaatschappen")
    rol = models.CharField(max_length=20, choices=Rol.choices)
    herkomst = models.CharField(max_length=10, choices=Herkomst.choices, default=Herkomst.LOKAAL)
    sinds = models.DateTimeField(default=timezone.now, editable=False)

    objects = LidmaatschapQuerySet.as_manager()

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisatie", "rol", "herkomst"],
                name="lidmaatschap_uniek",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_rol_display()} van {self.organisatie}"


class Uitnodiging(models.Model):
    """An offer of one role, by mail, for people who have no ACM/IDM. The link works once."""

    organisatie = models.ForeignKey(Organisatie, models.CASCADE, related_name="uitnodigingen")
    rol = models.CharField(max_length=20, choices=Rol.choices)
    email = models.EmailField("e-mailadres", blank=True, help_text="Leeg na gebruik of verloop.")
    sleutel_hash = models.CharField(max_length=64, unique=True, editable=False)
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)
    gemaakt_door = models.ForeignKey(Account, models.PROTECT, related_name="+", editable=False)
    verloopt_op = models.DateTimeField()
    gebruikt_op = models.DateTimeField(null=True, blank=True, editable=False)
    gebruikt_door = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    ingetrokken_op = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UitnodigingQuerySet.as_manager()

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        constraints = [
            models.UniqueConstraint(
                fields=["organisatie", "email"],
                condition=Q(gebruikt_op__isnull=True, ingetrokken_op__isnull=True),
                name="uitnodiging_open_uniek",
            ),
        ]

    def __str__(self) -> str:
        return f"uitnodiging als {self.get_rol_display()} van {self.organisatie}"
