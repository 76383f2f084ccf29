"""What people write about an ondersteuner or an item, as one value: the content of a `Versie`.

Choices are kept by slug (gemeenten by NIS code), so that an old version stays readable when a row
behind it changes. Text fields hold Markdown as typed; `tekst.naar_html` makes it safe to show.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from ondersteuners.models import Aanbod, Gebied, Kosten, Ondersteuner


def _slugs(rijen: Any) -> tuple[str, ...]:
    return tuple(sorted(rij.slug for rij in rijen.all()))


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
    def van(cls, aanbod: Aanbod) -> AanbodInhoud:
        """Give what shows now; prefetch the relations for a list."""
        return cls(
            titel=aanbod.titel,
            omschrijving=aanbod.omschrijving,
            werven=_slugs(aanbod.werven),
            doelstellingen=_slugs(aanbod.doelstellingen),
            soorten=_slugs(aanbod.soorten),
            doelgroepen=_slugs(aanbod.doelgroepen),
            kosten=aanbod.kosten,
            kosten_uitleg=aanbod.kosten_uitleg,
            gebied=aanbod.gebied,
            provincies=_slugs(aanbod.provincies),
            gemeenten=tuple(sorted(g.nis for g in aanbod.gemeenten.all())),
            partners=_slugs(aanbod.partners),
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
    def van(cls, ondersteuner: Ondersteuner) -> PaginaInhoud:
        return cls(
            uitleg=ondersteuner.uitleg,
            inleiding=ondersteuner.inleiding,
            site=ondersteuner.site,
            functieadres=ondersteuner.functieadres,
            werven=_slugs(ondersteuner.werven),
            doelstellingen=_slugs(ondersteuner.doelstellingen),
            soorten=_slugs(ondersteuner.soorten),
            energiegemeenschappen=ondersteuner.energiegemeenschappen,
            gebied=ondersteuner.gebied,
            provincies=_slugs(ondersteuner.provincies),
            gemeenten=tuple(sorted(g.nis for g in ondersteuner.gemeenten.all())),
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


def _toon(waarde: Any) -> str:
    if isinstance(waarde, list | tuple):
        return ", ".join(str(deel) for deel in waarde)
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return "" if waarde is None else str(waarde)


def verschillen(oud: dict[str, Any], nieuw: dict[str, Any]) -> list[Verschil]:
    """Give the fields that differ between two contents, in the order of the form."""
    return [
        Verschil(naam, _toon(oud.get(veld)), _toon(nieuw.get(veld)))
        for veld, naam in VELDNAMEN.items()
        if (veld in oud or veld in nieuw) and _toon(oud.get(veld)) != _toon(nieuw.get(veld))
    ]
