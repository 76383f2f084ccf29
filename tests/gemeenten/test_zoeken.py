"""Finding a gemeente by what people type."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from gemeenten import selectors
from gemeenten.namen import sorteernaam, zoeksleutel

NIEUW = dt.date(2026, 1, 1)


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
@pytest.mark.parametrize(
    ("tekst", "eerste"),
    [
        ("gent", "Gent"),
        ("GENT", "Gent"),
        ("9000", "Gent"),
        ("sint gillis", "Sint-Gillis-Waas"),
        ("gillis", "Sint-Gillis-Waas"),
        ("borgloon", "Tongeren-Borgloon"),
        ("kortessem", "Hasselt"),
        ("44021", "Gent"),
        ("hálle", "Halle"),
    ],
)
def test_vindt_op_naam_vroegere_naam_postcode_en_nis(tekst: str, eerste: str) -> None:
    assert selectors.zoek(tekst, op=NIEUW)[0].naam == eerste


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
def test_een_vroegere_naam_wordt_erbij_gezegd() -> None:
    (treffer,) = selectors.suggesties("Borgloon", op=NIEUW)
    assert (treffer.gemeente.naam, treffer.via) == ("Tongeren-Borgloon", "")
    (treffer,) = selectors.suggesties("Kortessem", op=NIEUW)
    assert (treffer.gemeente.naam, treffer.via) == ("Hasselt", "Kortessem")


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
def test_op_een_oude_datum_vindt_de_gemeente_van_toen() -> None:
    assert [g.nis for g in selectors.zoek("Borgloon", op=dt.date(2024, 6, 1))] == ["73009"]


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
@pytest.mark.parametrize("tekst", ["", "   ", "xyzzy", "00000", "%", "'; drop table"])
def test_vindt_niets_waar_niets_is(tekst: str) -> None:
    assert selectors.zoek(tekst, op=NIEUW) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
def test_geeft_hoogstens_de_limiet() -> None:
    assert len(selectors.zoek("e", op=NIEUW, limiet=5)) == 5


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
def test_register_kent_naam_en_nis_op_hun_datum() -> None:
    register = selectors.register()
    oud, nieuw = dt.date(2024, 12, 31), dt.date(2025, 1, 1)
    assert register.met_naam("TIELT", oud).nis == "37015"  # type: ignore[union-attr]
    assert register.met_naam("TIELT", nieuw).nis == "37022"  # type: ignore[union-attr]
    assert register.met_naam("Halle (Halle-Vilvoorde)", nieuw).nis == "23027"  # type: ignore[union-attr]
    assert register.met_naam("SINT-GILLIS-WAAS", nieuw).nis == "46020"  # type: ignore[union-attr]
    assert register.met_nis("37015", nieuw) is None
    assert register.kent_nis("37015")
    assert not register.kent_nis("99991")


@pytest.mark.django_db
@pytest.mark.usefixtures("gebied")
def test_zoeken_kost_een_vast_aantal_vragen(
    django_assert_max_num_queries: type[CaptureQueriesContext],
) -> None:
    with django_assert_max_num_queries(4):
        selectors.zoek("e", op=NIEUW)
    with django_assert_max_num_queries(4):
        selectors.zoek("9", op=NIEUW)


@given(st.text(max_size=40))
def test_vouwen_is_stabiel(tekst: str) -> None:
    assert sorteernaam(sorteernaam(tekst)) == sorteernaam(tekst)
    assert zoeksleutel(tekst) == zoeksleutel(zoeksleutel(tekst))
    assert set(zoeksleutel(tekst)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
