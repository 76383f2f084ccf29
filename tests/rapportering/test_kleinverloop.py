"""/vlaanderen/ per provincie, regio or arrondissement: small lines on one scale, and their table."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import Gewestblad, gewestblad
from rapportering.grafieken.klein import BREEDTE, Raster
from rapportering.kleinverloop import Kleinverloop, kleinverloop
from tests.rapportering.voorbeeld import leesbaar, vul_cijfers

OP = dt.date(2026, 9, 30)
DATUMS = [dt.date(jaar, 12, 31) for jaar in (2020, 2021, 2022, 2023)]


def test_elke_lijn_heeft_dezelfde_schaal_en_een_gat_breekt_ze() -> None:
    raster = Raster(DATUMS, [5, 80], eenheid=" %")
    hoog = raster.teken(list(zip(DATUMS, [0.0, 80.0, None, 80.0], strict=True)))
    laag = raster.teken(list(zip(DATUMS, [0.0, 5.0, 5.0, 5.0], strict=True)))
    assert hoog.y_as == laag.y_as
    assert [s.tekst for s in hoog.y_as] == ["0 %", "50 %", "100 %"]
    assert len(hoog.lijnen) == 1
    # The last year stands alone behind the gap: a mark, no line to it.
    assert hoog.bol is not None
    assert float(hoog.bol[0]) <= BREEDTE
    assert laag.bol is not None
    assert float(hoog.bol[1]) < float(laag.bol[1])


def test_een_jaar_alleen_tussen_gaten_krijgt_een_merk_en_wie_eindigt_zonder_cijfer_geen_bol() -> (
    None
):
    raster = Raster(DATUMS, [5.0])
    lijn = raster.teken(list(zip(DATUMS, [None, 5.0, None, None], strict=True)))
    assert not lijn.lijnen
    assert len(lijn.punten) == 1
    assert lijn.bol is None


def test_onder_nul_ligt_de_as_boven_de_lijn() -> None:
    lijn = Raster(DATUMS, [-40.0]).teken([(DATUMS[0], 0.0), (DATUMS[1], -40.0)])
    assert float(lijn.nul) < float(lijn.lijnen[0].split(",")[-1])
    assert lijn.y_as[0].tekst.startswith("−")


def _klein(slug: str) -> tuple[Gewestblad, list[int], Kleinverloop]:
    blad = gewestblad(slug, peildatum=OP, publicatie=nieuwste())
    assert blad is not None
    pks = [r.gemeente_id for r in blad.regels]
    klein = kleinverloop(blad, {("Alle", ""): pks, ("Geen", ""): []})
    assert klein is not None
    return blad, pks, klein


@pytest.mark.django_db
def test_een_som_staat_tegen_de_doelen_van_wie_een_cijfer_heeft() -> None:
    vul_cijfers()
    blad, _, klein = _klein("laadpunten")
    met = [
        (r.cijfer.waarde, r.doel.exact)
        for r in blad.regels
        if r.doel and r.doel.exact and r.cijfer.waarde is not None and r.cijfer.volledig
    ]
    # Most gemeenten have no figure: against the target of all of them the share would be nothing.
    assert 0 < len(met) < 20
    verwacht = sum((w for w, _ in met), Decimal(0)) / sum((d for _, d in met), Decimal(0)) * 100
    alle, geen = klein.lijnen
    assert alle.laatste.waarde is not None
    assert abs(alle.laatste.waarde - verwacht) < Decimal("0.0001")
    assert alle.laatste.n == len(met)
    assert alle.laatste.van_n > 200
    assert {p.toon for p in geen.punten} == {"ontbreekt"}


@pytest.mark.django_db
def test_ja_of_nee_telt_wie_antwoordde_en_een_percentage_blijft_wat_het_is() -> None:
    vul_cijfers()
    blad, pks, klein = _klein("burgemeestersconvenant")
    antwoorden = [blad.jaarfiguren[OP].get(pk) for pk in blad.tellend(pks)]
    bekend = [f.exact for f in antwoorden if f is not None and f.exact is not None]
    laatste = klein.lijnen[0].laatste
    assert laatste.waarde == sum(bekend, Decimal(0)) / len(bekend) * 100
    assert laatste.n == len(bekend)
    # The line ends where the row of the group in the table above it stands.
    blad, pks, klein = _klein("verledding")
    laatste = klein.lijnen[0].laatste
    cijfer = blad.groep(pks).cijfer
    assert (laatste.waarde, laatste.n, laatste.van_n) == (cijfer.waarde, cijfer.n, cijfer.van_n)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("per", "groepen"), [("provincie", 5), ("referentieregio", 15), ("arrondissement", 22)]
)
def test_de_pagina_toont_elke_groep_als_lijn_en_in_de_tabel(
    client: Client, per: str, groepen: int
) -> None:
    vul_cijfers()
    inhoud = leesbaar(client.get(f"/vlaanderen/?doelstelling=laadpunten&per={per}"))
    deel = inhoud[inhoud.index('id="per-verloop"') :]
    assert f"Verloop per {per}" in deel
    assert deel.count('role="img" aria-label=') == groepen
    tabel = deel[deel.index('id="klein-tabel"') :]
    tabel = tabel[: tabel.index("</table>")]
    assert tabel.count('<th scope="row">') == groepen
    assert tabel.count("<td") == groepen * 7
    oostvlaanderen = "Oost-Vlaanderen: van "
    assert (oostvlaanderen in deel) is (per == "provincie")


@pytest.mark.django_db
def test_zonder_een_enkel_cijfer_staat_er_geen_lege_grafiek(client: Client) -> None:
    inhoud = client.get("/vlaanderen/?doelstelling=laadpunten").content.decode()
    assert "per-verloop" not in inhoud
