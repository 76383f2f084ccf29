"""One's own personal data: what we have, and how it goes. Other rooms join through `meld_aan`.

A person who leaves becomes "verwijderde account": name, mail and remarks are emptied, in history too.
That an act was done, when, and for which organisatie stays, because others lean on it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from toegang.logboek import Daad, noteer
from toegang.models import (
    Aanmeldpoging,
    Account,
    Bericht,
    Lidmaatschap,
    Logboek,
    Uitnodiging,
)


@dataclass(frozen=True)
class Onderdeel:
    """What one room knows of a person: `geef` for the export, `wis` at deletion.

    Without `wis` everything there belongs to an organisatie and only the name of the account goes.
    `geef_adres` and `wis_adres` do the same for who has no account but left a mail address.
    """

    naam: str
    geef: Callable[[Account], Any]
    wis: Callable[[Account], None] | None
    geef_adres: Callable[[str], Any] | None = None
    wis_adres: Callable[[str], None] | None = None


_onderdelen: list[Onderdeel] = []


def meld_aan(
    *,
    naam: str,
    geef: Callable[[Account], Any],
    wis: Callable[[Account], None] | None = None,
    geef_adres: Callable[[str], Any] | None = None,
    wis_adres: Callable[[str], None] | None = None,
) -> None:
    """Let a room (in `AppConfig.ready`) hand in its share of a person's data."""
    if all(deel.naam != naam for deel in _onderdelen):
        _onderdelen.append(Onderdeel(naam, geef, wis, geef_adres, wis_adres))


def exporteer(account: Account) -> dict[str, Any]:
    """Give everything the portal keeps about one person, as plain JSON types."""
    eigen = {
        "account": {
            "voornaam": account.first_name,
            "familienaam": account.last_name,
            "e-mailadres": account.email,
            "gebruikersnaam": account.username,
            "vo_id": account.vo_id,
            "aangemaakt op": account.date_joined,
            "laatst aangemeld op": account.last_login,
            "manier van aanmelden": account.get_herkomst_display(),
        },
        "gegevens van ACM/IDM": list(
            SocialAccount.objects.filter(user=account).values("provider", "uid", "extra_data")
        ),
        "lidmaatschappen": [
            {
                "organisatie": str(lid.organisatie),
                "rol": lid.get_rol_display(),
                "sinds": lid.sinds,
                "via": lid.get_herkomst_display(),
            }
            for lid in account.lidmaatschappen.select_related("organisatie")
        ],
        "handelingen": list(
            Logboek.objects.filter(account=account)
            .order_by("pk")
            .values("op", "handeling", "toelichting", "organisatie__naam")
        ),
        "handelingen van anderen over u": list(
            Logboek.objects.filter(betrokkene=account)
            .exclude(account=account)
            .order_by("pk")
            .values("op", "handeling", "toelichting", "organisatie__naam")
        ),
        "berichten": list(
            Bericht.objects.filter(account=account).values("gemaakt_op", "onderwerp", "tekst")
        ),
    }
    return eigen | {deel.naam: deel.geef(account) for deel in _onderdelen}


def exporteer_adres(adres: str) -> dict[str, Any]:
    """Give everything the portal keeps under a mail address that no account uses."""
    eigen = {
        "e-mailadres": adres,
        "uitnodigingen": list(
            Uitnodiging.objects.filter(email__iexact=adres)
            .order_by("pk")
            .values("organisatie__naam", "gemaakt_op", "verloopt_op")
        ),
        "berichten": list(
            Bericht.objects.filter(aan__iexact=adres)
            .order_by("pk")
            .values("gemaakt_op", "onderwerp", "tekst")
        ),
    }
    return eigen | {d.naam: d.geef_adres(adres) for d in _onderdelen if d.geef_adres}


@transaction.atomic
def verwijder_adres(adres: str) -> None:
    """Empty what somebody without account left under a mail address, everywhere, at once.

    What counts for a gemeente stays: amount, place, date. The log says that it was done, not for whom.
    """
    for deel in _onderdelen:
        if deel.wis_adres:
            deel.wis_adres(adres)
    _wis_post(adres)
    noteer(Daad.ADRES_GEWIST, organisatie=None)


