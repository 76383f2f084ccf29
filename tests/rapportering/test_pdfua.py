"""Each check of PDF/UA-1 can fail: a sound report is broken in one way, and that way is named."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from rapportering.grafieken.lijn import Bol, Lijngrafiek, Streep
from rapportering.rapport.inhoud import Blok, Grafiek, Punt, Rapport, Regel, Waarde
from rapportering.rapport.pdf import als_pdf
from tests.rapportering.pdfua import fouten, knopen

DAG = dt.date(2026, 9, 30)
_CMAP = b"1 beginbfrange <0000> <ffff> <%s> endbfrange"


@pytest.fixture(scope="module")
def gaaf() -> bytes:
    """A report of one goal with a chart, tables, headings and a table of contents."""
    tekening = Lijngrafiek(
        360, 168, "40", "346", "12", "142", "142",
        x_as=(Streep("40", "2020"), Streep("346", "2030")), y_as=(Streep("142", "0"),),
        lijnen=("40,142 300,40",), bollen=(Bol("300", "40", False),), pad="40,142 346,12",
    )  # fmt: skip
    blok = Blok(
        "bomen", "Bomen", "Vergroening", "Eén boom per inwoner.", "Bomen geven schaduw.", "Geteld.",
        "Groenblauwpeil", "30-9-2026", "wekelijks", (Regel("Bomen", Waarde("7"), Waarde("9")),),
        "op schema", "7 %", Grafiek(tekening, "Verloop van bomen.", (Punt(DAG, "7", "", "8"),), True),
        ("7 × 1",), (), None, "",
    )  # fmt: skip
    return als_pdf(
        Rapport(
            "Gent", "44021", "Oost-Vlaanderen", DAG, 4, "", (("Inwoners", "7"),), (blok,), (), (),
            (("Groenblauwpeil", "Bomen"),), "https://voorbeeld.be/",
        )
    )  # fmt: skip


def _eerste(pdf: pikepdf.Pdf, rol: str) -> Any:
    return next(knoop.obj for knoop in knopen(pdf) if knoop.rol == rol)


def _noem(van: str, naar: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the first element of one role another."""

    def breek(pdf: pikepdf.Pdf) -> None:
        _eerste(pdf, van).S = Name(f"/{naar}")

    return breek


def _wis(rol: str, sleutel: str) -> Callable[[pikepdf.Pdf], None]:
    def breek(pdf: pikepdf.Pdf) -> None:
        del _eerste(pdf, rol)[sleutel]

    return breek


def _zet(sleutel: str, waarde: Any) -> Callable[[pikepdf.Pdf], None]:
    """Put something in the catalog, or take it out (None)."""

    def breek(pdf: pikepdf.Pdf) -> None:
        if waarde is None:
            del pdf.Root[sleutel]
        else:
            pdf.Root[sleutel] = waarde() if callable(waarde) else waarde

    return breek


