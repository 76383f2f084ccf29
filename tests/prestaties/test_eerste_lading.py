"""What a first visit transfers: at most 150 kB, styles, scripts and pictures included."""

from __future__ import annotations

import gzip
import posixpath
import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.prestaties.test_vragen import PAGINAS
from tests.rapportering.voorbeeld import vul_cijfers

pytestmark = pytest.mark.django_db
HOOGSTENS_BYTES = 150_000
# Status line and headers of one answer, with CSP and cookies: an upper estimate.
KOPPEN_BYTES = 1_200


def bijlagen(inhoud: str) -> set[str]:
    """The static files that a page names, and the modules that those import."""
    namen = set(re.findall(r'(?:href|src)="/static/([^"#]+)', inhoud))
    wachtrij = [naam for naam in namen if naam.endswith(".js")]
    while wachtrij:
        module = wachtrij.pop()
        pad = finders.find(module)
        assert isinstance(pad, str), f"{module} bestaat niet"
        with open(pad, encoding="utf-8") as bestand:
            for verwijzing in re.findall(r'(?:from|import) "(\.[^"]+)"', bestand.read()):
                naam = posixpath.normpath(posixpath.join(posixpath.dirname(module), verwijzing))
                if naam not in namen:
                    namen.add(naam)
                    wachtrij.append(naam)
    return namen


def gewicht(naam: str) -> int:
    pad = finders.find(naam)
    assert isinstance(pad, str), f"{naam} bestaat niet"
    with open(pad, "rb") as bestand:
        inhoud = bestand.read()
    # As WhiteNoise serves it: brotli, unless that does not help.
    return min(len(inhoud), len(brotli.compress(inhoud))) + KOPPEN_BYTES


# Suggestions, an error page and downloads are no first visit.
GEEN_BEZOEK = {
    "voorstellen",
    "404",
    "rapport-pdf",
    "tabel-csv",
    "kaart-gegevens",
    "beeld",
    "tegelbeeld",
    "atom",
}


@pytest.mark.parametrize("naam", [n for n in PAGINAS if n not in GEEN_BEZOEK])
def test_eerste_lading_is_hoogstens_150_kb(naam: str) -> None:
    vul_cijfers()
    antwoord = Client(headers={"accept-encoding": "br, gzip"}).get(PAGINAS[naam])
    pagina = len(antwoord.content) + KOPPEN_BYTES
    inhoud = antwoord.content
    uitpakken = {"br": brotli.decompress, "gzip": gzip.decompress}
    if antwoord.get("Content-Encoding") in uitpakken:
        inhoud = uitpakken[antwoord["Content-Encoding"]](inhoud)
    rest = sum(gewicht(bijlage) for bijlage in bijlagen(inhoud.decode()))
    assert pagina + rest <= HOOGSTENS_BYTES, f"{naam}: {pagina} + {rest} bytes"
