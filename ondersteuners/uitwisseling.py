"""The offer as CSV or Excel, out and in. What comes in becomes concepts; nothing shows by itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db import transaction
from django.db.models import QuerySet

from doelstellingen.models import Werf
from gemeenten.namen import sorteernaam
from gereedschap.csvlezer import Cel, Kolom, Tabel, Tabelrij
from ondersteuners.forms import AanbodForm
from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.models import Aanbod, Ondersteuner, Versie
from ondersteuners.pagina_s import met_alles
from ondersteuners.services import bewaar_concept
from toegang.models import Account

MAX_RIJEN = 1_000
LIJSTEN = ("doelstellingen", "soorten", "doelgroepen", "provincies", "gemeenten", "partners")
# What can be read back; the rest of the columns only tells.
INVOER = (
    "slug", "titel", "omschrijving", "werven", "doelstellingen", "soorten", "doelgroepen",
    "kosten", "kosten_uitleg", "gebied", "provincies", "gemeenten", "partners",
    "andere_partners", "jaar", "link", "geldig_van", "geldig_tot", "telt_niet_mee", "hoort_bij",
)  # fmt: skip
KOLOMMEN = ("ondersteuner", *INVOER, "staat", "nagekeken_op", "herkomst")
# A cell that starts like this is a formula to a spreadsheet.
_GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r")


def ontzenuw(waarde: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{waarde}" if waarde.startswith(_GEVAARLIJK) else waarde


def herstel(waarde: str) -> str:
    """Undo `ontzenuw`."""
    return waarde[1:] if waarde[:1] == "'" and waarde[1:].startswith(_GEVAARLIJK) else waarde


def _rij(aanbod: Aanbod) -> dict[str, str]:
    inhoud = AanbodInhoud.van(aanbod).als_json()
    rij = {veld: inhoud.get(veld) for veld in INVOER}
    rij["werven"] = [str(w.nummer or 0) for w in aanbod.werven.all()]
    rij["slug"] = aanbod.slug
    rij["ondersteuner"] = aanbod.ondersteuner.slug
    rij["staat"] = aanbod.staat
    rij["nagekeken_op"] = aanbod.nagekeken_op
    rij["herkomst"] = aanbod.herkomst
    return {
        kolom: ontzenuw(_tekst(rij[kolom]).replace("\r\n", "\n").replace("\r", "\n"))
        for kolom in KOLOMMEN
    }


def _tekst(waarde: Any) -> str:
    if isinstance(waarde, list):
        return "|".join(waarde)
    return "" if waarde is None else str(waarde)


def rijen(aanbod: QuerySet[Aanbod]) -> Iterator[dict[str, str]]:
    """Give one row of texts per item, safe for a spreadsheet."""
    for item in met_alles(aanbod).order_by("ondersteuner__slug", "slug").iterator(chunk_size=500):
        yield _rij(item)


def als_csv(aanbod: QuerySet[Aanbod]) -> Iterator[str]:
    """Stream a `;` separated CSV with a byte order mark, as Excel reads it in Flanders."""
    buffer = io.StringIO()
    schrijver = csv.DictWriter(buffer, KOLOMMEN, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    schrijver.writeheader()
    for rij in rijen(aanbod):
        schrijver.writerow(rij)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def als_xlsx(aanbod: QuerySet[Aanbod]) -> bytes:
    """Give the same rows as an Excel workbook; every cell is text, so that nothing can run."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    ) as werkboek:
        blad = werkboek.add_worksheet("Aanbod")
        vet = werkboek.add_format({"bold": True})
        blad.freeze_panes(1, 0)
        blad.write_row(0, 0, KOLOMMEN, vet)
        for nummer, rij in enumerate(rijen(aanbod), start=1):
            for kolom, naam in enumerate(KOLOMMEN):
                blad.write_string(nummer, kolom, rij[naam][:32_000])
    return buffer.getvalue()


@dataclass(frozen=True)
class Rijfout:
    """Why one row was not taken: its number in the file (the header is 1), field and reason."""

    rij: int
    veld: str
    reden: str


@dataclass(frozen=True)
class Invoer:
    """The outcome of one file: the good rows as concepts, and why the others were not taken."""

    concepten: list[Versie]
    ongewijzigd: int
    fouten: list[Rijfout]
    meldingen: list[str]


def _werfslugs() -> dict[str, str]:
    namen = {}
    for werf in Werf.objects.all():
        namen[str(werf.nummer or 0)] = werf.slug
        namen[werf.slug] = werf.slug
    return namen


