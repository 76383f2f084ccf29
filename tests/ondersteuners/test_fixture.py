"""The taken-over offer is complete, points only to what exists, and holds no personal data."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from doelstellingen.models import Doelstelling

WORTEL = Path(__file__).resolve().parents[2]
CHECKLIST = WORTEL / "docs" / "ondersteuners-checklist.md"
BRONNEN = ("provincie-limburg", "provincie-antwerpen", "vvp")


def _lees(naam: str) -> dict[str, Any]:
    return tomllib.loads((WORTEL / "fixtures" / naam).read_text(encoding="utf-8"))


ONDERSTEUNERS = _lees("ondersteuners.toml")
AANBOD = _lees("aanbod.toml")["aanbod"]


@pytest.mark.parametrize("bron", BRONNEN)
def test_elk_item_van_een_bron_staat_op_de_checklist(bron: str) -> None:
    genoemd = set(re.findall(r"`([a-z0-9-]+)`", CHECKLIST.read_text(encoding="utf-8")))
    items = {rij["slug"] for rij in AANBOD if rij["ondersteuner"] == bron}
    assert items
    assert items <= genoemd


def test_de_checklist_noemt_geen_item_dat_niet_bestaat() -> None:
    regels = CHECKLIST.read_text(encoding="utf-8").splitlines()
    rechts = " ".join(regel.rsplit("|", 2)[-2] for regel in regels if regel.count("|") >= 3)
    slugs = {slug for slug in re.findall(r"`([a-z0-9-]+)`", rechts) if "-" in slug}
    bekend = {rij["slug"] for rij in AANBOD} | {
        rij["slug"] for rij in ONDERSTEUNERS["ondersteuner"]
    }
    assert len(slugs) > 60
    assert slugs <= bekend


@pytest.mark.django_db
def test_elke_doelstelling_in_de_bestanden_bestaat() -> None:
    bekend = set(Doelstelling.objects.values_list("slug", flat=True))
    for rij in [*AANBOD, *ONDERSTEUNERS["ondersteuner"]]:
        assert set(rij.get("doelstellingen", ())) <= bekend, rij["slug"]


def test_wat_geen_doel_van_het_pact_is_zegt_dat_en_heeft_er_geen() -> None:
    buiten = {rij["slug"]: rij for rij in AANBOD if rij.get("telt_niet_mee")}
    assert {"hoppinpunten", "uitvoering-hemelwaterplannen", "bosuitbreiding-en-compensatie"} <= set(
        buiten
    )
    assert not [slug for slug, rij in buiten.items() if rij.get("doelstellingen")]


def test_onderdelen_met_een_andere_prijs_zijn_eigen_items() -> None:
    per_slug = {rij["slug"]: rij for rij in AANBOD}
    coach, sessies = per_slug["klimaattuincoach"], per_slug["infosessies-klimaattuinen"]
    assert coach["hoort_bij"] == sessies["hoort_bij"] == "limburgse-klimaattuinen"
    assert (coach["kosten"], sessies["kosten"]) == ("betalend", "gratis")
    assert per_slug["huisdokterbezoek-groendaken"]["kosten"] == "betalend"


def test_er_staan_geen_persoonsgegevens_in_de_bestanden() -> None:
    for naam in ("ondersteuners.toml", "aanbod.toml"):
        tekst = (WORTEL / "fixtures" / naam).read_text(encoding="utf-8")
        assert not re.search(r"[\w.]+@[\w.]+", tekst)
        assert not re.search(r"\b0\d{1,3}[ /.]\d{2,3}[ .]\d{2}", tekst)


def test_de_tikfouten_van_de_bron_zijn_niet_overgenomen() -> None:
    for naam in ("ondersteuners.toml", "aanbod.toml"):
        tekst = (WORTEL / "fixtures" / naam).read_text(encoding="utf-8")
        assert not re.search("perojecten|regenwaer|pronvicies|opgeschaalWarmte", tekst, re.I)


def test_geen_plan_telt_mee() -> None:
    per_slug = {rij["slug"]: rij for rij in AANBOD}
    for slug in ("vervoerregio-limburg", "mobiliteitsplannen", "actieplan-water"):
        assert per_slug[slug]["telt_niet_mee"], slug


def test_geen_zin_komt_uit_een_bron(gedeelde_data: Path) -> None:
    """Seven words in a row that a source has too are a copied sentence."""

    def reeksen(tekst: str) -> set[tuple[str, ...]]:
        woorden = re.findall(r"\w+", tekst.lower())
        return {tuple(woorden[n : n + 7]) for n in range(len(woorden) - 6)}

    bronnen = gedeelde_data.parent / "seeds"
    gekend = {r for pad in bronnen.glob("*.txt") for r in reeksen(pad.read_text("utf-8"))}
    assert gekend
    for rij in [*AANBOD, *ONDERSTEUNERS["ondersteuner"]]:
        for veld in ("titel", "omschrijving", "uitleg", "inleiding", "kosten_uitleg"):
            assert not reeksen(rij.get(veld, "")) & gekend, rij["slug"]
