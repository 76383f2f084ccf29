"""The words for who somebody is. No tables here, so that models and rights can both use them."""

from __future__ import annotations

from django.db import models


class Herkomst(models.TextChoices):
    """Which door an account or a membership came through; it opens only by that door."""

    ACM_IDM = "acm_idm", "ACM/IDM"
    LOKAAL = "lokaal", "uitnodiging"
    DEMO = "demo", "demonstratie"


class Rol(models.TextChoices):
    """What a member does for an organisatie."""

    LEZER = "lezer", "lezer"
    INVOERDER = "invoerder", "invoerder"
    PUBLICATOR = "publicator", "publicator"
    BEHEERDER = "beheerder", "beheerder"
    VLAAMSE_BEHEERDER = "vlaamse_beheerder", "Vlaamse beheerder"


class Wie(models.TextChoices):
    """Everybody who can knock: the five roles, a citizen, and whoever did not sign in."""

    ANONIEM = "anoniem", "bezoeker"
    BURGER = "burger", "burger"
    LEZER = "lezer", "lezer"
    INVOERDER = "invoerder", "invoerder"
    PUBLICATOR = "publicator", "publicator"
    BEHEERDER = "beheerder", "beheerder"
    VLAAMSE_BEHEERDER = "vlaamse_beheerder", "Vlaamse beheerder"


# Each role of an organisatie can do what the roles before it can (ADR "Rollen vormen een ladder").
LADDER = (Rol.LEZER, Rol.INVOERDER, Rol.PUBLICATOR, Rol.BEHEERDER)


def sterkste(rollen: list[str]) -> str:
    """Give the role that can do most; `rollen` holds at least one."""
    return max(rollen, key=lambda rol: list(Rol.values).index(rol))
