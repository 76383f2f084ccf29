"""`laad_ondersteuners`: complete, idempotent, and never over what people wrote."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import nieuwste
from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services import bewaar_concept, laad_ondersteuners, publiceer_concept

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files that a test may change."""
    for naam in ("ondersteuners.toml", "aanbod.toml"):
        shutil.copy(settings.FIXTURES_MAP / naam, tmp_path / naam)
    return tmp_path


def _vervang(folder: Path, oud: str, nieuw: str) -> None:
    bestand = folder / "aanbod.toml"
    tekst = bestand.read_text(encoding="utf-8")
    assert oud in tekst
    bestand.write_text(tekst.replace(oud, nieuw), encoding="utf-8")


def test_tweede_keer_laden_wijzigt_niets_en_publiceert_niets() -> None:
    laad_ondersteuners()
    editie = nieuwste()
    verloop = laad_ondersteuners()
    assert not verloop.iets
    assert nieuwste() == editie


def test_vijf_provincies_hangen_onder_hun_koepel() -> None:
    laad_ondersteuners()
    vvp = Ondersteuner.objects.get(slug="vvp")
    provincies = {o.slug for o in vvp.leden.all()}
    assert len(provincies) == 5
    stub = Ondersteuner.objects.get(slug="provincie-oost-vlaanderen")
    assert stub.volledigheid == Ondersteuner.Volledigheid.AAN_TE_VULLEN


def test_overgenomen_gegevens_dragen_hun_jaar() -> None:
    laad_ondersteuners()
    item = Aanbod.objects.get(slug="limburg-renoveert")
    assert item.herkomst == "gegevens van 2021, nog niet nagekeken"


def test_laat_staan_wat_mensen_schreven(folder: Path) -> None:
    laad_ondersteuners(folder=folder)
    item = Aanbod.objects.get(slug="limburg-renoveert")
    versie = bewaar_concept(
        ondersteuner=item.ondersteuner,
        aanbod=item,
        inhoud=AanbodInhoud(titel="Zelf geschreven"),
        door=None,
    )
    publiceer_concept(versie=versie, door=None)
    _vervang(folder, 'titel = "Limburg renoveert"', 'titel = "Uit het bestand"')
    laad_ondersteuners(folder=folder)
    item.refresh_from_db()
    assert item.titel == "Zelf geschreven"


def test_brengt_een_gewijzigd_bestand_in_orde_waar_niemand_schreef(folder: Path) -> None:
    laad_ondersteuners(folder=folder)
    _vervang(folder, 'titel = "Limburg renoveert"', 'titel = "Limburg renoveert samen"')
    verloop = laad_ondersteuners(folder=folder)
    assert verloop.gewijzigd == 1
    item = Aanbod.objects.get(slug="limburg-renoveert")
    assert item.titel == "Limburg renoveert samen"
    assert " samen " in item.zoektekst


def test_afgevoerd_item_komt_niet_terug_bij_het_laden(folder: Path) -> None:
    laad_ondersteuners(folder=folder)
    Aanbod.objects.filter(slug="c-real").update(staat=Aanbod.Staat.AFGEVOERD)
    _vervang(folder, 'titel = "C-REAL: krediet', 'titel = "C-REAL, krediet')
    laad_ondersteuners(folder=folder)
    item = Aanbod.objects.get(slug="c-real")
    assert item.staat == Aanbod.Staat.AFGEVOERD
    assert item.titel.startswith("C-REAL: krediet")


def test_opdracht_meldt_wat_ze_deed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("laad_ondersteuners")
    assert "Ondersteuners en aanbod" in capsys.readouterr().out
    assert Publicatie.objects.filter(soort=Publicatie.Soort.AANBOD).exists()
