"""Writing figures: idempotent, nothing overwritten, undone without loss, gekend op any edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from doelstellingen import services
from doelstellingen.models import Indicator, Meting, Publicatie, Stand
from doelstellingen.publicaties import publiceer
from doelstellingen.services import HerroepingKanNiet, Telling
from gemeenten.models import Gemeente
from tests.doelstellingen.conftest import gemeente, indicator, lever, niveau, toename

pytestmark = pytest.mark.django_db


def stand(naam: str, sleutel: str, datum: str, publicatie: int | None = None) -> Decimal | None:
    return (
        Stand.objects.op_datum(dt.date.fromisoformat(datum), publicatie=publicatie)
        .get(gemeente=gemeente(naam, datum), indicator=indicator(sleutel))
        .waarde
    )


def inhoud() -> list[tuple[object, ...]]:
    return sorted(
        Stand.objects.levend().values_list(
            "gemeente_id",
            "indicator_id",
            "peildatum",
            "waarde",
            "teller",
            "noemer",
            "kwaliteit",
            "delen",
            "van_delen",
        ),
        key=repr,
    )


def test_dezelfde_levering_twee_keer_verandert_niets() -> None:
    rijen = [
        niveau("Gent", "laadpunten", "2025-12-31", "1500.5"),
        niveau("Aalst", "laadpunten", "2025-12-31", "300"),
    ]
    eerste = lever(*rijen)
    with publiceer(soort=Publicatie.Soort.IMPORT) as tweede:
        telling = services.schrijf_metingen(publicatie=tweede, metingen=rijen)
    assert telling == Telling(ongewijzigd=2)
    assert set(Meting.objects.values_list("publicatie_id", flat=True)) == {eerste.pk}


@pytest.mark.postgres
def test_een_grote_levering_wordt_nooit_rij_per_rij_verbonden() -> None:
    """PostgreSQL may believe that a table is empty, as it is for others until we commit."""
    plannen: list[str] = []

    def leg_uit(voer_uit: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("UPDATE doelstellingen_", "INSERT INTO doelstellingen_")) and (
            "tijdelijk_" in sql
        ):
            voer_uit(f"EXPLAIN {sql}", params, many, context)
            plannen.append("\n".join(rij[0] for rij in context["cursor"].fetchall()))
        return voer_uit(sql, params, many, context)

    per_datum = [
        niveau("Gent", "laadpunten", f"2025-{dag}", "5")
        for dag in ("03-31", "06-30", "09-30", "12-31")
    ]
    gemeenten = Gemeente.objects.op_datum(dt.date(2025, 12, 31)).values_list("pk", flat=True)
    rijen = [dataclasses.replace(rij, gemeente_id=pk) for pk in gemeenten for rij in per_datum]
    lever(*rijen)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = 0, relpages = 100"
            " WHERE relname IN ('doelstellingen_meting', 'doelstellingen_stand')"
        )
    with connection.execute_wrapper(leg_uit):
        lever(*(dataclasses.replace(rij, waarde=Decimal(6)) for rij in rijen))
    assert len(plannen) == 4
    assert not [plan for plan in plannen if "Nested Loop" in plan]


def test_een_wijziging_sluit_de_oude_rij_en_laat_de_rest_staan() -> None:
    rijen = [
        niveau("Gent", "laadpunten", "2025-12-31", "1500"),
        niveau("Aalst", "laadpunten", "2025-12-31", "300"),
    ]
    eerste = lever(*rijen)
    ander = dataclasses.replace(rijen[0], waarde=Decimal("1501"))
    with publiceer(soort=Publicatie.Soort.IMPORT) as tweede:
        assert services.schrijf_metingen(publicatie=tweede, metingen=[ander, rijen[1]]) == Telling(
            0, 1, 1
        )
        services.werk_standen_bij(publicatie=tweede)
    assert stand("Gent", "laadpunten", "2025-12-31") == Decimal("1501")
    assert stand("Gent", "laadpunten", "2025-12-31", eerste.pk) == Decimal("1500")
    assert Stand.objects.levend().get(gemeente=gemeente("Aalst")).publicatie_id == eerste.pk


def test_twee_rijen_met_dezelfde_sleutel_worden_geweigerd() -> None:
    rij = niveau("Gent", "laadpunten", "2025-12-31", "1")
    with (
        pytest.raises(ValueError, match="Twee cijfers voor hetzelfde"),
        publiceer(soort=Publicatie.Soort.IMPORT) as publicatie,
    ):
        services.schrijf_metingen(publicatie=publicatie, metingen=[rij, rij])
    assert not Meting.objects.exists()


@pytest.mark.parametrize(
    ("waarde", "kwaliteit"), [(None, "gemeten"), ("5", "geheim"), ("5", "niet_van_toepassing")]
)
def test_een_waarde_past_bij_haar_kwaliteit(waarde: str | None, kwaliteit: str) -> None:
    rij = niveau("Gent", "laadpunten", "2025-12-31", waarde, kwaliteit=kwaliteit)
    with pytest.raises(ValueError, match="geheim of niet van toepassing"):
        lever(rij)


def test_de_projectie_is_gelijk_aan_een_herbouw(vandaag: Callable[[str], None]) -> None:
    vandaag("2024-12-15")
    lever(toename("Melle", "bomen", "2024-12", "10"), toename("Merelbeke", "bomen", "2024-11", "4"))
    vandaag("2025-03-05")
    lever(
        toename("Merelbeke-Melle", "bomen", "2025-02", "3"),
        niveau("Merelbeke", "fietspaden", "2024-12-31", "120.5"),
        niveau("Gent", "verledding", "2024-12-31", "50", teller="5000", noemer="10000"),
        niveau("Melle", "warmte_en_sloopbeleid/warmteplan", "2023-12-31", "1"),
        niveau("Merelbeke", "warmte_en_sloopbeleid/warmteplan", "2023-12-31", "1"),
    )
    lever(niveau("Merelbeke-Melle", "warmte_en_sloopbeleid/sloopbeleidsplan", "2025-01-31", "0"))
    lever(niveau("Merelbeke-Melle", "fietspaden", "2025-01-31", "500"))
    lever(toename("Melle", "bomen", "2024-12", "11"))
    stapsgewijs = inhoud()
    Stand.objects.all().delete()
    with publiceer(soort=Publicatie.Soort.REFERENTIE) as publicatie:
        services.herbereken_standen(publicatie=publicatie, gemeenten=None, indicatoren=None)
    assert inhoud() == stapsgewijs
    assert stand("Merelbeke-Melle", "bomen", "2025-02-28") == Decimal(18)


def test_herberekenen_zonder_verandering_schrijft_niets() -> None:
    lever(niveau("Gent", "laadpunten", "2025-12-31", "1500"))
    with publiceer(soort=Publicatie.Soort.REFERENTIE) as publicatie:
        assert (
            services.herbereken_standen(publicatie=publicatie, gemeenten=None, indicatoren=None)
            == 0
        )
        assert (
            services.herbereken_standen(
                publicatie=publicatie,
                gemeenten={gemeente("Gent").pk},
                indicatoren=set(Indicator.objects.values_list("pk", flat=True)),
            )
            == 0
        )


def test_een_lopende_maand_telt_op_de_dag_van_registratie(vandaag: Callable[[str], None]) -> None:
    vandaag("2026-11-22")
    lever(toename("Gent", "bomen", "2026-11", "12", bron="pactportaal"))
    assert stand("Gent", "bomen", "2026-11-22") == Decimal(12)


def test_herroepen_zet_terug_wat_er_stond() -> None:
    oud = niveau("Gent", "laadpunten", "2025-12-31", "1500")
    lever(oud)
    fout = lever(
        dataclasses.replace(oud, waarde=Decimal(15)),
        niveau("Aalst", "laadpunten", "2025-12-31", "3"),
    )
    herroeping = services.herroep(fout)
    assert herroeping.herroept == fout
    assert stand("Gent", "laadpunten", "2025-12-31") == Decimal(1500)
    assert not Stand.objects.levend().filter(gemeente=gemeente("Aalst")).exists()
    assert stand("Gent", "laadpunten", "2025-12-31", fout.pk) == Decimal(15)


def test_herroepen_raakt_niet_aan_wat_later_vervangen_werd() -> None:
    oud = niveau("Gent", "laadpunten", "2025-12-31", "1")
    lever(oud)
    midden = lever(dataclasses.replace(oud, waarde=Decimal(2)))
    lever(dataclasses.replace(oud, waarde=Decimal(3)))
    services.herroep(midden)
    assert stand("Gent", "laadpunten", "2025-12-31") == Decimal(3)


def test_een_herroeping_kan_zelf_herroepen_worden_maar_niet_twee_keer() -> None:
    publicatie = lever(niveau("Gent", "laadpunten", "2025-12-31", "7"))
    herroeping = services.herroep(publicatie)
    with pytest.raises(HerroepingKanNiet, match="al herroepen"):
        services.herroep(publicatie)
    services.herroep(herroeping)
    assert stand("Gent", "laadpunten", "2025-12-31") == Decimal(7)


def test_gekend_op_houdt_stand_voor_elke_editie() -> None:
    rij = niveau("Gent", "laadpunten", "2025-12-31", "0")
    edities = [
        (lever(dataclasses.replace(rij, waarde=Decimal(n))).pk, Decimal(n)) for n in range(1, 6)
    ]
    for editie, waarde in edities:
        assert stand("Gent", "laadpunten", "2025-12-31", editie) == waarde
