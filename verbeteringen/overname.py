"""The set-based write of a delivery, inside the publishing transaction of the caller."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from doelstellingen.models import Publicatie
from gereedschap.massaschrijver import Massaschrijver, reserveer_nummers, ruime_cache
from toegang.models import Organisatie
from verbeteringen import tellingen
from verbeteringen.models import (
    Goedkeuring,
    Maatregel,
    Verbetering,
    VerbeteringBasis,
    VerbeteringOud,
)
from verbeteringen.toename import schrijf_toename

# The columns that come from the supplier's row, in the order of the spool.
INHOUD = (
    "externe_sleutel",
    "projectnaam",
    "aanvrager",
    "gemeente_id",
    "gemeente_uit",
    "geometrie",
    "minx",
    "miny",
    "maxx",
    "maxy",
    "cel",
    "groot",
    "uitvoering",
    "uitgevoerd_op",
    "gepland_op",
    "gewijzigd_op",
    "zoeknaam",
    "oppervlakte_m2",
    "lengte_m",
    "hash",
)
_VAST = ("bron_id", "versie", "goedkeuring", "opmerking", "links", "mail", "publicatie_id")
_MAATREGEL = (
    "verbetering_id",
    "parameter",
    "richting",
    "hoeveelheid",
    "oppervlakte_m2",
    "telt_mee",
    "reden",
)
_MATEN = ("oppervlakte_m2", "lengte_m")
TIJDELIJK = "levering_anders"
BASISKOLOMMEN = [str(veld.column) for veld in VerbeteringBasis._meta.local_concrete_fields]


def tabelnaam(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _maatregelen_json() -> str:
    """SQL that gives the maatregelen of row `v` as JSON, amounts as text in units."""
    m = tabelnaam(Maatregel)
    if connection.vendor == "postgresql":
        getal = "(m.{0} / 1000)::text || '.' || lpad((m.{0} % 1000)::text, 3, '0')"
        bouw, lijst, leeg = "json_build_object", "json_agg", "'[]'::json"
        telt = "m.telt_mee"
    else:
        getal = "printf('%%d.%%03d', m.{0} / 1000, m.{0} %% 1000)"
        bouw, lijst, leeg = "json_object", "json_group_array", "'[]'"
        telt = "json(CASE m.telt_mee WHEN 1 THEN 'true' ELSE 'false' END)"
    if connection.vendor == "postgresql":
        getal = getal.replace("%", "%%")
    vlak = f"CASE WHEN m.oppervlakte_m2 IS NULL THEN NULL ELSE {getal.format('oppervlakte_m2')} END"
    return (
        f"COALESCE((SELECT {lijst}({bouw}('parameter', m.parameter, 'richting', m.richting, "
        f"'hoeveelheid', {getal.format('hoeveelheid')}, 'oppervlakte_m2', {vlak}, "
        f"'telt_mee', {telt}, 'reden', m.reden)) FROM {m} m WHERE m.verbetering_id = v.id), {leeg})"
    )


def bewaar_oude_versies(*, selectie: str, parameters: list[Any], publicatie: Publicatie) -> None:
    """Copy the rows `v` that the SQL `selectie` names to VerbeteringOud, closed by `publicatie`."""
    kolommen = [k for k in BASISKOLOMMEN if k != "vervallen_in_id"]
    doel = ", ".join(connection.ops.quote_name(k) for k in kolommen)
    # A withdrawn row of a supplier says so in its old version, so that an undo brings that back.
    ingetrokken = (
        f"CASE WHEN v.vervallen_in_id IS NOT NULL AND v.goedkeuring = '{Goedkeuring.LEVERANCIER}' "
        f"THEN '{Goedkeuring.VERVALLEN}' ELSE v.goedkeuring END"
    )
    bron = ", ".join(
        ingetrokken if k == "goedkeuring" else f"v.{connection.ops.quote_name(k)}" for k in kolommen
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {tabelnaam(VerbeteringOud)} ({doel}, verbetering, deel_van, maatregelen, "
            f"vervallen_in_id) SELECT {bron}, v.id, v.deel_van_id, {_maatregelen_json()}, %s "
            f"FROM {tabelnaam(Verbetering)} v WHERE {selectie}",
            [publicatie.pk, *parameters],
        )


def maanden_van(selectie: str, parameters: list[Any]) -> set[tuple[int, int, dt.date]]:
    """Give the (gemeente, bron, month) in which the rows `v` of `selectie` were executed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT v.gemeente_id, v.bron_id, substr(CAST(v.uitgevoerd_op AS text), 1, 7) "
            f"FROM {tabelnaam(Verbetering)} v WHERE v.uitgevoerd_op IS NOT NULL AND {selectie}",
            parameters,
        )
        return {
            (gemeente, bron, dt.date.fromisoformat(f"{maand}-01"))
            for gemeente, bron, maand in cursor.fetchall()
        }


