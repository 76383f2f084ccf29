"""The question about a shape over a border: a proposal by share, that whoever registers may change."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from gemeenten.models import Gemeente
from gereedschap.getallen import GeenGetal, Notatie, lees_getal
from verbeteringen.forms import VerbeteringForm
from verbeteringen.grensdelen import controleer_delen, deel_van, stel_voor
from verbeteringen.invoer import Fout, Invoer, Maatregelinvoer, OngeldigeInvoer
from verbeteringen.parameters import PER_SLEUTEL


class Opnieuw(Exception):
    """Show the form again, with a question (a split) or with errors on it."""

    def __init__(self, splitsing: list[dict[str, Any]] | None = None) -> None:
        self.splitsing = splitsing
        super().__init__()


def gekozen_splitsing(
    request: HttpRequest, form: VerbeteringForm, invoer: Invoer, aandelen: Mapping[int, float]
) -> dict[int, tuple[Maatregelinvoer, ...]] | None:
    """Give the chosen split; asks for it (by Opnieuw) where `aandelen` names several gemeenten."""
    if not aandelen:
        return None
    keuze = request.POST.get("verdeling")
    if keuze == "alles":
        return None
    namen = {g.pk: g for g in Gemeente.objects.filter(pk__in=aandelen)}
    if keuze != "delen":
        raise Opnieuw(_voorstel(request, invoer, aandelen, namen))
    try:
        delen = _gekozen_delen(request, invoer, namen)
        controleer_delen(invoer, delen)
    except OngeldigeInvoer as fout:
        form.neem_fouten_over(fout.fouten)
        raise Opnieuw(_voorstel(request, invoer, aandelen, namen)) from fout
    return delen


def _deelnaam(pk: int, m: Maatregelinvoer) -> str:
    """Give the name of the field for the part of `m` in one gemeente."""
    return "_".join(["deel", str(pk), m.parameter, m.richting, *m.uitsluitingen])


def _deellabel(m: Maatregelinvoer) -> str:
    p = PER_SLEUTEL[m.parameter]
    wat = p.vraag if m.richting == "plus" else p.min_vraag
    return wat if m.telt_mee else f"{wat}, telt niet mee: {m.redentekst}"


def _voorstel(
    request: HttpRequest,
    invoer: Invoer,
    aandelen: Mapping[int, float],
    namen: dict[int, Gemeente],
) -> list[dict[str, Any]]:
    """Give the fields of a split: by share, or as they were filled in before."""
    verdeeld = stel_voor(invoer, aandelen)
    return [
        {
            "gemeente": namen[pk],
            "aandeel": round(100 * aandeel),
            "velden": [
                {
                    "naam": _deelnaam(pk, m),
                    "label": _deellabel(m),
                    "eenheid": PER_SLEUTEL[m.parameter].eenheid,
                    "waarde": request.POST.get(
                        _deelnaam(pk, m),
                        f"{verdeeld[pk][m].normalize():f}".replace(".", ","),
                    ),
                }
                for m in invoer.maatregelen
            ],
        }
        for pk, aandeel in aandelen.items()
    ]


def _gekozen_delen(
    request: HttpRequest, invoer: Invoer, namen: dict[int, Gemeente]
) -> dict[int, tuple[Maatregelinvoer, ...]]:
    uit: dict[int, tuple[Maatregelinvoer, ...]] = {}
    for pk in namen:
        eigen = []
        for m in invoer.maatregelen:
            tekst = request.POST.get(_deelnaam(pk, m), "")
            try:
                waarde = lees_getal(tekst, Notatie.KOMMA) if tekst.strip() else Decimal(0)
            except GeenGetal as fout:
                raise OngeldigeInvoer([Fout("", f"{namen[pk].naam}: {fout}")]) from fout
            if waarde > 0:
                eigen.append(deel_van(m, waarde))
        uit[pk] = tuple(eigen)
    return uit
