"""API keys: made, shown once, checked, withdrawn. Pure service; HTTP is in `api_authenticatie`."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from gemeenten.models import Gemeente
from toegang.logboek import Daad, noteer
from toegang.models import ApiSleutel, Organisatie, SleutelToestemming, Sleutelverbruik
from toegang.rechten import SCOPES, Handeling, mag
from toegang.services import Weigering
from toegang.wie import Toegang

MERK = "ppk"
LANGST = dt.timedelta(days=730)
GEBRUIK_ELKE = dt.timedelta(minutes=5)

# The feeds live on a higher floor; their room hands in who delivers what (`AppConfig.ready`).
_feeds_van: list[Callable[[Organisatie], Iterable[str]]] = []


def meld_feeds_aan(functie: Callable[[Organisatie], Iterable[str]]) -> None:
    """Have `functie` tell which feeds (slugs) an organisatie delivers."""
    _feeds_van.append(functie)


def feeds_van(organisatie: Organisatie) -> list[str]:
    """Give the slugs of the feeds for which a key of `organisatie` may be made."""
    return sorted({slug for functie in _feeds_van for slug in functie(organisatie)})


@dataclass(frozen=True)
class NieuweSleutel:
    """A key that was just made; `geheim` is never to be had again."""

    sleutel: ApiSleutel
    geheim: str


def _hash(geheim: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(geheim.encode()).hexdigest()


def controleer_scopes(scopes: Sequence[str], *, organisatie: Organisatie) -> list[str]:
    """Give the scopes, sorted and once each; refuse unknown ones and feeds that aren't theirs."""
    feeds = feeds_van(organisatie)
    uit = sorted(set(scopes))
    for scope in uit:
        soort, _, feed = scope.partition(":")
        if soort not in SCOPES or (soort == "aanleveren") != bool(feed):
            raise Weigering(f"“{scope}” is geen recht van een sleutel.")
        if feed and feed not in feeds:
            raise Weigering(f"De feed “{feed}” is niet van deze organisatie.")
    if not uit:
        raise Weigering("Kies minstens één recht voor de sleutel.")
    return uit


@transaction.atomic
def maak_sleutel(
    *,
    organisatie: Organisatie,
    naam: str,
    scopes: Sequence[str],
    dagen: int,
    toegang: Toegang,
    per_minuut: int = 120,
) -> NieuweSleutel:
    """Make a key for `organisatie`, at most two years valid.

    Raises Weigering with what to change.
    """
    if not mag(toegang, Handeling.SLEUTELS_BEHEREN, organisatie=organisatie) or not toegang.account:
        raise Weigering("U kunt voor deze organisatie geen sleutels maken.")
    duur = dt.timedelta(days=dagen)
    if not dt.timedelta(0) < duur <= LANGST:
        raise Weigering(f"Een sleutel is hoogstens {LANGST.days} dagen geldig.")
    voorvoegsel = f"{MERK}_{secrets.token_hex(4)}"
    geheim = f"{voorvoegsel}_{secrets.token_urlsafe(32)}"
    sleutel = ApiSleutel.objects.create(
        organisatie=organisatie,
        naam=naam,
        voorvoegsel=voorvoegsel,
        hash=_hash(geheim),
        scopes=controleer_scopes(scopes, organisatie=organisatie),
        per_minuut=per_minuut,
        gemaakt_door=toegang.account,
        verloopt_op=timezone.now() + duur,
    )
    noteer(
        Daad.SLEUTEL_GEMAAKT,
        organisatie=organisatie,
        toelichting=f"{naam}: {', '.join(sleutel.scopes)}",
        object_=sleutel,
    )
    return NieuweSleutel(sleutel, geheim)


@transaction.atomic
def trek_in(*, sleutel: ApiSleutel, toegang: Toegang) -> None:
    """Withdraw a key; from now on it opens nothing. Raises Weigering."""
    if not mag(toegang, Handeling.SLEUTELS_BEHEREN, organisatie=sleutel.organisatie_id):
        raise Weigering("U kunt deze sleutel niet intrekken.")
    rij = ApiSleutel.objects.select_for_update().get(pk=sleutel.pk)
    if rij.ingetrokken_op is None:
        rij.ingetrokken_op = timezone.now()
        rij.save()
        noteer(
            Daad.SLEUTEL_INGETROKKEN, organisatie=rij.organisatie, toelichting=rij.naam, object_=rij
        )


