"""The machine-checkable failure conditions of PDF/UA-1 that apply to our reports, with pikepdf.

Numbers are those of the Matterhorn Protocol 1.1; "ISO 6.2" is the clause that asks for a tagged file.
What cannot occur in a file without forms, media,
attachments, ruby or layers is checked as "there is none of it"; see docs/rapport.md for the list.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.rapportering.pdflezer import unicode_van

# Standard structure types of ISO 32000-1, 14.8.4.
STANDAARD = frozenset(
    re.findall(
        r"\w+",
        "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 "
        "H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link "
        "Annot Ruby RB RT RP Warichu WT WP Figure Formula Form",
    )
)
# Which parents (of) and children (in) a role allows; what is not named is free.
_OUDERS = {
    "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"},
    "TBody": {"Table"}, "TFoot": {"Table"}, "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"},
}  # fmt: skip
_KINDEREN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"}, "THead": {"TR"},
    "TBody": {"TR"}, "TFoot": {"TR"}, "L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"}, "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
}  # fmt: skip
_VAN_TABEL = {"Table", "TR", "TH", "TD", "THead", "TBody", "TFoot"}
_VAN_LIJST = {"L", "LI", "LBody"}
_TEKENT = {"Tj", "TJ", "'", '"', "Do", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"}  # fmt: skip
_KOP = re.compile(r"H[1-6]")


@dataclass(frozen=True)
class Knoop:
    """One element of the structure tree with its standard role and that of its parent."""

    obj: Any
    rol: str
    ouder: str


def _lijst(waarde: Any) -> list[Any]:
    return [] if waarde is None else list(waarde) if isinstance(waarde, Array) else [waarde]


def _krijg(obj: Any, *sleutels: str) -> Any:
    """Follow keys through dictionaries; an empty dictionary where one is missing."""
    for sleutel in sleutels:
        obj = obj[sleutel] if sleutel in obj else Dictionary()
    return obj


def _rol(pdf: pikepdf.Pdf, naam: str) -> str:
    """Follow the role map; "" where it goes round or ends nowhere."""
    kaart, gezien = _krijg(pdf.Root, "/StructTreeRoot", "/RoleMap"), set[str]()
    while naam not in STANDAARD:
        if naam in gezien or f"/{naam}" not in kaart:
            return ""
        gezien.add(naam)
        naam = str(kaart[f"/{naam}"])[1:]
    return naam


def knopen(pdf: pikepdf.Pdf) -> Iterator[Knoop]:
    def loop(obj: Any, ouder: str) -> Iterator[Knoop]:
        for kind in _lijst(obj.get("/K")):
            if isinstance(kind, Dictionary) and "/S" in kind:
                rol = _rol(pdf, str(kind["/S"])[1:])
                yield Knoop(kind, rol, ouder)
                yield from loop(kind, rol)

    if "/StructTreeRoot" in pdf.Root:
        yield from loop(pdf.Root.StructTreeRoot, "")


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    wortel = pdf.Root
    if not _krijg(wortel, "/MarkInfo").get("/Marked", False) or "/StructTreeRoot" not in wortel:
        yield "ISO 6.2"
    if _krijg(wortel, "/MarkInfo").get("/Suspects", False):
        yield "01-007"
    if "/Metadata" not in wortel:
        yield "06-001"
    else:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            if xmp.get("pdfuaid:part") != "1":
                yield "06-002"
            if not xmp.get("dc:title"):
                yield "06-003"
    weergave = _krijg(wortel, "/ViewerPreferences")
    if "/DisplayDocTitle" not in weergave:
        yield "07-001"
    elif not weergave["/DisplayDocTitle"]:
        yield "07-002"
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(wortel.get("/Lang", ""))):
        # Then outline, alt text and metadata have none either, and text only where a span says it.
        yield from ("11-001", "11-002", "11-003", "11-006")
    if "/OCProperties" in wortel:
        yield "20-001"
    if "/EmbeddedFiles" in _krijg(wortel, "/Names"):
        yield "21-001"
    if "/AcroForm" in wortel:
        yield "25-001"
    if pdf.is_encrypted:
        yield "26-001"


def _rollen(pdf: pikepdf.Pdf) -> Iterator[str]:
    kaart = _krijg(pdf.Root, "/StructTreeRoot", "/RoleMap")
    for van in kaart:
        if van[1:] in STANDAARD:
            yield "02-004"
        elif not _rol(pdf, van[1:]):
            yield "02-003" if str(kaart[van]) in kaart else "02-001"
    if any(not knoop.rol for knoop in knopen(pdf)):
        yield "02-001"


def _boom(pdf: pikepdf.Pdf) -> Iterator[str]:
    niveau, notities = 0, Counter[str]()
    soorten: set[str] = set()
    for knoop in knopen(pdf):
        rollen = {
            _rol(pdf, str(kind["/S"])[1:])
            for kind in _lijst(knoop.obj.get("/K"))
            if isinstance(kind, Dictionary) and "/S" in kind
        }
        fout_ouder = knoop.rol in _OUDERS and knoop.ouder not in _OUDERS[knoop.rol]
        if fout_ouder or (knoop.rol in _KINDEREN and rollen - _KINDEREN[knoop.rol]):
            familie = knoop.rol
            yield (
                "09-004"
                if familie in _VAN_TABEL
                else "09-005"
                if familie in _VAN_LIJST
                else "09-006"
            )
        if knoop.rol in {"Figure", "Formula"} and not {"/Alt", "/ActualText"} & set(
            knoop.obj.keys()
        ):
            yield "13-004" if knoop.rol == "Figure" else "17-002"
        if _KOP.fullmatch(knoop.rol):
            soorten.add("H#")
            nummer = int(knoop.rol[1])
            if not niveau and nummer != 1:
                yield "14-002"
            elif nummer > niveau + 1:
                yield "14-003"
            niveau = nummer
        elif knoop.rol == "H":
            soorten.add("H")
        if knoop.rol == "TH" and not any("/Scope" in a for a in _lijst(knoop.obj.get("/A"))):
            yield "15-003"
        if knoop.rol == "Note":
            notities[str(knoop.obj.get("/ID", ""))] += 1
    if len(soorten) > 1:
        yield "14-007"
    if "" in notities:
        yield "19-003"
    if any(naam and aantal > 1 for naam, aantal in notities.items()):
        yield "19-004"


def _ouder_van(pdf: pikepdf.Pdf, annotatie: Any) -> str:
    """The role of the element that holds this annotation; "" where none does."""
    for knoop in knopen(pdf):
        for kind in _lijst(knoop.obj.get("/K")):
            houdt = isinstance(kind, Dictionary) and kind.get("/Type") == Name.OBJR
            if houdt and kind["/Obj"].objgen == annotatie.objgen:
                return knoop.rol
    return ""


def _annotaties(pdf: pikepdf.Pdf) -> Iterator[str]:
    for pagina in pdf.pages:
        rijen = _lijst(pagina.obj.get("/Annots"))
        if rijen and "/Tabs" not in pagina.obj:
            yield "28-008"
        elif rijen and pagina.obj["/Tabs"] != Name.S:
            yield "28-009"
        for annotatie in rijen:
            soort = str(annotatie["/Subtype"])
            if soort != "/Link":
                # Our reports have links alone; anything else needs rules of its own.
                yield "28-002"
                continue
            if _ouder_van(pdf, annotatie) != "Link":
                yield "28-011"
            if not str(annotatie.get("/Contents", "")).strip():
                yield "28-012"


def _lettertypes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    gezien = set()
    for pagina in pdf.pages:
        for lettertype in _krijg(pagina.obj, "/Resources", "/Font").values():
            if lettertype.objgen not in gezien:
                gezien.add(lettertype.objgen)
                yield lettertype


def _letters(pdf: pikepdf.Pdf) -> Iterator[str]:
    for lettertype in _lettertypes(pdf):
        if lettertype["/Subtype"] != Name.Type0 or str(lettertype["/Encoding"]) != "/Identity-H":
            # Typst writes Type 0 with Identity-H alone; another encoding needs rules of its own.
            yield "31-006"
            continue
        [afstammeling] = lettertype.DescendantFonts
        if afstammeling["/Subtype"] == Name.CIDFontType2 and "/CIDToGIDMap" not in afstammeling:
            yield "31-005"
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(afstammeling.FontDescriptor.keys()):
            yield "31-009"
        if "/ToUnicode" not in lettertype:
            yield "31-027"
            continue
        tekens = set("".join(unicode_van(lettertype).values()))
        if "\0" in tekens:
            yield "31-028"
        if tekens & {"\ufeff", "\ufffe"}:
            yield "31-029"


def _codes(operanden: Any, naam: str) -> Iterator[int]:
    for deel in operanden[0] if naam == "TJ" else [operanden[-1]]:
        if isinstance(deel, pikepdf.String):
            ruw = bytes(deel)
            yield from (int.from_bytes(ruw[i : i + 2], "big") for i in range(0, len(ruw), 2))


def _inhoud(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What the pages draw: all of it tagged or artifact, never both, every code with a meaning."""
    for pagina in pdf.pages:
        bronnen = _krijg(pagina.obj, "/Resources")
        kaarten = {
            naam: unicode_van(letter)
            for naam, letter in _krijg(bronnen, "/Font").items()
            if "/ToUnicode" in letter
        }
        for vorm in _krijg(bronnen, "/XObject").values():
            if "/Ref" in vorm:
                yield "30-001"
        stapel: list[str] = []
        huidig: dict[int, str] = {}
        for operanden, operator in pikepdf.parse_content_stream(pagina):
            naam = str(operator)
            if naam in {"BDC", "BMC"}:
                if str(operanden[0]) == "/Artifact":
                    soort = "artefact"
                else:
                    soort = "getagd" if naam == "BDC" and "/MCID" in operanden[1] else "los"
                if soort == "artefact" and "getagd" in stapel:
                    yield "01-003"
                if soort == "getagd" and "artefact" in stapel:
                    yield "01-004"
                stapel.append(soort)
            elif naam == "EMC":
                stapel.pop()
            elif naam == "Tf":
                huidig = kaarten.get(str(operanden[0]), {})
            elif naam in _TEKENT and not {"artefact", "getagd"} & set(stapel):
                yield "01-005"
            if naam in {"Tj", "TJ"}:
                for code in _codes(operanden, naam):
                    if code == 0:
                        yield "31-030"
                    elif not huidig.get(code):
                        yield "10-001"


CONTROLES: tuple[Callable[[pikepdf.Pdf], Iterator[str]], ...] = (
    _document, _rollen, _boom, _annotaties, _letters, _inhoud,
)  # fmt: skip


def fouten(inhoud: bytes | pikepdf.Pdf) -> set[str]:
    """Give the numbers of the failure conditions that this PDF meets; none is what we want."""
    pdf = inhoud if isinstance(inhoud, pikepdf.Pdf) else pikepdf.open(io.BytesIO(inhoud))
    return {nummer for controle in CONTROLES for nummer in controle(pdf)}
