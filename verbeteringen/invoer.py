"""What one may enter for a verbetering, checked: pure rules with Dutch messages.

`Invoer` is the clean content of the form, a row of a file or an API body alike; `controleer`
gives every message at once, so that nobody mends one mistake to find the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gereedschap.opmaak import toon_datum, toon_getal
from verbeteringen.levensloop import START
from verbeteringen.parameters import (
    PARAMETERS,
    PER_SLEUTEL,
    PERK_MINIMUM_M2,
    PERKEN_GRENS_M2,
    UITSLUITINGEN,
)

PLUS, MIN = "plus", "min"
NAAM_MAX = 200
VERBODEN_NAMEN = frozenset({"nieuw project", "naamloos", "test", "project"})
MAX_LINKS = 10


@dataclass(frozen=True)
class Maatregelinvoer:
    """One amount of one parameter; `uitsluitingen` are keys of UITSLUITINGEN (plus), `reden` text (min)."""

    parameter: str
    richting: str
    hoeveelheid: Decimal
    oppervlakte_m2: Decimal | None = None
    uitsluitingen: tuple[str, ...] = ()
    reden: str = ""

    @property
    def sleutel(self) -> tuple[object, ...]:
        """What is unique within a registration: parameter, direction and why it doesn't count."""
        return self.parameter, self.richting, frozenset(self.uitsluitingen)

    @property
    def telt_mee(self) -> bool:
        return not self.uitsluitingen

    @property
    def plus_telt(self) -> bool:
        return self.richting == PLUS and self.telt_mee

    @property
    def redentekst(self) -> str:
        """Why it doesn't count, or why something went; what came and counts needs no reason."""
        if self.uitsluitingen:
            return ", ".join(UITSLUITINGEN[u].reden for u in self.uitsluitingen)
        return "" if self.plus_telt else self.reden

    @property
    def netto(self) -> Decimal:
        return self.hoeveelheid if self.richting == PLUS else -self.hoeveelheid


@dataclass(frozen=True)
class Invoer:
    projectnaam: str
    aanvrager: str
    maatregelen: tuple[Maatregelinvoer, ...]
    uitgevoerd: bool
    uitgevoerd_op: dt.date | None = None
    gepland_op: dt.date | None = None
    opmerking: str = ""
    links: tuple[str, ...] = ()
    geometrie: BaseGeometry | None = field(default=None, compare=False)
    # Replaced trees count only next to a registration of the felled ones.
    vervanging: bool = False


@dataclass(frozen=True)
class Fout:
    """One message: `veld` is the name of the form field or column, "" for the whole."""

    veld: str
    tekst: str


class OngeldigeInvoer(Exception):
    """What was entered cannot be stored; `fouten` says where and what to do."""

    def __init__(self, fouten: Iterable[Fout]) -> None:
        self.fouten = tuple(fouten)
        super().__init__(" ".join(f.tekst for f in self.fouten))


def _controleer_datums(invoer: Invoer, vandaag: dt.date) -> Iterable[Fout]:
    if invoer.uitgevoerd:
        if invoer.uitgevoerd_op is None:
            yield Fout("uitgevoerd_op", "Geef de datum van uitvoering, bijvoorbeeld 15-11-2025.")
        elif invoer.uitgevoerd_op < START:
            yield Fout(
                "uitgevoerd_op",
                "Alleen nieuwe aanplantingen en installaties sinds 1-1-2021 tellen mee; "
                f"{toon_datum(invoer.uitgevoerd_op)} ligt ervoor.",
            )
        elif invoer.uitgevoerd_op > vandaag:
            yield Fout(
                "uitgevoerd_op",
                f"{toon_datum(invoer.uitgevoerd_op)} moet nog komen. Vink “reeds uitgevoerd” uit en "
                "geef een geplande datum.",
            )
    elif invoer.gepland_op is None:
        yield Fout("gepland_op", "Geef een geplande datum, of vink “reeds uitgevoerd” aan.")
    elif invoer.gepland_op < START:
        yield Fout("gepland_op", "De geplande datum ligt voor 1-1-2021. Kijk het jaartal na.")
    elif invoer.gepland_op.year > 2040:
        yield Fout("gepland_op", "De geplande datum ligt na 2040. Kijk het jaartal na.")


