"""Drafts: what somebody is filling in, kept on the server while they type.

A draft is of the organisatie, so that a colleague can go on with it; without one, of the account.
It holds the fields of the form as they were typed and the photos that were chosen, so that nothing
half-filled is lost. Who may go on with a draft sees its photos, and nobody else; they go with it. A
change that was sent back by the gemeente becomes a draft too (`beoordeling.stuur_terug`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gemeenten.models import Gemeente
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen.beginwaarden import uit_invoer
from verbeteringen.fotos import MAX_FOTOS, wis_fotos
from verbeteringen.invoer import uit_json
from verbeteringen.models import Foto, Verbetering, Voorstel
from verbeteringen.registratie import NietToegestaan

BEWAREN = dt.timedelta(days=90)
HOOGSTENS = 100
GROOTSTE = 2 * 1024 * 1024


class ConceptGeweigerd(Exception):
    """The draft cannot be kept; the message says so in Dutch."""


@dataclass(frozen=True)
class Bewaard:
    """A kept draft: its number and its version, which the next save names."""

    pk: int
    versie: int


def _eigen(toegang: Toegang) -> Q:
    if toegang.organisatie is not None:
        return Q(organisatie=toegang.organisatie)
    return Q(account=toegang.account, organisatie=None)


def mijn(toegang: Toegang) -> QuerySet[Voorstel]:
    """Give the drafts that `toegang` may go on with, the newest first."""
    if toegang.account is None or not mag(toegang, Handeling.VERBETERING_INDIENEN):
        return Voorstel.objects.none()
    return Voorstel.objects.filter(_eigen(toegang), soort=Voorstel.Soort.CONCEPT)


def bewaar(
    *,
    toegang: Toegang,
    velden: Mapping[str, str],
    pk: int | None = None,
    versie: int = 0,
    verbetering: Verbetering | None = None,
) -> Bewaard:
    """Keep `velden`; of an existing draft only its newest version may be replaced.

    Raises ConceptGeweigerd when a colleague kept it meanwhile, or when there is too much of it.
    """
    if toegang.account is None or not mag(toegang, Handeling.VERBETERING_INDIENEN):
        raise NietToegestaan("Meld u aan om een concept te bewaren.")
    if len(orjson.dumps(dict(velden))) > GROOTSTE:
        raise ConceptGeweigerd("Deze vorm is te groot om als concept te bewaren.")
    with transaction.atomic():
        concept = _zoek(toegang, pk, verbetering)
        if concept is None:
            if mijn(toegang).count() >= HOOGSTENS:
                raise ConceptGeweigerd(
                    f"Er zijn al {HOOGSTENS} concepten. Gooi er eerst enkele weg."
                )
            concept = Voorstel(
                soort=Voorstel.Soort.CONCEPT,
                verbetering=verbetering,
                organisatie=toegang.organisatie,
                account=toegang.account,
            )
        elif concept.inhoud.get("versie", 0) != versie and concept.account != toegang.account:
            wie = concept.account.get_full_name() if concept.account else "Een collega"
            raise ConceptGeweigerd(
                f"{wie or 'Een collega'} bewaarde dit concept om "
                f"{timezone.localtime(concept.gewijzigd_op):%H:%M}. "
                "Open het opnieuw om met die versie verder te gaan."
            )
        nieuwe = concept.inhoud.get("versie", 0) + 1
        concept.account = toegang.account
        concept.inhoud = {"versie": nieuwe, "velden": dict(velden)}
        concept.save()
    return Bewaard(concept.pk, nieuwe)


def _zoek(toegang: Toegang, pk: int | None, verbetering: Verbetering | None) -> Voorstel | None:
    rijen = mijn(toegang).select_for_update(of=("self",)).select_related("account")
    rijen = rijen.filter(verbetering=verbetering)
    if pk is not None:
        return rijen.filter(pk=pk).first()
    return rijen.first() if verbetering is not None else None


def van_verbetering(v: Verbetering, toegang: Toegang) -> Voorstel | None:
    """Give the draft of a change to `v`, when there is one."""
    return mijn(toegang).filter(verbetering=v).select_related("account").first()


def velden_van(concept: Voorstel) -> dict[str, Any]:
    """Give what the form starts with."""
    inhoud = concept.inhoud
    velden = inhoud.get("velden")
    if velden is None:
        velden = uit_invoer(uit_json(inhoud), inhoud["gemeente"])
    return velden | {"concept": concept.pk, "conceptversie": inhoud.get("versie", 0)}


def naam_van(concept: Voorstel) -> str:
    """Name a draft for the list: what was typed, else where it is."""
    inhoud = concept.inhoud
    velden = inhoud.get("velden", inhoud)
    if naam := str(velden.get("projectnaam", "")).strip():
        return naam
    if straat := str(velden.get("straat", "")).split(",")[0].strip():
        return straat
    gemeente = str(velden.get("gemeente", ""))
    rij = Gemeente.objects.filter(pk=int(gemeente)).first() if gemeente.isdigit() else None
    return f"Zonder naam, in {rij.naam}" if rij else "Zonder naam"


def fotos_van(pk: int, toegang: Toegang) -> QuerySet[Foto]:
    """Give the photos of an own draft; none of another's."""
    return Foto.objects.filter(voorstel__in=mijn(toegang).filter(pk=pk), verbetering=None)


@transaction.atomic
def houd_fotos(pk: int, fotos: Iterable[Foto], toegang: Toegang) -> None:
    """Keep loose photos with an own draft; raises ConceptGeweigerd above ten.

    The draft is locked, so that two requests at once don't pass the limit together.
    """
    concept = mijn(toegang).filter(pk=pk).select_for_update(of=("self",)).first()
    if concept is None:
        return
    nieuw = [foto for foto in fotos if foto.voorstel_id != concept.pk]
    if fotos_van(pk, toegang).count() + len(nieuw) > MAX_FOTOS:
        raise ConceptGeweigerd(f"Hoogstens {MAX_FOTOS} foto's. Verwijder er eerst een.")
    for foto in nieuw:
        foto.voorstel = concept
        foto.save(update_fields=["voorstel"])
    # A draft of which only the photos change is still being worked on.
    concept.save(update_fields=["gewijzigd_op"])


@transaction.atomic
def gooi_weg(pk: int, toegang: Toegang) -> bool:
    """Delete a draft with its photos; give whether there was one that `toegang` may delete."""
    wis_fotos(fotos_van(pk, toegang))
    aantal, _ = mijn(toegang).filter(pk=pk).delete()
    return bool(aantal)


def verlopen() -> QuerySet[Voorstel]:
    """Drafts that nobody touched for three months."""
    return Voorstel.objects.filter(
        soort=Voorstel.Soort.CONCEPT, gewijzigd_op__lt=timezone.now() - BEWAREN
    )


@transaction.atomic
def ruim_op() -> None:
    """Delete those drafts with their photos."""
    wis_fotos(Foto.objects.filter(voorstel__in=verlopen(), verbetering=None))
    verlopen().delete()
