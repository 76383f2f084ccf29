"""The report as PDF/UA-1 by typst: tagged, with bookmarks, alt text and table headers.

Data goes in as JSON, never as typst source, so that no note can run anything. Fonts are those inside
typst; with a fixed timestamp equal content gives equal bytes, and so an equal hash.

The data is a file beside the template and not a `sys.inputs`: another input is another library to
typst, which then forgets all that it laid out for the report before.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst

from gereedschap.opmaak import toon_datum
from rapportering.rapport.inhoud import GEEN_MELDINGEN, STANDAARDINLEIDING, Blok, Rapport
from rapportering.rapport.tekening import getallen_van

_SJABLOON = Path(__file__).with_name("rapport.typ")
# One a thread: a compiler serves one caller at a time. What it laid out is shared by all.
_EIGEN = threading.local()


@cache
def _lettertypes() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


@cache
def _bron() -> bytes:
    return _SJABLOON.read_bytes()


def _vertaler() -> typst.Compiler:
    vertaler: typst.Compiler | None = getattr(_EIGEN, "vertaler", None)
    if vertaler is None:
        vertaler = typst.Compiler(font_paths=_lettertypes(), ignore_system_fonts=True)
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
    gegevens["regels"] = [
        {
            "naam": r.naam,
            "gemeente": met_toestand(r.gemeente.toon, r.gemeente.toestand, r.soort),
            "gewest": met_toestand(r.gewest.toon, r.gewest.toestand, r.soort),
        }
        for r in blok.regels
    ]
    gegevens["toelichting"] = (
        {**asdict(blok.toelichting), "op": toon_datum(blok.toelichting.op)}
        if blok.toelichting
        else None
    )
    gegevens["grafiek"] = (
        {
            "tekening": getallen_van(blok.grafiek.tekening),
            "alt": blok.grafiek.alt,
            "pad": blok.grafiek.heeft_pad,
            "breuken": blok.grafiek.breuken,
            "punten": [
                [toon_datum(p.datum), met_toestand(p.cijfer, p.toestand, "cijfer"), p.pad]
                for p in blok.grafiek.punten
            ],
        }
        if blok.grafiek
        else None
    )
    return gegevens


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
    gegevens = json.dumps(gegevens_van(rapport), ensure_ascii=False).encode()
    # Files by name are taken, though the stubs of typst do not say so.
    bestanden: Any = {"main.typ": _bron(), "gegevens.json": gegevens}
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
