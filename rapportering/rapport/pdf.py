"""The report as PDF/UA-1 by typst: tagged, with bookmarks, alt text and table headers.

Data goes in as JSON, never as typst source, so that no note can run anything. Fonts are our own and
those inside typst; with a fixed timestamp equal content gives equal bytes, and so an equal hash.

The data is a file beside the template and not a `sys.inputs`: another input is another library to
typst, which then forgets all that it laid out for the report before. The template is read from disk
by one line of ours: typst parses what is handed to it again for each report.
"""

from __future__ import annotations

import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import typst

from gereedschap.opmaak import toon_datum
from rapportering.rapport.inhoud import (
    GEEN_MELDINGEN,
    STANDAARDINLEIDING,
    Blok,
    Grafiek,
    Rapport,
    Regel,
)
from rapportering.rapport.tekening import maten_van, tekening_van

_MAP = Path(__file__).parent
_LETTERTYPES = _MAP.parent / "lettertypes"
# The data is one line behind `//`: to typst, which parses every file that it is given, a comment.
_HOOFD = b"""#import "rapport.typ": rapport
#rapport(json(read("gegevens.json", encoding: none).slice(2)))"""
# How many characters surely fit on one line of a column: names, the gemeente, the Gewest; the table
# beside a chart: figure, path.
NAAM, GEMEENTE, GEWEST, CIJFER, PAD = 42, 18, 20, 17, 10
# One a thread: a compiler serves one caller at a time. What it laid out is shared by all.
_EIGEN = threading.local()


@cache
def _lettertypes() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_LETTERTYPES])


def _vertaler() -> typst.Compiler:
    vertaler: typst.Compiler | None = getattr(_EIGEN, "vertaler", None)
    if vertaler is None:
        vertaler = typst.Compiler(root=_MAP, font_paths=_lettertypes(), ignore_system_fonts=True)
        _EIGEN.vertaler = vertaler
    return vertaler


def _blok(blok: Blok) -> dict[str, Any]:
    gegevens: dict[str, Any] = {
        naam: getattr(blok, naam)
        for naam in (
            "naam", "werf", "doelzin", "uitleg", "dataverzameling", "bron", "laatste_update",
            "frequentie", "status", "aandeel", "berekeningen", "meldingen", "nagekeken", "notitie",
        )
    }  # fmt: skip
    gegevens["regels"] = [_regel(regel) for regel in blok.regels]
    gegevens["toelichting"] = (
        {**asdict(blok.toelichting), "op": toon_datum(blok.toelichting.op)}
        if blok.toelichting
        else None
    )
    gegevens["grafiek"] = _grafiek(blok.grafiek) if blok.grafiek else None
    return gegevens


def _regel(regel: Regel) -> dict[str, Any]:
    gemeente = met_toestand(regel.gemeente.toon, regel.gemeente.toestand, regel.soort)
    gewest = met_toestand(regel.gewest.toon, regel.gewest.toestand, regel.soort)
    kort = len(regel.naam) <= NAAM and len(gemeente) <= GEMEENTE and len(gewest) <= GEWEST
    return {"naam": regel.naam, "gemeente": gemeente, "gewest": gewest, "kort": kort}


def _grafiek(grafiek: Grafiek) -> dict[str, Any]:
    punten = [
        (toon_datum(p.datum), met_toestand(p.cijfer, p.toestand, "cijfer"), p.pad)
        for p in grafiek.punten
    ]
    return {
        "tekening": tekening_van(grafiek.tekening),
        "maten": maten_van(grafiek.tekening),
        "alt": grafiek.alt,
        "pad": grafiek.heeft_pad,
        "breuken": grafiek.breuken,
        "punten": punten,
        "kort": all(len(cijfer) <= CIJFER and len(pad) <= PAD for _, cijfer, pad in punten),
    }


def met_toestand(toon: str, toestand: str, soort: str) -> str:
    """Say the state beside the figure unless it is plain or says the same."""
    if toestand in {"", "gemeten", "exact", toon} or soort in {"doel", "aandeel"}:
        return toon
    return f"{toon} ({toestand})"


def gegevens_van(rapport: Rapport) -> dict[str, Any]:
    """Give all that the typst template reads, as plain data."""
    return {
        "titel": rapport.titel,
        "gemeente": rapport.gemeente,
        "provincie": rapport.provincie,
        "nis": rapport.nis,
        "peildatum": toon_datum(rapport.peildatum),
        "editie": rapport.editie,
        "inleiding": rapport.inleiding,
        "standaardinleiding": STANDAARDINLEIDING,
        "kerncijfers": rapport.kerncijfers,
        "blokken": [_blok(blok) for blok in rapport.blokken],
        "andere_meldingen": [[toon_datum(m.op), m.soort, m.over] for m in rapport.meldingen],
        "geen_meldingen": GEEN_MELDINGEN,
        "weggelaten": [[w.naam, w.reden] for w in rapport.weggelaten],
        "bronnen": rapport.bronnen,
        "adres": rapport.adres,
        "demo": rapport.demo,
        "ontwerp": rapport.ontwerp,
        "versie": rapport.versie,
        "gemeenteraad": toon_datum(rapport.gemeenteraad_op) if rapport.gemeenteraad_op else "",
        "jaar": rapport.peildatum.year,
        "maand": rapport.peildatum.month,
        "dag": rapport.peildatum.day,
    }


def als_pdf(rapport: Rapport) -> bytes:
    """Compile; equal content gives equal bytes."""
    gegevens = b"//" + orjson.dumps(gegevens_van(rapport))
    # Files by name are taken, though the stubs of typst do not say so.
    bestanden: Any = {"main.typ": _HOOFD, "gegevens.json": gegevens}
    inhoud = _vertaler().compile(
        bestanden,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(inhoud, bytes)
    return inhoud


def als_png(svg: str) -> bytes:
    """Draw one chart as PNG, for documents that take no SVG."""
    bron = b'#set page(width: auto, height: auto, margin: 2pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    beeld = typst.compile(
        bron,
        format="png",
        ppi=180,
        font_paths=_lettertypes(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )
    assert isinstance(beeld, bytes)
    return beeld
