"""What differs between a stored verbetering and what somebody is about to save, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gereedschap.opmaak import toon_datum, toon_getal
from verbeteringen.invoer import Invoer
from verbeteringen.models import Verbetering
from verbeteringen.parameters import PER_SLEUTEL


@dataclass(frozen=True)
class Verschil:
    wat: str
    nu: str
    nieuw: str


def _bedragen(maatregelen: Iterable[object]) -> dict[str, str]:
    uit = {}
    for m in maatregelen:
        parameter = PER_SLEUTEL[m.parameter]  # type: ignore[attr-defined]
        naam = parameter.vraag if m.richting == "plus" else parameter.min_vraag  # type: ignore[attr-defined]
        if not m.telt_mee:  # type: ignore[attr-defined]
            naam = f"{naam}, telt niet mee: {getattr(m, 'redentekst', '') or m.reden}"  # type: ignore[attr-defined]
        uit[naam] = f"{toon_getal(m.hoeveelheid, parameter.decimalen)} {parameter.eenheid}"  # type: ignore[attr-defined]
    return uit


def bedragenzin(maatregelen: Iterable[object]) -> str:
    """Say amounts in one line: "Bomen geplant: 12 bomen"."""
    return "; ".join(f"{wat}: {bedrag}" for wat, bedrag in _bedragen(maatregelen).items())


def zelfde_plaats(bewaard: Any, nieuw: Any) -> bool:
    """Tell whether a shape (None: the whole territory) is the stored one, to about a centimetre."""
    if bewaard is None or nieuw is None:
        return bewaard is None and nieuw is None
    return bool(bewaard.equals_exact(nieuw, 1e-7))


def verschillen(v: Verbetering, invoer: Invoer) -> list[Verschil]:
    """Give each field that differs, as it is stored now and as it was entered."""
    paren = [
        ("Projectnaam", v.projectnaam, invoer.projectnaam.strip()),
        ("Aanvrager", v.aanvrager, invoer.aanvrager),
        ("Uitvoering", v.uitvoering, "uitgevoerd" if invoer.uitgevoerd else "gepland"),
        (
            "Uitgevoerd op",
            toon_datum(v.uitgevoerd_op) if v.uitgevoerd_op else "",
            toon_datum(invoer.uitgevoerd_op) if invoer.uitgevoerd_op else "",
        ),
        (
            "Geplande datum",
            toon_datum(v.gepland_op) if v.gepland_op else "",
            toon_datum(invoer.gepland_op) if invoer.gepland_op else "",
        ),
        ("Opmerking", v.opmerking, invoer.opmerking.strip()),
    ]
    nu, nieuw = _bedragen(v.maatregelen.all()), _bedragen(invoer.maatregelen)
    paren += [(wat, nu.get(wat, ""), nieuw.get(wat, "")) for wat in nu | nieuw]
    uit = [Verschil(wat, a or "–", b or "–") for wat, a, b in paren if a != b]
    if not zelfde_plaats(v.geometrie, invoer.geometrie):
        uit.append(Verschil("Plaats op de kaart", "de bewaarde vorm", "uw vorm"))
    return uit
