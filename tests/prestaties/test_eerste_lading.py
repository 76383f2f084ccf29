"""What a first visit transfers: at most 150 kB, styles, scripts and pictures included."""

from __future__ import annotations

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
        pad = finders.find(wachtrij.pop())
        assert isinstance(pad, str)
        with open(pad, encoding="utf-8") as bestand:
            for naam in re.findall(r'from "\./([^"]+)"', bestand.read()):
                if f"js/{naam}" not in namen:
                    namen.add(f"js/{naam}")
                    wachtrij.append(f"js/{naam}")
    return namen


def gewicht(naam: str) -> int:
    pad = finders.find(naam)
    assert isinstance(pad, str), f"{naam} bestaat niet"
    with open(pad, "rb") as bestand:
        inhoud = bestand.read()
    # As WhiteNoise serves it: brotli, unless that does not help.
    return min(len(inhoud), len(brotli.compress(inhoud))) + KOPPEN_BYTES


@pytest.mark.parametrize("naam", [n for n in PAGINAS if n not in ("voorstellen", "404")])
def test_eerste_lading_is_hoogstens_150_kb(naam: str) -> None:
    vul_cijfers()
    antwoord = Client(headers={"accept-encoding": "br"}).get(PAGINAS[naam])
    pagina = len(antwoord.content) + KOPPEN_BYTES
    inhoud = antwoord.content
    if antwoord.get("Content-Encoding") == "br":
        inhoud = brotli.decompress(inhoud)
    rest = sum(gewicht(bijlage) for bijlage in bijlagen(inhoud.decode()))
    assert pagina + rest <= HOOGSTENS_BYTES, f"{naam}: {pagina} + {rest} bytes"
