"""From figures, goals and what the gemeente said to a `Rapport`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from doelstellingen.doelberekening import Grondtal
from doelstellingen.models import Indicator, Norm
from doelstellingen.selectors import (
    DoelInfo,
    DoelstellingOverzicht,
    Gemeenteblad,
    IndicatorOverzicht,
    Pactkeuze,
    Rapportgegevens,
    Status,
)
from doelstellingen.tempo import STARTDAG
from gemeenten.models import Gemeente
from gereedschap.opmaak import eenheid_bij, toon_datum, toon_getal
from meldingen.selectors import Bijschriften
from rapportering.bijschrift import Bijschrift, bijschrift_van
from rapportering.rapport.inhoud import (
    Blok,
    Grafiek,
    Melding,
    Punt,
    Rapport,
    Regel,
    Toelichting,
    Waarde,
    Weggelaten,
)
from rapportering.tegels import eenheid_van, label_van, verloop_van

NIET_GEKOZEN = "niet opgenomen door de gemeente"
START = "1-1-2021"
KLIMAATTAFELS = "klimaattafels"


@dataclass(frozen=True)
class Keuze:
    """What officials chose: goals in order (None: all), an introduction, notes by goal slug."""

    doelen: tuple[str, ...] | None = None
    inleiding: str = ""
    notities: Mapping[str, str] = field(default_factory=dict)


STANDAARD = Keuze()


def _met_eenheid(toon: str, exact: Decimal | None, eenheid: str) -> str:
    return f"{toon} {eenheid_bij(toon, eenheid)}".strip() if exact is not None else toon


def _cijfer(o: IndicatorOverzicht | None) -> Waarde:
    if o is None:
        return Waarde("–")
    toon = _met_eenheid(o.cijfer.toon, o.cijfer.waarde, eenheid_van(o.indicator))
    woorden = o.cijfer.toestandwoorden
    if o.cijfer.waarde is not None and not o.cijfer.volledig:
        woorden = f"{woorden}, {toon_getal(o.cijfer.n)} van {toon_getal(o.cijfer.van_n)}"
    return Waarde(toon, o.cijfer.waarde, woorden)


def _doelwaarde(doel: DoelInfo | None, eenheid: str) -> Waarde:
    if doel is None:
        return Waarde("geen officieel doel")
    return Waarde(_met_eenheid(doel.toon, doel.exact, eenheid), doel.exact)


def _telling(telling: Grondtal | None) -> Waarde:
    if telling is None:
        return Waarde("ontbreekt", None, "ontbreekt")
    return Waarde(toon_getal(telling.aantal), Decimal(telling.aantal), telling.herkomst)


def _cijfernaam(o: IndicatorOverzicht) -> str:
    if o.cijfer.peildatum is None:
        return o.indicator.naam
    dag = toon_datum(o.cijfer.peildatum)
    if o.indicator.soort == Indicator.Soort.CUMULATIEF:
        return f"{o.indicator.naam} (van {START} tot {dag})"
    return f"{o.indicator.naam} (op {dag})"


@dataclass(frozen=True)
class _Bron:
    blad: Gemeenteblad
    gegevens: Rapportgegevens

    def telregel(self, per: str) -> Regel | None:
        if per == Norm.Per.VAST:
            return None
        inwoner = per == Norm.Per.INWONER
        eigen = self.blad.inwoners if inwoner else self.blad.wooneenheden
        gewest = self.gegevens.inwoners if inwoner else self.gegevens.wooneenheden
        naam = "Inwoners" if inwoner else "Wooneenheden"
        jaar = f" (1-1-{eigen.jaar})" if eigen else ""
        return Regel(f"{naam}{jaar}", _telling(eigen), _telling(gewest), naam.lower(), "grondtal")


def _regels_van(
    o: IndicatorOverzicht, gewest: IndicatorOverzicht | None, bron: _Bron, gezien: set[str]
) -> list[Regel]:
    """Realised, counted against, target and share of one indicator."""
    eenheid = eenheid_van(o.indicator)
    regels = [Regel(_cijfernaam(o), _cijfer(o), _cijfer(gewest), eenheid)]
    gewestdoelen = {d.pact: d for d in gewest.doelen} if gewest else {}
    for doel in o.doelen:
        telregel = None if doel.per in gezien else bron.telregel(doel.per)
        if telregel is not None:
            gezien.add(doel.per)
            regels.append(telregel)
        regels.append(
            Regel(
                f"Doel in 2030 volgens LEKP {doel.pact}: {o.indicator.naam.lower()}",
                _doelwaarde(doel, eenheid),
                _doelwaarde(gewestdoelen.get(doel.pact), eenheid),
                eenheid,
                "doel",
            )
        )
    if o.percentage is not None:
        deel = gewest.percentage if gewest else None
        regels.append(
            Regel(
                f"Aandeel van het doel: {o.indicator.naam.lower()}",
                Waarde(o.toon_percentage, o.percentage),
                Waarde(gewest.toon_percentage, deel)
                if gewest and deel is not None
                else Waarde("–"),
                "aandeel",
                "aandeel",
            )
        )
    return regels


def _grafiek(o: IndicatorOverzicht, bron: _Bron) -> Grafiek | None:
    verloop = verloop_van(o, bron.blad.reeksen.get(o.indicator.pk, []))
    if verloop is None:
        return None
    punten = tuple(Punt(r.datum, r.cijfer, r.toestand, r.pad) for r in verloop.rijen)
    cumulatief = o.indicator.soort == Indicator.Soort.CUMULATIEF
    if cumulatief and (punten[0].datum, punten[0].cijfer) == (STARTDAG, "0"):
        # That nothing counted yet on the day counting begins is no figure of the gemeente.
        punten = punten[1:] or punten
    return Grafiek(
        verloop.grafiek, verloop.omschrijving, punten, verloop.heeft_pad, verloop.breuken
    )


def _toelichting(bijschrift: Bijschrift) -> Toelichting | None:
    regels = bijschrift.toelichtingen
    if not regels:
        return None
    op = timezone.localdate(max(regel.op for regel in regels))
    if len(regels) == 1:
        [regel] = regels
        return Toelichting(regel.soortwoord, regel.tekst, regel.meer_info, op, regel.van)
    # Of each gemeente before the fusie its own words, under its name.
    tekst = "\n\n".join(
        f"{r.van}, op {toon_datum(timezone.localdate(r.op))}: {r.tekst}"
        + (f"\nMeer info: {r.meer_info}" if r.meer_info else "")
        for r in regels
    )
    namen = [r.van for r in regels]
    wie = f"{', '.join(namen[:-1])} en {namen[-1]}"
    return Toelichting("Toelichtingen", tekst, "", op, wie)


def _breuken(doel: DoelstellingOverzicht, grafiek: Grafiek | None) -> tuple[str, ...]:
    """The breaks in method of every figure of a goal, those of its chart first."""
    eerste = grafiek.breuken if grafiek else ()
    rest = (
        breuk.zin if o is doel.hoofd else f"{o.indicator.naam}: {breuk.zin}"
        for o in doel.indicatoren
        for breuk in o.breuken
    )
    return tuple(dict.fromkeys([*eerste, *rest]))


def _meldingen(doel: DoelstellingOverzicht, bijschrift: Bijschrift) -> tuple[str, ...]:
    fouten = [
        f"{naam}: gemeld als onjuist op {toon_datum(timezone.localdate(op))}."
        for naam, op in bijschrift.fouten
    ]
    uniek = dict.fromkeys(zin for o in doel.indicatoren for zin in o.meldingen)
    return (*fouten, *uniek)


def _blok(
    doel: DoelstellingOverzicht,
    gewest: DoelstellingOverzicht | None,
    *,
    bron: _Bron,
    gezegd: Bijschriften,
    nis: str,
    notitie: str,
) -> Blok:
    d, hoofd = doel.doelstelling, doel.hoofd
    per_indicator = {o.indicator.pk: o for o in gewest.indicatoren} if gewest else {}
    gezien: set[str] = set()
    regels = [
        regel
        for o in doel.indicatoren
        for regel in _regels_van(o, per_indicator.get(o.indicator.pk), bron, gezien)
    ]
    bijschrift = bijschrift_van(doel, gezegd, nis=nis)
    grafiek = _grafiek(hoofd, bron)
    breuken = _breuken(doel, grafiek)
    # The chart says its own.
    andere = tuple(zin for zin in breuken if grafiek is None or zin not in grafiek.breuken)
    bronnen = ", ".join(b.naam for b in hoofd.cijfer.bronnen) or d.leverancier
    return Blok(
        slug=d.slug,
        naam=d.naam,
        werf=d.werf.naam,
        doelzin=d.doelzin,
        uitleg=d.uitleg,
        dataverzameling=d.dataverzameling,
        bron=bronnen,
        laatste_update=toon_datum(hoofd.cijfer.peildatum) if hoofd.cijfer.peildatum else "nog geen",
        frequentie=d.frequentie,
        regels=tuple(regels),
        status=label_van(hoofd).woord,
        aandeel=hoofd.toon_percentage,
        grafiek=grafiek,
        berekeningen=tuple(x.berekening for o in doel.indicatoren for x in o.doelen),
        meldingen=andere + _meldingen(doel, bijschrift),
        toelichting=_toelichting(bijschrift),
        nagekeken=bijschrift.nagekeken,
        notitie=notitie,
        demo=any(o.cijfer.demo for o in doel.indicatoren),
        breuken=breuken,
    )


def _van_toepassing(doel: DoelstellingOverzicht) -> bool:
    """A goal that no signed pact asks has no block; nor has one that its gemeente cannot have."""
    return any(o.status is not Status.NIET_VAN_TOEPASSING for o in doel.indicatoren)


def pactzin(keuze: Pactkeuze) -> str:
    """Which pact counts for this gemeente, in words."""
    if keuze.standaard is None:
        return "niet bekend"
    aangenomen = ", aangenomen" if keuze.standaard in keuze.aangenomen else ""
    return f"LEKP {keuze.standaard}{aangenomen}"


def _kerncijfers(blad: Gemeenteblad) -> tuple[tuple[str, str], ...]:
    def telling(g: Grondtal | None) -> str:
        return f"{toon_getal(g.aantal)} (1-1-{g.jaar})" if g else "ontbreekt"

    return (
        ("Inwoners", telling(blad.inwoners)),
        ("Wooneenheden", telling(blad.wooneenheden)),
        ("Pact", pactzin(blad.pactkeuze)),
    )


def _bronnen(blokken: Sequence[Blok]) -> tuple[tuple[str, str], ...]:
    per_bron: dict[str, list[str]] = {}
    for blok in blokken:
        per_bron.setdefault(blok.bron, []).append(blok.naam)
    return tuple((bron, ", ".join(namen)) for bron, namen in per_bron.items())


def _andere_meldingen(
    doelen: Sequence[DoelstellingOverzicht], gezegd: Bijschriften
) -> tuple[Melding, ...]:
    """What the gemeente reported about these goals, by date: klimaattafels, errors, explanations."""
    uit = []
    for doel in doelen:
        d = doel.doelstelling
        for toelichting in gezegd.toelichtingen.get(d.pk, ()):
            dag = timezone.localdate(toelichting.op)
            over = f"{d.naam}, door {toelichting.van}" if toelichting.van else d.naam
            uit.append(Melding(dag, toelichting.soortwoord, over))
        for o in doel.indicatoren:
            if (op := gezegd.fouten.get(o.indicator.pk)) is not None:
                uit.append(
                    Melding(timezone.localdate(op), "Gemeld als onjuist cijfer", o.indicator.naam)
                )
            if d.slug == KLIMAATTAFELS and o.cijfer.peildatum and o.cijfer.waarde is not None:
                over = f"{o.indicator.naam}: {_cijfer(o).toon}"
                uit.append(Melding(o.cijfer.peildatum, "Klimaattafels", over))
    return tuple(sorted(uit, key=lambda melding: (melding.op, melding.soort, melding.over)))


def stel_samen(
    gemeente: Gemeente,
    gegevens: Rapportgegevens,
    *,
    gezegd: Bijschriften,
    peildatum: dt.date,
    editie: int,
    keuze: Keuze = STANDAARD,
) -> Rapport:
    """Make the report of one gemeente; goals that have no block are named with the reason."""
    bron = _Bron(gegevens.blad(gemeente.pk), gegevens)
    gewest = {doel.doelstelling.pk: doel for doel in gegevens.gewest}
    alle = {doel.doelstelling.slug: doel for doel in bron.blad.doelstellingen}
    geldig = {slug: doel for slug, doel in alle.items() if _van_toepassing(doel)}
    gekozen = list(geldig) if keuze.doelen is None else [s for s in keuze.doelen if s in geldig]
    blokken = tuple(
        _blok(
            geldig[slug],
            gewest.get(geldig[slug].doelstelling.pk),
            bron=bron,
            gezegd=gezegd,
            nis=gemeente.nis,
            notitie=keuze.notities.get(slug, ""),
        )
        for slug in gekozen
    )
    weggelaten = tuple(
        Weggelaten(
            doel.doelstelling.naam,
            NIET_GEKOZEN
            if slug in geldig
            else (doel.hoofd.meldingen or ["niet van toepassing"])[0],
        )
        for slug, doel in alle.items()
        if slug not in gekozen
    )
    return Rapport(
        gemeente=gemeente.naam,
        nis=gemeente.nis,
        provincie=gemeente.provincie.naam,
        peildatum=peildatum,
        editie=editie,
        inleiding=keuze.inleiding,
        kerncijfers=_kerncijfers(bron.blad),
        blokken=blokken,
        weggelaten=weggelaten,
        meldingen=_andere_meldingen([geldig[slug] for slug in gekozen], gezegd),
        bronnen=_bronnen(blokken),
        adres=f"/gemeenten/{gemeente.nis}/lekp-rapport/?op={peildatum.isoformat()}&gekend_op={editie}",
        demo=any(blok.demo for blok in blokken),
    )
