"""`manage.py doelen`: JSON as agreed, default pact, chosen year, Dutch errors with exit status 2."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gemeenten.models import Gemeente, Inwoners, Wooneenheden
from tests.doelstellingen.conftest import gemeente

pytestmark = pytest.mark.django_db
SLEUTELS = [
    "nis",
    "gemeente",
    "doelstelling",
    "indicator",
    "pact",
    "inwoners",
    "inwoners_jaar",
    "wooneenheden",
    "doel_exact",
    "doel",
    "eenheid",
    "berekening",
]


def doelen(*argumenten: str) -> list[dict[str, Any]]:
    uit = io.StringIO()
    call_command("doelen", *argumenten, "--json", stdout=uit)
    gegevens = json.loads(uit.getvalue())
    assert isinstance(gegevens, list)
    return gegevens


def per_indicator(rijen: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {f"{rij['doelstelling']}/{rij['indicator']}": rij for rij in rijen}


@pytest.fixture
def voorbeeld() -> Gemeente:
    """A gemeente with the numbers of the worked example: 12.345 inwoners, 5.500 wooneenheden."""
    gent = gemeente("Gent")
    Inwoners.objects.filter(gemeente=gent, jaar=2026).update(aantal=12_345)
    Wooneenheden.objects.filter(gemeente=gent).update(aantal=5_500)
    return gent


def test_uitgewerkt_voorbeeld(voorbeeld: Gemeente) -> None:
    rijen = per_indicator(
        doelen("--nis", voorbeeld.nis, "--pact", "2.0", "--peildatum", "2026-11-22")
    )
    verwacht = {
        "bomen/bomen": ("12345", "12.345"),
        "hagen_geveltuinen/hagen_geveltuinen": ("6172.5", "6.172,5"),
        "natuurgroenperken/aantal": ("12.345", "12"),
        "collectieve_renovaties/totaal": ("275", "275"),
        "collectieve_renovaties/fossielvrij": ("137.5", "137"),
        "klimaattafels/klimaattafels": ("275", "275"),
        "hernieuwbare_energieprojecten/kwp": ("444.42", "444,42"),
        "hernieuwbare_energieprojecten/projecten": ("24.69", "24"),
        "deelsystemen/toegangspunten": ("12.345", "12"),
        "deelsystemen/deelwagens": ("24.69", "24"),
        "laadpunten/laadpunten": ("185.175", "185"),
        "fietspaden/fietspaden": ("12345", "12.345"),
        "ontharding/ontharding": ("12345", "12.345"),
        "hemelwateropvang/hemelwateropvang": ("12345", "12.345"),
        "co2_patrimonium/co2_patrimonium": ("-55", "\u221255"),
        "energiebesparing_patrimonium/energiebesparing_patrimonium": ("-28.18", "\u221228,18"),
        "verledding/verledding": ("100", "100"),
        "geen_heffing/geen_heffing": ("1", "ja"),
    }
    assert {naam: (rijen[naam]["doel_exact"], rijen[naam]["doel"]) for naam in verwacht} == verwacht
    laadpunten_1_0 = per_indicator(doelen("--nis", voorbeeld.nis, "--pact", "1.0"))
    assert laadpunten_1_0["laadpunten/laadpunten"]["doel_exact"] == "123.45"


def test_vorm_en_volgorde_van_de_json(voorbeeld: Gemeente) -> None:
    rijen = doelen("--nis", voorbeeld.nis, "--peildatum", "2026-11-22")
    assert all(list(rij) == SLEUTELS for rij in rijen)
    [kwp, projecten] = [r for r in rijen if r["doelstelling"] == "hernieuwbare_energieprojecten"]
    assert (kwp["indicator"], projecten["indicator"]) == ("kwp", "projecten")
    assert kwp["inwoners_jaar"] == 2026
    assert kwp["berekening"]["zin"] == "12.345 inwoners (1-1-2026) × 18 kWp / 500 = 444,42 kWp"


@pytest.mark.parametrize(("pact", "aantal"), [("1.0", 16), ("2.0", 17), ("2.1", 20)])
def test_een_pact_vraagt_ook_wat_het_vorige_vroeg(pact: str, aantal: int) -> None:
    rijen = doelen("--nis", "44021", "--pact", pact)
    assert len({rij["doelstelling"] for rij in rijen}) == aantal
    assert all(rij["pact"] == pact for rij in rijen)
    assert not any(rij["indicator"] == "oppervlakte" for rij in rijen)


@pytest.mark.parametrize(
    ("naam", "pact"), [("Gent", "2.0"), ("Aalter", "1.0"), ("Merelbeke-Melle", "1.0")]
)
def test_zonder_pact_geldt_het_hoogste_dat_alle_voorgangers_tekenden(naam: str, pact: str) -> None:
    assert {rij["pact"] for rij in doelen("--nis", gemeente(naam).nis)} == {pact}


def test_alle_gemeenten_van_een_datum() -> None:
    assert len({r["nis"] for r in doelen("--pact", "1.0", "--doelstelling", "bomen")}) == 285
    toen = doelen("--pact", "1.0", "--doelstelling", "bomen", "--peildatum", "2024-12-31")
    assert len({r["nis"] for r in toen}) == 300


def test_doelen_van_een_fusie_zijn_de_som_van_die_van_haar_delen() -> None:
    toen = doelen("--pact", "1.0", "--doelstelling", "bomen", "--peildatum", "2024-12-31")
    delen = [r for r in toen if r["gemeente"] in ("Merelbeke", "Melle")]
    [nieuw] = doelen(
        "--nis", gemeente("Merelbeke-Melle").nis, "--doelstelling", "bomen", "--pact", "1.0",
        "--inwoners-jaar", "2024",
    )  # fmt: skip
    assert Decimal(nieuw["doel_exact"]) == sum(Decimal(r["doel_exact"]) for r in delen)


def test_het_inwonersjaar_is_te_kiezen() -> None:
    jaren = {
        jaar: doelen("--nis", "44021", "--doelstelling", "bomen", "--inwoners-jaar", str(jaar))[0]
        for jaar in range(2019, 2027)
    }
    assert {jaar: rij["inwoners_jaar"] for jaar, rij in jaren.items()} == {
        jaar: jaar for jaar in range(2019, 2027)
    }
    assert len({rij["doel_exact"] for rij in jaren.values()}) > 1


def test_een_opgeheven_gemeente_heeft_geen_wooneenheden() -> None:
    [totaal] = doelen(
        "--nis", gemeente("Melle", "2024-12-31").nis, "--doelstelling", "collectieve_renovaties",
        "--peildatum", "2024-12-31", "--pact", "1.0",
    )  # fmt: skip
    assert (totaal["doel_exact"], totaal["doel"], totaal["wooneenheden"]) == (
        None,
        "ontbreekt",
        None,
    )


@pytest.mark.parametrize(
    ("argumenten", "tekst"),
    [
        (["--nis", "4402"], "44021 \\(Gent\\)"),
        (["--nis", "99999"], "Bedoelde u 73"),
        (["--nis", "Gentt"], "Bedoelde u 44021 \\(Gent\\)"),
        (["--nis", "44040"], "ging op in Merelbeke-Melle"),
        (["--doelstelling", "boomen"], "Bedoelde u bomen"),
        (["--doelstelling", "qqq"], "Kies uit bomen, "),
        (["--peildatum", "gisteren"], "is geen datum"),
        (["--pact", "3.0"], "Kies 1.0, 2.0 of 2.1"),
        (["--inwoners-jaar", "1999"], "geen inwoners"),
    ],
)
def test_verkeerd_gebruik_zegt_wat_er_wel_bestaat(argumenten: list[str], tekst: str) -> None:
    with pytest.raises(CommandError, match=tekst) as fout:
        call_command("doelen", *argumenten)
    assert fout.value.returncode == 2


def test_als_tekst_staat_de_som_erbij(voorbeeld: Gemeente) -> None:
    uit = io.StringIO()
    call_command(
        "doelen",
        "--nis",
        voorbeeld.nis,
        "--doelstelling",
        "hagen_geveltuinen",
        "--peildatum",
        "2026-11-22",
        stdout=uit,
    )
    assert "12.345 inwoners (1-1-2026) × 0,5 m = 6.172,5 m" in uit.getvalue()
