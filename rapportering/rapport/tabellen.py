"""The report as a table: CSV for a Dutch Excel, and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter

from gereedschap.opmaak import toon_datum
from rapportering.rapport.inhoud import Blok, Rapport, Regel, Waarde
from rapportering.uitvoer import veilig

KOLOMMEN = (
    "Werf", "Doelstelling", "Regel", "Soort", "Gemeente", "Gemeente (exact)",
    "Toestand", "Vlaams Gewest", "Vlaams Gewest (exact)", "Eenheid", "Bron",
    "Laatste update", "Status", "Toelichting", "Notitie", "Demonstratiegegevens",
)  # fmt: skip


def _exact(waarde: Waarde) -> str:
    """The exact amount with a decimal comma; empty where there is none."""
    return "" if waarde.exact is None else f"{waarde.exact.normalize():f}".replace(".", ",")


def _rij(blok: Blok, regel: Regel) -> list[str]:
    return [
        blok.werf,
        blok.naam,
        regel.naam,
        regel.soort,
        regel.gemeente.toon,
        _exact(regel.gemeente),
        regel.gemeente.toestand,
        regel.gewest.toon,
        _exact(regel.gewest),
        regel.eenheid,
        blok.bron,
        blok.laatste_update,
        blok.status,
        blok.toelichting.tekst if blok.toelichting else "",
        blok.notitie,
        "ja" if blok.demo else "nee",
    ]


def _kop(rapport: Rapport) -> Iterator[list[str]]:
    yield [rapport.titel]
    yield ["NIS-code", rapport.nis]
    yield ["Stand op", toon_datum(rapport.peildatum)]
    yield ["Zoals gekend op editie", str(rapport.editie)]
    yield [*(f"{naam}: {waarde}" for naam, waarde in rapport.kerncijfers)]
    for regel in rapport.weggelaten:
        yield ["Zonder blok", regel.naam, regel.reden]
    for blok in rapport.blokken:
        for zin in blok.breuken:
            yield ["Methodebreuk", blok.naam, zin]
    for melding in rapport.meldingen:
        yield ["Melding", toon_datum(melding.op), melding.soort, melding.over]
    yield []


def als_csv(rapport: Rapport) -> bytes:
    """Semicolons, decimal comma and a byte order mark; no cell starts a formula."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    for rij in _kop(rapport):
        schrijver.writerow([veilig(cel) for cel in rij])
    schrijver.writerow(KOLOMMEN)
    for blok, regel in rapport.rijen():
        schrijver.writerow([veilig(cel) for cel in _rij(blok, regel)])
    return uit.getvalue().encode("utf-8-sig")


def als_xlsx(rapport: Rapport) -> bytes:
    """The same rows; exact amounts are numbers, everything else is text and never a formula."""
    uit = io.BytesIO()
    # No temporary files with a date in them: equal content gives equal bytes.
    boek = xlsxwriter.Workbook(uit, {"constant_memory": True, "in_memory": True})
    boek.set_properties({"title": rapport.titel, "comments": rapport.adres})
    vet = boek.add_format({"bold": True})
    getal = boek.add_format({"num_format": "#,##0.###"})
    blad = boek.add_worksheet("Rapport")
    blad.set_column(0, 2, 28)
    blad.set_column(3, len(KOLOMMEN) - 1, 16)
    nummer = 0
    for rij in _kop(rapport):
        for k, cel in enumerate(rij):
            blad.write_string(nummer, k, cel, vet if nummer == 0 else None)
        nummer += 1
    for k, naam in enumerate(KOLOMMEN):
        blad.write_string(nummer, k, naam, vet)
    blad.freeze_panes(nummer + 1, 0)
    for blok, regel in rapport.rijen():
        nummer += 1
        exact: dict[int, Decimal | None] = {5: regel.gemeente.exact, 8: regel.gewest.exact}
        for k, cel in enumerate(_rij(blok, regel)):
            bedrag = exact.get(k)
            if bedrag is not None:
                blad.write_number(nummer, k, float(bedrag), getal)
            else:
                blad.write_string(nummer, k, cel)
    boek.close()
    return uit.getvalue()
