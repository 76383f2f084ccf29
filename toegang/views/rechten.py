"""`/toegang/rechten/`: the table of rights as people read it, drawn from the table that decides."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toegang.rechten import TABEL, Recht, geldt_voor
from toegang.rollen import Wie

KOLOMMEN = tuple(wie for wie in Wie if wie is not Wie.ANONIEM)


def _cel(recht: Recht, wie: Wie) -> list[str]:
    """Give how far the right reaches for one role, in words; empty where it is not theirs."""
    per_kring: dict[str, list[str]] = {}
    for regel in recht.regels:
        if geldt_voor(regel, wie):
            als = per_kring.setdefault(str(regel.kring.label), [])
            als += [str(regel.als.label)] if regel.als else []
    return [
        f"{kring} (als {' of '.join(als)})" if als else kring for kring, als in per_kring.items()
    ]


@require_safe
def rechten(request: HttpRequest) -> HttpResponse:
    groepen = [
        (
            naam,
            [
                {"naam": recht.handeling.label, "cellen": [_cel(recht, w) for w in KOLOMMEN]}
                for recht in rijen
            ],
        )
        for naam, rijen in groupby(TABEL, key=lambda recht: recht.groep)
    ]
    return render(request, "toegang/rechten.html", {"groepen": groepen, "kolommen": KOLOMMEN})