def _controleer_maatregel(m: Maatregelinvoer) -> Iterable[Fout]:
    parameter = PER_SLEUTEL[m.parameter]
    veld = f"{m.parameter}_{m.richting}"
    if m.hoeveelheid <= 0:
        yield Fout(veld, f"{parameter.vraag}: geef een getal groter dan 0.")
        return
    if m.hoeveelheid > parameter.grens:
        yield Fout(
            veld,
            f"{parameter.vraag}: dat is meer dan aannemelijk is voor één verbetering "
            f"(hoogstens {toon_getal(parameter.grens)} {parameter.eenheid}). "
            "Kijk het getal en de eenheid na.",
        )
    if parameter.geheel and m.hoeveelheid != m.hoeveelheid.to_integral_value():
        yield Fout(veld, f"{parameter.vraag}: geef een geheel getal.")
    elif m.hoeveelheid != m.hoeveelheid.quantize(Decimal("0.001")):
        yield Fout(veld, f"{parameter.vraag}: geef hoogstens drie cijfers na de komma.")
    if m.parameter == "natuurgroenperken":
        yield from _controleer_perk(m)
    elif m.oppervlakte_m2 is not None:
        yield Fout(f"{veld}_m2", "Een oppervlakte hoort alleen bij natuurgroenperken.")
    past = {u.sleutel for u in parameter.uitsluitingen}
    if set(m.uitsluitingen) - past or (m.richting == MIN and m.uitsluitingen):
        yield Fout(veld, f"{parameter.vraag}: die reden past hier niet.")
    if m.richting == MIN and not m.reden.strip():
        yield Fout(f"{m.parameter}_min_reden", f"{parameter.min_vraag}: zeg kort waarom.")


def _controleer_perk(m: Maatregelinvoer) -> Iterable[Fout]:
    veld = f"natuurgroenperken_{m.richting}_m2"
    if m.oppervlakte_m2 is None or m.oppervlakte_m2 <= 0:
        yield Fout(veld, "Geef de totale oppervlakte van de natuurgroenperken in m².")
    elif m.oppervlakte_m2 > PERKEN_GRENS_M2:
        yield Fout(veld, "Dat is meer dan heel Vlaanderen. Kijk het getal en de eenheid na.")
    elif m.oppervlakte_m2 != m.oppervlakte_m2.quantize(Decimal("0.001")):
        yield Fout(veld, "Geef hoogstens drie cijfers na de komma.")
    elif m.richting == PLUS and m.oppervlakte_m2 < PERK_MINIMUM_M2 * m.hoeveelheid:
        yield Fout(
            veld,
            "Een natuurgroenperk telt minstens 10 m²: "
            f"{int(m.hoeveelheid)} perken vragen samen minstens "
            f"{int(PERK_MINIMUM_M2 * m.hoeveelheid)} m².",
        )


def controleer(invoer: Invoer, *, vandaag: dt.date) -> list[Fout]:
    """Give every reason why `invoer` cannot be stored; empty when it can."""
    fouten: list[Fout] = []
    naam = invoer.projectnaam.strip()
    if not naam:
        fouten.append(Fout("projectnaam", "Geef het project een naam, bijvoorbeeld de straat."))
    elif naam.lower() in VERBODEN_NAMEN:
        fouten.append(
            Fout("projectnaam", f"“{naam}” zegt niet wat het is. Noem maatregel en plaats.")
        )
    elif len(naam) > NAAM_MAX:
        fouten.append(Fout("projectnaam", f"De naam mag hoogstens {NAAM_MAX} tekens tellen."))
    fouten += _controleer_datums(invoer, vandaag)
    if not invoer.maatregelen:
        fouten.append(Fout("maatregelen", "Vul bij minstens één maatregel een hoeveelheid in."))
    for maatregel in invoer.maatregelen:
        fouten += _controleer_maatregel(maatregel)
    geveld = any(m.parameter == "bomen" and m.richting == MIN for m in invoer.maatregelen)
    geplant = any(
        m.parameter == "bomen" and m.richting == PLUS and m.telt_mee for m in invoer.maatregelen
    )
    if invoer.vervanging and geplant and not geveld:
        fouten.append(
            Fout(
                "bomen_min",
                "Deze bomen vervangen gevelde bomen. Geef ook het aantal gevelde bomen in: "
                "alleen het verschil telt.",
            )
        )
    for link in invoer.links:
        if not link.startswith(("https://", "http://")) or len(link) > 300 or " " in link:
            fouten.append(Fout("links", f"“{link[:60]}” is geen webadres. Begin met https://."))
    if len(invoer.links) > MAX_LINKS:
        fouten.append(Fout("links", f"Geef hoogstens {MAX_LINKS} links."))
    return fouten


def splits(m: Maatregelinvoer, delen: dict[str, Decimal | None]) -> list[Maatregelinvoer]:
    """Split a plus in what counts and what doesn't: `delen` is reason → how much of it, None for all.

    One reason without an amount, or several, hold for the whole. Raises OngeldigeInvoer.
    """
    if all(deel is None for deel in delen.values()):
        return [replace(m, uitsluitingen=tuple(delen))]
    parameter = PER_SLEUTEL[m.parameter]
    fouten = [
        Fout(f"{m.parameter}_{reden}_deel", "Zeg bij elke reden hoeveel niet meetelt.")
        for reden, deel in delen.items()
        if deel is None or deel <= 0
    ]
    som = sum((deel or Decimal(0) for deel in delen.values()), Decimal(0))
    if not fouten and som > m.hoeveelheid:
        tekst = (
            f"{parameter.vraag}: er tellen er meer niet mee ({toon_getal(som, 3)}) dan er kwamen "
            f"({toon_getal(m.hoeveelheid, 3)})."
        )
        fouten = [Fout(f"{m.parameter}_{reden}_deel", tekst) for reden in list(delen)[-1:]]
    if fouten:
        raise OngeldigeInvoer(fouten)

    def deel_van(hoeveelheid: Decimal, *redenen: str) -> Maatregelinvoer:
        m2 = m.oppervlakte_m2
        if m2 is not None:
            m2 = (m2 * hoeveelheid / m.hoeveelheid).quantize(Decimal("0.001"))
        return replace(m, hoeveelheid=hoeveelheid, oppervlakte_m2=m2, uitsluitingen=redenen)

    telt = [deel_van(m.hoeveelheid - som)] if som < m.hoeveelheid else []
    return telt + [deel_van(deel, reden) for reden, deel in delen.items() if deel]


