"""One feed delivery of 100,000 rows through the API against the same file by the command.

The API's share is receiving the body into its file, the row of the delivery and what the worker does
around the import. Both run in a process of their own on a database emptied of verbeteringen first;
compared is processor time, with the time on the clock beside it.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management import call_command

from bench.bench_import import AANTAL, leeg, schrijf
from bench.kader import EigenProces, Uitkomst, in_eigen_proces

FEED = "groenblauwpeil"
BLOK = 256 * 1024


def opdracht(pad: str) -> dict[str, Any]:
    from dataleveranciers.services import importeer

    run = importeer(feed=FEED, bestand=Path(pad))
    return {"status": str(run.status), "nieuw": run.nieuw}


def _sleutel() -> str:
    from django.utils import timezone

    from toegang.models import Account, ApiSleutel, Organisatie
    from toegang.sleutels import _hash

    account, _ = Account.objects.get_or_create(username="bench")
    ApiSleutel.objects.filter(voorvoegsel="ppk_0000be7c").delete()
    ApiSleutel.objects.create(
        organisatie=Organisatie.objects.get(slug=FEED),
        naam="bench",
        voorvoegsel="ppk_0000be7c",
        hash=_hash("ppk_0000be7c_bench"),
        scopes=[f"aanleveren:{FEED}"],
        gemaakt_door=account,
        verloopt_op=timezone.now() + dt.timedelta(days=1),
    )
    return "ppk_0000be7c_bench"


def aanleveren(pad: str) -> dict[str, Any]:
    """POST the file as a client does, the file being read in blocks, and let the task run."""
    from django.test import RequestFactory

    from dataleveranciers.api_aanleveren import Aanleveren
    from dataleveranciers.models import Aanlevering
    from pactportaal.celery import app

    app.conf.task_always_eager = True
    begin = perf_counter()
    with Path(pad).open("rb") as bron:
        verzoek = RequestFactory().generic("POST", f"/api/v1/feeds/{FEED}/aanleveringen")
        verzoek.META |= {
            "HTTP_HOST": "localhost",
            "HTTP_X_API_KEY": _sleutel(),
            "CONTENT_TYPE": "application/x-ndjson",
            "CONTENT_LENGTH": str(Path(pad).stat().st_size),
        }
        # What a server gives a view: a stream with the size of the body.
        verzoek._stream = bron
        antwoord = Aanleveren.as_view()(verzoek, feed=FEED)
    assert antwoord.status_code == 202, antwoord.content
    rij = Aanlevering.objects.select_related("run").latest("pk")
    assert rij.run is not None
    return {
        "status": str(rij.run.status),
        "nieuw": rij.run.nieuw,
        "klok_s": round(perf_counter() - begin, 2),
    }


def _leeg() -> None:
    from dataleveranciers.models import Aanlevering

    Aanlevering.objects.all().delete()
    leeg()


def _draai(naam: str, pad: str) -> EigenProces:
    _leeg()
    uit = in_eigen_proces(f"bench.bench_api_levering:{naam}", pad=pad)
    print(
        f"    {naam}: {uit.cpu_s:.1f} s processor, {uit.seconden:.1f} s op de klok, "
        f"{uit.piek_mb:.0f} MB, {uit.resultaat}",
        file=sys.stderr,
        flush=True,
    )
    assert uit.resultaat["nieuw"] == AANTAL, uit.resultaat
    return uit


def main() -> list[Uitkomst]:
    call_command("laad_referentie", verbosity=0)
    with tempfile.TemporaryDirectory(dir=settings.DATA_MAP) as map_:
        pad = str(Path(map_) / "levering.ndjson")
        schrijf(pad, AANTAL, "regels")
        kaal, api = _draai("opdracht", pad), _draai("aanleveren", pad)
        _leeg()
    return [
        Uitkomst(
            "aanleveren van 100.000 rijen tegenover de opdracht",
            api.cpu_s / kaal.cpu_s,
            1.2,
            toelichting=(
                f"{api.cpu_s:.2f} s tegen {kaal.cpu_s:.2f} s processor; op de klok "
                f"{api.seconden:.1f} s tegen {kaal.seconden:.1f} s"
            ),
        ),
        Uitkomst("geheugen bij aanleveren van 100.000", api.piek_mb, 400, eenheid="MB"),
    ]
