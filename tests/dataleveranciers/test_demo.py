"""Demonstration figures come in through the real door, marked, and the same each time."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from dataleveranciers import demo, demo_kaart
from dataleveranciers.models import Importrun
from doelstellingen.models import Doelstelling, Meting, Publicatie
from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import overzicht_gewest
from gemeenten.selectors import vandaag
from tests.werker import WORTEL, omgeving

pytestmark = pytest.mark.django_db
_MAAK = (
    "import django; django.setup(); "
    "from dataleveranciers import demo, demo_kaart; "
    "demo_kaart.INWONERS_PER_RIJ = 20_000; "
    "demo.maak_bestanden()"
)


def test_demo_vult_elk_doel_is_gemerkt_en_herhaalbaar(settings, tmp_path, monkeypatch):
    settings.DATA_MAP = tmp_path
    monkeypatch.setattr(demo_kaart, "INWONERS_PER_RIJ", 100_000)
    monkeypatch.setattr(demo, "PEILDATUMS", demo.PEILDATUMS[-3:])
    call_command("laad_demo", verbosity=0)
    met_cijfers = set(Meting.objects.values_list("indicator__doelstelling__slug", flat=True))
    assert met_cijfers == set(Doelstelling.objects.values_list("slug", flat=True))
    assert set(Publicatie.objects.filter(soort="import").values_list("demo", flat=True)) == {True}
    assert Importrun.objects.filter(feed__slug="groenblauwpeil").latest("pk").afgewezen == 4
    gewest = overzicht_gewest(peildatum=vandaag(), publicatie=nieuwste())
    aandelen = {o.indicator.slug: o.cijfer for d in gewest for o in d.indicatoren}
    for slug in ("energiebesparing_patrimonium", "co2_patrimonium"):
        waarde = aandelen[slug].waarde
        assert waarde is not None
        assert waarde < 0
        assert aandelen[slug].van_n == 285
        assert 250 < aandelen[slug].n < 285
    publicaties = Publicatie.objects.count()
    call_command("laad_demo", verbosity=0)
    assert Publicatie.objects.count() == publicaties


def _vingerafdrukken(map_: Path) -> dict[str, str]:
    return {
        pad.name: hashlib.sha256(pad.read_bytes()).hexdigest() for pad in sorted(map_.rglob("*.*"))
    }


def test_demo_maakt_in_elk_proces_dezelfde_bytes(tmp_path):
    afdrukken = []
    for zaad in ("1", "4242"):
        map_ = tmp_path / zaad
        map_.mkdir()
        subprocess.run(
            [sys.executable, "-c", _MAAK],
            cwd=WORTEL,
            env={**omgeving(), "DATA_MAP": str(map_), "PYTHONHASHSEED": zaad},
            check=True,
        )
        afdrukken.append(_vingerafdrukken(map_ / "demo"))
    assert len(afdrukken[0]) > 15
    assert afdrukken[0] == afdrukken[1]


def test_demo_hangt_niet_af_van_rijnummers():
    """Another database numbers its gemeenten otherwise, and sorts names otherwise."""

    def schrijf(wereld: demo.Demo) -> list[str]:
        return [*demo._beleid(wereld), *demo._renovaties(wereld)]

    gewoon = demo.Demo()
    anders = demo.Demo()
    anders.plaatsen = [
        replace(p, pk=9_999 - p.pk, opvolger=9_999 - p.opvolger) for p in gewoon.plaatsen
    ]
    anders.opvolgers = {9_999 - pk: wie for pk, wie in reversed(gewoon.opvolgers.items())}
    assert schrijf(anders) == schrijf(gewoon)
