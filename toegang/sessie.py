"""A web session acts for exactly one lidmaatschap, came through one door, and ends on time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest

from toegang.models import Account, Lidmaatschap
from toegang.rollen import Herkomst
from toegang.wie import Toegang

SLEUTEL = "toegang"


class Einde(Enum):
    """Why a session ended by itself: (address part, title, what happened and what to do)."""

    ACCOUNT = (
        "account",
        "Uw account is niet langer actief",
        "Uw account is uitgeschakeld of verwijderd. U bent afgemeld. Vraag de beheerder van uw "
        "organisatie waarom, of meld u aan met een ander account.",
    )
    VERLOPEN = (
        "verlopen",
        "Uw sessie is verlopen",
        "U was langer aangemeld dan een werkdag. Meld u opnieuw aan om verder te werken. "
        "Wat u al bewaarde, is er nog.",
    )
    ROL = (
        "rol",
        "Uw rol is gewijzigd of weggenomen",
        "De rol waarmee u werkte bestaat niet meer. U bent afgemeld. Meld u opnieuw aan om met "
        "uw huidige rol verder te werken, of vraag de beheerder van uw organisatie om uitleg.",
    )
    DEUR = (
        "deur",
        "Deze aanmelding geldt niet meer",
        "De manier waarop u zich aanmeldde, is op dit portaal niet beschikbaar. U bent afgemeld.",
    )

    def __init__(self, deel: str, titel: str, uitleg: str) -> None:
        self.deel = deel
        self.titel = titel
        self.uitleg = uitleg

    @classmethod
    def met(cls, deel: str) -> Self | None:
        return next((einde for einde in cls if einde.deel == deel), None)


@dataclass
class Sessie:
    """What the session store keeps beside Django's own keys."""

    deur: str
    begin: float
    lidmaatschap: int | None = None
    totp: bool = False

    @property
    def wacht_op_totp(self) -> bool:
        """A local account without second factor may only set one up."""
        return self.deur == Herkomst.LOKAAL and not self.totp

    @property
    def verlopen(self) -> bool:
        return time.time() - self.begin > settings.SESSION_COOKIE_AGE


def lees(request: HttpRequest) -> Sessie | None:
    gegeven = request.session.get(SLEUTEL)
    return Sessie(**gegeven) if isinstance(gegeven, dict) else None


def schrijf(request: HttpRequest, sessie: Sessie) -> None:
    request.session[SLEUTEL] = vars(sessie)
    # What was found for the old lidmaatschap does not hold any more in this request either.
    if hasattr(request, "toegang"):
        request.toegang = zoek(request)


def begin(
    request: HttpRequest, *, deur: str, lidmaatschap: Lidmaatschap | None, totp: bool = False
) -> None:
    """Start acting; call after Django's login, which gave the session a new key."""
    schrijf(
        request, Sessie(deur, time.time(), lidmaatschap.pk if lidmaatschap else None, totp=totp)
    )


def wissel(request: HttpRequest, *, lidmaatschap: Lidmaatschap) -> None:
    """Act for another lidmaatschap of the same account, under a new session key."""
    sessie = lees(request)
    if sessie is None:
        raise LookupError("wisselen kan alleen binnen een sessie")
    sessie.lidmaatschap = lidmaatschap.pk
    request.session.cycle_key()
    schrijf(request, sessie)


def zet_totp(request: HttpRequest) -> None:
    """The second factor is set up: this session may go on."""
    if sessie := lees(request):
        sessie.totp = True
        schrijf(request, sessie)


def _lidmaatschap(account: Account, sessie: Sessie) -> Lidmaatschap | None:
    if sessie.lidmaatschap is None:
        return None
    return (
        Lidmaatschap.objects.via(sessie.deur)
        .filter(pk=sessie.lidmaatschap, account=account)
        .select_related("organisatie")
        .first()
    )


def zoek(request: HttpRequest) -> Toegang:
    """Give for whom this request acts; without a session cookie nothing is asked of the database."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.session.session_key:
        return Toegang()
    account, sessie = request.user, lees(request)
    if not isinstance(account, Account) or sessie is None or sessie.wacht_op_totp:
        return Toegang()
    return Toegang(account, _lidmaatschap(account, sessie))


def einde_van(request: HttpRequest) -> Einde | None:
    """Tell whether, and why, the signed-in session of this request must end now."""
    if SESSION_KEY not in request.session:
        return None
    sessie = lees(request)
    if not request.user.is_authenticated:
        return Einde.ACCOUNT
    if sessie is None:
        return Einde.DEUR
    if sessie.verlopen:
        return Einde.VERLOPEN
    if sessie.deur == Herkomst.DEMO and not settings.DEMO:
        return Einde.DEUR
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    if sessie.lidmaatschap and not sessie.wacht_op_totp and not toegang.lidmaatschap:
        return Einde.ROL
    return None


def stop(request: HttpRequest) -> None:
    """End the session and everything in it."""
    logout(request)
    request.toegang = Toegang()  # type: ignore[attr-defined]
