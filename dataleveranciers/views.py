"""`/beheer/importruns/`: what was delivered and what was refused, for who may see it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dataleveranciers import selectors
from dataleveranciers.models import Importrun

PER_PAGINA = 50
RIJEN_OP_PAGINA = 100
# A spreadsheet takes a cell that starts so for a formula.
FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r")


def _mag(request: HttpRequest) -> HttpResponse | None:
    """Give the door for who isn't signed in; 404 for who may not know this page exists."""
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    if not toegang.account:
        return redirect_to_login(request.get_full_path())
    if not selectors.mag_runs_zien(toegang):
        raise Http404
    return None


def _run(request: HttpRequest, pk: int) -> Importrun:
    run = selectors.runs_voor(request.toegang).filter(pk=pk).first()  # type: ignore[attr-defined]
    if run is None:
        raise Http404
    return run


@never_cache
@require_safe
def importruns(request: HttpRequest) -> HttpResponse:
    if deur := _mag(request):
        return deur
    runs = selectors.runs_voor(request.toegang)  # type: ignore[attr-defined]
    pagina = Paginator(runs, PER_PAGINA).get_page(request.GET.get("pagina"))
    return render(request, "dataleveranciers/importruns.html", {"pagina": pagina, "behoud": ""})


@never_cache
@require_safe
def importrun(request: HttpRequest, pk: int) -> HttpResponse:
    if deur := _mag(request):
        return deur
    run = _run(request, pk)
    return render(
        request,
        "dataleveranciers/importrun.html",
        {
            "run": run,
            "rijen": selectors.afgewezen_rijen(run)[:RIJEN_OP_PAGINA],
            "hoogstens": RIJEN_OP_PAGINA,
        },
    )


class _Echo:
    """What csv.writer writes to: it gives the line back instead of keeping it."""

    def write(self, regel: str) -> str:
        return regel


def _veilig(cel: object) -> str:
    tekst = str(cel)
    return f"'{tekst}" if tekst.startswith(FORMULETEKENS) else tekst


def _regels(run: Importrun) -> Iterator[str]:
    schrijver = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + str(schrijver.writerow(["rij", "veld", "waarde", "reden"]))
    for rij in selectors.afgewezen_tabel(run):
        yield str(schrijver.writerow([rij[0], *map(_veilig, rij[1:])]))


@never_cache
@require_safe
def afgewezen_csv(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """All refused rows of a run, in a stream."""
    if deur := _mag(request):
        return deur
    run = _run(request, pk)
    return StreamingHttpResponse(
        _regels(run),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="afgewezen-run-{run.pk}.csv"'},
    )
