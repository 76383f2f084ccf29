"""The settings fail loudly, in Dutch, with the name of the variable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from environs import Env

from pactportaal import rooster
from pactportaal.omgeving import VARIABELEN, OnbekendeVariabele, lees, naast

WORTEL = Path(__file__).resolve().parents[2]


def _start(map_: Path, **variabelen: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=WORTEL,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "pactportaal.settings",
            "DATA_MAP": str(map_),
            **variabelen,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_zonder_omgeving_start_het_portaal_met_een_eigen_sleutel(tmp_path: Path) -> None:
    uitkomst = _start(tmp_path)
    assert uitkomst.returncode == 0, uitkomst.stderr
    sleutel = tmp_path / "geheime_sleutel"
    assert len(sleutel.read_text()) >= 50
    assert sleutel.stat().st_mode & 0o077 == 0
    assert [pad.name for pad in tmp_path.glob("geheime_sleutel*")] == ["geheime_sleutel"]


@pytest.mark.parametrize(
    ("variabelen", "naam"),
    [
        ({"DEBUG": "misschien"}, "DEBUG"),
        ({"LOGNIVEAU": "luid"}, "LOGNIVEAU"),
        ({"LOGFORMAAT": "xml"}, "LOGFORMAAT"),
        ({"DATABASE_URL": "postgres://x/y"}, "SECRET_KEY ontbreekt"),
        ({"DATABASE_URL": "mysql://x/y", "SECRET_KEY": "x" * 60}, "DATABASE_URL"),
        ({"REDIS_URL": "memcached://x"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://x/naam"}, "REDIS_URL"),
        ({"SECRET_KEY_FILE": "/nergens/sleutel"}, "SECRET_KEY_FILE"),
        ({"DATA_MAP": "/dev/null/map"}, "DATA_MAP"),
        ({"HTTPS": "1", "SECRET_KEY": "kort"}, "SECRET_KEY"),
    ],
)
def test_een_foute_waarde_noemt_de_variabele(
    tmp_path: Path, variabelen: dict[str, str], naam: str
) -> None:
    uitkomst = _start(tmp_path, **variabelen)
    assert uitkomst.returncode != 0
    laatste = uitkomst.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in laatste
    assert naam in laatste


def test_een_lege_waarde_is_geen_waarde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "")
    assert lees(Env(), "DEBUG") is False


def test_een_geheim_komt_ook_uit_een_bestand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sleutel").write_text("uit-een-bestand\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "sleutel"))
    assert lees(Env(), "SECRET_KEY") == "uit-een-bestand"
    (tmp_path / "vorige").write_text("een,twee\n")
    monkeypatch.setenv("SECRET_KEY_FALLBACKS_FILE", str(tmp_path / "vorige"))
    assert lees(Env(), "SECRET_KEY_FALLBACKS") == ["een", "twee"]


def test_een_variabele_die_nergens_staat_is_een_fout() -> None:
    with pytest.raises(OnbekendeVariabele):
        lees(Env(), "BESTAAT_NIET")


def test_het_blad_met_variabelen_is_bij() -> None:
    call_command("omgeving_docs", controleer=True)


def test_elke_variabele_staat_er_eenmaal() -> None:
    namen = [variabele.naam for variabele in VARIABELEN]
    assert len(namen) == len(set(namen))


def test_de_cache_staat_naast_de_werkrij() -> None:
    assert naast("redis://h:1/0") == "redis://h:1/1"
    assert naast("redis://h:1") == "redis://h:1/1"


def test_elke_taak_van_het_rooster_bestaat() -> None:
    from django.conf import settings

    from pactportaal.celery import app

    app.loader.import_default_modules()
    for naam, post in settings.CELERY_BEAT_SCHEDULE.items():
        assert post["task"] in app.tasks, f"{naam} wijst naar {post['task']}"


def test_twee_rooms_met_dezelfde_post_is_een_fout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rooster.EIGEN, "hartslag", {"task": "x", "schedule": 1.0})
    import types

    nep = types.ModuleType("nepkamer.rooster")
    nep.__dict__["ROOSTER"] = {"hartslag": {"task": "y", "schedule": 1.0}}
    monkeypatch.setattr(rooster, "find_spec", lambda _: True)
    monkeypatch.setattr(rooster, "import_module", lambda _: nep)
    with pytest.raises(ImproperlyConfigured, match="hartslag"):
        rooster.stel_samen(["nepkamer"])
