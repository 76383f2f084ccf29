"""What verbeteringen keeps of a person, for the export and at deletion (toegang.avg).

What somebody handed in as a citizen is theirs: name, mail, remark, links and photos go, in older
versions and publications too; place, amounts, date and gemeente stay, because figures lean on them.
What was handed in for an organisatie is that organisatie's; there only the name of the account goes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Q

from doelstellingen.models import Publicatie
from gemeenten.namen import zoeksleutel
from toegang.avg import Opgeruimd
from toegang.models import Account
from verbeteringen import burger
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


def _eigen(account: Account, *, door: str) -> Q:
    """Rows that this person made as a citizen, signed in or with a confirmed address."""
    eigen = Q(**{door: account, "organisatie": None})
    return eigen | Q(mail__iexact=account.email) if account.email else eigen


def geef(account: Account) -> dict[str, Any]:
    """Give everything of this person, also what was done for an organisatie."""
    ingediend = Q(indiener=account) | _eigen(account, door="indiener")
    fotos = Foto.objects.filter(
        Q(account=account)
        | Q(verbetering__in=Verbetering.objects.filter(_eigen(account, door="indiener")))
    )
    return {
        "ingediend": list(
            Verbetering.objects.filter(ingediend).order_by("pk").values("id", *_VELDEN)
        ),
        "oudere versies": list(
            VerbeteringOud.objects.filter(ingediend).order_by("pk").values("verbetering", *_VELDEN)
        ),
        "concepten en voorstellen": list(
            Voorstel.objects.filter(Q(account=account) | _eigen(account, door="account"))
            .order_by("pk")
            .values("soort", "mail", "inhoud", "gewijzigd_op")
        ),
        "stappen": list(
            Gebeurtenis.objects.filter(door=account)
            .order_by("pk")
            .values("op", "wat", "reden", "verbetering", "organisatie__naam")
        ),
        "foto's": list(fotos.order_by("pk").values("alt", "bestand", "verbetering")),
        "opgeladen bestanden": list(
            Upload.objects.filter(account=account).order_by("pk").values("naam", "gemaakt_op")
        ),
    }


def _wis_voorstellen(account: Account, eigen: set[int]) -> None:
    Voorstel.objects.filter(_eigen(account, door="account")).delete()
    # A change that a colleague of the gemeente proposed repeats the words of the citizen.
    for voorstel in Voorstel.objects.filter(verbetering__in=eigen):
        voorstel.inhoud |= {"projectnaam": NAAM_BURGER, "opmerking": "", "links": []}
        voorstel.save(update_fields=["inhoud"])


@transaction.atomic
def wis(account: Account) -> None:
    """Empty what this person handed in as a citizen."""
    waar = _eigen(account, door="indiener")
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
            | Q(account=account, verbetering=None)
            | Q(account=account, verbetering__organisatie=None)
            | Q(voorstel__in=Voorstel.objects.filter(_eigen(account, door="account")))
        )
    )
    _wis_voorstellen(account, eigen)
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
    Gebeurtenis.objects.filter(door=account, organisatie=None).update(reden="")
    for begin in ("Registratie", "Wijziging"):
        Publicatie.objects.filter(
            Q(pk__in=publicaties) | Q(door=account),
            organisatie=None,
            omschrijving__startswith=f"{begin}:",
        ).update(omschrijving=f"{begin}: {NAAM_BURGER}")
    Kolomkoppeling.objects.filter(account=account, organisatie=None).delete()


@transaction.atomic
def ruim_op(echt: bool) -> list[Opgeruimd]:
    """Forget what was never confirmed and photos that belong to nothing; see `toegang.avg`."""
    onbevestigd = burger.verlopen().count()
    if echt:
        burger.ruim_op()
    los = [foto.pk for foto in vergeten()]
    if echt:
        wis_fotos(Foto.objects.filter(pk__in=los))
    return [
        Opgeruimd("registraties", onbevestigd, "niet bevestigde verbeteringen van burgers"),
        Opgeruimd("foto's", len(los), "foto's die bij geen verbetering horen"),
    ]