def _wis_post(adres: str) -> None:
    Bericht.objects.filter(aan__iexact=adres).delete()
    Uitnodiging.objects.filter(email__iexact=adres).update(email="", ingetrokken_op=timezone.now())


def _sessies_van(account: Account) -> list[str]:
    sleutels = []
    for sessie in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if sessie.get_decoded().get("_auth_user_id") == str(account.pk):
            sleutels.append(sessie.session_key)
    return sleutels


@transaction.atomic
def verwijder_account(account: Account) -> None:
    """Replace a person by "verwijderde account", everywhere, at once."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.verwijderd_op:
        return
    organisaties = {
        lid.organisatie for lid in account.lidmaatschappen.select_related("organisatie")
    }
    for organisatie in organisaties:
        noteer(Daad.ACCOUNT_VERWIJDERD, organisatie=organisatie, door=account, betrokkene=account)
    for deel in _onderdelen:
        if deel.wis:
            deel.wis(account)
    Bericht.objects.filter(account=account).delete()
    if account.email:
        _wis_post(account.email)
    Lidmaatschap.objects.filter(account=account).delete()
    SocialAccount.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    Session.objects.filter(session_key__in=_sessies_van(account)).delete()
    account.username = f"verwijderd-{uuid.uuid4().hex}"
    account.first_name = account.last_name = account.email = account.vo_id = ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.last_login = None
    account.verwijderd_op = timezone.now()
    account.save()


# --- retention -----------------------------------------------------------------------------------

BEWAAR = {
    "sessies": dt.timedelta(0),
    "aanmeldpogingen": dt.timedelta(days=1),
    "berichten": dt.timedelta(days=90),
    "uitnodigingen": dt.timedelta(days=30),
    "accounts": dt.timedelta(days=3 * 365),
}


@dataclass(frozen=True)
class Opgeruimd:
    soort: str
    aantal: int
    uitleg: str


_opruimingen: list[Callable[[bool], list[Opgeruimd]]] = []


def meld_opruiming_aan(functie: Callable[[bool], list[Opgeruimd]]) -> None:
    """Let a room (in `AppConfig.ready`) apply its terms; with False it only counts."""
    if functie not in _opruimingen:
        _opruimingen.append(functie)


def ruim_op(*, echt: bool) -> list[Opgeruimd]:
    """Remove what outlived its term (docs/verwerkingsregister.md); without `echt` only count it."""
    nu = timezone.now()
    sessies = Session.objects.filter(expire_date__lt=nu)
    pogingen = Aanmeldpoging.objects.filter(sinds__lt=nu - BEWAAR["aanmeldpogingen"])
    berichten = Bericht.objects.filter(gemaakt_op__lt=nu - BEWAAR["berichten"])
    uitnodigingen = Uitnodiging.objects.filter(
        verloopt_op__lt=nu - BEWAAR["uitnodigingen"], gebruikt_op=None
    ).exclude(email="")
    grens = nu - BEWAAR["accounts"]
    accounts = Account.objects.filter(
        verwijderd_op=None, is_superuser=False, last_login__lt=grens
    ) | Account.objects.filter(
        verwijderd_op=None, is_superuser=False, last_login=None, date_joined__lt=grens
    )
    uit = [
        Opgeruimd("sessies", sessies.count(), "verlopen sessies"),
        Opgeruimd("aanmeldpogingen", pogingen.count(), "tellers van mislukte aanmeldingen"),
        Opgeruimd("berichten", berichten.count(), "berichten ouder dan 90 dagen"),
        Opgeruimd("uitnodigingen", uitnodigingen.count(), "adressen van verlopen uitnodigingen"),
        Opgeruimd("accounts", accounts.count(), "accounts die drie jaar niet gebruikt zijn"),
    ]
    for functie in _opruimingen:
        uit += functie(echt)
    if echt:
        sessies.delete()
        pogingen.delete()
        berichten.delete()
        uitnodigingen.update(email="", ingetrokken_op=nu)
        for account in accounts:
            verwijder_account(account)
    return uit
