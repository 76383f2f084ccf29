"""Dead links: found by the task, shown to the owner, forgotten when nobody mentions them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from gereedschap.openbaar_adres import GeenOpenbaarAdres, Onbereikbaar
from ondersteuners import linkcontrole
from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.linkcontrole import controleer_links, dode_links
from ondersteuners.models import LinkControle, Ondersteuner
from ondersteuners.services import bewaar_concept, publiceer_concept
from ondersteuners.tasks import controleer_alle_links
from tests.ondersteuners.conftest import maak_aanbod
from toegang.models import Account

pytestmark = pytest.mark.django_db
Uitkomst = LinkControle.Uitkomst


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> dict[str, int | Exception]:
    """What each address answers; an unknown one answers 200."""
    antwoorden: dict[str, int | Exception] = {}

    def vraag(url: str) -> int:
        antwoord = antwoorden.get(url, 200)
        if isinstance(antwoord, Exception):
            raise antwoord
        return antwoord

    monkeypatch.setattr(linkcontrole, "vraag_status", vraag)
    return antwoorden


def test_links_in_velden_en_tekst_worden_gecontroleerd(
    meetjesland: Ondersteuner, web: dict[str, int | Exception]
) -> None:
    maak_aanbod(
        meetjesland,
        link="https://een.test/",
        omschrijving="Zie [hier](https://twee.test/a) en https://drie.test/b.",
    )
    controleer_alle_links()
    assert {
        "https://een.test/",
        "https://twee.test/a",
        "https://drie.test/b",
        "https://www.vvsg.be/",
    } <= set(LinkControle.objects.filter(uitkomst=Uitkomst.WERKT).values_list("url", flat=True))


@pytest.mark.parametrize(
    ("antwoord", "uitkomst"),
    [
        (200, Uitkomst.WERKT),
        (403, Uitkomst.WERKT),
        (404, Uitkomst.DOOD),
        (500, Uitkomst.DOOD),
        (Onbereikbaar("De naam bestaat niet."), Uitkomst.DOOD),
        (GeenOpenbaarAdres("intern"), Uitkomst.GEWEIGERD),
    ],
)
def test_uitkomst_per_antwoord(
    meetjesland: Ondersteuner,
    web: dict[str, int | Exception],
    antwoord: int | Exception,
    uitkomst: str,
) -> None:
    maak_aanbod(meetjesland, link="https://een.test/")
    web["https://een.test/"] = antwoord
    controleer_links()
    link = LinkControle.objects.get(url="https://een.test/")
    assert link.uitkomst == uitkomst
    assert (link.mislukt_sinds is None) == (uitkomst == Uitkomst.WERKT)


def test_eigenaar_ziet_de_dode_link(
    client: Client, meetjesland: Ondersteuner, web: dict[str, int | Exception], landschap: Account
) -> None:
    maak_aanbod(meetjesland, link="https://een.test/")
    web["https://een.test/"] = 404
    controleer_links()
    client.force_login(landschap)
    html = client.get(f"/ondersteuners/beheer/{meetjesland.slug}/").content.decode()
    assert "Links die niet werken" in html
    assert "HTTP 404" in html


def test_hersteld_adres_verdwijnt_uit_de_lijst(
    meetjesland: Ondersteuner, web: dict[str, int | Exception]
) -> None:
    maak_aanbod(meetjesland, link="https://een.test/")
    web["https://een.test/"] = 404
    controleer_links()
    assert dode_links(meetjesland).count() == 1
    web["https://een.test/"] = 200
    LinkControle.objects.update(gecontroleerd_op=timezone.now() - dt.timedelta(days=8))
    controleer_links()
    assert not dode_links(meetjesland).exists()


def test_pas_gecontroleerde_links_krijgen_rust(web: dict[str, int | Exception]) -> None:
    assert controleer_links() > 0
    assert controleer_links() == 0


def test_niet_meer_vermelde_link_wordt_vergeten(
    meetjesland: Ondersteuner, web: dict[str, int | Exception]
) -> None:
    item = maak_aanbod(meetjesland, link="https://een.test/")
    versie = bewaar_concept(
        ondersteuner=meetjesland, aanbod=item, inhoud=AanbodInhoud(titel="Zonder"), door=None
    )
    publiceer_concept(versie=versie, door=None)
    controleer_links()
    assert not LinkControle.objects.filter(url="https://een.test/").exists()
