"""Why a figure is what it is, in sentences: changes per edition, building blocks, the target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils import timezone

from dataleveranciers.models import Importrun
from doelstellingen.models import Indicator, Publicatie
from doelstellingen.selectors import (
    Bouwsteen,
    Deelwijziging,
    Doeljaar,
    Figuur,
    Herkomst,
    Wijziging,
)
from doelstellingen.vormen import IndicatorOverzicht
from gereedschap.opmaak import toon_datum, toon_getal
from rapportering.tegels import IndicatorTegel, indicatortegel, toon_waarde

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
# So many gemeenten are named of a change of a group.
NOEMT = 3
ANDERE = {
    Publicatie.Soort.REGISTRATIE: "Een verbetering in {waar} werd geregistreerd, gewijzigd of geschrapt.",
    Publicatie.Soort.GRENZEN: "Nieuwe gemeentegrenzen: verbeteringen kregen de gemeente waarin ze liggen.",
    Publicatie.Soort.MELDING: "Een melding van de gemeente werd verwerkt.",
}


@dataclass(frozen=True)
class Stap:
    """One edition that changed the figure; `verschil` is empty where nothing can be subtracted."""

    publicatie: Publicatie
    run: Importrun | None
    voor: str
    na: str
    verschil: str
    reden: str
    waar: str = ""


@dataclass(frozen=True)
class Steen:
    """One building block as a row: period, amount, supplier, edition."""

    periode: str
    wat: str
    hoeveel: str
    bron: str
    publicatie: Publicatie


@dataclass(frozen=True)
class Doelrij:
    jaar: int
    zin: str
    verschil: str


@dataclass(frozen=True)
class CijferUitleg:
    """All of one indicator on the page."""

    tegel: IndicatorTegel
    stappen: list[Stap]
    stenen: list[Steen]
    doelrijen: list[Doelrij]
    doelzin: str

    @property
    def indicator(self) -> Indicator:
        return self.tegel.indicator


def _teken(verschil: Decimal, indicator: Indicator) -> str:
    tekst = toon_waarde(indicator, verschil)
    return f"+{tekst}" if verschil > 0 else tekst


def _toon(
    figuur: Figuur | None, indicator: Indicator, woorden: str = "", *, groep: bool = False
) -> str:
    if figuur is None:
        return "geen cijfer"
    if figuur.exact is None:
        return figuur.kwaliteit.replace("_", " ")
    toon = woorden or toon_waarde(indicator, figuur.exact)
    if groep and not woorden and figuur.n != figuur.van_n:
        toon += f" ({toon_getal(figuur.n)} van {toon_getal(figuur.van_n)})"
    return toon


def _aantal(n: int) -> str:
    return "1 gemeente" if n == 1 else f"{toon_getal(n)} gemeenten"


def _deelverschil(deel: Deelwijziging) -> Decimal | None:
    """How much one gemeente added to a sum; what had no figure added nothing before."""
    voor, na = (Decimal(0) if f is None else f.exact for f in (deel.voor, deel.na))
    return None if voor is None or na is None else na - voor


def waar_van(delen: Sequence[Deelwijziging], indicator: Indicator) -> str:
    """Say in which gemeenten the figure of a group changed, the largest change first."""
    if not delen:
        return ""
    if indicator.samenvoeging != Indicator.Samenvoeging.SOM:
        namen = [d.naam for d in delen]
        return f"In {' en '.join(namen)}." if len(namen) <= 2 else f"In {_aantal(len(namen))}."
    verschillen = [(verschil, d.naam) for d in delen if (verschil := _deelverschil(d))]
    grootste = sorted(verschillen, key=lambda v: (-abs(v[0]), v[1]))[:NOEMT]
    namen = [f"{naam} ({_teken(verschil, indicator)})" for verschil, naam in grootste]
    if len(delen) <= NOEMT:
        return f"In {' en '.join(namen)}." if namen else f"In {_aantal(len(delen))}."
    return f"In {_aantal(len(delen))}" + (f", het meest in {', '.join(namen)}." if namen else ".")


def reden_van(w: Wijziging, publicatie: Publicatie, *, waar: str) -> str:
    """Say in a sentence why the figure changed in this edition."""
    wie = publicatie.organisatie.naam if publicatie.organisatie else "De leverancier"
    if publicatie.herroept_id:
        return f"Editie {publicatie.herroept_id} werd ongedaan gemaakt; wat ervoor gold, telt weer."
    if w.edities > 1:
        return (
            f"Op {toon_datum(timezone.localdate(publicatie.op))} werden in {waar} "
            f"{toon_getal(w.edities)} keer verbeteringen geregistreerd, gewijzigd of geschrapt."
        )
    if publicatie.soort != Publicatie.Soort.IMPORT:
        zin = ANDERE.get(Publicatie.Soort(publicatie.soort))
        return (zin or f"{publicatie.get_soort_display().capitalize()}.").format(waar=waar)
    if w.voor is None:
        return f"{wie} leverde het eerste cijfer."
    if w.na is None:
        return f"{wie} leverde dit cijfer niet meer; het ontbreekt."
    toen, nu = toon_datum(w.voor.peildatum), toon_datum(w.na.peildatum)
    if w.na.peildatum > w.voor.peildatum:
        return f"{wie} leverde een nieuwer cijfer: stand op {nu} in plaats van {toen}."
    if w.na.peildatum < w.voor.peildatum:
        return f"{wie} trok het cijfer van {toen} in; dat van {nu} telt weer."
    if w.voor.kwaliteit != w.na.kwaliteit and w.voor.exact == w.na.exact:
        van, tot = (f.kwaliteit.replace("_", " ") for f in (w.voor, w.na))
        return f"Hetzelfde cijfer werd {tot} in plaats van {van}."
    return f"{wie} verbeterde het cijfer van {nu}."


def _stap(
    w: Wijziging, h: Herkomst, indicator: Indicator, runs: Mapping[int, Importrun], waar: str
) -> Stap:
    publicatie = h.publicaties[w.publicatie]
    voor, na = (f.exact if f else None for f in (w.voor, w.na))
    verschil = ""
    if voor is not None and na is not None and indicator.soort != Indicator.Soort.JA_NEE:
        verschil = _teken(na - voor, indicator)
    return Stap(
        publicatie=publicatie,
        run=runs.get(publicatie.pk),
        voor=_toon(w.voor, indicator, w.voor_woorden, groep=bool(w.gemeenten)),
        na=_toon(w.na, indicator, w.na_woorden, groep=bool(w.gemeenten)),
        verschil=verschil,
        reden=reden_van(w, publicatie, waar=waar),
        waar=waar_van(w.gemeenten, indicator),
    )


def _maand(dag: dt.date) -> str:
    return f"{MAANDEN[dag.month - 1]} {dag.year}"


def _steen(b: Bouwsteen, h: Herkomst, indicator: Indicator) -> Steen:
    toename = b.vorm == "toename"
    laatste = b.tot - dt.timedelta(days=1)
    if not toename:
        periode = f"op {toon_datum(b.van)}"
    elif (b.van.year, b.van.month) == (laatste.year, laatste.month):
        periode = _maand(b.van)
    else:
        periode = f"{_maand(b.van)} tot {_maand(laatste)}"
    if b.waarde is None:
        hoeveel = b.kwaliteit.replace("_", " ")
    else:
        hoeveel = _teken(b.waarde, indicator) if toename else toon_waarde(indicator, b.waarde)
    wat = "toename" if toename else "stand"
    if b.kwaliteit != "gemeten" and b.waarde is not None:
        wat += f", {b.kwaliteit}"
    return Steen(periode, wat, hoeveel, b.bron, h.publicaties[b.publicatie])


def _doelrijen(jaren: list[Doeljaar], indicator: Indicator) -> list[Doelrij]:
    uit = []
    for nu, eerder in pairwise([*jaren, None]):
        assert nu is not None
        verschil = "" if eerder is None else _teken(nu.doel.exact - eerder.doel.exact, indicator)
        uit.append(Doelrij(nu.jaar, nu.doel.zin, verschil))
    return uit


def _doelzin(rijen: list[Doelrij], jaren: list[Doeljaar], o: IndicatorOverzicht) -> str:
    """Why the target moved since the year before, in one sentence."""
    if len(jaren) < 2:
        return ""
    nu, eerder = jaren[0].doel, jaren[1].doel
    if nu.grondtal is None or eerder.grondtal is None:
        return ""
    wat = "inwoners" if nu.norm.per == "inwoner" else "wooneenheden"
    if nu.exact == eerder.exact:
        return f"Het doel bleef gelijk: het aantal {wat} veranderde niet."
    richting = "steeg" if nu.exact > eerder.exact else "daalde"
    return (
        f"Het doel {richting} met {rijen[0].verschil.lstrip('+−')} omdat het rekent met het jongste "
        f"aantal {wat}: {toon_getal(nu.grondtal.aantal)} op 1-1-{jaren[0].jaar} in plaats van "
        f"{toon_getal(eerder.grondtal.aantal)} op 1-1-{jaren[1].jaar}. Het volgt elk jaar het nieuwe aantal."
    )


def uitleg_van(h: Herkomst, *, waar: str, runs: Mapping[int, Importrun]) -> list[CijferUitleg]:
    """Give the explanation of each indicator of the goal, the main one first; `waar`: of which place."""
    uit = []
    for o in h.overzichten:
        i = o.indicator
        jaren = h.doeljaren[i.pk]
        rijen = _doelrijen(jaren, i)
        uit.append(
            CijferUitleg(
                tegel=indicatortegel(o, []),
                stappen=[_stap(w, h, i, runs, waar) for w in h.wijzigingen[i.pk]],
                stenen=[_steen(b, h, i) for b in h.bouwstenen.get(i.pk, [])],
                doelrijen=rijen,
                doelzin=_doelzin(rijen, jaren, o),
            )
        )
    return uit
