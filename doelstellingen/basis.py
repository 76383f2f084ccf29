"""What every page needs before it can show a figure, read once, each table in one query.

`lees_basis` fixes the peildatum and the publicatie; everything read from it belongs to that one
edition. Used by `overzichten` and the command `doelen`; other rooms use `selectors`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import F, FilteredRelation, IntegerField, Q, Value

from doelstellingen.doelberekening import (
    INWONER,
    VAST,
    WOONEENHEID,
    Doel,
    Grondtal,
    Maat,
    Normgegevens,
    bereken_doel,
    geldende_norm,
)
from doelstellingen.models import Indicator, Norm
from doelstellingen.pactkeuze import Handtekening, Pactkeuze, kies
from doelstellingen.tempo import Pad, pad_van
from doelstellingen.territorium import GEBIED, Gebied, Territorium, territorium_van
from gemeenten.models import Gemeente, Inwoners, Wooneenheden
from gereedschap.opmaak import toon_datum

if TYPE_CHECKING:
    from decimal import Decimal

_SLECHTER = {"exact": 0, "afgeleid": 1, "raming": 2}
Tellingen = dict[int, dict[int, Grondtal]]
# Field of Normgegevens: column of Norm.
_NORMVELDEN = {
    "pact": "pact",
    "per": "per",
    "teller": "teller",
    "noemer": "noemer",
    "bron": "bronvermelding",
    "van": "van",
    "tot": "tot",
    "basisjaar": "basisjaar",
    "publicatie": "publicatie_id",
}


@dataclass(frozen=True, slots=True)
class Norminfo:
    """A norm with its path and what the Gewest's official target is."""

    norm: Normgegevens
    pad: Pad
    gewestdoel: Decimal | None
    gewestdoel_tekst: str


@dataclass(frozen=True, slots=True)
class Breuk:
    """A break in the method of an indicator; `bron`: who said so, or empty."""

    datum: dt.date
    toelichting: str
    bron: str
    publicatie: int

    @property
    def zin(self) -> str:
        """What a page says of it."""
        wie = f" (gemeld door {self.bron})" if self.bron else ""
        punt = "" if self.toelichting.endswith((".", "!", "?")) else "."
        return (
            f"Breuk in de methode op {toon_datum(self.datum)}{wie}: {self.toelichting}{punt} "
            "Cijfers van ervoor en erna zijn niet te vergelijken."
        )


@dataclass
class Basis:
    """One peildatum and one edition; see `lees_basis`."""

    peildatum: dt.date
    publicatie: int
    indicatoren: list[Indicator]
    normen: dict[int, list[Norminfo]]
    territorium: Territorium
    inwoners: Tellingen
    wooneenheden: Tellingen
    huishoudens: dict[int, int | None]
    handtekeningen: dict[int, dict[str, Handtekening]]
    breuken: dict[int, list[Breuk]]
    inwonersjaar: int | None = None
    _keuzes: dict[int, Pactkeuze] = field(default_factory=dict)
    _grondtallen: dict[tuple[str, int], Grondtal | None] = field(default_factory=dict)
    _normkeuzes: dict[tuple[int, str, int | None], Norminfo | None] = field(default_factory=dict)

    @cached_property
    def gemeenten(self) -> list[Gebied]:
        """The gemeenten of the peildatum, by name."""
        return self.territorium.op(self.peildatum)

    @cached_property
    def jaar_inwoners(self) -> int | None:
        return self.inwonersjaar or _jaar(self.inwoners, self.peildatum)

    @cached_property
    def jaar_wooneenheden(self) -> int | None:
        return _jaar(self.wooneenheden, self.peildatum)

    def maat(self, indicator: Indicator) -> Maat:
        return Maat(indicator.eenheid, indicator.decimalen, indicator.soort)

    def inwonersgrondtal(self, gemeente: int) -> Grondtal | None:
        """The inhabitants of a gemeente, fusies added up; None where a part has no figure."""
        return self._onthouden(INWONER, gemeente)

    def wooneenhedengrondtal(self, gemeente: int) -> Grondtal | None:
        """The dwellings likewise: one vintage, so an ended gemeente has none."""
        return self._onthouden(WOONEENHEID, gemeente)

    def _onthouden(self, per: str, gemeente: int) -> Grondtal | None:
        sleutel = (per, gemeente)
        if sleutel not in self._grondtallen:
            if per == INWONER:
                telling = self.grondtal_van(self.inwoners, gemeente, self.jaar_inwoners)
            else:
                telling = self.grondtal_van(self.wooneenheden, gemeente, self.jaar_wooneenheden)
            self._grondtallen[sleutel] = telling
        return self._grondtallen[sleutel]

    def grondtal_van(
        self, tellingen: Tellingen, gemeente: int, jaar: int | None
    ) -> Grondtal | None:
        """The count of one year of a gemeente, its predecessors added up."""
        if jaar is None:
            return None
        delen = self.territorium.delen_op(gemeente, dt.date(jaar, 1, 1))
        gevonden = [tellingen[deel][jaar] for deel in delen if jaar in tellingen.get(deel, {})]
        if not delen or len(gevonden) < len(delen):
            return None
        return tel_op(gevonden)

    def keuze(self, gemeente: int) -> Pactkeuze:
        """Which pacts the gemeente signed, itself or through its predecessors."""
        if gemeente not in self._keuzes:
            self._keuzes[gemeente] = kies(self._handtekeningen_van(gemeente), op=self.peildatum)
        return self._keuzes[gemeente]

    def _handtekeningen_van(self, gemeente: int) -> list[dict[str, Handtekening]]:
        """Per part of the gemeente its signatures; what the whole signed itself comes first."""
        eigen = self.handtekeningen.get(gemeente, {})
        ouden = self.territorium.voorgangers.get(gemeente, [])
        delen = [deel for oud in ouden for deel in self._handtekeningen_van(oud)]
        # The fusies of 2019 came before the pact: their predecessors never signed anything.
        return [{**deel, **eigen} for deel in delen] if any(delen) else [eigen]

    def norm(self, indicator: int, *, pact: str, basisjaar: int | None = None) -> Norminfo | None:
        """The norm that `pact` asks on the peildatum."""
        sleutel = (indicator, pact, basisjaar)
        if sleutel not in self._normkeuzes:
            infos = self.normen.get(indicator, [])
            gekozen = geldende_norm(
                (i.norm for i in infos), pact=pact, op=self.peildatum, basisjaar=basisjaar
            )
            self._normkeuzes[sleutel] = next((i for i in infos if i.norm is gekozen), None)
        return self._normkeuzes[sleutel]

    def doel(self, indicator: Indicator, gemeente: int, norm: Normgegevens) -> Doel | None:
        """The target of a gemeente under `norm`; None where the count it needs is missing."""
        grondtal = None if norm.per == VAST else self._onthouden(norm.per, gemeente)
        return bereken_doel(norm, grondtal=grondtal, maat=self.maat(indicator))