def _formulierwaarden(cellen: dict[str, Cel], werven: dict[str, str]) -> dict[str, Any]:
    tekst = {veld: herstel(str(cellen.get(veld, "") or "").strip()) for veld in INVOER}
    uit: dict[str, Any] = dict(tekst)
    for lijst in LIJSTEN:
        uit[lijst] = [deel.strip() for deel in tekst[lijst].split("|") if deel.strip()]
    uit["gemeenten"] = "\n".join(uit["gemeenten"])
    uit["werven"] = [
        werven.get(deel.strip(), deel.strip())
        for deel in tekst["werven"].split("|")
        if deel.strip()
    ]
    uit["kosten"] = tekst["kosten"] or "onbekend"
    uit["gebied"] = tekst["gebied"] or "organisatie"
    return uit


def _fouten(nummer: int, formulier: AanbodForm) -> Iterable[Rijfout]:
    for veld, lijst in formulier.errors.items():
        naam = "" if veld == "__all__" else veld
        yield from (Rijfout(nummer, naam, str(reden)) for reden in lijst)


class _Lezing:
    """The rows of one file against what the ondersteuner has."""

    def __init__(self, ondersteuner: Ondersteuner) -> None:
        self.ondersteuner = ondersteuner
        self.werven = _werfslugs()
        bestaand = list(met_alles(ondersteuner.aanbod.all()))
        self.per_slug = {item.slug: item for item in bestaand}
        # A row without slug that was read before is the same item, not a second one.
        self.per_naam = {
            item.sorteernaam: item for item in bestaand if item.staat != Aanbod.Staat.AFGEVOERD
        }
        self.concepten = {
            versie.aanbod_id: AanbodInhoud.uit_json(versie.inhoud)
            for versie in Versie.objects.filter(
                ondersteuner=ondersteuner, aanbod__isnull=False, staat=Versie.Staat.CONCEPT
            )
        }
        self.gezien: dict[int | str, int] = {}

    def lees(self, rij: Tabelrij) -> tuple[Aanbod | None, AanbodInhoud] | list[Rijfout] | None:
        """Give item and content, or what is wrong, or None where nothing changes."""
        if rij.fout:
            return [Rijfout(rij.nr, "", rij.fout)]
        waarden = _formulierwaarden(rij.cellen, self.werven)
        naam = sorteernaam(waarden["titel"])[:200]
        slug = waarden["slug"]
        aanbod = self.per_slug.get(slug) if slug else self.per_naam.get(naam)
        wat = aanbod.pk if aanbod else slug or naam
        if wat and wat in self.gezien:
            veld = "slug" if slug else "titel"
            return [Rijfout(rij.nr, veld, f"Staat ook al op rij {self.gezien[wat]}.")]
        self.gezien[wat] = rij.nr
        formulier = AanbodForm(waarden, ondersteuner=self.ondersteuner, aanbod=aanbod)
        if not formulier.is_valid():
            return list(_fouten(rij.nr, formulier))
        inhoud = formulier.inhoud()
        if aanbod and inhoud in (AanbodInhoud.van(aanbod), self.concepten.get(aanbod.pk)):
            return None
        return aanbod, inhoud


def voer_in(*, pad: Path, ondersteuner: Ondersteuner, door: Account | None) -> Invoer:
    """Read a file of items of `ondersteuner`: the good rows become concepts, the others say why not.

    A row whose `slug` exists changes that item; without slug it is the item with that title, or a
    new one. Rows that say what already shows or stands ready are left alone, so that a mended file
    can be read again whole. Raises Bestandsfout for a file that can't be read.
    """
    # The columns of the export that only inform are known too: who reads it back meets no warning.
    tabel = Tabel(pad, [Kolom(naam, verplicht=naam == "titel") for naam in KOLOMMEN])
    lezing = _Lezing(ondersteuner)
    klaar: list[tuple[Aanbod | None, AanbodInhoud]] = []
    fouten: list[Rijfout] = []
    ongewijzigd = 0
    for aantal, rij in enumerate(tabel):
        if aantal >= MAX_RIJEN:
            te_veel = f"Hoogstens {MAX_RIJEN} rijen per bestand; laad de rest apart op."
            fouten.append(Rijfout(rij.nr, "", te_veel))
            break
        gelezen = lezing.lees(rij)
        if gelezen is None:
            ongewijzigd += 1
        elif isinstance(gelezen, list):
            fouten += gelezen
        else:
            klaar.append(gelezen)
    concepten = _bewaar(klaar, ondersteuner=ondersteuner, door=door)
    return Invoer(concepten, ongewijzigd, fouten, tabel.meldingen)


@transaction.atomic
def _bewaar(
    klaar: list[tuple[Aanbod | None, AanbodInhoud]],
    *,
    ondersteuner: Ondersteuner,
    door: Account | None,
) -> list[Versie]:
    return [
        bewaar_concept(ondersteuner=ondersteuner, aanbod=aanbod, inhoud=inhoud, door=door)
        for aanbod, inhoud in klaar
    ]
