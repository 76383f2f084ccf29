"""What meldingen keeps of a person, for the export (toegang.avg)."""

from __future__ import annotations

from typing import Any

from meldingen.models import Foutmelding, Nagekeken, Toelichting
from toegang.models import Account


def geef(account: Account) -> dict[str, Any]:
    """Give what this person wrote and marked for a gemeente."""
    van = {"door": account}
    return {
        "toelichtingen": list(
            Toelichting.objects.filter(**van)
            .order_by("pk")
            .values("bewaard_op", "gemeente__naam", "doelstelling__naam", "versie", "tekst")
        ),
        "foutmeldingen": list(
            Foutmelding.objects.filter(**van)
            .order_by("pk")
            .values("gemeld_op", "gemeente__naam", "indicator__naam", "omschrijving")
        ),
        "nagekeken cijfers": list(
            Nagekeken.objects.filter(**van)
            .order_by("pk")
            .values("op", "gemeente__naam", "indicator__naam", "waarde", "peildatum")
        ),
    }