def tel_op(delen: Iterable[Grondtal]) -> Grondtal:
    """Add the counts of the parts: margins add up, the worst origin shows."""
    rijen = list(delen)
    if len(rijen) == 1:
        return rijen[0]
    return Grondtal(
        sum(r.aantal for r in rijen),
        rijen[0].jaar,
        max((r.herkomst for r in rijen), key=_SLECHTER.__getitem__),
        sum(r.marge for r in rijen),
        "; ".join(sorted({r.bron for r in rijen})),
    )


def _jaar(tellingen: Tellingen, peildatum: dt.date) -> int | None:
    """The latest known 1 January ≤ peildatum, else the earliest known."""
    jaren = {jaar for per_jaar in tellingen.values() for jaar in per_jaar}
    eerder = [jaar for jaar in jaren if jaar <= peildatum.year]
    return max(eerder) if eerder else min(jaren, default=None)


def _lees_territorium_met_handtekeningen(
    publicatie: int,
) -> tuple[Territorium, dict[int, dict[str, Handtekening]]]:
    """Read all gemeenten with their fusie and what each signed, itself: one query."""
    gekend = Q(ondertekeningen__publicatie__lte=publicatie) & (
        Q(ondertekeningen__vervallen_in=None) | Q(ondertekeningen__vervallen_in__gt=publicatie)
    )
    rijen = list(
        Gemeente.objects.annotate(
            gekend=FilteredRelation("ondertekeningen", condition=gekend)
        ).values_list(
            *GEBIED, "fusie_naar__nieuw_id",
            "gekend__pact", "gekend__status", "gekend__datum", "gekend__aangenomen",
        )
    )  # fmt: skip
    handtekeningen: dict[int, dict[str, Handtekening]] = {}
    for pk, *_, pact, status, datum, aangenomen in rijen:
        if pact is not None:
            handtekeningen.setdefault(pk, {})[pact] = Handtekening(status, datum, aangenomen)
    return territorium_van(rij[:-4] for rij in rijen), handtekeningen


def lees_indicatoren(
    peildatum: dt.date, publicatie: int
) -> tuple[list[Indicator], dict[int, list[Breuk]]]:
    """Read the indicatoren, and their breaks in method up to `peildatum`: one query.

    An indicator with more than one break comes back more than once, and is kept once.
    """
    gekend = Q(methodebreuken__vervallen_in=None) | Q(methodebreuken__vervallen_in__gt=publicatie)
    rijen = (
        Indicator.objects.select_related("doelstelling__werf", "bron")
        .annotate(
            breuk=FilteredRelation(
                "methodebreuken",
                condition=gekend
                & Q(
                    methodebreuken__publicatie__lte=publicatie, methodebreuken__datum__lte=peildatum
                ),
            )
        )
        .annotate(
            breukdatum=F("breuk__datum"),
            breuktekst=F("breuk__toelichting"),
            breukbron=F("breuk__bron__naam"),
            breukeditie=F("breuk__publicatie"),
        )
        .order_by("doelstelling__volgorde", "volgorde", "breukdatum")
    )
    uit: dict[int, Indicator] = {}
    breuken: dict[int, list[Breuk]] = {}
    for rij in rijen:
        uit.setdefault(rij.pk, rij)
        if rij.breukdatum is not None:
            breuk = Breuk(rij.breukdatum, rij.breuktekst, rij.breukbron or "", rij.breukeditie)
            breuken.setdefault(rij.pk, []).append(breuk)
    return list(uit.values()), breuken


