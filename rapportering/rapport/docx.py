"""The report as a Word document that a gemeente can edit; figures stay text, charts are pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from gereedschap.opmaak import toon_datum
from rapportering.rapport.inhoud import (
    GEEN_MELDINGEN,
    STANDAARDINLEIDING,
    Blok,
    Grafiek,
    Rapport,
)
from rapportering.rapport.pdf import als_png, met_toestand
from rapportering.rapport.tekening import svg_van


def _tabel(document: Any, kop: Sequence[str], rijen: Sequence[Sequence[str]]) -> None:
    """A table whose first row is marked as header, so that a screen reader names the columns."""
    tabel = document.add_table(rows=0, cols=len(kop), style="Light Grid Accent 1")
    for nummer, rij in enumerate((kop, *rijen)):
        for cel, tekst in zip(tabel.add_row().cells, rij, strict=True):
            cel.text = tekst
            if nummer == 0:
                cel.paragraphs[0].runs[0].bold = True
    eigenschappen = tabel.rows[0]._tr.get_or_add_trPr()
    kopmerk = OxmlElement("w:tblHeader")
    kopmerk.set(qn("w:val"), "true")
    eigenschappen.append(kopmerk)
    document.add_paragraph()


def _grafiek(document: Any, grafiek: Grafiek) -> None:
    beeld = document.add_picture(io.BytesIO(als_png(svg_van(grafiek.tekening))), width=Cm(12.5))
    beeld._inline.docPr.set("descr", grafiek.alt)
    kop = ["Datum", "Cijfer", *(["Lineair pad"] if grafiek.heeft_pad else [])]
    _tabel(
        document,
        kop,
        [
            [
                toon_datum(p.datum),
                met_toestand(p.cijfer, p.toestand, "cijfer"),
                *([p.pad] if grafiek.heeft_pad else []),
            ]
            for p in grafiek.punten
        ],
    )
    for zin in grafiek.breuken:
        document.add_paragraph(zin)


def _alineas(document: Any, tekst: str) -> None:
    for deel in tekst.split("\n"):
        if deel.strip():
            document.add_paragraph(deel)


def _blok(document: Any, rapport: Rapport, blok: Blok) -> None:
    document.add_heading(blok.naam, 2)
    document.add_paragraph().add_run(blok.doelzin).bold = True
    _alineas(document, blok.uitleg)
    document.add_heading("Hoe verzamelt het PactPortaal de cijfers?", 3)
    _alineas(document, blok.dataverzameling)
    document.add_paragraph(
        f"Bron: {blok.bron} · Laatste update: {blok.laatste_update} · Frequentie: {blok.frequentie}"
    )
    _tabel(
        document,
        ("Doelstelling", rapport.gemeente, "Vlaams Gewest"),
        [
            (
                r.naam,
                met_toestand(r.gemeente.toon, r.gemeente.toestand, r.soort),
                met_toestand(r.gewest.toon, r.gewest.toestand, r.soort),
            )
            for r in blok.regels
        ],
    )
    if blok.grafiek:
        _grafiek(document, blok.grafiek)
    deel = f", {blok.aandeel} van het doel" if blok.aandeel else ""
    nagekeken = f" Het cijfer is {blok.nagekeken}." if blok.nagekeken else ""
    document.add_paragraph(f"Tempo: {blok.status}{deel}.{nagekeken}")
    for zin in (*blok.berekeningen, *blok.meldingen):
        document.add_paragraph(zin)
    if blok.toelichting:
        document.add_heading(f"Toelichting van {rapport.gemeente}", 3)
        _alineas(document, blok.toelichting.tekst)
        t = blok.toelichting
        van = f"van {t.van}, " if t.van else ""
        document.add_paragraph(
            f"{t.soort} {van}van {toon_datum(t.op)}, overgenomen zoals ingevoerd."
        )
        if blok.toelichting.meer_info:
            document.add_paragraph(f"Meer info: {blok.toelichting.meer_info}")
    else:
        document.add_paragraph("De gemeente gaf geen toelichting bij dit cijfer.")
    if blok.notitie:
        document.add_heading("Notitie bij dit rapport", 3)
        _alineas(document, blok.notitie)


def als_docx(rapport: Rapport) -> bytes:
    """Make the document: Dutch, with headings, header rows and a description at each chart."""
    document: Any = Document()
    taal = document.styles["Normal"].element.get_or_add_rPr()
    merk = OxmlElement("w:lang")
    merk.set(qn("w:val"), "nl-BE")
    taal.append(merk)
    document.core_properties.title = rapport.titel
    document.core_properties.language = "nl-BE"
    document.core_properties.author = "PactPortaal"
    document.add_heading(rapport.titel, 1)
    if rapport.ontwerp:
        document.add_paragraph("Ontwerp, nog niet voorgelegd aan de gemeenteraad.")
    if rapport.demo:
        document.add_paragraph("Demonstratiegegevens: deze cijfers zijn verzonnen.")
    _tabel(
        document,
        ("Kenmerk", "Waarde"),
        [
            *rapport.kerncijfers,
            ("Stand op", toon_datum(rapport.peildatum)),
            ("Zoals gekend op editie", str(rapport.editie)),
        ],
    )
    _alineas(document, rapport.inleiding or STANDAARDINLEIDING)
    document.add_heading("Samenvatting", 2)
    _tabel(
        document,
        ("Doelstelling", "Cijfer", "Aandeel van het doel", "Tempo"),
        [
            (
                b.naam,
                met_toestand(b.regels[0].gemeente.toon, b.regels[0].gemeente.toestand, "cijfer"),
                b.aandeel or "–",
                b.status,
            )
            for b in rapport.blokken
        ],
    )
    for blok in rapport.blokken:
        _blok(document, rapport, blok)
    if rapport.weggelaten:
        document.add_heading("Doelstellingen zonder blok", 2)
        _tabel(
            document, ("Doelstelling", "Waarom"), [(w.naam, w.reden) for w in rapport.weggelaten]
        )
    document.add_heading("Klimaattafels en andere meldingen", 2)
    if rapport.meldingen:
        _tabel(
            document,
            ("Datum", "Melding", "Over"),
            [(toon_datum(m.op), m.soort, m.over) for m in rapport.meldingen],
        )
    else:
        document.add_paragraph(GEEN_MELDINGEN)
    document.add_heading("Bronnen en versie", 2)
    _tabel(document, ("Bron", "Doelstellingen"), rapport.bronnen)
    document.add_paragraph(f"Opnieuw te maken op {rapport.adres}")
    uit = io.BytesIO()
    document.save(uit)
    return uit.getvalue()