class Overname:
    """One delivery on its way into the tables; see `Levering.publiceer`."""

    def __init__(
        self,
        *,
        bron: Organisatie,
        publicatie: Publicatie,
        nieuw: Iterable[tuple[Any, ...]],
        nieuwe_maatregelen: Iterable[tuple[Any, ...]],
        anders: Iterable[tuple[Any, ...]],
        overslaan: set[int],
        maanden: set[tuple[int, int]],
    ) -> None:
        self._bron, self._publicatie = bron, publicatie
        self._nieuw, self._maatregelen, self._anders = nieuw, nieuwe_maatregelen, anders
        self._overslaan = overslaan
        self._maanden = {
            (gemeente, bron.pk, dt.date(maand // 12, maand % 12 + 1, 1))
            for gemeente, maand in maanden
        }

    def voer_uit(self) -> None:
        with ruime_cache():
            self._vervang()
            self._voeg_toe()
            schrijf_toename(publicatie=self._publicatie, maanden=self._maanden)
            tellingen.herbereken()

    def _vast(self) -> tuple[Any, ...]:
        return (self._bron.pk, 1, Goedkeuring.LEVERANCIER.value, "", [], "", self._publicatie.pk)

    def _voeg_toe(self) -> None:
        aantal = getattr(self._nieuw, "aantal", 0)
        if not aantal:
            return
        eerste = reserveer_nummers(Verbetering, aantal)
        vast = self._vast()
        Massaschrijver(Verbetering, ("id", *INHOUD, *_VAST), ruw=_MATEN).schrijf(
            (eerste + i, *inhoud, *vast)
            for i, (nr, inhoud) in enumerate(self._nieuw)
            if nr not in self._overslaan
        )
        self._schrijf_maatregelen(
            (eerste + volgnummer, *maatregel)
            for nr, volgnummer, *maatregel in self._maatregelen
            if nr not in self._overslaan
        )

    def _schrijf_maatregelen(self, rijen: Iterable[tuple[Any, ...]]) -> None:
        Massaschrijver(Maatregel, _MAATREGEL, ruw=("hoeveelheid", "oppervlakte_m2")).schrijf(
            (*rij, True, "") for rij in rijen
        )

    def _te_vervangen(self) -> Iterator[tuple[Any, ...]]:
        return (rij for rij in self._anders if rij[0] not in self._overslaan)

    def _vervang(self) -> None:
        """Keep the old versions, then update or close the rows and renew their maatregelen."""
        if next(self._te_vervangen(), None) is None:
            return
        tabel = tabelnaam(Verbetering)
        kolommen = ("id", *INHOUD, "publicatie_id", "vervallen_in_id")
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE {TIJDELIJK} AS SELECT {', '.join(kolommen)} "
                f"FROM {tabel} WHERE 1 = 0"
            )
            Massaschrijver(Verbetering, kolommen, ruw=_MATEN, tabel=TIJDELIJK).schrijf(
                self._als_tijdelijk(rij) for rij in self._te_vervangen()
            )
            self._werk_bij(cursor, tabel)
            cursor.execute(f"DROP TABLE {TIJDELIJK}")
        self._schrijf_maatregelen(
            (rij[2], *maatregel)
            for rij in self._te_vervangen()
            if not rij[3]
            for maatregel in rij[7]
        )

    def _als_tijdelijk(self, rij: tuple[Any, ...]) -> tuple[Any, ...]:
        _, sleutel, pk, weg, kenmerk, gewijzigd_op, *rest = rij
        if not weg:
            return (pk, *rest[0], self._publicatie.pk, None)
        leeg = dict.fromkeys(INHOUD)
        leeg.update(externe_sleutel=sleutel, hash=kenmerk, gewijzigd_op=gewijzigd_op)
        return (pk, *leeg.values(), self._publicatie.pk, self._publicatie.pk)

    def _werk_bij(self, cursor: Any, tabel: str) -> None:
        selectie = f"v.id IN (SELECT id FROM {TIJDELIJK})"
        self._maanden |= maanden_van(selectie, [])
        bewaar_oude_versies(selectie=selectie, parameters=[], publicatie=self._publicatie)
        altijd = ("gewijzigd_op", "hash", "publicatie_id", "vervallen_in_id")
        zet = ", ".join(f"{k} = a.{k}" for k in altijd)
        cursor.execute(
            f"UPDATE {tabel} SET versie = {tabel}.versie + 1, {zet} "
            f"FROM {TIJDELIJK} a WHERE a.id = {tabel}.id"
        )
        zet = ", ".join(f"{k} = a.{k}" for k in INHOUD if k not in altijd)
        cursor.execute(
            f"UPDATE {tabel} SET {zet} FROM {TIJDELIJK} a "
            f"WHERE a.id = {tabel}.id AND a.vervallen_in_id IS NULL"
        )
        cursor.execute(
            f"DELETE FROM {tabelnaam(Maatregel)} WHERE verbetering_id IN "
            f"(SELECT id FROM {TIJDELIJK} WHERE vervallen_in_id IS NULL)"
        )