def lees_normen(publicatie: int, *, met_pad: bool = True) -> dict[int, list[Norminfo]]:
    """Read the norms of an edition by indicator, with their paths unless left out: one query."""
    gegevens: dict[int, tuple[int, Normgegevens, Decimal | None, str]] = {}
    punten: dict[int, list[tuple[dt.date, Decimal, Decimal]]] = {}
    pad = ("pad__datum", "pad__teller", "pad__noemer") if met_pad else ()
    kolommen = ("pk", "indicator_id", "gewestdoel", "gewestdoel_tekst", *_NORMVELDEN.values())
    rest: Any
    for pk, indicator, gewestdoel, tekst, *rest in (
        Norm.objects.gekend_op(publicatie).order_by("pk", *pad[:1]).values_list(*kolommen, *pad)
    ):
        velden, punt = rest[: len(_NORMVELDEN)], rest[len(_NORMVELDEN) :]
        norm = Normgegevens(**dict(zip(_NORMVELDEN, velden, strict=True)))
        gegevens.setdefault(pk, (indicator, norm, gewestdoel, tekst))
        eigen = punten.setdefault(pk, [])
        if punt and punt[0] is not None:
            eigen.append(tuple(punt))
    uit: dict[int, list[Norminfo]] = {}
    for pk, (indicator, norm, gewestdoel, tekst) in gegevens.items():
        uit.setdefault(indicator, []).append(Norminfo(norm, pad_van(punten[pk]), gewestdoel, tekst))
    return uit


def _lees_tellingen(
    publicatie: int, gemeenten: list[int] | None, *, jaren: tuple[dt.date, int | None] | None
) -> tuple[Tellingen, Tellingen, dict[int, int | None]]:
    """Give inhabitants and dwellings, and per gemeente its newest households: one query.

    With `jaren` (peildatum, population year) only of the year that counts then, instead of all.
    """
    delen = []
    modellen: tuple[Any, ...] = (Inwoners, Wooneenheden)
    for nummer, model in enumerate(modellen):
        rijen = model.objects.gekend_op(publicatie).order_by()
        if gemeenten is not None:
            rijen = rijen.filter(gemeente__in=gemeenten)
        if jaren is not None:
            peildatum, inwonersjaar = jaren
            rijen = rijen.van_jaar(inwonersjaar if model is Inwoners else None, op=peildatum)
        huishoudens = "huishoudens" if model is Wooneenheden else Value(None, IntegerField())
        delen.append(
            rijen.annotate(wat=Value(nummer, output_field=IntegerField())).values_list(
                "wat", "gemeente_id", "jaar", "aantal", "herkomst", "marge", "bronvermelding",
                huishoudens,
            )
        )  # fmt: skip
    tellingen: tuple[Tellingen, Tellingen] = ({}, {})
    per_gemeente: dict[int, int | None] = {}
    for wat, pk, jaar, aantal, herkomst, marge, bron, *rest in delen[0].union(delen[1], all=True):
        eigen = tellingen[wat].setdefault(pk, {})
        eigen[jaar] = Grondtal(aantal, jaar, herkomst, marge, bron)
        if modellen[wat] is Wooneenheden and jaar == max(eigen):
            per_gemeente[pk] = rest[0]
    return *tellingen, per_gemeente


def lees_basis(
    *,
    peildatum: dt.date,
    publicatie: int,
    gemeente: int | None = None,
    inwonersjaar: int | None = None,
    alleen_doelen: bool = False,
) -> Basis:
    """Read everything but the figures: four queries, however many gemeenten.

    With `gemeente` only what that one and its predecessors need. `inwonersjaar` chooses the
    population year; by default the latest 1 January ≤ peildatum. With `alleen_doelen` only what a
    target needs: no counts of other years, no paths of norms, no breaks in method.
    """
    territorium, handtekeningen = _lees_territorium_met_handtekeningen(publicatie)
    ids = None if gemeente is None else territorium.afkomst(gemeente)
    jaren = (peildatum, inwonersjaar) if alleen_doelen else None
    inwoners, wooneenheden, huishoudens = _lees_tellingen(publicatie, ids, jaren=jaren)
    breuken: dict[int, list[Breuk]] = {}
    if alleen_doelen:
        indicatoren = list(
            Indicator.objects.select_related("doelstelling").only(
                "slug", "eenheid", "decimalen", "soort", "doelstelling__slug"
            )
        )
    else:
        indicatoren, breuken = lees_indicatoren(peildatum, publicatie)
    return Basis(
        peildatum=peildatum,
        publicatie=publicatie,
        indicatoren=indicatoren,
        breuken=breuken,
        normen=lees_normen(publicatie, met_pad=not alleen_doelen),
        territorium=territorium,
        inwoners=inwoners,
        wooneenheden=wooneenheden,
        huishoudens=huishoudens,
        handtekeningen=handtekeningen,
        inwonersjaar=inwonersjaar,
    )
