"""Undo of a publicatie for what gemeenten said: new rows close, the rows they closed live again."""

from __future__ import annotations

from typing import Any

from doelstellingen.models import Publicatie
from meldingen.models import Foutmelding, Nagekeken, Toelichting

_SLEUTELS: dict[Any, tuple[str, str]] = {
    Toelichting: ("gemeente", "doelstelling"),
    Nagekeken: ("gemeente", "indicator"),
}


def zet_terug(oud: Publicatie, nieuw: Publicatie) -> None:
    """Close what `oud` brought and copy under `nieuw` what it had closed; inside its transaction."""
    model: Any
    for model in (Toelichting, Foutmelding, Nagekeken):
        model.objects.filter(publicatie=oud, vervallen_in=None).update(vervallen_in=nieuw)
        sleutel = _SLEUTELS.get(model, ())
        for rij in model.objects.filter(vervallen_in=oud).exclude(publicatie=oud):
            zelfde = {f"{veld}_id": getattr(rij, f"{veld}_id") for veld in sleutel}
            levend = model.objects.filter(publicatie__isnull=False, vervallen_in=None)
            if sleutel and levend.filter(**zelfde).exists():
                continue
            bijlagen = list(rij.bijlagen.all()) if isinstance(rij, Foutmelding) else []
            rij.pk, rij.publicatie, rij.vervallen_in = None, nieuw, None
            rij.save(force_insert=True)
            for bijlage in bijlagen:
                bijlage.foutmelding = rij
                bijlage.save(update_fields=["foutmelding"])
