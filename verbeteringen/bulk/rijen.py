"""From rows of text to checked registrations, whole chunks at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_met_nis, zoek
from gereedschap.csvlezer import sleutel
from gereedschap.getallen import GeenGetal, Notatie, lees_getal
from gereedschap.uploadwacht import UploadGeweigerd
from verbeteringen.adressen import Adreszoeker
from verbeteringen.bulk.lezen import Bronrij
from verbeteringen.geometrie import controleer as controleer_vormen
from verbeteringen.invoer import (
    Fout,
    Invoer,
    Maatregelinvoer,
    OngeldigeInvoer,
    controleer,
    naar_json,
    splits,
    stel_naam_voor,
)
from verbeteringen.models import Aanvrager
from verbeteringen.parameters import PARAMETERS, PER_SLEUTEL, UITSLUITINGEN
from verbeteringen.toewijzing import Toewijzer
from verbeteringen.vormlezen import naar_wgs84, wissel_omgekeerde

OMGEKEERD = "lengte- en breedtegraad stonden omgekeerd en zijn gewisseld"
_GEEN_OF_MEER = {
    False: "Dat past bij geen enkele maatregel van deze rij.",
    True: "Dat past bij meer dan één maatregel van deze rij. Zet elke maatregel op een eigen rij.",
}
_AANVRAGERS = tuple(Aanvrager.values)
_DATUMVORMEN = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d")


@dataclass
class Gelezen:
    """One row after reading: content for a registration, or what is wrong with it."""

    nr: int
    invoer: Invoer | None = None
    vorm: BaseGeometry | None = None
    nis: str | None = None
    gemeente_id: int | None = None
    gemeente_uit: str = ""
    fouten: list[Fout] = field(default_factory=list)
    meldingen: list[str] = field(default_factory=list)
    # What to ask the address service: only where there is no shape.
    adres: str = ""


def lees_datum(tekst: str) -> dt.date:
    """Read a date as people write it; raises ValueError."""
    kort = tekst.split(" ")[0].split("T")[0]
    for vorm in _DATUMVORMEN:
        try:
            return dt.datetime.strptime(kort, vorm).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"“{tekst[:30]}” is geen datum. Schrijf bijvoorbeeld 15-11-2025.")


class Rijlezer:
    """Reads rows of one upload; `koppeling` is header → our column."""

    def __init__(
        self,
        *,
        koppeling: dict[str, str],
        notatie: Notatie,
        aanvrager: str,
        gemeente: Gemeente | None,
        adreszoeker: Adreszoeker,
    ) -> None:
        self._adreszoeker = adreszoeker
        self._kop = {doel: kop for kop, doel in koppeling.items()}
        self._notatie = Notatie.KOMMA if notatie is Notatie.ONBEKEND else notatie
        self._aanvrager = aanvrager
        self._gemeente = gemeente
        self._toewijzer = Toewijzer()
        self._vandaag = timezone.localdate()
        self._zoek = lru_cache(maxsize=5_000)(self._zoek_gemeente)

    def _cel(self, rij: Bronrij, naam: str) -> str:
        kop = self._kop.get(naam)
        return rij.cellen.get(kop, "") if kop else ""

    def _zoek_gemeente(self, tekst: str) -> str | None:
        if tekst.isdigit() and len(tekst) == 5:
            gevonden = gemeente_met_nis(tekst)
            return gevonden.nis if gevonden else None
        treffers = zoek(tekst, op=self._vandaag, limiet=2)
        if len(treffers) == 1 or (treffers and sleutel(treffers[0].naam) == sleutel(tekst)):
            return treffers[0].nis
        return None

    def _getal(self, rij: Bronrij, naam: str, uit: Gelezen) -> Decimal | None:
        tekst = self._cel(rij, naam)
        if not tekst:
            return None
        try:
            return lees_getal(tekst, self._notatie)
        except GeenGetal as fout:
            uit.fouten.append(Fout(naam, str(fout)))
            return None

    def _datum(self, rij: Bronrij, naam: str, uit: Gelezen) -> dt.date | None:
        tekst = self._cel(rij, naam)
        if not tekst:
            return None
        try:
            return lees_datum(tekst)
        except ValueError as fout:
            uit.fouten.append(Fout(naam, str(fout)))
            return None

    def _maatregelen(self, rij: Bronrij, uit: Gelezen) -> tuple[Maatregelinvoer, ...]:
        niet = self._cel(rij, "telt_niet_mee").lower()
        gevraagd = tuple(u for u in UITSLUITINGEN if u in niet)
        if niet and not gevraagd:
            uit.fouten.append(
                Fout("telt_niet_mee", f"“{niet[:40]}”: kies bosverband, compensatie of verplicht.")
            )
        delen = self._delen(rij, uit)
        gevonden: list[Maatregelinvoer] = []
        past_bij: dict[str, int] = dict.fromkeys(delen, 0)
        for p in PARAMETERS:
            waarde = self._getal(rij, p.sleutel, uit)
            if not waarde:
                continue
            richting = "plus" if waarde > 0 else "min"
            m2 = (
                self._getal(rij, "natuurgroenperk_m2", uit)
                if p.sleutel == "natuurgroenperken"
                else None
            )
            m = Maatregelinvoer(
                p.sleutel,
                richting,
                abs(waarde),
                abs(m2) if m2 is not None else None,
                reden=(self._cel(rij, "opmerking") or "min in het bestand")[:200]
                if richting == "min"
                else "",
            )
            past = {u.sleutel for u in p.uitsluitingen} if richting == "plus" else set()
            redenen = {u: delen.get(u) for u in UITSLUITINGEN if u in past & {*gevraagd, *delen}}
            for reden in past & set(delen):
                past_bij[reden] += 1
            try:
                gevonden += splits(m, redenen)
            except OngeldigeInvoer as fout:
                gevonden.append(m)  # Something was filled in: that is not what is wrong.
                # The form asks it per maatregel, a file per row.
                uit.fouten += [
                    Fout(f.veld.removeprefix(f"{p.sleutel}_"), f.tekst) for f in fout.fouten
                ]
        uit.fouten += [
            Fout(f"{reden}_deel", _GEEN_OF_MEER[bool(aantal)])
            for reden, aantal in past_bij.items()
            if aantal != 1
        ]
        return tuple(gevonden)

    def _delen(self, rij: Bronrij, uit: Gelezen) -> dict[str, Decimal]:
        """Give reason → how much of the row doesn't count, for what was filled in."""
        gelezen = {u: self._getal(rij, f"{u}_deel", uit) for u in UITSLUITINGEN}
        return {u: deel for u, deel in gelezen.items() if deel}

    def _punt_of_wkt(self, rij: Bronrij, uit: Gelezen) -> BaseGeometry | None:
        if rij.vorm is not None:
            return rij.vorm
        if wkt := self._cel(rij, "geometrie"):
            try:
                return shapely.from_wkt(wkt)
            except shapely.errors.GEOSException:
                uit.fouten.append(
                    Fout("geometrie", "geen geldige WKT, bijvoorbeeld POINT (3.72 51.05)")
                )
                return None
        lon, lat = self._cel(rij, "lon"), self._cel(rij, "lat")
        if not lon and not lat:
            return None
        try:
            return shapely.points(
                float(lees_getal(lon.replace(",", "."), Notatie.PUNT)),
                float(lees_getal(lat.replace(",", "."), Notatie.PUNT)),
            )
        except GeenGetal as fout:
            uit.fouten.append(Fout("lon", str(fout)))
            return None

    def _nis(self, rij: Bronrij, uit: Gelezen) -> str | None:
        for naam in ("gemeente", "postcode"):
            tekst = self._cel(rij, naam)
            if not tekst:
                continue
            if nis := self._zoek(tekst):
                return nis
            uit.fouten.append(Fout(naam, f"“{tekst[:40]}” is geen gemeente die we kennen."))
            return None
        adres = self._cel(rij, "adres")
        for woord in adres.replace(",", " ").split():
            if woord.isdigit() and len(woord) == 4 and (nis := self._zoek(woord)):
                return nis
        return None

    def lees_rij(self, rij: Bronrij) -> Gelezen:
        """Read the cells of one row; place and shape follow per chunk in `plaats`."""
        uit = Gelezen(rij.nr)
        aanvrager = self._cel(rij, "aanvrager").lower() or self._aanvrager
        if aanvrager not in _AANVRAGERS:
            uit.fouten.append(
                Fout("aanvrager", f"“{aanvrager[:30]}”: kies {', '.join(_AANVRAGERS)}.")
            )
        uitgevoerd_op = self._datum(rij, "uitgevoerd_op", uit)
        gepland_op = self._datum(rij, "gepland_op", uit)
        maatregelen = self._maatregelen(rij, uit)
        adres, opmerking = self._cel(rij, "adres"), self._cel(rij, "opmerking")
        naam = self._cel(rij, "projectnaam")[:200] or stel_naam_voor(maatregelen, adres, "")
        uit.invoer = Invoer(
            projectnaam=naam,
            aanvrager=aanvrager,
            maatregelen=maatregelen,
            uitgevoerd=uitgevoerd_op is not None,
            uitgevoerd_op=uitgevoerd_op,
            gepland_op=gepland_op,
            opmerking="\n".join(t for t in (opmerking, f"Adres: {adres}" if adres else "") if t)[
                :2000
            ],
        )
        uit.fouten += controleer(uit.invoer, vandaag=self._vandaag)
        uit.vorm = self._punt_of_wkt(rij, uit)
        uit.nis = self._nis(rij, uit)
        if uit.vorm is None and adres:
            waar = self._cel(rij, "postcode") or self._cel(rij, "gemeente")
            uit.adres = adres if not waar or waar.lower() in adres.lower() else f"{adres}, {waar}"
        return uit

    def lees_blok(self, rijen: Sequence[Bronrij]) -> list[Gelezen]:
        """Read a chunk: cells, then all shapes and gemeenten at once."""
        gelezen = [self.lees_rij(rij) for rij in rijen]
        for rij in gelezen:
            if rij.adres and not rij.fouten:
                self._zoek_adres(rij)
        self._plaats(gelezen)
        return gelezen

    def _zoek_adres(self, rij: Gelezen) -> None:
        """Put a row at its address; where that fails it counts for its gemeente, with a remark."""
        tekst = rij.adres
        if rij.nis is None and self._gemeente is not None:
            tekst = f"{tekst}, {self._gemeente.naam}"
        gevonden, reden = self._adreszoeker.zoek(tekst)
        if gevonden is not None:
            elders = rij.nis and self._zoek(gevonden.gemeente) not in (None, rij.nis)
            if not elders:
                rij.vorm = shapely.points(gevonden.lon, gevonden.lat)
                return
            reden = f"het adres is in {gevonden.gemeente} gevonden, niet in de gemeente van de rij"
        if rij.nis is None and self._gemeente is None:
            rij.fouten.append(
                Fout("adres", f"{reden[0].upper()}{reden[1:]}. Voeg een postcode of gemeente toe.")
            )
            return
        rij.meldingen.append(f"{reden}; telt voor heel de gemeente, zonder juiste plaats")

    def _plaats(self, rijen: list[Gelezen]) -> None:
        ruw = np.empty(len(rijen), dtype=object)
        ruw[:] = [r.vorm for r in rijen]
        if not shapely.is_missing(ruw).all():
            ruw, gewisseld = wissel_omgekeerde(ruw)
            for i in gewisseld:
                rijen[i].meldingen.append(OMGEKEERD)
            opmerkingen: list[str] = []
            try:
                ruw, _ = naar_wgs84(ruw, None, opmerkingen)
            except UploadGeweigerd as fout:
                for r in rijen:
                    if r.vorm is not None:
                        r.fouten.append(Fout("geometrie", str(fout)))
                        r.vorm = None
                return
        vormen = controleer_vormen(ruw)
        for i, r in enumerate(rijen):
            if reden := vormen.fouten.get(i):
                r.fouten.append(Fout("geometrie", reden))
            r.vorm = vormen.geometrieen[i]
            r.meldingen += vormen.meldingen.get(i, [])
            if r.vorm is None and r.nis is None and not reden_plaats(r):
                if self._gemeente is not None:
                    r.nis = self._gemeente.nis
                else:
                    r.fouten.append(Fout("gemeente", "Geen vorm, adres, postcode of gemeente."))
        self._wijs_toe(rijen, vormen.geometrieen)

    def _wijs_toe(self, rijen: list[Gelezen], vormen: np.ndarray) -> None:
        te_doen = [i for i, r in enumerate(rijen) if r.vorm is not None or r.nis is not None]
        if not te_doen:
            return
        datums = [
            (r.invoer.uitgevoerd_op or r.invoer.gepland_op or self._vandaag)
            if (r := rijen[i]).invoer
            else self._vandaag
            for i in te_doen
        ]
        # A name or postcode says today's gemeente; the shape finds its predecessor itself.
        nissen = [
            None if rijen[i].vorm is not None and datums[j].year < 2025 else rijen[i].nis
            for j, i in enumerate(te_doen)
        ]
        for i, plaats in zip(
            te_doen, self._toewijzer.wijs_toe(vormen[te_doen], nissen, datums), strict=True
        ):
            r = rijen[i]
            if plaats.reden:
                veld = "geometrie" if plaats.veld == "geometry" else "gemeente"
                r.fouten.append(Fout(veld, plaats.reden))
            else:
                r.gemeente_id, r.gemeente_uit = plaats.gemeente_id, str(plaats.uit)
                if plaats.melding:
                    r.meldingen.append(plaats.melding)


