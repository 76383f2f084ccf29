"""What ondersteuners keeps of a person, for the export and at deletion (toegang.avg).

Questions, answers and texts are those of the organisatie that asked, helped or offers, and stay
under "verwijderde account"; only an address to answer to that was the person's own goes.
"""

from __future__ import annotations

from typing import Any

from ondersteuners.models import Versie, Vraag, VraagStap
from toegang.models import Account


def geef(account: Account) -> dict[str, Any]:
    """Give what this person asked, answered and wrote."""
    return {
        "vragen": list(
            Vraag.objects.filter(gesteld_door=account)
            .order_by("pk")
            .values("gesteld_op", "tekst", "antwoord_naar", "gemeente__naam", "organisatie__naam")
        ),
        "stappen en berichten": list(
            VraagStap.objects.filter(door=account)
            .order_by("pk")
            .values("op", "vraag", "naar", "bericht", "organisatie__naam")
        ),
        "teksten van het aanbod": list(
            Versie.objects.filter(door=account)
            .order_by("pk")
            .values("gewijzigd_op", "ondersteuner__slug", "aanbod__titel", "nummer", "inhoud")
        ),
    }


def wis(account: Account) -> None:
    """Empty the person's own address where answers were to go."""
    if account.email:
        wis_adres(account.email)


def wis_adres(adres: str) -> None:
    """Empty an address where answers were to go."""
    Vraag.objects.filter(antwoord_naar__iexact=adres).update(antwoord_naar="")
