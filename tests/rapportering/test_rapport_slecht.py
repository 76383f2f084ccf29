"""Bad or odd questions to the report and the table: one edition, a clear page, nothing stale."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from docx import Document

from doelstellingen import services
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from doelstellingen.selectors import Punt
from doelstellingen.services import MetingRij
from gemeenten.models import Gemeente
from rapportering.grafieken.lijn import lijngrafiek
from rapportering.models import Rapportbundel
from rapportering.rapport.bundel import VERLOREN_NA, vraag_bundel
from rapportering.rapport.maken import alle_rapporten, rapport_van
from rapportering.tegels import breuken_van
from rapportering.views import rapport as rapportview
from tests.rapportering.pdflezer import lees
from tests.rapportering.voorbeeld import leesbaar, vul_cijfers

pytestmark = pytest.mark.django_db
BASIS = "/gemeenten/44021/lekp-rapport"
VORMEN = ("/", ".pdf", ".xlsx", ".csv", ".docx")


def lever(waarde: int) -> Publicatie:
    """An import that brings another number of trees for Gent."""
    bomen = Indicator.objects.get(doelstelling__slug="bomen", hoofd=True)
    dag = timezone.localdate()
    rij = MetingRij(
        gemeente_id=Gemeente.objects.get(nis="44021", tot=None).pk,
        indicator_id=bomen.pk,
        bron_id=bomen.bron_id,
        vorm="niveau",
        van=dag,
        tot=dag + dt.timedelta(days=1),
        waarde=Decimal(waarde),
        kwaliteit="gemeten",
    )
    with publiceer(soort=Publicatie.Soort.IMPORT, omschrijving="levering") as publicatie:
        services.schrijf_metingen(publicatie=publicatie, metingen=[rij])
        services.werk_standen_bij(publicatie=publicatie)
    return publicatie


@pytest.mark.parametrize("vorm", VORMEN)
def test_zonder_enig_cijfer_is_er_een_rapport_dat_dat_zegt(client: Client, vorm: str) -> None:
    assert client.get(f"{BASIS}{vorm}").status_code == 200
    if vorm == "/":
        assert "ontbreekt" in client.get(f"{BASIS}/").content.decode()


@pytest.mark.parametrize("vorm", VORMEN)
def test_een_gemeente_van_een_dag_heeft_een_rapport_van_die_dag(client: Client, vorm: str) -> None:
    gent = Gemeente.objects.get(nis="44021", tot=None)
    Gemeente.objects.create(
        nis="44999", naam="Eendagsgemeente", sorteernaam="eendagsgemeente",
        provincie=gent.provincie, arrondissement=gent.arrondissement,
        van=dt.date(2022, 6, 1), tot=dt.date(2022, 6, 2),
    )  # fmt: skip
    basis = "/gemeenten/44999/lekp-rapport"
    assert client.get(f"{basis}{vorm}?op=2022-06-01").status_code == 200
    assert client.get(f"{basis}{vorm}?op=2022-06-02").status_code == 404
    assert client.get(f"{basis}{vorm}").status_code == 404


@pytest.mark.parametrize("adres", [f"{BASIS}.csv", f"{BASIS}/"])
def test_rapport_tijdens_een_import_is_van_een_editie(
    client: Client, monkeypatch: pytest.MonkeyPatch, adres: str
) -> None:
    vul_cijfers(nis=["44021"])
    lever(111_111)
    oud = nieuwste()
    echt = rapport_van

    def met_import_ertussen(*args: Any, **kwargs: Any) -> Any:
        if nieuwste() == oud:
            lever(222_222)
        return echt(*args, **kwargs)

    monkeypatch.setattr(rapportview, "rapport_van", met_import_ertussen)
    inhoud = client.get(adres).content.decode()
    assert nieuwste() > oud
    assert "111.111" in inhoud
    assert "222.222" not in inhoud
    assert f"{oud}" in inhoud


@pytest.mark.parametrize("vorm", ["/", ".csv"])
def test_na_een_import_toont_het_rapport_geen_oud_cijfer(client: Client, vorm: str) -> None:
    lever(111_111)
    eerst = nieuwste()
    assert "111.111" in client.get(f"{BASIS}{vorm}").content.decode()
    lever(222_222)
    nu = client.get(f"{BASIS}{vorm}").content.decode()
    assert "222.222" in nu
    assert "111.111" not in nu
    toen = client.get(f"{BASIS}{vorm}?gekend_op={eerst}").content.decode()
    assert "111.111" in toen
    assert "222.222" not in toen


@pytest.mark.parametrize("adres", ["/vlaanderen/tabel/", "/provincies/oost-vlaanderen/"])
def test_na_een_import_toont_de_tabel_geen_oud_cijfer(client: Client, adres: str) -> None:
    for aantal in (111_111, 222_222):
        lever(aantal)
        inhoud = client.get(adres).content.decode()
        assert f"{aantal:,}".replace(",", ".") in inhoud
    assert "111.111" not in inhoud


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/vlaanderen/tabel/?" + "&".join(f"doel=x{i}" for i in range(500)), 400),
        ("/vlaanderen/tabel.csv?" + "&".join(f"doel=x{i}" for i in range(500)), 400),
        ("/vlaanderen/tabel.csv?datum=2019-06-01", 200),
        ("/vlaanderen/tabel.xlsx?datum=2019-06-01", 200),
        ("/vlaanderen/tabel/?datum=2999-01-01", 400),
        ("/vlaanderen/tabel.ods", 404),
        (f"{BASIS}/?op=2019-06-01", 200),
        (f"{BASIS}/?op=2999-01-01", 400),
        (f"{BASIS}/?gekend_op=-1", 400),
        (f"{BASIS}.pdf?gekend_op=1e9", 400),
        ("/gemeenten/4402/lekp-rapport/", 404),
        ("/gemeenten/abcde/lekp-rapport/", 404),
    ],
)
def test_slechte_vraag(client: Client, adres: str, status: int) -> None:
    antwoord = client.get(adres)
    assert antwoord.status_code == status
    if status == 400:
        assert "<h1" in antwoord.content.decode()


def test_bundel_en_los_rapport_zeggen_hetzelfde() -> None:
    vul_cijfers()
    op, editie = timezone.localdate(), nieuwste()
    samen = {r.nis: r for r in alle_rapporten(peildatum=op, editie=editie)}
    # A fusie, Antwerpen (twice 11002) and one with figures under its own name.
    for nis in ("44021", "73111", "11002"):
        gemeente = Gemeente.objects.get(nis=nis, tot=None)
        assert samen[nis] == rapport_van(gemeente, peildatum=op, editie=editie)


def test_een_ander_basisjaar_is_een_breuk_in_grafiek_en_zin() -> None:
    jaren = {2020: 2015, 2021: 2015, 2022: 2019, 2023: 2019}
    punten = [
        Punt(dt.date(jaar, 12, 31), Decimal(-jaar), "gemeten", 1, 1, basis)
        for jaar, basis in jaren.items()
    ]
    [(dag, zin)] = breuken_van(punten)
    assert dag == dt.date(2022, 12, 31)
    assert "ten opzichte van 2019 en niet meer van 2015" in zin
    assert not breuken_van(punten[:2])
    assert lijngrafiek(punten=[], pad=[], toon=str, breuken=[dag]).breuken


def test_breuk_staat_in_elke_vorm_van_het_rapport(client: Client) -> None:
    co2 = Indicator.objects.get(doelstelling__slug="co2_patrimonium", hoofd=True)
    gent = Gemeente.objects.get(nis="44021", tot=None)
    rijen = [
        MetingRij(
            gemeente_id=gent.pk, indicator_id=co2.pk, bron_id=co2.bron_id, vorm="niveau",
            van=dt.date(jaar, 12, 31), tot=dt.date(jaar + 1, 1, 1), waarde=Decimal(-jaar % 50),
            kwaliteit="gemeten", basisjaar=basis,
        )
        for jaar, basis in ((2021, 2015), (2022, 2019))
    ]  # fmt: skip
    with publiceer(soort=Publicatie.Soort.IMPORT, omschrijving="levering") as publicatie:
        services.schrijf_metingen(publicatie=publicatie, metingen=rijen)
        services.werk_standen_bij(publicatie=publicatie)
    services.zet_methodebreuk(
        indicator=co2, datum=dt.date(2022, 7, 1), toelichting="Nieuwe meters", bron=co2.bron
    )
    pagina = leesbaar(client.get(f"{BASIS}/"))
    assert "Breuk in de methode op 31-12-2022" in pagina
    assert "Nieuwe meters. Cijfers van ervoor en erna" in pagina
    assert pagina.count('class="breuk"') == 2
    assert client.get(f"{BASIS}.csv").content.decode("utf-8-sig").count("Methodebreuk;") == 2
    docx = Document(io.BytesIO(client.get(f"{BASIS}.docx").content))
    assert any("Nieuwe meters" in alinea.text for alinea in docx.paragraphs)
    _, boom = lees(client.get(f"{BASIS}.pdf").content)
    assert "Nieuwe meters" in boom.volledig
    slug = "co2_patrimonium"
    for adres in (
        "/gemeenten/44021/", f"/gemeenten/44021/vooruitblik/{slug}/",
        f"/gemeenten/44021/cijfers/{slug}/", f"/vergelijk/{slug}/?gemeente=44021",
        f"/vergelijk/{slug}.csv?gemeente=44021", f"/vlaanderen/tabel/?doel={slug}",
        f"/vlaanderen/tabel.csv?doel={slug}", f"/vlaanderen/?doelstelling={slug}",
    ):  # fmt: skip
        antwoord = client.get(adres)
        inhoud = b"".join(antwoord) if antwoord.streaming else antwoord.content
        assert "Nieuwe meters" in inhoud.decode(), adres


def test_meldingen_staan_in_het_rapport(client: Client) -> None:
    assert "deed in het portaal geen meldingen" in client.get(f"{BASIS}/").content.decode()
    vul_cijfers()
    tekst = client.get(f"{BASIS}.csv").content.decode("utf-8-sig")
    soorten = [r[2] for r in csv.reader(io.StringIO(tekst), delimiter=";") if r[:1] == ["Melding"]]
    assert "Klimaattafels" in soorten
    pagina = client.get(f"{BASIS}/").content.decode()
    assert "Klimaattafels en andere meldingen" in pagina


@pytest.mark.parametrize("model", ["rapportversie", "rapportbundel"])
def test_beheer_toont_rapporten_en_wijzigt_niets(client: Client, model: str) -> None:
    client.force_login(get_user_model().objects.create_superuser("beheerder-r", "r@voorbeeld.test"))
    assert client.get(f"/admin/rapportering/{model}/").status_code == 200
    assert client.get(f"/admin/rapportering/{model}/add/").status_code == 403


@pytest.mark.parametrize("model", ["toelichting", "foutmelding", "nagekeken"])
def test_beheer_toont_meldingen_en_wijzigt_niets(client: Client, model: str) -> None:
    client.force_login(get_user_model().objects.create_superuser("beheerder-m", "m@voorbeeld.test"))
    assert client.get(f"/admin/meldingen/{model}/").status_code == 200
    assert client.get(f"/admin/meldingen/{model}/add/").status_code == 403


def test_een_bundel_die_bleef_liggen_wordt_opnieuw_gevraagd(
    django_capture_on_commit_callbacks: Any,
) -> None:
    op = timezone.localdate()
    with django_capture_on_commit_callbacks() as eerste:
        bundel = vraag_bundel(peildatum=op, door=None)
    with django_capture_on_commit_callbacks() as tweede:
        vraag_bundel(peildatum=op, door=None)
    assert (len(eerste), len(tweede)) == (1, 0)
    lang = timezone.now() - 2 * VERLOREN_NA
    Rapportbundel.objects.filter(pk=bundel.pk).update(gevraagd_op=lang, status="bezig")
    with django_capture_on_commit_callbacks() as derde:
        vraag_bundel(peildatum=op, door=None)
    bundel.refresh_from_db()
    assert len(derde) == 1
    assert (bundel.status, Rapportbundel.objects.count()) == ("wacht", 1)