def stel_naam_voor(maatregelen: Iterable[Maatregelinvoer], straat: str, gemeente: str) -> str:
    """Propose a name from what was done and where: "Bomen en haag, Veldstraat"."""
    gekozen = {m.parameter for m in maatregelen}
    namen = [p.naam for p in PARAMETERS if p.sleutel in gekozen]
    if not namen:
        return ""
    wat = namen[0] if len(namen) == 1 else f"{', '.join(namen[:-1])} en {namen[-1]}"
    waar = straat.strip() or gemeente.strip()
    return f"{wat[0].upper()}{wat[1:]}{f', {waar}' if waar else ''}"[:NAAM_MAX]


def verdeel(
    hoeveelheid: Decimal, aandelen: Mapping[int, float], *, geheel: bool
) -> dict[int, Decimal]:
    """Split an amount by share: whole trees stay whole, the sum is kept (largest remainders)."""
    totaal = sum(aandelen.values())
    if totaal <= 0:
        raise ValueError("De aandelen tellen niet op tot meer dan nul.")
    maat = Decimal(1) if geheel else Decimal("0.001")
    eenheden = int(hoeveelheid / maat)
    exact = {wie: eenheden * deel / totaal for wie, deel in aandelen.items()}
    toegekend = {wie: int(x) for wie, x in exact.items()}
    over = eenheden - sum(toegekend.values())
    volgorde = sorted(exact, key=lambda wie: (toegekend[wie] - exact[wie], wie))
    for wie in volgorde[:over]:
        toegekend[wie] += 1
    return {wie: aantal * maat for wie, aantal in toegekend.items()}


def naar_json(invoer: Invoer) -> dict[str, Any]:
    """Give `invoer` as JSON for a Voorstel; the shape as GeoJSON."""
    return {
        "projectnaam": invoer.projectnaam,
        "aanvrager": invoer.aanvrager,
        "uitgevoerd": invoer.uitgevoerd,
        "uitgevoerd_op": invoer.uitgevoerd_op.isoformat() if invoer.uitgevoerd_op else None,
        "gepland_op": invoer.gepland_op.isoformat() if invoer.gepland_op else None,
        "opmerking": invoer.opmerking,
        "links": list(invoer.links),
        "vervanging": invoer.vervanging,
        "geometrie": shapely.to_geojson(invoer.geometrie) if invoer.geometrie is not None else None,
        "maatregelen": maatregelen_als_json(invoer.maatregelen),
    }


def maatregelen_als_json(maatregelen: Iterable[Maatregelinvoer]) -> list[dict[str, Any]]:
    """Give amounts as JSON; `maatregelen_uit_json` reads them back."""
    return [
        {
            "parameter": m.parameter,
            "richting": m.richting,
            "hoeveelheid": str(m.hoeveelheid),
            "oppervlakte_m2": None if m.oppervlakte_m2 is None else str(m.oppervlakte_m2),
            "uitsluitingen": list(m.uitsluitingen),
            "reden": m.reden,
        }
        for m in maatregelen
    ]


def maatregelen_uit_json(rijen: Iterable[dict[str, Any]]) -> tuple[Maatregelinvoer, ...]:
    """Read back what `maatregelen_als_json` wrote."""
    return tuple(
        Maatregelinvoer(
            parameter=m["parameter"],
            richting=m["richting"],
            hoeveelheid=Decimal(m["hoeveelheid"]),
            oppervlakte_m2=None if m["oppervlakte_m2"] is None else Decimal(m["oppervlakte_m2"]),
            uitsluitingen=tuple(m["uitsluitingen"]),
            reden=m["reden"],
        )
        for m in rijen
    )


def uit_json(inhoud: dict[str, Any]) -> Invoer:
    """Read back what `naar_json` wrote."""

    def datum(tekst: str | None) -> dt.date | None:
        return dt.date.fromisoformat(tekst) if tekst else None

    return Invoer(
        projectnaam=inhoud["projectnaam"],
        aanvrager=inhoud["aanvrager"],
        uitgevoerd=inhoud["uitgevoerd"],
        uitgevoerd_op=datum(inhoud["uitgevoerd_op"]),
        gepland_op=datum(inhoud["gepland_op"]),
        opmerking=inhoud["opmerking"],
        links=tuple(inhoud["links"]),
        vervanging=inhoud.get("vervanging", False),
        geometrie=shapely.from_geojson(inhoud["geometrie"]) if inhoud["geometrie"] else None,
        maatregelen=maatregelen_uit_json(inhoud["maatregelen"]),
    )
