"""Keep the standen in step with the metingen; used through `services`.

`standberekening` computes, this module reads and writes: a stand that stays equal is left alone, so
that its publicatie keeps saying when the figure last changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from doelstellingen.afleiding import leid_af
from doelstellingen.metingen import gelijk, groot_verbonden, maak_tijdelijk
from doelstellingen.models import Indicator, Meting, Publicatie, Stand
from doelstellingen.standberekening import Standrij, Waarneming, bereken_standen, telt_vanaf
from gemeenten.models import Fusie
from gereedschap.massaschrijver import Massaschrijver, blokken

# Of these suppliers every registration reaches us: a gemeente without rows has 0, it isn't missing.
NUL_ZONDER_RIJEN = frozenset({"groenblauwpeil"})
# What follows from other indicatoren of the same goal, where no supplier gives it: slug → parts.
AFGELEID = {"beide": ("warmteplan", "sloopbeleidsplan")}
SLEUTEL = ("gemeente_id", "indicator_id", "peildatum")
INHOUD = ("waarde", "teller", "noemer", "kwaliteit", "basisjaar", "delen", "van_delen")
KOLOMMEN = (*SLEUTEL, *INHOUD, "publicatie_id")
TIJDELIJK = "tijdelijk_stand"
BEREIK = "tijdelijk_bereik"
Voorgangers = Mapping[int, Sequence[int]]


def lees_voorgangers() -> dict[int, list[int]]:
    """Give per gemeente the ones that ended in it, one level."""
    uit: dict[int, list[int]] = {}
    for oud, nieuw in Fusie.objects.values_list("oud_id", "nieuw_id"):
        uit.setdefault(nieuw, []).append(oud)
    return uit


def _met_verwanten(gemeenten: set[int], voorgangers: Voorgangers) -> tuple[set[int], set[int]]:
    """Give whose standen may change (with successors) and whose metingen that takes."""
    opvolger = {oud: nieuw for nieuw, ouden in voorgangers.items() for oud in ouden}
    schrijf = set(gemeenten)
    for pk in gemeenten:
        while pk in opvolger:
            pk = opvolger[pk]
            schrijf.add(pk)
    lees, wachtrij = set(schrijf), list(schrijf)
    while wachtrij:
        ouden = voorgangers.get(wachtrij.pop(), ())
        lees.update(ouden)
        wachtrij.extend(ouden)
    return schrijf, lees


def _publicatiedagen(nummers: set[int]) -> dict[int, dt.date]:
    """Give the day in Flanders on which each publicatie was made."""
    uit: dict[int, dt.date] = {}
    for blok in blokken(sorted(nummers), 500):
        for pk, op in Publicatie.objects.filter(pk__in=blok).values_list("pk", "op"):
            uit[pk] = timezone.localdate(op)
    return uit


def _waarnemingen(indicator: Indicator, gemeenten: set[int] | None) -> dict[int, list[Waarneming]]:
    """Give the living metingen of an indicator by gemeente, in thousandths."""
    metingen: QuerySet[Meting] = Meting.objects.levend().filter(indicator=indicator)
    if indicator.soort != Indicator.Soort.CUMULATIEF and indicator.bron_id is not None:
        metingen = metingen.filter(bron=indicator.bron_id)
    if gemeenten is not None:
        metingen = metingen.filter(gemeente__in=gemeenten)
    # A plain cursor: a Decimal for each of some 150,000 amounts would take most of the time.
    sql, parameters = (
        metingen.order_by()
        .values_list(
            "gemeente_id", "bron_id", "vorm", "van", "tot", "waarde", "teller", "noemer",
            "kwaliteit", "basisjaar", "publicatie_id",
        )
        .query.sql_with_params()
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rijen = cursor.fetchall()
    dagen = _publicatiedagen({rij[-1] for rij in rijen if rij[2] != Meting.Vorm.NIVEAU})
    uit: dict[int, list[Waarneming]] = {}
    for gemeente, bron, vorm, van, tot, *inhoud, publicatie in rijen:
        vanaf = van
        if vorm != Meting.Vorm.NIVEAU:
            vanaf = telt_vanaf(vorm=vorm, van=van, tot=tot, gepubliceerd=dagen[publicatie])
        uit.setdefault(gemeente, []).append(Waarneming(bron, vorm, van, vanaf, *inhoud))
    return uit


def bereken(
    indicator: Indicator,
    *,
    gemeenten: set[int] | None,
    voorgangers: Voorgangers,
    delen: Sequence[Indicator] = (),
) -> Iterator[Standrij]:
    """Compute the standen of `gemeenten` (None: all) for one indicator from the living metingen.

    `delen` are the indicatoren that it follows from where no supplier gave it.
    All reading is done before the first row is given: on PostgreSQL nothing else may be asked while
    the rows stream into a COPY.
    """
    schrijf = lees = None
    if gemeenten is not None:
        schrijf, lees = _met_verwanten(gemeenten, voorgangers)
    waarnemingen = _waarnemingen(indicator, lees)
    if delen:
        waarnemingen = leid_af(
            [_waarnemingen(deel, lees) for deel in delen],
            eigen=waarnemingen,
            voorgangers=voorgangers,
            bron=indicator.bron_id or 0,
        )
    rijen = bereken_standen(
        waarnemingen,
        voorgangers=voorgangers,
        nul_zonder_rijen=telt_nul_zonder_rijen(indicator),
    )
    return (rij for rij in rijen if schrijf is None or rij.gemeente in schrijf)


def delen_van(indicator: Indicator, indicatoren: Iterable[Indicator]) -> list[Indicator]:
    """Give the indicatoren that this one follows from; empty for one that stands by itself."""
    slugs = AFGELEID.get(indicator.slug, ())
    return [
        i for i in indicatoren if i.doelstelling_id == indicator.doelstelling_id and i.slug in slugs
    ]


def _met_afgeleide(
    werk: Mapping[int, set[int] | None], indicatoren: Sequence[Indicator]
) -> dict[int, set[int] | None]:
    """Add the indicatoren that follow from those of `werk`, for the same gemeenten."""
    uit = dict(werk)
    for indicator in indicatoren:
        delen = [deel.pk for deel in delen_van(indicator, indicatoren) if deel.pk in werk]
        if delen:
            scopes = [werk[pk] for pk in (indicator.pk, *delen) if pk in werk]
            gemeenten = [scope for scope in scopes if scope is not None]
            heel = len(gemeenten) < len(scopes)
            uit[indicator.pk] = None if heel else set().union(*gemeenten)
    return uit


def telt_nul_zonder_rijen(indicator: Indicator) -> bool:
    """Whether a gemeente without rows has 0 for this indicator, instead of no figure."""
    return indicator.bron is not None and indicator.bron.slug in NUL_ZONDER_RIJEN


def werk_bij(*, publicatie: Publicatie, werk: Mapping[int, set[int] | None] | None = None) -> int:
    """Recompute standen under `publicatie` and give how many rows were added or closed.

    `werk` maps indicator id to the gemeenten whose metingen changed (None: all); None is everything.
    """
    indicatoren = list(Indicator.objects.select_related("bron"))
    if werk is not None:
        werk = _met_afgeleide(werk, indicatoren)
    voorgangers = lees_voorgangers()
    tabel = Stand._meta.db_table
    maak_tijdelijk(TIJDELIJK, bron=tabel, kolommen=KOLOMMEN)
    maak_tijdelijk(BEREIK, bron=tabel, kolommen=("gemeente_id", "indicator_id"))
    schrijver = Massaschrijver(Stand, KOLOMMEN, tabel=TIJDELIJK, ruw=("waarde", "teller", "noemer"))
    bereik = Massaschrijver(Stand, ("gemeente_id", "indicator_id"), tabel=BEREIK)
    heel: list[int] = []
    aantal = 0
    for indicator in indicatoren:
        if werk is not None and indicator.pk not in werk:
            continue
        gemeenten = None if werk is None else werk[indicator.pk]
        if gemeenten is None:
            heel.append(indicator.pk)
        else:
            schrijf, _ = _met_verwanten(gemeenten, voorgangers)
            bereik.schrijf((pk, indicator.pk) for pk in schrijf)
        # Read before writing: PostgreSQL answers no question while COPY runs on the connection.
        rijen = list(
            bereken(
                indicator,
                gemeenten=gemeenten,
                voorgangers=voorgangers,
                delen=delen_van(indicator, indicatoren),
            )
        )
        aantal += schrijver.schrijf(_kolommen(rijen, indicator.pk, publicatie.pk))
    return _vervang(publicatie.pk, heel, aantal=aantal)


def _kolommen(
    rijen: Iterable[Standrij], indicator: int, publicatie: int
) -> Iterator[tuple[object, ...]]:
    for gemeente, peildatum, *inhoud in rijen:
        yield (gemeente, indicator, peildatum, *inhoud, publicatie)


def _vervang(publicatie: int, heel: list[int], *, aantal: int) -> int:
    """Make the living standen of the scope equal to the `aantal` rows of the temporary table."""
    tabel = Stand._meta.db_table
    sleutel = " AND ".join(f"s.{k} = n.{k}" for k in SLEUTEL)
    zelfde = " AND ".join(f"s.{k} {gelijk()} n.{k}" for k in INHOUD)
    kolommen = ", ".join(KOLOMMEN)
    binnen = (
        f"EXISTS (SELECT 1 FROM {BEREIK} b WHERE b.gemeente_id = s.gemeente_id"
        " AND b.indicator_id = s.indicator_id)"
    )
    if heel:
        binnen = f"(s.indicator_id IN ({', '.join(map(str, heel))}) OR {binnen})"
    with groot_verbonden(aantal), connection.cursor() as cursor:
        for naam, velden in ((TIJDELIJK, SLEUTEL), (BEREIK, SLEUTEL[:2])):
            cursor.execute(f"CREATE INDEX {naam}_sleutel ON {naam} ({', '.join(velden)})")
            if connection.vendor == "postgresql":
                cursor.execute(f"ANALYZE {naam}")
        cursor.execute(
            f"UPDATE {tabel} AS s SET vervallen_in_id = %s WHERE s.vervallen_in_id IS NULL"
            f" AND {binnen} AND NOT EXISTS"
            f" (SELECT 1 FROM {TIJDELIJK} n WHERE {sleutel} AND {zelfde})",
            [publicatie],
        )
        gesloten = cursor.rowcount
        cursor.execute(
            f"INSERT INTO {tabel} ({kolommen}) SELECT {kolommen} FROM {TIJDELIJK} n WHERE NOT EXISTS"
            f" (SELECT 1 FROM {tabel} s WHERE {sleutel} AND s.vervallen_in_id IS NULL)"
        )
        toegevoegd = cursor.rowcount
        cursor.execute(f"DROP TABLE {TIJDELIJK}")
        cursor.execute(f"DROP TABLE {BEREIK}")
    return gesloten + toegevoegd
