"""Demonstration deliveries: made-up figures in the suppliers' formats, the same on every machine.

Sizes follow the inhabitants, each gemeente has its own pace, some have no data. A figure of a fusie
is what its predecessors add up to, so that lines go on. Nothing here is a published figure.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path

from django.conf import settings

from dataleveranciers.demo_kaart import schrijf_groenblauwpeil
from gemeenten.selectors import afstamming, gemeenten_op, inwoners, vandaag

# Another number makes new files.
VERSIE = "2"
ZAAD = 20210604
VOOR_FUSIES = dt.date(2024, 12, 31)
NA_FUSIES = dt.date(2025, 1, 1)
# Older dates are on the gemeenten of then.
PEILDATUMS = (
    *(dt.date(jaar, 12, 31) for jaar in range(2020, 2026)),
    dt.date(2026, 6, 30),
)


@dataclass(frozen=True)
class Plaats:
    """One of the 300 gemeenten of before 2025, the smallest piece that figures are made for."""

    pk: int
    nis: str
    naam: str
    inwoners: int
    lon: float
    lat: float
    opvolger: int
    opvolger_nis: str


def map_van_demo() -> Path:
    return Path(settings.DATA_MAP) / "demo" / f"v{VERSIE}"


class Demo:
    """Makes the files; every figure comes from a dice of its own, seeded by its name."""

    @cached_property
    def plaatsen(self) -> list[Plaats]:
        tellingen = inwoners(op=VOOR_FUSIES)
        naar = afstamming(NA_FUSIES)
        return [
            Plaats(
                pk=g.pk,
                nis=g.nis,
                naam=g.naam,
                inwoners=tellingen[g.pk].aantal,
                lon=g.lon or 0,
                lat=g.lat or 0,
                opvolger=naar[g.pk],
                opvolger_nis=self.opvolgers[naar[g.pk]][0],
            )
            for g in sorted(gemeenten_op(VOOR_FUSIES), key=lambda g: g.nis)
            if g.pk in tellingen
        ]

    @cached_property
    def opvolgers(self) -> dict[int, tuple[str, str]]:
        return {g.pk: (g.nis, g.naam) for g in gemeenten_op(NA_FUSIES)}

    @staticmethod
    def dobbel(*waarvoor: object) -> random.Random:
        return random.Random(f"{ZAAD}/{'/'.join(map(str, waarvoor))}")

    def tempo(self, plaats: Plaats, doel: str) -> float:
        """How fast a gemeente goes: 1 is on the path; most are below, some far above."""
        algemeen = self.dobbel("tempo", plaats.nis).lognormvariate(-0.35, 0.35)
        return algemeen * self.dobbel("tempo", plaats.nis, doel).lognormvariate(0, 0.3)

    def heeft(self, plaats: Plaats, doel: str, kans: float = 0.95) -> bool:
        # By successor: half a fusie would be a partial sum everywhere. By its NIS: numbers of rows
        # differ from one database to the next.
        return self.dobbel("heeft", plaats.opvolger_nis, doel).random() < kans

    def groepen(self, datum: dt.date, doel: str) -> Iterator[tuple[str, str, list[Plaats]]]:
        """Give (nis, name, pieces) per gemeente of `datum` that has data for a goal."""
        if datum < NA_FUSIES:
            for p in self.plaatsen:
                if self.heeft(p, doel):
                    yield p.nis, p.naam, [p]
            return
        per: dict[int, list[Plaats]] = {}
        for p in self.plaatsen:
            per.setdefault(p.opvolger, []).append(p)
        for pk, delen in per.items():
            if self.heeft(delen[0], doel):
                yield (*self.opvolgers[pk], delen)


def jaren(datum: dt.date) -> float:
    """Give the years since 31-12-2020."""
    return (datum - dt.date(2020, 12, 31)).days / 365.25


def _komma(waarde: Decimal | float, decimalen: int) -> str:
    return f"{waarde:.{decimalen}f}".replace(".", ",")


KOP = "nis;gemeente;doelstelling;indicator;peildatum;waarde;teller;noemer;eenheid;kwaliteit;basisjaar;opmerking"
Maker = Callable[[Demo, Plaats, dt.date], float]


def _groei(per_inwoner: float, doel: str, begin: float = 0.0) -> Maker:
    """Give a maker of an amount that grows from `begin` × target towards (and past) the target."""

    def maak(demo: Demo, plaats: Plaats, datum: dt.date) -> float:
        deel = begin + (1 - begin) * demo.tempo(plaats, doel) * jaren(datum) / 10
        return plaats.inwoners * per_inwoner * max(deel, 0)

    return maak


# (doelstelling, indicator, unit, decimals, first peildatum, maker); a voorraad starts in 2020.
EERSTE, LATER = PEILDATUMS[0], PEILDATUMS[1]
TELLINGEN: dict[str, tuple[tuple[str, str, str, int, dt.date, Maker], ...]] = {
    "autodelen": (
        ("deelsystemen", "deelwagens", "deelwagens", 0, EERSTE, _groei(0.002, "delen", 0.15)),
        (
            "deelsystemen",
            "toegangspunten",
            "toegangspunten",
            0,
            EERSTE,
            _groei(0.001, "delen", 0.15),
        ),
    ),
    "laadpunten": (("laadpunten", "", "CPE", 1, EERSTE, _groei(0.015, "laden", 0.1)),),
    "mow": (("fietspaden", "", "km", 3, LATER, _groei(0.001, "fiets")),),
    "veka": (
        ("hernieuwbare_energieprojecten", "kwp", "kWp", 2, LATER, _groei(18 / 500, "zon")),
        (
            "hernieuwbare_energieprojecten",
            "projecten",
            "projecten",
            0,
            LATER,
            _groei(1 / 900, "zon"),
        ),
    ),
    "abb": (
        ("klimaattafels", "", "", 0, LATER, _groei(0.05 * 0.48 * 2.4, "tafels")),
        (
            "renovatietrajecten_klimaattafels",
            "",
            "",
            0,
            dt.date(2023, 12, 31),
            _groei(0.05 * 0.48 * 0.6, "traject"),
        ),
        (
            "energiegemeenschappen",
            "",
            "",
            0,
            dt.date(2023, 12, 31),
            _groei(1 / 1500, "gemeenschap"),
        ),
    ),
}


def _kwaliteit(demo: Demo, delen: list[Plaats], doel: str, datum: dt.date, waarde: float) -> str:
    """Most is measured; the newest date is provisional, small counts of some are secret."""
    if (
        doel == "klimaattafels"
        and 0 < waarde < 12
        and demo.dobbel("geheim", delen[0].nis).random() < 0.5
    ):
        return "geheim"
    if datum == PEILDATUMS[-1]:
        return "voorlopig"
    return "geschat" if demo.dobbel("geschat", delen[0].nis, doel).random() < 0.03 else ""


def _tellingen(
    demo: Demo, regels: tuple[tuple[str, str, str, int, dt.date, Maker], ...]
) -> Iterator[str]:
    for doel, indicator, eenheid, decimalen, eerste, maak in regels:
        for datum in (d for d in PEILDATUMS if d >= eerste):
            for nis, naam, delen in demo.groepen(datum, doel):
                # Cut per piece, so that a fusie is exactly the sum of its predecessors.
                waarde = (
                    sum(int(maak(demo, p, datum) * 10**decimalen) for p in delen) / 10**decimalen
                )
                kwaliteit = _kwaliteit(demo, delen, doel, datum, waarde)
                getoond = "" if kwaliteit == "geheim" else _komma(waarde, decimalen)
                yield f"{nis};{naam};{doel};{indicator};{datum};{getoond};;;{eenheid};{kwaliteit};;demonstratiegegevens"


def _janee(demo: Demo, doel: str, indicator: str, kans_per_jaar: float) -> Iterator[str]:
    for datum in PEILDATUMS[1:]:
        for nis, naam, delen in demo.groepen(datum, doel):
            ja = all(
                demo.dobbel("janee", p.nis, doel, indicator).expovariate(kans_per_jaar)
                < jaren(datum) + 1
                for p in delen
            )
            yield f"{nis};{naam};{doel};{indicator};{datum};{int(ja)};;;;;;demonstratiegegevens"


# (doelstelling, points of change a year, base of 2019 per inhabitant: MWh, then ton CO2)
VERANDERINGEN = (
    ("energiebesparing_patrimonium", 2.4, 0.62),
    ("co2_patrimonium", 4.0, 0.11),
)


def _veranderingen(demo: Demo) -> Iterator[str]:
    """Energy and CO2 of the own buildings: teller = change (a saving below 0), noemer = 2019."""
    for doel, per_jaar, per_inwoner in VERANDERINGEN:
        for datum in PEILDATUMS[1:-1]:
            for nis, naam, delen in demo.groepen(datum, doel):
                teller = noemer = 0
                for p in delen:
                    basis = int(p.inwoners * per_inwoner) + 1
                    daling = min(1 + per_jaar * demo.tempo(p, doel) * jaren(datum), 80)
                    # Cut per piece, so that a fusie is exactly the sum of its predecessors.
                    teller -= int(basis * daling / 100)
                    noemer += basis
                waarde = _komma(Decimal(100 * teller) / noemer, 2)
                yield f"{nis};{naam};{doel};;{datum};{waarde};{teller};{noemer};%;;2019;demonstratiegegevens"


def _led(demo: Demo, datum: dt.date) -> Iterator[str]:
    """One snapshot of the lamps, names in capitals as the supplier writes them."""
    yield "peildatum;hoofdgemeente;lichtpunten;led"
    for _, naam, delen in demo.groepen(datum, "verledding"):
        lampen = [int(p.inwoners * 0.17) + 40 for p in delen]
        led = [
            int(aantal * min(1, 0.08 + 0.13 * demo.tempo(p, "led") * (jaren(datum) + 0.4)))
            for aantal, p in zip(lampen, delen, strict=True)
        ]
        geschreven = "VOERSTREEK" if naam == "Voeren" else naam.upper()
        yield f"{datum};{geschreven};{sum(lampen)};{sum(led)}"


def _renovaties(demo: Demo) -> Iterator[str]:
    yield "jaar;hoofdgemeente;nis;wooneenheden;fossielvrij"
    for jaar in range(2021, 2026):
        for nis, naam, delen in demo.groepen(dt.date(jaar, 12, 31), "collectieve_renovaties"):
            aantallen = [
                int(
                    p.inwoners
                    * 0.47
                    * 0.005
                    * demo.tempo(p, "renovaties")
                    * (0.4 + 0.2 * (jaar - 2021))
                )
                for p in delen
            ]
            fossielvrij = [int(a * 0.1 * (jaar - 2019)) for a in aantallen]
            yield f"{jaar};{naam.upper()};{nis};{sum(aantallen)};{sum(fossielvrij)}"


def maak_bestanden() -> list[tuple[str, Path]]:
    """Write what isn't there yet and give (feed, file) in the order of loading."""
    demo = Demo()
    map_ = map_van_demo()
    map_.mkdir(parents=True, exist_ok=True)
    uit: list[tuple[str, Path]] = []

    def zorg(feed: str, naam: str, regels: Callable[[], Iterator[str]]) -> None:
        pad = map_ / naam
        if not pad.exists():
            tijdelijk = pad.with_suffix(".bezig")
            tijdelijk.write_text("\n".join(regels()) + "\n", encoding="utf-8")
            tijdelijk.rename(pad)
        uit.append((feed, pad))

    for naam, tellingen in TELLINGEN.items():
        zorg("cijfers", f"cijfers-{naam}.csv", partial(_met_kop, _tellingen(demo, tellingen)))
    zorg("cijfers", "cijfers-patrimonium.csv", lambda: _met_kop(_veranderingen(demo)))
    zorg("cijfers", "cijfers-beleid.csv", lambda: _met_kop(_beleid(demo)))
    for datum in PEILDATUMS:
        zorg("fluvius-led", f"openbare-verlichting-led-{datum}.csv", partial(_led, demo, datum))
    zorg("fluvius-renovaties", "collectieve-renovaties.csv", lambda: _renovaties(demo))
    kaart = map_ / "lekp-verbeteringen.ndjson"
    if not kaart.exists():
        schrijf_groenblauwpeil(kaart, demo=demo, eind=min(dt.date(2026, 10, 31), vandaag()))
    uit.append(("groenblauwpeil", kaart))
    return uit


def _met_kop(regels: Iterator[str]) -> Iterator[str]:
    yield KOP
    yield from regels


def _beleid(demo: Demo) -> Iterator[str]:
    """What a gemeente has decided or signed: yes or no."""
    yield from _janee(demo, "burgemeestersconvenant", "", 0.6)
    yield from _janee(demo, "geen_heffing", "", 0.8)
    yield from _janee(demo, "wijkverbeteringscontracten", "", 0.06)
    # Whether both plans are there follows from the two.
    yield from _janee(demo, "warmte_en_sloopbeleid", "warmteplan", 0.2)
    yield from _janee(demo, "warmte_en_sloopbeleid", "sloopbeleidsplan", 0.25)
