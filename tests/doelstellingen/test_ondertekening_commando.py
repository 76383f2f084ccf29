"""`manage.py ondertekening`: recorded, withdrawn, and every target follows at once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from doelstellingen import selectors
from doelstellingen.models import Ondertekening
from doelstellingen.publicaties import nieuwste
from tests.doelstellingen.conftest import gemeente

pytestmark = pytest.mark.django_db


def pact(naam: str, publicatie: int | None = None) -> str | None:
    return selectors.pactkeuze(
        gemeente(naam),
        peildatum=timezone.localdate(),
        publicatie=nieuwste() if publicatie is None else publicatie,
    ).standaard


def onderteken(*argumenten: str) -> str:
    uit = io.StringIO()
    call_command("ondertekening", *argumenten, "--bron", "gemeenteraad", stdout=uit)
    return uit.getvalue()


def test_een_ondertekening_geldt_meteen() -> None:
    voor = nieuwste()
    uit = onderteken(gemeente("Aalter").nis, "2.0", "2023-08-28")
    assert "LEKP 2.0 ondertekend" in uit
    assert "geldt nu LEKP 2.0" in uit
    assert pact("Aalter") == "2.0"
    assert pact("Aalter", voor) == "1.0"


def test_intrekken_kan() -> None:
    onderteken(gemeente("Gent").nis, "2.0", "2025-06-01", "--intrekken")
    assert pact("Gent") == "1.0"


def test_twee_keer_hetzelfde_is_een_editie() -> None:
    onderteken(gemeente("Aalter").nis, "2.0", "2023-08-28")
    editie = nieuwste()
    onderteken(gemeente("Aalter").nis, "2.0", "2023-08-28")
    assert nieuwste() == editie


def test_een_datum_van_voor_de_fusie_hoort_bij_de_gemeente_van_toen() -> None:
    merelbeke = gemeente("Merelbeke", "2024-12-31")
    onderteken(merelbeke.nis, "2.0", "2024-06-01")
    rij = Ondertekening.objects.levend().get(gemeente=merelbeke, pact="2.0")
    assert rij.status == "ondertekend"
    assert pact("Merelbeke-Melle") == "2.0"


def test_een_fusiegemeente_kan_zelf_tekenen() -> None:
    onderteken(gemeente("Merelbeke-Melle").nis, "2.0", "2025-03-01")
    assert pact("Merelbeke-Melle") == "2.0"


@pytest.mark.parametrize(
    ("argumenten", "tekst"),
    [
        (["99999", "2.0", "2023-08-28"], "Geen Vlaamse gemeente"),
        (["44021", "2.5", "2023-08-28"], "bestaat niet"),
        (["44021", "2.0", "2099-01-01"], "toekomst"),
    ],
)
def test_verkeerd_gebruik(argumenten: list[str], tekst: str) -> None:
    with pytest.raises(CommandError, match=tekst) as fout:
        onderteken(*argumenten)
    assert fout.value.returncode == 2


@pytest.mark.parametrize(
    ("pact_", "te_vroeg", "sinds"),
    [
        ("1.0", "2021-06-03", "4-6-2021"),
        ("2.0", "2015-01-01", "8-7-2022"),
        ("2.1", "2022-12-15", "16-12-2022"),
    ],
)
def test_weigert_een_datum_van_voor_het_pact(pact_: str, te_vroeg: str, sinds: str) -> None:
    voor = nieuwste()
    with pytest.raises(CommandError, match=f"bestaat pas sinds {sinds}"):
        onderteken(gemeente("Gent").nis, pact_, te_vroeg)
    assert nieuwste() == voor
