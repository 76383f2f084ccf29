"""House rules on templates: what the content security policy and a screen reader ask."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.huisregels.bronnen import plek, sjablonen

SJABLONEN = sjablonen()
NAMEN = [plek(pad) for pad in SJABLONEN]
# A block of data is not run, so the policy lets it be.
SCRIPT_ZONDER_BRON = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)[^>]*>", re.I
)
HANDELING = re.compile(r"<[^>{]*\son[a-z]+\s*=", re.I)
STIJL = re.compile(r"<[a-z][^>]*\sstyle\s*=|<style\b", re.I)
STATISCH = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def _regels(pad: Path, patroon: re.Pattern[str]) -> list[str]:
    tekst = pad.read_text(encoding="utf-8")
    return [plek(pad, tekst[: m.start()].count("\n") + 1) for m in patroon.finditer(tekst)]


@pytest.mark.parametrize("pad", SJABLONEN, ids=NAMEN)
def test_geen_script_of_stijl_in_de_pagina(pad: Path) -> None:
    fout = [
        *_regels(pad, SCRIPT_ZONDER_BRON),
        *_regels(pad, HANDELING),
        *([] if pad.suffix == ".svg" else _regels(pad, STIJL)),
    ]
    assert not fout


@pytest.mark.parametrize("pad", SJABLONEN, ids=NAMEN)
def test_een_hele_pagina_noemt_haar_taal(pad: Path) -> None:
    tekst = pad.read_text(encoding="utf-8")
    if "<html" in tekst:
        assert re.search(r'<html[^>]*\blang="nl(-BE)?"', tekst)


@pytest.mark.parametrize("pad", SJABLONEN, ids=NAMEN)
def test_een_pagina_begint_bij_het_kader_of_is_een_onderdeel(pad: Path) -> None:
    """A part lies in `onderdelen` or begins with `_`; a body kept apart from its frame ends in `_blok`."""
    if pad.suffix != ".html" or "onderdelen" in pad.parts or pad.name.startswith("_"):
        return
    if pad.stem.endswith("_blok"):
        return
    tekst = pad.read_text(encoding="utf-8")
    assert "{% extends" in tekst or "<html" in tekst


@pytest.mark.parametrize("pad", SJABLONEN, ids=NAMEN)
def test_elk_statisch_bestand_bestaat(pad: Path) -> None:
    for naam in STATISCH.findall(pad.read_text(encoding="utf-8")):
        assert finders.find(naam), f"{plek(pad)} vraagt {naam}"


def test_een_regel_die_niets_vindt_bewijst_niets() -> None:
    """The patterns themselves: each finds what it forbids."""
    assert SCRIPT_ZONDER_BRON.search("<script>alert(1)</script>")
    assert SCRIPT_ZONDER_BRON.search('<script type="module">x</script>')
    assert not SCRIPT_ZONDER_BRON.search('<script type="module" src="/x.js"></script>')
    assert not SCRIPT_ZONDER_BRON.search('<script id="a" type="application/json">{}</script>')
    assert HANDELING.search('<a href="#" onclick="x()">')
    assert not HANDELING.search('<a data-wanneer="on = 1">')
    assert STIJL.search('<p class="a" style="color:red">')
    assert not STIJL.search('<link rel="stylesheet" href="style.css">')
