"""An event as CloudEvents 1.0 tells it: the same in the change feed and in a webhook."""

from __future__ import annotations

from typing import Any

from gereedschap.api.problemen import URN
from gereedschap.api.views import versie_van
from koppelingen.models import Soort, Wijziging

# The part of the type after the namespace; the number changes when the data would break a reader.
TYPEN = {
    Soort.PUBLICATIE: "publicatie.gemaakt.v1",
    Soort.STANDEN: "standen.gewijzigd.v1",
    Soort.VERBETERINGEN: "verbeteringen.gewijzigd.v1",
    Soort.TOELICHTING: "toelichting.gepubliceerd.v1",
    Soort.IMPORTRUN: "importrun.beeindigd.v1",
    Soort.PROEF: "proef.verstuurd.v1",
}


def type_van(soort: str) -> str:
    return f"{URN.removeprefix('urn:')}.{TYPEN[Soort(soort)]}"


def _onderwerp(rij: Wijziging) -> str:
    if rij.gemeente is not None:
        return f"gemeente/{rij.gemeente.nis}"
    if rij.soort == Soort.IMPORTRUN:
        return f"importrun/{rij.inhoud.get('run')}"
    return f"editie/{rij.editie}" if rij.editie else str(rij.soort)


def als_gebeurtenis(rij: Wijziging) -> dict[str, Any]:
    """Give the event; `source` and `id` together name it for ever."""
    return {
        "specversion": "1.0",
        "id": rij.kenmerk,
        "source": URN,
        "type": type_van(rij.soort),
        "subject": _onderwerp(rij),
        "time": versie_van(rij.op),
        "datacontenttype": "application/json",
        "data": rij.inhoud,
    }