def _xmp(sleutel: str) -> Callable[[pikepdf.Pdf], None]:
    def breek(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as gegevens:
            del gegevens[sleutel]

    return breek


def _teken(binnen: bytes, extra: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Draw more on the first page: after the first `binnen` that opens, or at the end."""

    def breek(pdf: pikepdf.Pdf) -> None:
        pagina = pdf.pages[0]
        pagina.contents_coalesce()
        regels = pagina.Contents.read_bytes().split(b"\n")
        plaats = len(regels) - 1
        if binnen:
            plaats = next(i for i, r in enumerate(regels) if r.endswith(b"BDC") and binnen in r)
        regels.insert(plaats + 1, extra)
        pagina.Contents = pdf.make_stream(b"\n".join(regels))

    return breek


def _letter(wijzig: Callable[[pikepdf.Pdf, Any], None]) -> Callable[[pikepdf.Pdf], None]:
    def breek(pdf: pikepdf.Pdf) -> None:
        wijzig(pdf, next(iter(pdf.pages[0].Resources.Font.values())))

    return breek


def _unicode(inhoud: bytes) -> Callable[[pikepdf.Pdf], None]:
    return _letter(lambda pdf, letter: letter.__setattr__("ToUnicode", pdf.make_stream(inhoud)))


def _wis_lettervorm(_: pikepdf.Pdf, letter: Any) -> None:
    vorm = letter.DescendantFonts[0].FontDescriptor
    for sleutel in [s for s in vorm.keys() if s.startswith("/FontFile")]:  # noqa: SIM118
        del vorm[sleutel]


def _truetype(_: pikepdf.Pdf, letter: Any) -> None:
    letter.DescendantFonts[0].Subtype = Name.CIDFontType2
    if "/CIDToGIDMap" in letter.DescendantFonts[0]:
        del letter.DescendantFonts[0]["/CIDToGIDMap"]


def _link(wijzig: Callable[[Any], None]) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: wijzig(pdf.pages[0].Annots[0])


def _tabs(waarde: Any) -> Callable[[pikepdf.Pdf], None]:
    def breek(pdf: pikepdf.Pdf) -> None:
        if waarde is None:
            del pdf.pages[0].obj["/Tabs"]
        else:
            pdf.pages[0].obj.Tabs = waarde

    return breek


def _twee_notities(pdf: pikepdf.Pdf) -> None:
    for knoop in [k for k in knopen(pdf) if k.rol == "P"][:2]:
        knoop.obj.S, knoop.obj.ID = Name.Note, pikepdf.String("n1")


def _verwijzing(pdf: pikepdf.Pdf) -> None:
    vorm = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, Ref=Dictionary())
    pdf.pages[0].Resources.XObject = Dictionary(X=vorm)


def _weergave(waarde: bool | None) -> Callable[[pikepdf.Pdf], None]:
    def breek(pdf: pikepdf.Pdf) -> None:
        if waarde is None:
            del pdf.Root.ViewerPreferences["/DisplayDocTitle"]
        else:
            pdf.Root.ViewerPreferences.DisplayDocTitle = waarde

    return breek


def _rolkaart(**rollen: Name) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.Root.StructTreeRoot.__setattr__("RoleMap", Dictionary(**rollen))


BREUKEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "ISO 6.2": _zet("/MarkInfo", None),
    "01-003": _teken(b"/Span", b"/Artifact BMC EMC"),
    "01-004": _teken(b"/Artifact", b"/P <</MCID 99>> BDC EMC"),
    "01-005": _teken(b"", b"0 0 9 9 re f"),
    "01-007": _zet("/MarkInfo", lambda: Dictionary(Marked=True, Suspects=True)),
    "02-001": _noem("P", "Verzonnen"),
    "02-003": _rolkaart(Een=Name.Twee, Twee=Name.Een),
    "02-004": _rolkaart(P=Name.H1),
    "06-001": _zet("/Metadata", None),
    "06-002": _xmp("pdfuaid:part"),
    "06-003": _xmp("dc:title"),
    "07-001": _weergave(None),
    "07-002": _weergave(False),
    "09-004": _noem("TR", "P"),
    "09-005": _noem("P", "LI"),
    "09-006": _noem("TOCI", "P"),
    "10-001": _unicode(b""),
    "11-001": _zet("/Lang", None),
    "13-004": _wis("Figure", "/Alt"),
    "14-002": _noem("H1", "H2"),
    "14-003": _noem("H2", "H4"),
    "14-007": _noem("H2", "H"),
    "15-003": _wis("TH", "/A"),
    "17-002": _noem("P", "Formula"),
    "19-003": _noem("P", "Note"),
    "19-004": _twee_notities,
    "20-001": _zet("/OCProperties", Dictionary),
    "21-001": _zet("/Names", lambda: Dictionary(EmbeddedFiles=Dictionary())),
    "25-001": _zet("/AcroForm", Dictionary),
    "28-002": _link(lambda link: link.__setattr__("Subtype", Name.Text)),
    "28-008": _tabs(None),
    "28-009": _tabs(Name.R),
    "28-011": _noem("Link", "Span"),
    "28-012": _link(lambda link: link.__setattr__("Contents", pikepdf.String(" "))),
    "30-001": _verwijzing,
    "31-005": _letter(_truetype),
    "31-006": _letter(lambda _, letter: letter.__setattr__("Encoding", Name.WinAnsiEncoding)),
    "31-009": _letter(_wis_lettervorm),
    "31-027": _letter(lambda _, letter: letter.__delattr__("ToUnicode")),
    "31-028": _unicode(_CMAP % b"0000"),
    "31-029": _unicode(_CMAP % b"feff"),
    "31-030": _teken(b"", b"/Artifact BMC BT <0000> Tj ET EMC"),
}


def test_een_rapport_heeft_geen_enkele_fout(gaaf: bytes) -> None:
    assert fouten(gaaf) == set()


@pytest.mark.parametrize("nummer", BREUKEN)
def test_elke_controle_kan_falen(gaaf: bytes, nummer: str) -> None:
    pdf = pikepdf.open(io.BytesIO(gaaf))
    BREUKEN[nummer](pdf)
    assert nummer in fouten(pdf)


def test_een_versleuteld_rapport_wordt_geweigerd(gaaf: bytes) -> None:
    uit = io.BytesIO()
    pikepdf.open(io.BytesIO(gaaf)).save(uit, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "26-001" in fouten(uit.getvalue())
