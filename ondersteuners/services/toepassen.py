"""Copy a content onto its row: the one place where texts and choices reach the tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from doelstellingen.models import Doelstelling, Publicatie, Werf
from gemeenten.models import Gemeente, Provincie
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import Aanbod, Doelgroep, Gebied, Ondersteuner, SoortOndersteuning


class OngeldigeInhoud(ValueError):
    """A content that may not be published; the message says in Dutch what to do."""


_LIJSTEN: dict[str, type[Model]] = {
    "werven": Werf,
    "doelstellingen": Doelstelling,
    "soorten": SoortOndersteuning,
    "doelgroepen": Doelgroep,
    "provincies": Provincie,
    "partners": Ondersteuner,
}
_TEKSTEN_AANBOD = (
    "titel", "omschrijving", "kosten", "kosten_uitleg", "gebied", "andere_partners", "jaar",
    "link", "geldig_van", "geldig_tot", "telt_niet_mee",
)  # fmt: skip
_TEKSTEN_PAGINA = (
    "uitleg", "inleiding", "site", "functieadres", "energiegemeenschappen", "gebied",
)  # fmt: skip


class Naslag:
    """Ids by slug of every list that a content can name; read once, for one item or for all."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, int]] = {}

    def ids(self, veld: str, slugs: Iterable[str]) -> list[int]:
        """Give the ids of `slugs`; what no longer exists falls away."""
        if veld not in self._ids:
            rijen: Any
            if veld == "gemeenten":
                rijen = Gemeente.objects.filter(tot=None).values_list("nis", "pk")
            else:
                rijen = _LIJSTEN[veld]._default_manager.values_list("slug", "pk")
            self._ids[veld] = dict(rijen)
        bekend = self._ids[veld]
        return [bekend[slug] for slug in slugs if slug in bekend]


def controleer(inhoud: AanbodInhoud | PaginaInhoud) -> None:
    """Refuse what may not show: no title, a validity that ends before it starts, no area chosen."""
    if isinstance(inhoud, AanbodInhoud):
        if not inhoud.titel.strip():
            raise OngeldigeInhoud("Het aanbod heeft nog geen titel. Vul er een in.")
        if inhoud.geldig_van and inhoud.geldig_tot and inhoud.geldig_tot <= inhoud.geldig_van:
            raise OngeldigeInhoud("“Geldig tot” moet na “geldig van” liggen.")
    if inhoud.gebied == Gebied.PROVINCIES and not inhoud.provincies:
        raise OngeldigeInhoud("Kies minstens één provincie, of een ander gebied.")
    if inhoud.gebied == Gebied.GEMEENTEN and not inhoud.gemeenten:
        raise OngeldigeInhoud("Kies minstens één gemeente, of een ander gebied.")


def _zet_lijsten(ding: Any, inhoud: Any, velden: Iterable[str], naslag: Naslag) -> None:
    for veld in velden:
        getattr(ding, veld).set(naslag.ids(veld, getattr(inhoud, veld)))


def pas_toe_op_aanbod(
    *,
    aanbod: Aanbod,
    inhoud: AanbodInhoud,
    publicatie: Publicatie,
    naslag: Naslag | None = None,
) -> None:
    """Make `aanbod` show `inhoud`; saves the row. The caller holds its lock and indexes after."""
    controleer(inhoud)
    naslag = naslag or Naslag()
    for veld in _TEKSTEN_AANBOD:
        setattr(aanbod, veld, getattr(inhoud, veld))
    aanbod.hoort_bij = (
        Aanbod.objects.filter(ondersteuner=aanbod.ondersteuner_id, slug=inhoud.hoort_bij)
        .exclude(pk=aanbod.pk)
        .first()
        if inhoud.hoort_bij
        else None
    )
    aanbod.publicatie = publicatie
    aanbod.gewijzigd_op = timezone.now()
    aanbod.save()
    _zet_lijsten(
        aanbod,
        inhoud,
        ("werven", "doelstellingen", "soorten", "doelgroepen", "provincies", "gemeenten"),
        naslag,
    )
    zelf = aanbod.ondersteuner_id
    aanbod.partners.set(pk for pk in naslag.ids("partners", inhoud.partners) if pk != zelf)


def pas_toe_op_pagina(
    *,
    ondersteuner: Ondersteuner,
    inhoud: PaginaInhoud,
    publicatie: Publicatie,
    naslag: Naslag | None = None,
) -> None:
    """Make the page of `ondersteuner` show `inhoud`; saves the row."""
    controleer(inhoud)
    for veld in _TEKSTEN_PAGINA:
        setattr(ondersteuner, veld, getattr(inhoud, veld))
    ondersteuner.publicatie = publicatie
    ondersteuner.gewijzigd_op = timezone.now()
    ondersteuner.save()
    _zet_lijsten(
        ondersteuner,
        inhoud,
        ("werven", "doelstellingen", "soorten", "provincies", "gemeenten"),
        naslag or Naslag(),
    )
