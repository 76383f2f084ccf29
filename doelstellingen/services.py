"""The door through which goals, norms, signatures and figures are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from doelstellingen import herroeping, methodebreuken, ondertekenen, referentie, standen
from doelstellingen import metingen as _metingen
from doelstellingen.herroeping import HerroepingKanNiet
from doelstellingen.methodebreuken import MethodebreukKanNiet
from doelstellingen.methodebreuken import controleer as controleer_methodebreuk
from doelstellingen.metingen import MetingRij, Telling, niveau
from doelstellingen.models import Indicator, Methodebreuk, Ondertekening, Publicatie
from doelstellingen.ondertekenen import OndertekeningKanNiet
from doelstellingen.publicaties import herroepers, publiceer
from gemeenten.models import Gemeente
from gereedschap.referentietabel import Verloop
from toegang.models import Account, Organisatie

__all__ = [
    "HerroepingKanNiet",
    "MethodebreukKanNiet",
    "MetingRij",
    "OndertekeningKanNiet",
    "Telling",
    "controleer_methodebreuk",
    "herbereken_standen",
    "herroep",
    "laad_doelstellingen",
    "laad_normen",
    "laad_ondertekeningen",
    "levende_metingen",
    "niveau",
    "schrijf_metingen",
    "sluit_metingen",
    "trek_methodebreuk_in",
    "werk_standen_bij",
    "zet_methodebreuk",
    "zet_ondertekening",
]


def schrijf_metingen(*, publicatie: Publicatie, metingen: Iterable[MetingRij]) -> Telling:
    """Write metingen under an open publicatie, set-based and streaming.

    An equal key (gemeente, indicator, bron, vorm, van, tot) with equal content is ongewijzigd; with
    other content the old row closes. Raises ValueError, in Dutch, for a row that breaks a rule and
    for two rows with one key. `metingen` may not ask the database anything while it is walked
    through: on PostgreSQL its rows stream into a COPY. Follow with `werk_standen_bij`.
    """
    return _metingen.schrijf(publicatie=publicatie, metingen=metingen)


def levende_metingen(*, bronnen: Iterable[int], indicatoren: Iterable[int]) -> Iterator[MetingRij]:
    """Give the living metingen of these bronnen and indicatoren, to compare a delivery with."""
    return _metingen.levende(bronnen=bronnen, indicatoren=indicatoren)


def sluit_metingen(*, publicatie: Publicatie, metingen: Iterable[MetingRij]) -> int:
    """Close metingen that a listing no longer gives; follow with `werk_standen_bij`."""
    return _metingen.sluit(publicatie=publicatie, metingen=metingen)


def werk_standen_bij(*, publicatie: Publicatie) -> int:
    """Recompute the standen that the metingen of `publicatie` touched, and give the changes.

    The usual call after `schrijf_metingen`, in the same transaction.
    """
    return standen.werk_bij(publicatie=publicatie, werk=dict(_metingen.geraakt(publicatie.pk)))


def herbereken_standen(
    *, publicatie: Publicatie, gemeenten: set[int] | None, indicatoren: set[int] | None
) -> int:
    """Recompute standen of these gemeenten (and their successors) and indicatoren; None is all.

    Gives how many rows were added or closed. Equal standen stay as they are.
    """
    if gemeenten is None and indicatoren is None:
        return standen.werk_bij(publicatie=publicatie)
    if indicatoren is None:
        indicatoren = set(Indicator.objects.values_list("pk", flat=True))
    return standen.werk_bij(publicatie=publicatie, werk=dict.fromkeys(indicatoren, gemeenten))


def herroep(publicatie: Publicatie, *, door: Account | None = None) -> Publicatie:
    """Undo a publicatie under a new one, which is given back; history stays.

    Raises HerroepingKanNiet when it was undone before.
    """
    herroeping.controleer(publicatie)
    with publiceer(
        soort=Publicatie.Soort.HERROEPING,
        door=door,
        organisatie=publicatie.organisatie,
        omschrijving=f"Herroeping van editie {publicatie.pk}",
        demo=publicatie.demo,
        herroept=publicatie,
    ) as nieuw:
        herroeping.voer_uit(oud=publicatie, nieuw=nieuw)
        for functie in herroepers():
            functie(publicatie, nieuw)
        werk_standen_bij(publicatie=nieuw)
    return nieuw


@transaction.atomic
def laad_doelstellingen(*, folder: Path | None = None) -> dict[str, Verloop]:
    """Load werven, doelstellingen and indicatoren with their texts; idempotent."""
    return referentie.laad_doelstellingen(folder or settings.FIXTURES_MAP)


def laad_normen(*, folder: Path | None = None) -> Verloop:
    """Load the norms and their paths under one publicatie; unchanged means no publicatie."""
    levend = referentie.levende_normen()
    rijen = {rij.sleutel: rij for rij in referentie.lees_normen(folder or settings.FIXTURES_MAP)}
    anders = [r for s, r in rijen.items() if s not in levend or levend[s][1] != r]
    weg = [pk for s, (pk, rij) in levend.items() if rijen.get(s) != rij]
    if anders or weg:
        with publiceer(
            soort=Publicatie.Soort.NORMEN, omschrijving="Normen en paden uit de pactteksten"
        ) as publicatie:
            referentie.schrijf_normen(anders, vervallen=weg, publicatie=publicatie)
    gewijzigd = sum(1 for r in anders if r.sleutel in levend)
    return Verloop(len(anders) - gewijzigd, gewijzigd, len(rijen) - len(anders))


def laad_ondertekeningen(*, folder: Path | None = None) -> Verloop:
    """Load the known signatures under one publicatie; unchanged means no publicatie."""
    folder = folder or settings.FIXTURES_MAP
    rijen, vervallen = referentie.verschil_ondertekeningen(folder)
    totaal = len(referentie.lees_ondertekeningen(folder))
    if rijen:
        with publiceer(
            soort=Publicatie.Soort.ONDERTEKENING, omschrijving="Bekende ondertekeningen per pact"
        ) as publicatie:
            referentie.schrijf_ondertekeningen(rijen, vervallen=vervallen, publicatie=publicatie)
    return Verloop(len(rijen) - len(vervallen), len(vervallen), totaal - len(rijen))


def zet_ondertekening(
    *,
    gemeente: Gemeente,
    pact: str,
    datum: dt.date,
    bron: str,
    ingetrokken: bool = False,
    door: Account | None = None,
) -> Ondertekening:
    """Record that a gemeente (of its time) signed a pact on `datum`, or withdrew from it.

    Every target follows at once: they are computed from this row. The same again changes nothing.
    Raises OndertekeningKanNiet with a Dutch message.
    """
    return ondertekenen.zet(
        gemeente=gemeente, pact=pact, datum=datum, bron=bron, ingetrokken=ingetrokken, door=door
    )


def zet_methodebreuk(
    *,
    indicator: Indicator,
    datum: dt.date,
    toelichting: str,
    bron: Organisatie | None = None,
    door: Account | None = None,
) -> Methodebreuk:
    """Record that `indicator` is made another way from `datum` on, and who said so.

    Every chart, table, file and report marks it from this edition on. The same again changes
    nothing; another text replaces the older one, which stays readable in older editions. Raises
    MethodebreukKanNiet with a Dutch message.
    """
    return methodebreuken.zet(
        indicator=indicator, datum=datum, toelichting=toelichting, bron=bron, door=door
    )


def trek_methodebreuk_in(
    *, indicator: Indicator, datum: dt.date, door: Account | None = None
) -> Publicatie:
    """Withdraw a break under a new publicatie; raises MethodebreukKanNiet where there is none."""
    return methodebreuken.trek_in(indicator=indicator, datum=datum, door=door)
