"""House rules on the repository: what may never be committed, and pages that must agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests.huisregels.bronnen import WORTEL, bestanden, plek

MAKEFILE = (WORTEL / "Makefile").read_text(encoding="utf-8")
DOELEN = set(re.findall(r"^([a-z][a-z0-9]*):", MAKEFILE, re.M))
SLOTEN = sorted((WORTEL / "requirements").glob("*.txt"))
# Written in pieces, so that this file does not find itself.
REGISTERS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "gh" + "cr.io",
]
MACHINEPAD = re.compile(r"(?<![\w.}/-])/(?:root|work|farm|home/[a-z]+|Users/[A-Za-z]+)/[\w.-]")
TEKST = {
    "", ".py", ".html", ".js", ".css", ".md", ".txt", ".toml", ".yml", ".yaml", ".json", ".csv",
    ".sh", ".ini", ".svg", ".geojson", ".ndjson",
}  # fmt: skip


def _tekstbestanden() -> list[Path]:
    return [pad for pad in bestanden() if pad.suffix in TEKST]


def test_geen_register_en_geen_pad_van_een_machine() -> None:
    fout = []
    for pad in _tekstbestanden():
        tekst = pad.read_text(encoding="utf-8", errors="replace")
        fout += [f"{plek(pad)}: {register}" for register in REGISTERS if register in tekst]
        fout += [f"{plek(pad)}: {m.group()}" for m in MACHINEPAD.finditer(tekst)]
    assert not fout


@pytest.mark.parametrize("slot", SLOTEN, ids=lambda pad: pad.name)
def test_elk_vergrendeld_pakket_heeft_een_hash(slot: Path) -> None:
    tekst = slot.read_text(encoding="utf-8").replace("\\\n", " ")
    regels = [r for r in tekst.splitlines() if r.strip() and not r.lstrip().startswith("#")]
    assert regels
    for regel in regels:
        assert not regel.startswith("-"), f"een optie in een lockbestand: {regel}"
        assert re.match(r"[a-z0-9.-]+(\[[\w,-]+\])?==\S+", regel), regel
        assert "--hash=sha256:" in regel, regel
        assert "://" not in regel.split("--hash")[0], regel


def test_ontwikkeling_bevat_elk_pakket_van_basis_in_dezelfde_versie() -> None:
    """`scripts/venv.sh basis` counts on it."""

    def pakketten(naam: str) -> set[str]:
        tekst = (WORTEL / "requirements" / naam).read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9][\w.-]*==[^\s;]+)", tekst, re.M))

    assert pakketten("basis.txt") <= pakketten("ontwikkeling.txt")


def test_elke_directe_afhankelijkheid_is_vergrendeld() -> None:
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text())["project"]
    slot = (WORTEL / "requirements" / "basis.txt").read_text()
    for eis in project["dependencies"]:
        naam = re.split(r"[\[<>=~!; ]", eis)[0].lower()
        assert re.search(rf"^{re.escape(naam)}==", slot, re.M), f"draai make lock: {naam} ontbreekt"


def test_elk_make_commando_in_de_bladen_bestaat() -> None:
    for pad in bestanden():
        if pad.suffix != ".md" or pad.name == "CHANGELOG.md":
            continue
        tekst = pad.read_text(encoding="utf-8")
        blokken = re.findall(r"`([^`]+)`|^\s{4,}(make .*)$|```\w*\n(.*?)```", tekst, re.S | re.M)
        for blok in (deel for delen in blokken for deel in delen if deel):
            for doel in re.findall(r"^\s*(?:\$ )?make ([a-z0-9]+)", blok, re.M):
                assert doel in DOELEN, f"{plek(pad)}: make {doel} bestaat niet"


def test_elk_doel_van_make_help_doet_iets() -> None:
    gevraagd = {
        "help",
        "setup",
        "demo",
        "run",
        "dev",
        "test",
        "lint",
        "types",
        "bench",
        "e2e",
        "ci",
    }
    assert gevraagd <= DOELEN


def test_het_eerste_scherm_van_de_readme_zegt_hoe_te_beginnen() -> None:
    begin = "\n".join((WORTEL / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "make run" in begin
    assert "make test" in begin


def test_de_versie_heeft_een_bron() -> None:
    with (WORTEL / "pyproject.toml").open("rb") as bestand:
        assert tomllib.load(bestand)["project"]["version"] == settings.VERSIE
    code = (WORTEL / "publiccode.yml").read_text()
    assert f"softwareVersion: {settings.VERSIE}" in code


def test_elke_verwijzing_tussen_bladen_bestaat() -> None:
    fout = []
    for pad in bestanden():
        if pad.suffix != ".md":
            continue
        for doel in re.findall(r"\]\(([^)#\s]+)", pad.read_text(encoding="utf-8")):
            naar_buiten = "://" in doel or doel.startswith("mailto:")
            if not naar_buiten and not (pad.parent / doel).exists():
                fout.append(f"{plek(pad)} → {doel}")
    assert not fout
