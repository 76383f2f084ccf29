"""What the form starts with: to change a verbetering, to copy one, or to go on with a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely

from gemeenten.selectors import opvolger
from verbeteringen.invoer import MIN, PLUS, Invoer
from verbeteringen.models import Maatregel, Verbetering
from verbeteringen.parameters import UITSLUITINGEN

_PER_REDEN = {u.reden: u.sleutel for u in UITSLUITINGEN.values()}


def beginwaarden(v: Verbetering, *, kopie: bool = False) -> dict[str, Any]:
    """Give the initial values to edit `v`, or to start a copy of it."""
    uit: dict[str, Any] = {
        # The form offers the gemeenten of today; an ended one goes on as `voorganger`.
        "gemeente": (opvolger(v.gemeente) or v.gemeente).pk,
        "projectnaam": v.projectnaam,
        "uitgevoerd": v.uitvoering == "uitgevoerd",
        "uitgevoerd_op": v.uitgevoerd_op,
        "gepland_op": v.gepland_op,
        "aanvrager": v.aanvrager,
        "opmerking": v.opmerking,
        "links": "\n".join(v.links),
        "heel_grondgebied": v.geometrie is None,
        "geometrie": "" if v.geometrie is None else shapely.to_geojson(v.geometrie),
        "versie": None if kopie else v.versie,
    }
    if kopie:
        uit |= {"uitgevoerd_op": None, "gepland_op": None}
    if v.gemeente.tot is not None:
        uit["voorganger"] = v.gemeente_id
    return uit | _bedragen(v.maatregelen.all())


def uit_invoer(invoer: Invoer, gemeente: int) -> dict[str, Any]:
    """Give the initial values of content that was handed in before, such as a returned change."""
    rijen = [
        Maatregel(
            parameter=m.parameter,
            richting=m.richting,
            hoeveelheid=m.hoeveelheid,
            oppervlakte_m2=m.oppervlakte_m2,
            reden=m.redentekst,
        )
        for m in invoer.maatregelen
    ]
    return {
        "gemeente": gemeente,
        "projectnaam": invoer.projectnaam,
        "uitgevoerd": invoer.uitgevoerd,
        "uitgevoerd_op": invoer.uitgevoerd_op,
        "gepland_op": invoer.gepland_op,
        "aanvrager": invoer.aanvrager,
        "opmerking": invoer.opmerking,
        "links": "\n".join(invoer.links),
        "vervanging": invoer.vervanging,
        "heel_grondgebied": invoer.geometrie is None,
        "geometrie": "" if invoer.geometrie is None else shapely.to_geojson(invoer.geometrie),
    } | _bedragen(rijen)


def _bedragen(maatregelen: Iterable[Maatregel]) -> dict[str, Any]:
    """Give the amounts as the form asks them: the sum, and how much of it doesn't count."""
    rijen = list(maatregelen)
    uit: dict[str, Any] = {}
    for m in rijen:
        naam = f"{m.parameter}_{m.richting}"
        uit[naam] = m.hoeveelheid + uit.get(naam, 0)
        if m.oppervlakte_m2 is not None:
            uit[f"{naam}_m2"] = m.oppervlakte_m2 + uit.get(f"{naam}_m2", 0)
        if m.richting == MIN:
            uit[f"{m.parameter}_min_reden"] = m.reden
            continue
        gedeeld = sum(r.parameter == m.parameter and r.richting == PLUS for r in rijen) > 1
        for deel in m.reden.split(", "):
            if sleutel := _PER_REDEN.get(deel):
                uit[f"{m.parameter}_{sleutel}"] = True
                if gedeeld:
                    uit[f"{m.parameter}_{sleutel}_deel"] = m.hoeveelheid
    return uit