@transaction.atomic
def laat_toe(*, voorvoegsel: str, gemeente: Gemeente, toegang: Toegang) -> SleutelToestemming:
    """Let the key of another organisatie act on `gemeente`; raises Weigering."""
    if not mag(toegang, Handeling.SLEUTEL_TOESTAAN, gemeente) or not toegang.account:
        raise Weigering("U kunt voor deze gemeente geen sleutels toelaten.")
    sleutel = ApiSleutel.objects.actief().filter(voorvoegsel=voorvoegsel.strip()).first()
    if sleutel is None:
        raise Weigering(
            "Er is geen geldige sleutel met dit kenmerk. Vraag het kenmerk (ppk_ en acht tekens) aan "
            "de organisatie die de sleutel gebruikt; de geheime sleutel zelf heeft u niet nodig."
        )
    toestemming, nieuw = SleutelToestemming.objects.get_or_create(
        sleutel=sleutel,
        gemeente=gemeente,
        ingetrokken_op=None,
        defaults={"verleend_door": toegang.account},
    )
    if nieuw:
        # Both sides read it in their own log.
        for organisatie in {toegang.organisatie, sleutel.organisatie}:
            noteer(
                Daad.SLEUTEL_TOEGELATEN,
                organisatie=organisatie,
                toelichting=f"{sleutel.naam} ({sleutel.voorvoegsel}) op {gemeente}",
                object_=toestemming,
            )
    return toestemming


@transaction.atomic
def trek_toestemming_in(*, toestemming: SleutelToestemming, toegang: Toegang) -> None:
    """Let the key no longer act on the gemeente; raises Weigering."""
    if not mag(toegang, Handeling.SLEUTEL_TOESTAAN, toestemming.gemeente_id):
        raise Weigering("U kunt deze toelating niet intrekken.")
    rij = SleutelToestemming.objects.select_for_update().get(pk=toestemming.pk)
    if rij.ingetrokken_op is None:
        rij.ingetrokken_op = timezone.now()
        rij.save()
        for organisatie in {toegang.organisatie, rij.sleutel.organisatie}:
            noteer(
                Daad.TOELATING_INGETROKKEN,
                organisatie=organisatie,
                toelichting=f"{rij.sleutel.naam} ({rij.sleutel.voorvoegsel}) op {rij.gemeente}",
                object_=rij,
            )


def controleer(geheim: str) -> ApiSleutel | None:
    """Give the living key of this secret, with its organisatie; None for anything else. One query.

    The moment of last use is kept to five minutes, so that reading doesn't write each time.
    """
    delen = geheim.split("_", 2)
    if len(delen) != 3 or delen[0] != MERK or len(geheim) > 200 or not geheim.isascii():
        return None
    sleutel = (
        ApiSleutel.objects.actief()
        .filter(voorvoegsel=f"{delen[0]}_{delen[1]}")
        .select_related("organisatie")
        .first()
    )
    if sleutel is None or not hmac.compare_digest(sleutel.hash, _hash(geheim)):
        return None
    nu = timezone.now()
    if sleutel.laatst_gebruikt_op is None or sleutel.laatst_gebruikt_op < nu - GEBRUIK_ELKE:
        ApiSleutel.objects.filter(
            Q(laatst_gebruikt_op=None) | Q(laatst_gebruikt_op__lt=nu - GEBRUIK_ELKE),
            pk=sleutel.pk,
        ).update(laatst_gebruikt_op=nu)
    return sleutel


def mag_aanleveren(toegang: Toegang, *, feed: str, organisatie: Any) -> bool:
    """Tell whether `toegang` may deliver `feed`; a key needs that very feed among its scopes."""
    if toegang.sleutel and feed not in toegang.sleutel.feeds:
        return False
    return mag(toegang, Handeling.CIJFERS_AANLEVEREN, organisatie=organisatie)


@dataclass(frozen=True)
class Verbruik:
    """The state of a rate limit after one request; `opnieuw_na_s` is 0 while there is room."""

    grens: int
    over: int
    opnieuw_na_s: int


def _tel_in_cache(sleutel: ApiSleutel, minuut: int) -> int:
    naam = f"sleutel:{sleutel.pk}:{minuut}"
    cache.add(naam, 0, 120)
    try:
        return cache.incr(naam)
    except ValueError:  # It expired in between.
        return 1


@transaction.atomic
def _tel_in_rij(sleutel: ApiSleutel, minuut: int) -> int:
    """One statement counts and begins a new minute, so that two processes never read the same."""
    rij = Sleutelverbruik.objects.filter(sleutel=sleutel)
    erbij = Case(When(minuut=minuut, then=F("aantal") + 1), default=Value(1))
    if not rij.update(aantal=erbij, minuut=minuut):
        _, nieuw = Sleutelverbruik.objects.get_or_create(
            sleutel=sleutel, defaults={"minuut": minuut, "aantal": 1}
        )
        if nieuw:
            return 1
        rij.update(aantal=erbij, minuut=minuut)
    return rij.values_list("aantal", flat=True).get()


def verbruik(sleutel: ApiSleutel) -> Verbruik:
    """Count one request of this key in the present minute, over all processes.

    With REDIS_URL in Redis, without it in a row of the database.
    """
    nu = timezone.now()
    minuut = int(nu.timestamp()) // 60
    tel = _tel_in_cache if settings.REDIS_URL else _tel_in_rij
    over = sleutel.per_minuut - tel(sleutel, minuut)
    wacht = 60 - nu.second if over < 0 else 0
    return Verbruik(sleutel.per_minuut, max(over, 0), wacht)