def reden_plaats(rij: Gelezen) -> bool:
    """Whether a message about the place is there already."""
    return any(f.veld in ("geometrie", "gemeente", "postcode", "lon", "adres") for f in rij.fouten)


def als_inhoud(rij: Gelezen) -> dict[str, Any]:
    """Give a read row as JSON for the table of rows; the shape as WKB in hex."""
    assert rij.invoer is not None
    uit = naar_json(rij.invoer)
    uit["geometrie"] = None
    uit["wkb"] = (
        None if rij.vorm is None else shapely.to_wkb(rij.vorm, hex=True, output_dimension=2)
    )
    uit["uit"] = rij.gemeente_uit
    uit["meldingen"] = rij.meldingen
    return uit


def som_van(inhoud: dict[str, Any]) -> str:
    """Say the amounts of a stored row in words."""
    delen = []
    for m in inhoud["maatregelen"]:
        p = PER_SLEUTEL[m["parameter"]]
        teken = "+" if m["richting"] == "plus" else "\u2212"
        waarom = ", ".join(UITSLUITINGEN[u].reden for u in m["uitsluitingen"])
        delen.append(
            f"{teken}{m['hoeveelheid'].replace('.', ',')} {p.eenheid}"
            + (f" (telt niet mee: {waarom})" if waarom else "")
        )
    return "; ".join(delen)
