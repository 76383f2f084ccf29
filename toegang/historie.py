"""History that people read: who changed what, when, for which organisatie.

`historie()` gives the manager for a model of another room (`geschiedenis = historie()`);
`meld_aan` opens its page under `/toegang/historiek/<soort>/<nummer>/`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from toegang.handelende import huidig_account
from toegang.models import (
    ApiSleutel,
    HistorieBasis,
    Lidmaatschap,
    Organisatie,
    SleutelToestemming,
)
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

DADEN = {"+": "aangemaakt", "~": "gewijzigd", "-": "verwijderd"}


def historie(**opties: Any) -> HistoricalRecords:
    """Give simple-history's manager with the house's habits: account and organisatie on each row."""
    return HistoricalRecords(
        bases=[HistorieBasis], get_user=huidig_account, user_related_name="+", **opties
    )


@dataclass(frozen=True)
class Wijziging:
    veld: str
    oud: str
    nieuw: str


@dataclass(frozen=True)
class Versie:
    """One row of history in words; `door` is "verwijderde account" for a person who left."""

    op: dt.datetime
    daad: str
    door: str
    organisatie: str
    wijzigingen: tuple[Wijziging, ...]


@dataclass(frozen=True)
class Volgbaar:
    """A model whose history has a page; `zichtbaar` gets the newest history row."""

    titel: str
    model: type[models.Model]
    zichtbaar: Callable[[Toegang, Any], bool]


def _in_eigen_organisatie(veld: str, handeling: Handeling) -> Callable[[Toegang, Any], bool]:
    return lambda toegang, rij: mag(toegang, handeling, organisatie=getattr(rij, veld))


def _toelating_zichtbaar(toegang: Toegang, rij: Any) -> bool:
    """Both sides read it: the gemeente that let the key in, and the organisatie of the key."""
    return mag(toegang, Handeling.SLEUTEL_TOESTAAN, rij.gemeente_id) or mag(
        toegang, Handeling.SLEUTELS_BEHEREN, organisatie=rij.sleutel.organisatie_id
    )


VOLGBAAR: dict[str, Volgbaar] = {
    "organisatie": Volgbaar(
        "Organisatie", Organisatie, _in_eigen_organisatie("id", Handeling.HISTORIEK_LEZEN)
    ),
    "lidmaatschap": Volgbaar(
        "Lidmaatschap",
        Lidmaatschap,
        _in_eigen_organisatie("organisatie_id", Handeling.HISTORIEK_LEZEN),
    ),
    "toelating": Volgbaar("Toelating van een sleutel", SleutelToestemming, _toelating_zichtbaar),
    "sleutel": Volgbaar(
        "API-sleutel",
        ApiSleutel,
        _in_eigen_organisatie("organisatie_id", Handeling.SLEUTELS_BEHEREN),
    ),
}


def meld_aan(soort: str, volgbaar: Volgbaar) -> None:
    """Let another room (in `AppConfig.ready`) open a page for the history of its model."""
    VOLGBAAR[soort] = volgbaar


def _rijen(model: type[models.Model], nummer: int) -> list[Any]:
    # The manager has the name that the model gave it (`geschiedenis = historie()`).
    manager = getattr(model, model._meta.simple_history_manager_attribute)  # type: ignore[attr-defined]
    geschiedenis = manager.model.objects
    return list(
        geschiedenis.filter(**{model._meta.pk.attname: nummer})
        .select_related("history_user", "history_organisatie")
        .order_by("history_date", "history_id")
    )


class _Namen:
    """The words for values: choices by their label, foreign keys by their name, asked once each."""

    def __init__(self) -> None:
        self._gekend: dict[tuple[type[models.Model], Any], str] = {}

    def van(self, veld: Any, waarde: Any) -> str:
        if waarde is None or waarde == "":
            return "(leeg)"
        if isinstance(veld, models.ForeignKey):
            sleutel = (veld.related_model, waarde)
            if sleutel not in self._gekend:
                doel = veld.related_model._base_manager.filter(pk=waarde).first()
                self._gekend[sleutel] = str(doel) if doel else "(verwijderd)"
            return self._gekend[sleutel]
        if veld.choices:
            return str(dict(veld.flatchoices).get(waarde, waarde))
        if isinstance(waarde, bool):
            return "ja" if waarde else "neen"
        if isinstance(waarde, dt.datetime):
            return f"{waarde.astimezone():%d-%m-%Y %H.%M}"
        return ", ".join(map(str, waarde)) if isinstance(waarde, list) else str(waarde)


def versies_van(soort: str, nummer: int, *, toegang: Toegang) -> list[Versie] | None:
    """Give the history of one object, newest first; None when it is not there or not theirs."""
    volgbaar = VOLGBAAR.get(soort)
    if volgbaar is None:
        return None
    rijen = _rijen(volgbaar.model, nummer)
    if not rijen or not volgbaar.zichtbaar(toegang, rijen[-1]):
        return None
    namen, uit, vorige = _Namen(), [], None
    velden = [v for v in rijen[0].tracked_fields if not v.primary_key]
    for rij in rijen:
        wijzigingen = tuple(
            Wijziging(
                str(veld.verbose_name),
                namen.van(veld, getattr(vorige, veld.attname)) if vorige else "",
                namen.van(veld, getattr(rij, veld.attname)),
            )
            for veld in velden
            if (vorige is None and getattr(rij, veld.attname) not in (None, ""))
            or (vorige is not None and getattr(vorige, veld.attname) != getattr(rij, veld.attname))
        )
        uit.append(
            Versie(
                rij.history_date,
                DADEN[rij.history_type],
                str(rij.history_user) if rij.history_user else "het systeem",
                str(rij.history_organisatie or ""),
                wijzigingen,
            )
        )
        vorige = rij
    return uit[::-1]
