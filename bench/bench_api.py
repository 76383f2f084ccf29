"""The API: pages of large collections, throughput against an empty REST view, and a whole download.

Rows are copies of one row made in the database. Through the WSGI handler in one process, as in
`bench_paginas`. Times are processor time of this process and of its session with the database
together. Those of the two sizes lie minutes apart, so each is taken against a list measured beside
it that does the same kind of work and does not grow: the empty view is too short to tell how fast
the machine was.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from bench.bench_ondersteuners import maak_aanbod
from bench.kader import Beurt, Uitkomst, in_beurten, in_eigen_proces
from dataleveranciers.models import Feed, Importrun
from doelstellingen.models import Doelstelling, Indicator, Meting, Publicatie, Stand
from gemeenten.models import Gemeente
from meldingen.models import Toelichting
from toegang.models import Account, ApiSleutel, Organisatie
from toegang.sleutels import _hash
from verbeteringen.models import Maatregel, Verbetering

KLEIN, GROOT = 10_000, 1_000_000
DIEPTEN = (0.0, 0.5, 0.95)
GROTE = ("metingen", "standen", "verbeteringen", "importruns")
LIJSTEN = (
    "gemeenten",
    "inwoners",
    "wooneenheden",
    "ondertekeningen",
    "doelstellingen",
    "indicatoren",
    "doelen",
    "metingen",
    "standen",
    "verbeteringen",
    "ondersteuners",
    "aanbod",
    "toelichtingen",
    "codelijsten",
)
LEEG = "/bench/rest-leeg/"
PER_BLAD = 100
IJK = f"/api/v1/gemeenten?limit={PER_BLAD}"
RONDES, PER_RONDE = 7, 20
DOORVOER, DOORVOER_304, GEHEUGEN_MB = 0.12, 0.60, 200


MODELLEN = {
    "metingen": Meting,
    "standen": Stand,
    "verbeteringen": Verbetering,
    "importruns": Importrun,
}
# Of who delivers a feed: importruns are not for everybody.
SLEUTEL = {"HTTP_X_API_KEY": "ppk_bench000_geheim"}


def _kop(naam: str) -> dict[str, str]:
    return SLEUTEL if naam == "importruns" else {}


def _maak_sleutel() -> None:
    ApiSleutel.objects.create(
        organisatie=Organisatie.objects.get(slug="groenblauwpeil"),
        naam="meting",
        voorvoegsel=SLEUTEL["HTTP_X_API_KEY"].rpartition("_")[0],
        hash=_hash(SLEUTEL["HTTP_X_API_KEY"]),
        scopes=["lezen"],
        gemaakt_door=Account.objects.create(username="meting"),
        verloopt_op=timezone.now() + dt.timedelta(days=1),
        per_minuut=1_000_000,
    )


def _kopieer(model: Any, aantal: int, anders: dict[str, str], ook: str = "") -> None:
    """Copy the first row `aantal` times; `anders` gives the SQL of the columns that differ."""
    tabel = model._meta.db_table
    bron = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    kolommen = [v.column for v in model._meta.concrete_fields if not v.primary_key]
    lijst = ", ".join(f'"{k}"' for k in kolommen)
    waarden = ", ".join(anders.get(k, f'r."{k}"') for k in kolommen)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {aantal}) "
            f'INSERT INTO "{tabel}" ({lijst}) SELECT {waarden} FROM "{tabel}" r, n{ook} '
            f"WHERE r.id = {bron} ORDER BY n.i"
        )


def _dag(begin: dt.date) -> str:
    if connection.vendor == "sqlite":
        return f"date('{begin}', '-' || n.i || ' days')"
    return f"DATE '{begin}' - n.i"


def vul(aantal: int, begin: dt.date) -> None:
    """Add about `aantal` rows to each large collection, on the days before `begin`."""
    elk = {"gemeente_id": "g.id", "indicator_id": "k.id"}
    ook = f', "{Gemeente._meta.db_table}" g, "{Indicator._meta.db_table}" k'
    dagen = math.ceil(aantal / (Gemeente.objects.count() * Indicator.objects.count()))
    morgen = begin + dt.timedelta(days=1)
    _kopieer(Meting, dagen, elk | {"van": _dag(begin), "tot": _dag(morgen)}, ook)
    _kopieer(Stand, dagen, elk | {"peildatum": _dag(begin)}, ook)
    voor = Verbetering.objects.order_by("-pk").values_list("pk", flat=True)[0]
    eerste = Verbetering.objects.order_by("pk").values_list("pk", flat=True)[0]
    _kopieer(Verbetering, aantal, {"externe_sleutel": f"'bench-{aantal}-' || n.i"})
    feeds = Feed.objects.count()
    eigen = {"feed_id": "f.id", "publicatie_id": "NULL", "status": "'ongewijzigd'"}
    _kopieer(Importrun, aantal // feeds, eigen, f', "{Feed._meta.db_table}" f')
    velden = [v.column for v in Maatregel._meta.concrete_fields if not v.primary_key]
    lijst = ", ".join(f'"{k}"' for k in velden)
    waarden = ", ".join("v.id" if k == "verbetering_id" else f'm."{k}"' for k in velden)
    tabel = Maatregel._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{tabel}" ({lijst}) SELECT {waarden} FROM "{tabel}" m, '
            f'"{Verbetering._meta.db_table}" v WHERE m.verbetering_id = {eerste} AND v.id > {voor}'
        )
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


class Vrager:
    """Asks through WSGI; gives status, headers and body."""

    def __init__(self) -> None:
        # Late: it loads the portal as a server does, settings of the bench included.
        from pactportaal.wsgi import application

        self.toepassing: Any = application

    def __call__(self, adres: str, **koppen: str) -> tuple[int, dict[str, str], bytes]:
        pad, _, vraag = adres.partition("?")
        omgeving = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": pad,
            "QUERY_STRING": vraag,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": "application/ld+json",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **koppen,
        }
        begin: list[Any] = []
        antwoord: Any = self.toepassing(omgeving, lambda *delen: begin.append(delen))
        try:
            inhoud = b"".join(antwoord)
        finally:
            antwoord.close()
        status, kop = begin[0][0], dict(begin[0][1])
        return int(status[:3]), kop, inhoud


def _cursors(vraag: Vrager, naam: str) -> list[str]:
    """Give the address of a page at each depth, found by a cursor of our own making."""
    from gereedschap.api.bladeren import Volgorde, maak_cursor

    model: Any = MODELLEN[naam]
    laagste = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    hoogste = model.objects.order_by("-pk").values_list("pk", flat=True)[0]
    adressen = []
    for diepte in DIEPTEN:
        if naam == "importruns":  # the newest first
            rij, sort = model(pk=int(hoogste - (hoogste - laagste) * diepte)), "-id"
        else:
            rij, sort = model(pk=int(laagste + (hoogste - laagste) * diepte)), "id"
        cursor = maak_cursor(rij, Volgorde(sort, ("pk",)))
        adressen.append(f"/api/v1/{naam}?limit={PER_BLAD}&cursor={cursor}")
    for adres in adressen:
        status, _, inhoud = vraag(adres, **_kop(naam))
        assert status == 200, (adres, inhoud[:300])
        assert len(orjson.loads(inhoud)["data"]) == PER_BLAD, adres
    return adressen


def _bladen(vraag: Vrager) -> tuple[dict[str, list[Beurt]], Beurt]:
    """Give the time of a page at each depth of each large collection, and of `IJK`."""
    adressen = {naam: _cursors(vraag, naam) for naam in GROTE}
    doen = {a: partial(vraag, a, **_kop(n)) for n, rij in adressen.items() for a in rij}
    doen |= {IJK: partial(vraag, IJK)}
    tijden = in_beurten(doen, rondes=2 * RONDES, per_ronde=PER_RONDE)
    return {naam: [tijden[a] for a in rij] for naam, rij in adressen.items()}, tijden[IJK]


def _vul_catalogus() -> None:
    """Add more than a page of what the demonstration has none of."""
    call_command("laad_ondersteuners", verbosity=0)
    maak_aanbod()
    nummer = Publicatie.objects.order_by("-pk").values_list("pk", flat=True)[0]
    doel = Doelstelling.objects.order_by("pk")[0]
    Toelichting.objects.bulk_create(
        Toelichting(
            gemeente=gemeente,
            doelstelling=doel,
            soort=Toelichting.Soort.TOELICHTING,
            tekst="Wij planten eerst in de wijken met de meeste verharding.",
            bewaard_op=timezone.now(),
            publicatie_id=nummer,
        )
        for gemeente in Gemeente.objects.geldig()
    )


def _doorvoer(vraag: Vrager) -> list[Uitkomst]:
    """Compare each list with an empty view, in turns."""
    doen: dict[str, Callable[[], Any]] = {"leeg": partial(vraag, LEEG)}
    aantallen = {}
    uit = []
    for naam in LIJSTEN:
        adres = f"/api/v1/{naam}?limit={PER_BLAD}"
        with CaptureQueriesContext(connection) as vragen:
            status, _, inhoud = vraag(adres)
        assert status == 200, (naam, inhoud[:300])
        aantallen[naam] = len(orjson.loads(inhoud)["data"])
        doen[naam] = partial(vraag, adres)
        uit.append(Uitkomst(f"vragen aan de databank: {naam}", len(vragen), 6, eenheid=""))
    etag = vraag("/api/v1/metingen?limit=100")[1]["ETag"]
    doen["304"] = partial(vraag, "/api/v1/metingen?limit=100", HTTP_IF_NONE_MATCH=etag)
    assert doen["304"]()[0] == 304
    tijden = in_beurten(doen, rondes=RONDES, per_ronde=PER_RONDE)
    leeg = tijden.pop("leeg")
    return uit + [
        Uitkomst(
            "304 tegenover een lege REST-view"
            if naam == "304"
            else f"{aantallen[naam]} {naam} tegenover leeg",
            leeg.cpu_s / tijd.cpu_s,
            DOORVOER_304 if naam == "304" else DOORVOER,
            richting="minstens",
            toelichting=(
                f"{tijd.cpu_s * 1000:.2f} ms, waarvan databank {tijd.sessie_s * 1000:.2f}; "
                f"leeg {leeg.cpu_s * 1000:.2f} ms"
            ),
        )
        for naam, tijd in tijden.items()
    ]


def download(adres: str) -> int:
    """Read a whole collection as it is streamed; give its number of lines."""
    from django.test import Client

    antwoord: Any = Client(HTTP_HOST="localhost").get(adres)
    assert antwoord.status_code == 200, antwoord
    return sum(stuk.count(b"\n") for stuk in antwoord.streaming_content)


def main() -> list[Uitkomst]:
    call_command("laad_demo", verbosity=0)
    uitkomsten: list[Uitkomst] = []
    with override_settings(
        ROOT_URLCONF="bench.paginas_urls", DEBUG=False, API_ANONIEM_PER_MINUUT=0
    ):
        vraag = Vrager()
        _maak_sleutel()
        _vul_catalogus()
        vul(KLEIN, dt.date(1990, 1, 1))
        uitkomsten += _doorvoer(vraag)
        klein, klein_ijk = _bladen(vraag)
        vul(GROOT, dt.date(1980, 1, 1))
        groot, groot_ijk = _bladen(vraag)
    for naam in GROTE:
        paren = list(zip(groot[naam], klein[naam], strict=True))
        machine = groot_ijk.cpu_s / klein_ijk.cpu_s
        uitkomsten.append(
            Uitkomst(
                f"{naam}: 1.000.000 tegenover 10.000 rijen, traagste blad",
                max(g.cpu_s / k.cpu_s for g, k in paren) / machine,
                1.3,
                toelichting="; ".join(
                    f"{g.cpu_s * 1000:.1f} tegen {k.cpu_s * 1000:.1f} ms" for g, k in paren
                )
                + f"; gemeenten {groot_ijk.cpu_s * 1000:.1f} tegen {klein_ijk.cpu_s * 1000:.1f} ms",
            )
        )
    for naam in ("metingen", "verbeteringen"):
        heel = in_eigen_proces("bench.bench_api:download", adres=f"/api/v1/{naam}?formaat=csv")
        uitkomsten.append(
            Uitkomst(
                f"CSV van alle {naam}: geheugen",
                heel.piek_mb,
                GEHEUGEN_MB,
                eenheid="MB",
                toelichting=f"{heel.resultaat:,} regels in {heel.cpu_s:.0f} s processor".replace(
                    ",", "."
                ),
            )
        )
    return uitkomsten
