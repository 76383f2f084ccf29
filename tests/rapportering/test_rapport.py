"""The LEKP-rapport: every form says the same, the PDF is tagged, versions never change."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import zipfile
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from doelstellingen.models import Doelstelling
from doelstellingen.publicaties import nieuwste
from gemeenten.models import Gemeente
from rapportering.models import Rapportbundel, RapportVersie
from rapportering.rapport import versies
from rapportering.rapport.inhoud import Rapport
from rapportering.rapport.maken import rapport_van
from rapportering.rapport.pdf import als_pdf, met_toestand
from rapportering.rapport.samenstellen import Keuze
from rapportering.rapport.tabellen import als_csv
from tests.rapportering.pdflezer import lees
from tests.rapportering.pdfua import fouten
from tests.rapportering.voorbeeld import vul_cijfers
from tests.toegang.conftest import toegang_van

pytestmark = pytest.mark.django_db
BASIS = "/gemeenten/44021/lekp-rapport"


@pytest.fixture(autouse=True)
def _cijfers() -> None:
    vul_cijfers()


@pytest.fixture
def gent() -> Gemeente:
    return Gemeente.objects.get(nis="44021", tot=None)


def van_gent(gent: Gemeente, **keuze: Any) -> Rapport:
    return rapport_van(
        gent, peildatum=timezone.localdate(), editie=nieuwste(), keuze=Keuze(**keuze)
    )


class _Cellen(HTMLParser):
    """The text of every cell of every table."""

    def __init__(self) -> None:
        super().__init__()
        self.cellen: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"td", "th"}:
            self.cellen.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.cellen[-1] += data


def _schoon(tekst: str) -> str:
    return re.sub(r"\s+", " ", tekst).strip()


def verwacht(rapport: Rapport) -> list[tuple[str, str, str]]:
    return [
        (
            regel.naam,
            met_toestand(regel.gemeente.toon, regel.gemeente.toestand, regel.soort),
            met_toestand(regel.gewest.toon, regel.gewest.toestand, regel.soort),
        )
        for _, regel in rapport.rijen()
    ]


def drietallen(cellen: list[str]) -> set[tuple[str, ...]]:
    """Every run of three neighbouring cells."""
    return {tuple(map(_schoon, cellen[i : i + 3])) for i in range(len(cellen) - 2)}


def test_elk_cijfer_is_gelijk_op_scherm_in_pdf_xlsx_csv_en_docx(
    client: Client, gent: Gemeente
) -> None:
    rijen = verwacht(van_gent(gent))
    assert len(rijen) > 50
    scherm = _Cellen()
    scherm.feed(client.get(f"{BASIS}/").content.decode())
    _, boom = lees(client.get(f"{BASIS}.pdf").content)
    pdf = [cel.volledig for cel in boom.alle("TD", "TH")]
    document = Document(io.BytesIO(client.get(f"{BASIS}.docx").content))
    docx = [cel.text for tabel in document.tables for rij in tabel.rows for cel in rij.cells]
    for naam, cellen in (("scherm", scherm.cellen), ("pdf", pdf), ("docx", docx)):
        gevonden = drietallen(cellen)
        # A PDF breaks words over lines; its cells are compared without spaces and hyphens.
        kaal = {tuple(re.sub(r"[\s\u00ad-]", "", c) for c in rij) for rij in gevonden}
        mist = [r for r in rijen if tuple(re.sub(r"[\s\u00ad-]", "", c) for c in r) not in kaal]
        assert not mist, (naam, mist[:3])
    tekst = client.get(f"{BASIS}.csv").content.decode("utf-8-sig")
    uit_csv = {
        (r[2], met_toestand(r[4], r[6], r[3]))
        for r in csv.reader(io.StringIO(tekst), delimiter=";")
        if len(r) > 10
    }
    boek = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{BASIS}.xlsx").content))
    uit_xlsx = {
        (str(r[2]), met_toestand(str(r[4]), str(r[6]), str(r[3])))
        for r in boek.get_sheet_by_index(0).to_python()
        if len(r) > 10
    }
    for naam, gemeente, _ in rijen:
        assert (naam, gemeente.removeprefix("'")) in {(n, g.lstrip("'")) for n, g in uit_csv}
        assert (naam, gemeente) in uit_xlsx


def test_gemeentepagina_en_rapport_tonen_hetzelfde_cijfer(client: Client, gent: Gemeente) -> None:
    pagina = _schoon(re.sub(r"<[^>]+>", " ", client.get("/gemeenten/44021/").content.decode()))
    for blok in van_gent(gent).blokken:
        assert blok.regels[0].gemeente.toon in pagina, blok.naam


def test_de_nul_waar_het_tellen_begint_is_geen_rij(gent: Gemeente) -> None:
    per_doel = {blok.slug: blok.grafiek for blok in van_gent(gent).blokken if blok.grafiek}
    bomen, wagens = per_doel["bomen"], per_doel["deelsystemen"]
    assert bomen.punten[0].datum.year == 2021
    # The line itself still starts there; a stock of nothing is a figure like any other.
    assert bomen.tekening.bollen[0].x == bomen.tekening.links
    assert (wagens.punten[0].datum, wagens.punten[0].cijfer) == (dt.date(2020, 12, 31), "0")


def test_pdf_is_getagd_volgens_pdf_ua(client: Client) -> None:
    inhoud = client.get(f"{BASIS}.pdf").content
    assert fouten(inhoud) == set()
    pdf, boom = lees(inhoud)
    assert str(pdf.Root.Lang).lower() == "nl-be"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as gegevens:
        assert gegevens["pdfuaid:part"] == "1"
        assert "Gent" in gegevens["dc:title"]
    grafieken = list(boom.alle("Figure"))
    assert len(grafieken) > 10
    assert all("Verloop van" in grafiek.alt for grafiek in grafieken)
    tabellen = list(boom.alle("Table"))
    assert all(any(True for _ in tabel.alle("TH")) for tabel in tabellen)
    assert all(cel.scope in {"Column", "Both"} for cel in boom.alle("TH"))
    assert len(pdf.Root.Outlines.get("/First", {})) > 0
    koppen = [kop.volledig for kop in boom.alle("H1", "H2", "H3")]
    assert "Samenvatting" in koppen
    assert "Bomen" in koppen


def test_gelijke_inhoud_geeft_gelijke_bytes(gent: Gemeente) -> None:
    assert als_pdf(van_gent(gent)) == als_pdf(van_gent(gent))


def test_html_en_typst_in_een_notitie_blijven_tekst(gent: Gemeente) -> None:
    gevaar = '#panic("x") <script>alert(1)</script> $ = *niet vet* @ref'
    _, boom = lees(als_pdf(van_gent(gent, notities={"bomen": gevaar})))
    assert "#panic" in boom.volledig
    assert "<script>" in boom.volledig


def test_geen_cel_begint_een_formule(gent: Gemeente) -> None:
    tekst = als_csv(van_gent(gent, notities={"bomen": "=cmd|' /C calc'!A0"})).decode("utf-8-sig")
    for rij in csv.reader(io.StringIO(tekst), delimiter=";"):
        assert not any(cel.startswith(("=", "+", "-", "@")) for cel in rij), rij


def test_een_doel_van_een_niet_ondertekend_pact_wordt_genoemd_zonder_blok(gent: Gemeente) -> None:
    rapport = van_gent(gent, doelen=("fietspaden", "bomen"))
    assert [blok.slug for blok in rapport.blokken] == ["fietspaden", "bomen"]
    assert len(rapport.weggelaten) == Doelstelling.objects.count() - 2


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/gemeenten/99999/lekp-rapport/", 404),
        ("/gemeenten/99999/lekp-rapport.pdf", 404),
        (f"{BASIS}.exe", 404),
        (f"{BASIS}/?op=gisteren", 400),
        (f"{BASIS}/?op=1999-01-01", 400),
        (f"{BASIS}/?gekend_op=999999", 400),
        (f"{BASIS}/?op=2019-06-01", 200),
        (f"{BASIS}.pdf?op=2019-06-01", 200),
        (f"{BASIS}/?gekend_op=1", 200),
        ("/gemeenten/73111/lekp-rapport/?op=2024-12-31", 404),
        ("/gemeenten/73009/lekp-rapport.pdf?op=2024-12-31", 200),
        (f"{BASIS}/versies/1/", 404),
        (f"{BASIS}/versies/1.pdf", 404),
    ],
)
def test_slechte_vraag_krijgt_een_duidelijk_antwoord(
    client: Client, adres: str, status: int
) -> None:
    assert client.get(adres).status_code == status


def test_oude_nis_leidt_naar_het_rapport_van_de_opvolger(client: Client) -> None:
    antwoord = client.get("/gemeenten/73009/lekp-rapport/")
    assert antwoord.status_code == 302
    assert antwoord["Location"].startswith("/gemeenten/73111/lekp-rapport/")


def _vorm(gent: Gemeente, **extra: str) -> dict[str, str]:
    return {"inleiding": "Dag raad.", "kies-bomen": "on", "plaats-bomen": "1", **extra}


def test_concept_is_enkel_voor_de_eigen_gemeente(
    client: Client, invoerder_gent: Any, publicator_aalst: Any, gent: Gemeente
) -> None:
    adres = f"{BASIS}/opmaken/"
    assert client.get(adres).status_code == 302
    client.force_login(invoerder_gent)
    assert client.post(adres, _vorm(gent)).status_code == 302
    ontwerp = client.get(f"{BASIS}/ontwerp.pdf")
    _, boom = lees(ontwerp.content)
    assert "Ontwerp" in boom.volledig
    client.force_login(publicator_aalst)
    assert client.get(adres).status_code == 404
    assert client.get(f"{BASIS}/ontwerp.pdf").status_code == 404
    assert Client().get(f"{BASIS}/ontwerp.pdf").status_code == 302


def test_vastgelegd_rapport_is_openbaar_en_blijft_gelijk(
    client: Client, publicator_gent: Any, gent: Gemeente
) -> None:
    client.force_login(publicator_gent)
    vast = {"vastleggen": "1", "gemeenteraad_op": "2026-11-30"}
    client.post(f"{BASIS}/opmaken/", _vorm(gent, **vast, **{"notitie-bomen": "Eigen nota."}))
    bezoeker = Client()
    eerste = bezoeker.get(f"{BASIS}/versies/1.pdf")
    assert eerste.status_code == 200
    som = hashlib.sha256(eerste.content).hexdigest()
    pagina = bezoeker.get(f"{BASIS}/versies/1/").content.decode()
    assert som in pagina
    assert "zijn sindsdien niet gewijzigd" in pagina
    assert "Versie 1" in bezoeker.get(f"{BASIS}/").content.decode()
    client.post(f"{BASIS}/opmaken/", _vorm(gent, **vast))
    assert bezoeker.get(f"{BASIS}/versies/1.pdf").content == eerste.content
    assert "vervangen door" in bezoeker.get(f"{BASIS}/versies/1/").content.decode()
    _, tweede = lees(bezoeker.get(f"{BASIS}/versies/2.pdf").content)
    assert "Eigen nota." not in tweede.volledig
    client.post(f"{BASIS}/versies/1/", {"besluit": "https://raad.voorbeeld.test/besluit"})
    assert "raad.voorbeeld.test" in bezoeker.get(f"{BASIS}/versies/1/").content.decode()
    assert bezoeker.post(f"{BASIS}/versies/1/", {"besluit": "https://x.test"}).status_code == 404


def test_invoerder_legt_niet_vast(client: Client, invoerder_gent: Any, gent: Gemeente) -> None:
    client.force_login(invoerder_gent)
    vast = {"vastleggen": "1", "gemeenteraad_op": "2026-11-30"}
    assert client.post(f"{BASIS}/opmaken/", _vorm(gent, **vast)).status_code == 422
    assert not RapportVersie.objects.filter(vastgelegd_op__isnull=False).exists()


@pytest.mark.parametrize(
    "extra",
    [{"inleiding": "x" * 100_000}, {"notitie-bomen": "x" * 100_000}, {"vastleggen": "1"}],
)
def test_weigert_te_lange_tekst_en_een_datum_die_ontbreekt(
    client: Client, publicator_gent: Any, gent: Gemeente, extra: dict[str, str]
) -> None:
    client.force_login(publicator_gent)
    antwoord = client.post(f"{BASIS}/opmaken/", _vorm(gent, **extra))
    assert antwoord.status_code == 422
    assert "Er is nog iets aan te passen" in antwoord.content.decode()


def test_databank_weigert_een_vastgelegd_rapport_zonder_pdf(
    publicator_gent: Any, gent: Gemeente
) -> None:
    concept = versies.bewaar_concept(
        gemeente=gent, inleiding="", doelen=None, notities={}, door=toegang_van(publicator_gent)
    )
    concept.vastgelegd_op = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        concept.save()


def test_sindsdien_gewijzigd_noemt_het_cijfer(
    client: Client, publicator_gent: Any, gent: Gemeente
) -> None:
    door = toegang_van(publicator_gent)
    versies.bewaar_concept(gemeente=gent, inleiding="", doelen=None, notities={}, door=door)
    versie = versies.leg_vast(gemeente=gent, gemeenteraad_op=dt.date(2026, 11, 30), door=door)
    versie.gegevens["blokken"][0]["regels"][0]["gemeente"] = "1 boom"
    RapportVersie.objects.filter(pk=versie.pk).update(gegevens=versie.gegevens)
    pagina = client.get(f"{BASIS}/versies/1/").content.decode()
    assert "intussen anders gekend" in pagina
    assert "1 boom" in pagina


def test_bundel_bevat_het_rapport_van_elke_gemeente_en_is_voor_de_vlaamse_beheerder(
    client: Client,
    vlaamse_beheerder: Any,
    publicator_gent: Any,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    # The PDF itself is tested above; 285 of them belong in the bench.
    monkeypatch.setattr("rapportering.rapport.bundel.als_pdf", lambda rapport: b"%PDF-")
    adres = "/beheer/rapporten/"
    assert client.get(adres).status_code == 302
    client.force_login(publicator_gent)
    assert client.get(adres).status_code == 404
    client.force_login(vlaamse_beheerder)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(adres)
    bundel = Rapportbundel.objects.get()
    assert (bundel.status, bundel.klaar) == ("klaar", 285)
    antwoord = client.get(f"{adres}{bundel.pk}.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(antwoord.streaming_content))) as archief:  # type: ignore[attr-defined]
        assert len(archief.namelist()) == 285
    client.post(adres)
    assert Rapportbundel.objects.count() == 1
