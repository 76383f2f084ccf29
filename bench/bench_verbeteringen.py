"""Map, list, save with duplicate check and upload, with 10,000 and 1,000,000 verbeteringen.

Each size is filled through the real import in a process of its own; times of the two sizes are
compared for equally many rows returned.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from bench.bench_import import invoeren, leeg, schrijf
from bench.kader import EigenProces, Uitkomst, duur, gemiddeld_cpu_s, in_eigen_proces

if TYPE_CHECKING:
    from gemeenten.models import Gemeente
    from toegang.wie import Toegang

KLEIN, GROOT = 10_000, 1_000_000
UPLOAD = 50_000
# Degrees: at 1,000,000 rows about a hundred shapes; ten times as wide and high at 10,000.
_BREED, _HOOG = 0.0066, 0.0084
_MAX_KB = 200
# Merelbeke-Melle: its rows of before 2025 are of two other gemeenten.
_FUSIE = "44088"


def schoon() -> None:
    """Take everything of registrations away, then what imports left."""
    from doelstellingen.models import Meting, Publicatie, Stand
    from verbeteringen import models

    soorten = (Publicatie.Soort.IMPORT, Publicatie.Soort.REGISTRATIE)
    onze = Publicatie.objects.filter(soort__in=soorten)
    for rijen in (
        models.Gebeurtenis.objects.all(),
        models.Dubbelbesluit.objects.all(),
        models.Uploadrij.objects.all(),
        models.Upload.objects.all(),
        models.Telling.objects.all(),
        models.Celtelling.objects.all(),
        models.Maatregel.objects.all(),
        models.VerbeteringOud.objects.all(),
        models.Verbetering.objects.all(),
        Stand.objects.filter(publicatie__in=onze),
        Meting.objects.filter(publicatie__in=onze),
        Publicatie.objects.filter(soort=Publicatie.Soort.REGISTRATIE),
    ):
        rijen._raw_delete("default")
    leeg()


def vul(pad: str) -> None:
    schoon()
    invoeren(pad)


def _beelden(aantal: int) -> list[Any]:
    from verbeteringen.kaartbeeld import Beeld

    schaal = (GROOT / aantal) ** 0.5
    d = random.Random(7)
    uit = []
    for _ in range(20):
        lon, lat = d.uniform(3.2, 4.9), d.uniform(50.95, 51.08)
        breed, hoog = _BREED * schaal / 2, _HOOG * schaal / 2
        uit.append(Beeld(lon - breed, lat - hoog / 2, lon + breed, lat + hoog / 2, 16))
    return uit


def kaart_en_lijst(aantal: int) -> dict[str, float]:
    """Give processor seconds per row of the map and per list, and the largest answer in bytes."""
    from gemeenten.models import Gemeente
    from toegang.wie import Toegang
    from verbeteringen.kaartbeeld import Beeld, kaartbeeld
    from verbeteringen.selectors import Selectie, blad

    toegang = Toegang()
    # A filter that every row passes: shapes at any zoom, so that both sizes do the same work.
    alles = Selectie(doelstelling="bomen")
    beelden = _beelden(aantal)
    # A square of burgers answers for all rows in it.
    rijen = sum(
        f["properties"].get("aantal", 1)
        for beeld in beelden
        for f in kaartbeeld(alles, beeld, toegang)["features"]
    )
    tijd = gemiddeld_cpu_s(
        lambda: [kaartbeeld(alles, beeld, toegang) for beeld in beelden], herhalingen=5
    )
    grootste = 0
    for zoom in range(7, 20):
        breed, hoog = 1280 * 360 / (256 * 2**zoom), 800 * 225 / (256 * 2**zoom)
        beeld = Beeld(4.0 - breed / 2, 51.0 - hoog / 2, 4.0 + breed / 2, 51.0 + hoog / 2, zoom)
        for selectie in (Selectie(), alles):
            grootste = max(grootste, len(orjson.dumps(kaartbeeld(selectie, beeld, toegang))))
    gent = Gemeente.objects.get(nis="44021", tot=None)

    def lijst(selectie: Selectie, wie: Toegang = toegang) -> float:
        return gemiddeld_cpu_s(
            lambda: blad(selectie, wie, volgorde="recent", nummer=1), herhalingen=50
        )

    return {
        "kaart_per_rij": tijd / max(rijen, 1),
        "rijen": rijen,
        "bytes": grootste,
        "lijst": lijst(Selectie()),
        "lijst_gemeente": lijst(Selectie(gemeente=gent)),
        "lijst_eigen": lijst(Selectie(gemeente=gent), publicator_van(gent)),
        "lijst_fusie": lijst(Selectie(gemeente=Gemeente.objects.get(nis=_FUSIE, tot=None))),
        "lijst_gefilterd": lijst(Selectie(doelstelling="bomen", status="uitgevoerd")),
        "lijst_telt_niet": lijst(Selectie(status="telt_niet")),
    }


def publicator_van(gemeente: Gemeente) -> Toegang:
    """Give the toegang of somebody who publishes for a gemeente."""
    from toegang.models import Account, Lidmaatschap, Organisatie
    from toegang.wie import Toegang

    bestuur = Organisatie.objects.get(besturen__gemeente=gemeente)
    account, _ = Account.objects.get_or_create(
        username="bench", defaults={"email": "b@voorbeeld.test"}
    )
    lid, _ = Lidmaatschap.objects.get_or_create(
        account=account, organisatie=bestuur, rol=Lidmaatschap.Rol.PUBLICATOR
    )
    return Toegang(account, lid)


def bewaren() -> dict[str, float]:
    """Give the processor seconds of a save, with and without the search for doubles after it."""
    import shapely

    from gemeenten.models import Gemeente
    from verbeteringen.dubbels import kandidaten
    from verbeteringen.invoer import Invoer, Maatregelinvoer
    from verbeteringen.registratie import registreer_verbetering

    gent = Gemeente.objects.get(nis="44021", tot=None)
    toegang = publicator_van(gent)
    d = random.Random(3)

    def bewaar(*, met: bool) -> None:
        lon, lat = d.uniform(3.69, 3.75), d.uniform(51.03, 51.07)
        [v] = registreer_verbetering(
            invoer=Invoer(
                projectnaam="Meting",
                aanvrager="gemeente",
                maatregelen=(Maatregelinvoer("bomen", "plus", Decimal(3)),),
                uitgevoerd=True,
                uitgevoerd_op=dt.date(2025, 6, 1),
                geometrie=shapely.box(lon, lat, lon + 0.0004, lat + 0.0004),
            ),
            gemeente=gent,
            toegang=toegang,
        ).verbeteringen
        if met:
            kandidaten(v, toegang)

    zonder = gemiddeld_cpu_s(lambda: bewaar(met=False), herhalingen=15)
    met = gemiddeld_cpu_s(lambda: bewaar(met=True), herhalingen=15)
    return {"met": met, "zonder": zonder}


def laad_op(pad: str) -> dict[str, float]:
    """Give the time in which the worker reads and registers a GeoJSON upload."""
    import shutil

    from django.conf import settings

    from toegang.models import Organisatie
    from toegang.wie import Toegang
    from verbeteringen.bulk import diensten, schrijven
    from verbeteringen.models import Upload

    schoon()
    doel = Path(settings.MEDIA_ROOT) / "uploads" / "bench.geojson"
    doel.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(pad, doel)
    upload = Upload.objects.create(
        organisatie=Organisatie.objects.get(slug="gemeente-44021"),
        aanvrager="gemeente",
        naam="bench.geojson",
        bestand="uploads/bench.geojson",
        sha256="",
        status=Upload.Status.WACHT,
        kolommen=["projectnaam", "aanvrager", "uitgevoerd_op", "bomen", "ontharding_m2"],
        koppeling={
            "projectnaam": "projectnaam",
            "aanvrager": "aanvrager",
            "uitgevoerd_op": "uitgevoerd_op",
            "bomen": "bomen",
            "ontharding_m2": "ontharding",
        },
    )

    def werk() -> None:
        diensten.lees_rijen(upload.pk)
        Upload.objects.filter(pk=upload.pk).update(status=Upload.Status.BEZIG)
        schrijven.registreer(upload.pk, Toegang())

    tijd = duur(werk)
    upload.refresh_from_db()
    if upload.goed != UPLOAD:
        raise RuntimeError(f"{upload.goed} goede rijen in plaats van {UPLOAD}: {upload.melding}")
    return asdict(tijd)


def kale_invoer(pad: str) -> dict[str, float]:
    """Give the time of the feed import of the same rows."""
    schoon()
    return asdict(duur(lambda: invoeren(pad)))


def _draai(naam: str, **argumenten: Any) -> EigenProces:
    uit = in_eigen_proces(f"bench.bench_verbeteringen:{naam}", **argumenten)
    print(
        f"    {naam} {argumenten}: {uit.cpu_s:.1f} s processor, {uit.seconden:.1f} s op de klok, "
        f"{uit.piek_mb:.0f} MB, {uit.resultaat}",
        file=sys.stderr,
        flush=True,
    )
    return uit


def main() -> list[Uitkomst]:
    """Measure; the two fills of the table take most of the time."""
    with tempfile.TemporaryDirectory() as map_:
        uit = _upload(map_)
        metingen: dict[int, EigenProces] = {}
        for aantal in (KLEIN, GROOT):
            pad = f"{map_}/{aantal}.ndjson"
            schrijf(pad, aantal, "regels")
            _draai("vul", pad=pad)
            metingen[aantal] = _draai("kaart_en_lijst", aantal=aantal)
        bewaard = _draai("bewaren")
    return [
        *uit,
        *_kaart(metingen[KLEIN].resultaat, metingen[GROOT].resultaat),
        Uitkomst(
            "bewaren met controle op dubbels tegenover zonder",
            bewaard.resultaat["met"] / bewaard.resultaat["zonder"],
            2,
            toelichting=f"{1000 * bewaard.resultaat['met']:.0f} ms met, bij 1.000.000",
        ),
        Uitkomst(
            "kaart, lijst en bewaren bij 1.000.000: piekgeheugen",
            max(bewaard.piek_mb, metingen[GROOT].piek_mb),
            400,
            eenheid="MB",
        ),
    ]


def _kaart(klein: dict[str, float], groot: dict[str, float]) -> list[Uitkomst]:
    return [
        Uitkomst(
            "kaart: tijd per rij bij 1.000.000 tegenover 10.000",
            groot["kaart_per_rij"] / klein["kaart_per_rij"],
            5,
            toelichting=f"{groot['rijen']} en {klein['rijen']} rijen in 20 beelden",
        ),
        Uitkomst(
            "kaart: grootste antwoord op zoom 7 tot 19",
            groot["bytes"] / 1024,
            _MAX_KB,
            eenheid="kB",
        ),
        *(
            Uitkomst(
                f"{naam}: tijd bij 1.000.000 tegenover 10.000",
                groot[sleutel] / klein[sleutel],
                grens,
                toelichting=f"{1000 * groot[sleutel]:.0f} ms tegen {1000 * klein[sleutel]:.0f} ms",
            )
            for sleutel, naam, grens in (
                ("lijst", "lijst van Vlaanderen", 2),
                ("lijst_gemeente", "lijst van een gemeente", 2),
                ("lijst_eigen", "lijst van de eigen gemeente, aangemeld", 2),
                ("lijst_fusie", "lijst van een fusiegemeente", 2),
                ("lijst_gefilterd", "gefilterde lijst van Vlaanderen", 5),
                ("lijst_telt_niet", "lijst van wat niet meetelt", 2),
            )
        ),
    ]


def _upload(map_: str) -> list[Uitkomst]:
    regels, collectie = f"{map_}/u.ndjson", f"{map_}/u.geojson"
    schrijf(regels, UPLOAD, "regels")
    schrijf(collectie, UPLOAD, "collectie")
    kaal = _draai("kale_invoer", pad=regels).resultaat
    upload = _draai("laad_op", pad=collectie)
    in_eigen_proces("bench.bench_verbeteringen:schoon")
    op = upload.resultaat
    return [
        Uitkomst(
            "upload van 50.000 rijen tegenover de invoer van een leverancier",
            op["cpu_s"] / kaal["cpu_s"],
            3,
            toelichting=(
                f"{op['cpu_s']:.1f} s tegen {kaal['cpu_s']:.1f} s processor; op de klok "
                f"{op['klok_s']:.1f} s tegen {kaal['klok_s']:.1f} s"
            ),
        ),
        Uitkomst("upload van 50.000 rijen: piekgeheugen", upload.piek_mb, 400, eenheid="MB"),
    ]
