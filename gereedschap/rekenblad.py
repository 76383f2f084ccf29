"""Write a large sheet as XLSX in a stream: no cell is kept, and the first bytes leave at once.

Only what a flat table needs: one sheet, a bold header row that stays in view, text and numbers. Text is
always text and never a formula; a number keeps all its digits. For small books xlsxwriter is at hand;
it takes four times as long for half a million cells.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape

Cel = str | int | Decimal | None
INHOUDSTYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CEL_HOOGSTENS = 32_767
RIJEN_HOOGSTENS = 1_048_576
_PER_STUK = 500
_VAST = (2021, 1, 1, 0, 0, 0)
_DUREND = "http://schemas.openxmlformats.org"
_KOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML can't hold, and what a reader would take for an escaped character.
_ONLEESBAAR = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_GELIJKEND = re.compile(r"_(x[0-9A-Fa-f]{4}_)")

_ONDERDELEN = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_DUREND}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{INHOUDSTYPE}.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_DUREND}/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{_DUREND}/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_DUREND}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_DUREND}/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_DUREND}/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_DUREND}/spreadsheetml/2006/main">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.###"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        "</cellXfs></styleSheet>"
    ),
}


def _werkmap(bladnaam: str) -> str:
    naam = escape(bladnaam, {'"': "&quot;"})
    return (
        f'<workbook xmlns="{_DUREND}/spreadsheetml/2006/main" '
        f'xmlns:r="{_DUREND}/officeDocument/2006/relationships"><sheets>'
        f'<sheet name="{naam}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _letters(kolom: int) -> str:
    uit = ""
    kolom += 1
    while kolom:
        kolom, rest = divmod(kolom - 1, 26)
        uit = chr(65 + rest) + uit
    return uit


# Names, units and dates come back thousands of times.
@lru_cache(maxsize=16_384)
def _tekst(tekst: str, stijl: str) -> str:
    schoon = _GELIJKEND.sub(r"_x005F_\1", _ONLEESBAAR.sub("", tekst[:CEL_HOOGSTENS]))
    return f'"{stijl} t="inlineStr"><is><t xml:space="preserve">{escape(schoon)}</t></is></c>'


def _rij(nummer: int, cellen: Sequence[Cel], letters: Sequence[str], stijl: str = "") -> str:
    delen = [f'<row r="{nummer}">']
    for letter, cel in zip(letters, cellen, strict=True):
        if cel is None or cel == "":
            continue
        if isinstance(cel, str):
            delen.append(f'<c r="{letter}{nummer}{_tekst(cel, stijl)}')
        else:
            delen.append(f'<c r="{letter}{nummer}" s="2"><v>{cel:f}</v></c>')
    delen.append("</row>")
    return "".join(delen)


class _Doorgeefluik:
    """What zipfile writes to; the bytes are taken out and forgotten."""

    def __init__(self) -> None:
        self._stukken: list[bytes] = []

    def write(self, stuk: bytes) -> int:
        self._stukken.append(bytes(stuk))
        return len(stuk)

    def flush(self) -> None: ...

    def neem(self) -> bytes:
        inhoud = b"".join(self._stukken)
        self._stukken.clear()
        return inhoud


def stroom_xlsx(
    kop: Sequence[str], rijen: Iterable[Sequence[Cel]], *, bladnaam: str, breedte: int = 18
) -> Iterator[bytes]:
    """Give the bytes of a book with one sheet, in pieces; equal rows give equal bytes.

    Each row has as many cells as `kop`; None and "" leave a cell empty. Raises ValueError beyond the
    rows that a sheet can hold.
    """
    luik = _Doorgeefluik()
    letters = [_letters(k) for k in range(len(kop))]
    with zipfile.ZipFile(luik, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archief:  # type: ignore[call-overload]
        for naam, inhoud in (*_ONDERDELEN.items(), ("xl/workbook.xml", _werkmap(bladnaam))):
            archief.writestr(_ingang(naam), _KOP + inhoud)
        with archief.open(_ingang("xl/worksheets/sheet1.xml"), "w", force_zip64=False) as blad:
            stuk = [
                f'{_KOP}<worksheet xmlns="{_DUREND}/spreadsheetml/2006/main"><sheetViews>'
                '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
                'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
                f'<cols><col min="1" max="{len(kop)}" width="{breedte}" customWidth="1"/></cols>'
                "<sheetData>",
                _rij(1, kop, letters, ' s="1"'),
            ]
            for nummer, cellen in enumerate(rijen, start=2):
                if nummer > RIJEN_HOOGSTENS:
                    raise ValueError(f"Een blad houdt hoogstens {RIJEN_HOOGSTENS} rijen.")
                stuk.append(_rij(nummer, cellen, letters))
                if len(stuk) >= _PER_STUK:
                    blad.write("".join(stuk).encode())
                    stuk = []
                    yield luik.neem()
            stuk.append("</sheetData></worksheet>")
            blad.write("".join(stuk).encode())
    yield luik.neem()


def _ingang(naam: str) -> zipfile.ZipInfo:
    ingang = zipfile.ZipInfo(naam, date_time=_VAST)
    ingang.compress_type = zipfile.ZIP_DEFLATED
    return ingang
