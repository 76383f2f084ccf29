"""What people write about an ondersteuner or an item, as one value: the content of a `Versie`.

Choices are kept by slug (gemeenten by NIS code), so that an old version stays readable when a row
behind it changes. Text fields hold Markdown as typed; `tekst.naar_html` makes it safe to show.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import CharField, Value

from gereedschap.opmaak import toon_datum
from ondersteuners.models import Aanbod, Gebied, Kosten, Ondersteuner

# What is chosen from a list, and by which field of the row behind it.
KEUZEVELDEN = {
    "werven": "slug",
    "doelstellingen": "slug",
    "soorten": "slug",
    "doelgroepen": "slug",
    "provincies": "slug",
    "gemeenten": "nis",
    "partners": "slug",
}
Keuzes = dict[str, tuple[str, ...]]


def lees_keuzes(ding: Aanbod | Ondersteuner) -> Keuzes:
    """Read everything that was chosen for one item or page, in one query."""
    delen = [
        getattr(ding, veld).order_by().values_list(Value(veld, output_field=CharField()), sleutel)
        for veld, sleutel in KEUZEVELDEN.items()
        if hasattr(ding, veld)
    ]
    uit: dict[str, list[str]] = defaultdict(list)
    eerste, *rest = delen
    for veld, waarde in eerste.union(*rest, all=True):
        uit[veld].append(waarde)
    return {veld: tuple(sorted(uit[veld])) for veld in KEUZEVELDEN}


def _uit_relaties(ding: Aanbod | Ondersteuner) -> Keuzes:
    return {
        veld: tuple(sorted(getattr(rij, sleutel) for rij in getattr(ding, veld).all()))
        for veld, sleutel in KEUZEVELDEN.items()
        if hasattr(ding, veld)
    }


class _Inhoud:
    """To and from JSON; unknown keys of older or newer versions fall away."""

    def als_json(self) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        for veld in dataclasses.fields(self):  # type: ignore[arg-type]
            waarde = getattr(self, veld.name)
            if isinstance(waarde, tuple):
                waarde = list(waarde)
            elif isinstance(waarde, dt.date):
                waarde = waarde.isoformat()
            uit[veld.name] = waarde
        return uit

    @classmethod
    def uit_json(cls, rauw: dict[str, Any]) -> Self:
        velden = {veld.name: veld for veld in dataclasses.fields(cls)}  # type: ignore[arg-type]
        waarden: dict[str, Any] = {}
        for naam, waarde in rauw.items():
            if naam not in velden:
                continue
            if isinstance(waarde, list):
                waarde = tuple(sorted(waarde))
            elif naam.startswith("geldig_") and waarde:
                waarde = dt.date.fromisoformat(waarde)
            waarden[naam] = waarde
        return cls(**waarden)


@dataclass(frozen=True, kw_only=True)
class AanbodInhoud(_Inhoud):
    titel: str
    omschrijving: str = ""
    werven: tuple[str, ...] = ()
    doelstellingen: tuple[str, ...] = ()
    soorten: tuple[str, ...] = ()
    doelgroepen: tuple[str, ...] = ()
    kosten: str = Kosten.ONBEKEND.value
    kosten_uitleg: str = ""
    gebied: str = Gebied.ORGANISATIE.value
    provincies: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    andere_partners: str = ""
    jaar: int | None = None
    link: str = ""
    geldig_van: dt.date | None = None
    geldig_tot: dt.date | None = None
    telt_niet_mee: str = ""
    hoort_bij: str = ""

    @classmethod
    def van(cls, aanbod: Aanbod, *, keuzes: Keuzes | None = None) -> AanbodInhoud:
        """Give what shows now. For a list prefetch the relations, for one item give `lees_keuzes`."""
        keuzes = _uit_relaties(aanbod) if keuzes is None else keuzes
        return cls(
            titel=aanbod.titel,
            omschrijving=aanbod.omschrijving,
            werven=keuzes["werven"],
            doelstellingen=keuzes["doelstellingen"],
            soorten=keuzes["soorten"],
            doelgroepen=keuzes["doelgroepen"],
            kosten=aanbod.kosten,
            kosten_uitleg=aanbod.kosten_uitleg,
            gebied=aanbod.gebied,
            provincies=keuzes["provincies"],
            gemeenten=keuzes["gemeenten"],
            partners=keuzes["partners"],
            andere_partners=aanbod.andere_partners,
            jaar=aanbod.jaar,
            link=aanbod.link,
            geldig_van=aanbod.geldig_van,
            geldig_tot=aanbod.geldig_tot,
            telt_niet_mee=aanbod.telt_niet_mee,
            hoort_bij=aanbod.hoort_bij.slug if aanbod.hoort_bij else "",
        )


@dataclass(frozen=True, kw_only=True)
class PaginaInhoud(_Inhoud):
    uitleg: str = ""
    inleiding: str = ""
    site: str = ""
    functieadres: str = ""
    werven: tuple[str, ...] = ()
    doelstellingen: tuple[str, ...] = ()
    soorten: tuple[str, ...] = ()
    energiegemeenschappen: bool = False
    gebied: str = Gebied.ONBEKEND.value
    provincies: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()

    @classmethod
    def van(cls, ondersteuner: Ondersteuner, *, keuzes: Keuzes | None = None) -> PaginaInhoud:
        """Give what shows now, with `lees_keuzes` of the page."""
        keuzes = _uit_relaties(ondersteuner) if keuzes is None else keuzes
        return cls(
            uitleg=ondersteuner.uitleg,
            inleiding=ondersteuner.inleiding,
            site=ondersteuner.site,
            functieadres=ondersteuner.functieadres,
            werven=keuzes["werven"],
            doelstellingen=keuzes["doelstellingen"],
            soorten=keuzes["soorten"],
            energiegemeenschappen=ondersteuner.energiegemeenschappen,
            gebied=ondersteuner.gebied,
            provincies=keuzes["provincies"],
            gemeenten=keuzes["gemeenten"],
        )


VELDNAMEN = {
    "titel": "titel",
    "omschrijving": "omschrijving",
    "werven": "werven",
    "doelstellingen": "doelstellingen",
    "soorten": "soorten ondersteuning",
    "doelgroepen": "doelgroepen",
    "kosten": "kosten",
    "kosten_uitleg": "uitleg bij de kosten",
    "gebied": "gebied",
    "provincies": "provincies",
    "gemeenten": "gemeenten",
    "partners": "partners met een pagina",
    "andere_partners": "andere partners",
    "jaar": "jaar",
    "link": "link",
    "geldig_van": "geldig van",
    "geldig_tot": "geldig tot",
    "telt_niet_mee": "telt niet mee voor LEKP",
    "hoort_bij": "hoort bij",
    "uitleg": "korte uitleg",
    "inleiding": "inleiding bij het aanbod",
    "site": "website",
    "functieadres": "functieadres",
    "energiegemeenschappen": "opstart energiegemeenschappen",
}


@dataclass(frozen=True)
class Verschil:
    veld: str
    oud: str
    nieuw: str


def _toon(waarde: Any, namen: Mapping[str, str]) -> str:
    if isinstance(waarde, list | tuple):
        return ", ".join(namen.get(deel, str(deel)) for deel in waarde)
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return "" if waarde is None else namen.get(waarde, str(waarde))


def verschillen(
    oud: dict[str, Any], nieuw: dict[str, Any], *, namen: Mapping[str, Mapping[str, str]]
) -> list[Verschil]:
    """Give the fields that differ between two contents, in the order of the form.

    `namen`: per field the words for its slugs and codes; what has none shows as it is kept.
    """
    uit = []
    for veld, naam in VELDNAMEN.items():
        if veld not in oud and veld not in nieuw:
            continue
        voor, na = (_toon(inhoud.get(veld), namen.get(veld, {})) for inhoud in (oud, nieuw))
        if veld.startswith("geldig_"):
            voor, na = (toon_datum(dt.date.fromisoformat(dag)) if dag else "" for dag in (voor, na))
        if voor != na:
            uit.append(Verschil(naam, voor, na))
    return uit
