"""What verbeteringen keeps of a person, for the export and at deletion (toegang.avg).

What somebody handed in as a citizen is theirs: name, mail, remark, links and photos go, in older
versions and publications too; place, amounts, date and gemeente stay, because figures lean on them.
What was handed in for an organisatie is that organisatie's; there only the name of the account goes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from doelstellingen.models import Publicatie
from gemeenten.namen import zoeksleutel
from toegang.avg import Opgeruimd
from toegang.models import Account
from verbeteringen import burger, concepten
from verbeteringen.fotos import vergeten, wis_fotos
from verbeteringen.models import (
    Foto,
    Gebeurtenis,
    Kolomkoppeling,
    Upload,
    Verbetering,
    VerbeteringOud,
    Voorstel,
)
from verbeteringen.openbaarheid import NAAM_BURGER

_GEWIST = hashlib.blake2b(b"gewist", digest_size=16).digest()
_VELDEN = ("projectnaam", "opmerking", "mail", "links", "gemeente__naam", "gewijzigd_op", "versie")


@dataclass(frozen=True)
class _Burger:
    """Somebody as a citizen: by account, by the address that was confirmed, or by both."""

    account: Account | None
    adres: str

    @classmethod
    def van(cls, account: Account) -> _Burger:
        return cls(account, account.email)

    def eigen(self, *, door: str) -> Q:
        """Rows that this person made as a citizen, signed in or with a confirmed address."""
        uit = Q(pk__in=[])
        if self.account:
            uit |= Q(**{door: self.account, "organisatie": None})
        if self.adres:
            uit |= Q(mail__iexact=self.adres)
        return uit

    def van_account(self, veld: str) -> Q:
        """Rows that hang on the account itself; none without one."""
        return Q(**{veld: self.account}) if self.account else Q(pk__in=[])


def geef(account: Account) -> dict[str, Any]:
    """Give everything of this person, also what was done for an organisatie."""
    return _geef(_Burger.van(account))


def geef_adres(adres: str) -> dict[str, Any]:
    """Give what was handed in without account, with this confirmed address."""
    return _geef(_Burger(None, adres))


def _geef(wie: _Burger) -> dict[str, Any]:
    ingediend = wie.van_account("indiener") | wie.eigen(door="indiener")
    fotos = Foto.objects.filter(
        wie.van_account("account")
        | Q(verbetering__in=Verbetering.objects.filter(wie.eigen(door="indiener")))
        | Q(voorstel__in=Voorstel.objects.filter(wie.eigen(door="account")))
    )
    return {
        "ingediend": list(
            Verbetering.objects.filter(ingediend).order_by("pk").values("id", *_VELDEN)
        ),
        "oudere versies": list(
            VerbeteringOud.objects.filter(ingediend).order_by("pk").values("verbetering", *_VELDEN)
        ),
        "concepten en voorstellen": list(
            Voorstel.objects.filter(wie.van_account("account") | wie.eigen(door="account"))
            .order_by("pk")
            .values("soort", "mail", "inhoud", "gewijzigd_op")
        ),
        "stappen": list(
            Gebeurtenis.objects.filter(wie.van_account("door"))
            .order_by("pk")
            .values("op", "wat", "reden", "verbetering", "organisatie__naam")
        ),
        "foto's": list(fotos.order_by("pk").values("alt", "bestand", "verbetering")),
        "opgeladen bestanden": list(
            Upload.objects.filter(wie.van_account("account"))
            .order_by("pk")
            .values("naam", "gemaakt_op")
        ),
    }


def _wis_voorstellen(wie: _Burger, eigen: set[int]) -> None:
    Voorstel.objects.filter(wie.eigen(door="account")).delete()
    # A change that a colleague of the gemeente proposed repeats the words of the citizen.
    van_burger = Voorstel.objects.filter(verbetering__in=eigen)
    van_burger.filter(soort=Voorstel.Soort.CONCEPT).delete()
    for voorstel in van_burger:
        voorstel.inhoud |= {"projectnaam": NAAM_BURGER, "opmerking": "", "links": []}
        voorstel.save(update_fields=["inhoud"])


def wis(account: Account) -> None:
    """Empty what this person handed in as a citizen."""
    _wis(_Burger.van(account))


def wis_adres(adres: str) -> None:
    """Empty what was handed in without account, with this confirmed address."""
    _wis(_Burger(None, adres))


@transaction.atomic
def _wis(wie: _Burger) -> None:
    waar = wie.eigen(door="indiener")
    nu = Verbetering.objects.filter(waar)
    eigen = set(nu.values_list("pk", flat=True))
    oud = VerbeteringOud.objects.filter(waar | Q(verbetering__in=eigen))
    publicaties = {
        *nu.values_list("publicatie", flat=True),
        *oud.values_list("publicatie", flat=True),
    }
    wis_fotos(
        Foto.objects.filter(
            Q(verbetering__in=eigen)
            | wie.van_account("account")
            & (Q(verbetering=None) | Q(verbetering__organisatie=None))
            # The draft of an organisatie stays, with its photos.
            & (Q(voorstel=None) | Q(voorstel__organisatie=None))
            | Q(voorstel__in=Voorstel.objects.filter(wie.eigen(door="account")))
        )
    )
    _wis_voorstellen(wie, eigen)
    leeg: dict[str, Any] = {
        "projectnaam": NAAM_BURGER,
        "zoeknaam": zoeksleutel(NAAM_BURGER),
        "opmerking": "",
        "links": [],
        "mail": "",
        # The print of the emptied words would still confirm a guess.
        "hash": _GEWIST,
    }
    oud.update(**leeg)
    Verbetering.objects.filter(pk__in=eigen).update(**leeg)
    stappen = wie.van_account("door") | Q(verbetering__in=eigen, door=None)
    Gebeurtenis.objects.filter(stappen, organisatie=None).update(reden="")
    for begin in ("Registratie", "Wijziging"):
        Publicatie.objects.filter(
            Q(pk__in=publicaties) | wie.van_account("door"),
            organisatie=None,
            omschrijving__startswith=f"{begin}:",
        ).update(omschrijving=f"{begin}: {NAAM_BURGER}")
    Kolomkoppeling.objects.filter(wie.van_account("account"), organisatie=None).delete()


@transaction.atomic
def ruim_op(echt: bool) -> list[Opgeruimd]:
    """Forget what was never confirmed, old drafts and photos that belong to nothing; see `toegang.avg`."""
    onbevestigd = burger.verlopen().count()
    if echt:
        burger.ruim_op()
    oude_concepten = concepten.verlopen().count()
    if echt:
        concepten.ruim_op()
    los = [foto.pk for foto in vergeten()]
    if echt:
        wis_fotos(Foto.objects.filter(pk__in=los))
    return [
        Opgeruimd("registraties", onbevestigd, "niet bevestigde verbeteringen van burgers"),
        Opgeruimd("concepten", oude_concepten, "concepten die drie maanden niet gewijzigd zijn"),
        Opgeruimd("foto's", len(los), "foto's die bij geen verbetering horen"),
    ]
