"""Following a gemeente by mail: asked, confirmed from the mailbox, a digest a month, one click to stop.

The links carry a signature and nothing is stored of it. Confirming asks for a click, so that a mail
scanner confirms nothing; stopping also takes the single POST of a mail program (RFC 8058).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from doelstellingen.publicaties import nieuwste
from gemeenten.models import Gemeente
from gemeenten.selectors import opvolger
from gereedschap.opmaak import toon_datum
from gereedschap.tellen import tel
from rapportering.models import Volger
from rapportering.wijzigingen import Wijzigingsbericht, berichten_van
from toegang.avg import Opgeruimd
from toegang.berichten import stuur
from toegang.models import Account

GELDIG = dt.timedelta(days=3)
HOOGSTENS_PER_DAG = 5
# Behind one municipal proxy sit many people: a connection gets more room than a mail address.
HOOGSTENS_PER_VERBINDING = 30
_UUR_S = 3600
EDITIES_PER_MAIL = 20
_BEVESTIG, _STOP = "volgen-bevestigen", "volgen-stoppen"

AdresVan = Callable[[str, str], str]


class LinkOngeldig(Exception):
    """The link is unknown, used or too old; the message says so in Dutch."""


class TeVeel(Exception):
    """Too many requests wait for this address, or came over this connection."""


def _stoplink(volger: Volger) -> str:
    bewijs = signing.dumps(volger.pk, salt=_STOP)
    return volger.basis + reverse("rapportering:volgen-stop", args=[bewijs])


@transaction.atomic
def vraag_aan(*, gemeente: Gemeente, mail: str, basis: str, verbinding: str) -> None:
    """Write down who asked and mail the link; says nothing of who already follows.

    `verbinding`: the network address that asks, never what a header claims. Raises TeVeel when five
    requests of this mail address wait already, and past thirty an hour over one connection: nobody
    fills the mailboxes of others with our letters.
    """
    if tel(f"volgen:{verbinding}", venster_s=_UUR_S).aantal > HOOGSTENS_PER_VERBINDING:
        raise TeVeel(
            "Er kwamen van uw internetverbinding te veel aanvragen na elkaar. Probeer het over een "
            "uur opnieuw."
        )
    mail = mail.strip().lower()
    nu = timezone.now()
    wachtend = Volger.objects.filter(
        mail=mail, bevestigd_op=None, gevraagd_op__gte=nu - dt.timedelta(days=1)
    )
    volger, nieuw = Volger.objects.get_or_create(
        gemeente=gemeente, mail=mail, defaults={"basis": basis, "gevraagd_op": nu}
    )
    if volger.bevestigd_op is not None:
        stuur(
            aan=mail,
            onderwerp=f"U volgt {gemeente.naam} al",
            tekst=f"U krijgt al elke maand een overzicht van wat veranderde in {gemeente.naam}.\n\n"
            f"Stoppen: {_stoplink(volger)}",
            stoplink=_stoplink(volger),
        )
        return
    if wachtend.count() > HOOGSTENS_PER_DAG or (
        not nieuw and nu - volger.gevraagd_op < dt.timedelta(minutes=10)
    ):
        raise TeVeel("Voor dit adres wacht al een bevestiging. Kijk in uw mailbox.")
    volger.gevraagd_op = nu
    volger.save(update_fields=["gevraagd_op"])
    bewijs = signing.dumps(volger.pk, salt=_BEVESTIG)
    stuur(
        aan=mail,
        onderwerp=f"Bevestig dat u {gemeente.naam} volgt",
        tekst=f"Iemand vroeg om op dit adres {gemeente.naam} te volgen op PactPortaal: één mail per maand "
        "met wat veranderde, en geen mail als er niets veranderde.\n\n"
        f"Bevestig binnen drie dagen:\n{basis}{reverse('rapportering:volgen-bevestigen', args=[bewijs])}\n\n"
        "Was u dit niet? Dan hoeft u niets te doen; het adres wordt gewist.",
    )


def _lees(bewijs: str, *, salt: str, geldig: dt.timedelta | None = None) -> int:
    try:
        return int(signing.loads(bewijs, salt=salt, max_age=geldig))
    except (signing.BadSignature, ValueError, TypeError) as fout:
        raise LinkOngeldig(
            "Deze link is onbekend of te oud. Vraag het volgen opnieuw aan."
        ) from fout


def zoek(bewijs: str) -> Volger:
    """Give who confirms with this link; raises LinkOngeldig."""
    pk = _lees(bewijs, salt=_BEVESTIG, geldig=GELDIG)
    volger = Volger.objects.filter(pk=pk).select_related("gemeente").first()
    if volger is None:
        raise LinkOngeldig("Deze link is onbekend of te oud. Vraag het volgen opnieuw aan.")
    return volger


def bevestig(bewijs: str) -> Volger:
    """Confirm; the first digest tells what changes from now on."""
    volger = zoek(bewijs)
    if volger.bevestigd_op is None:
        volger.bevestigd_op, volger.laatste_editie = timezone.now(), nieuwste()
        volger.save(update_fields=["bevestigd_op", "laatste_editie"])
    return volger


def zoek_stop(bewijs: str) -> Volger | None:
    """Give who would stop; None when nobody follows with this link any more."""
    pk = _lees(bewijs, salt=_STOP)
    return Volger.objects.filter(pk=pk).select_related("gemeente").first()


def stop(bewijs: str) -> None:
    """Forget the address; twice is no error."""
    Volger.objects.filter(pk=_lees(bewijs, salt=_STOP)).delete()


def _tekst(volger: Volger, gemeente: Gemeente, berichten: list[Wijzigingsbericht]) -> str:
    delen = [f"Dit veranderde in {gemeente.naam} sinds het vorige overzicht.", ""]
    for bericht in berichten:
        delen.append(f"{toon_datum(timezone.localdate(bericht.op))}: {bericht.titel}")
        delen += [f"  - {regel}" for regel in bericht.regels]
        delen.append("")
    pagina = reverse("rapportering:gemeente", args=[gemeente.nis])
    delen += [
        f"Alle cijfers: {volger.basis}{pagina}",
        "",
        f"Geen overzicht meer? Stop met één klik: {_stoplink(volger)}",
    ]
    return "\n".join(delen)


def verstuur_overzichten() -> int:
    """Mail who follows what changed since the last mail; nothing changed is no mail. Twice is harmless."""
    editie, verstuurd = nieuwste(), 0
    volgers = Volger.objects.filter(bevestigd_op__isnull=False, laatste_editie__lt=editie)
    for pk in list(volgers.order_by("gemeente", "pk").values_list("pk", flat=True)):
        verstuurd += _verstuur_aan(pk, editie)
    return verstuurd


@transaction.atomic
def _verstuur_aan(pk: int, editie: int) -> int:
    volger = Volger.objects.select_for_update().filter(pk=pk, laatste_editie__lt=editie).first()
    if volger is None:
        return 0
    gemeente = volger.gemeente if volger.gemeente.tot is None else opvolger(volger.gemeente)
    if gemeente is None:
        return 0
    berichten = berichten_van(
        gemeente, publicatie=editie, na=volger.laatste_editie, hoogstens=EDITIES_PER_MAIL
    )
    volger.laatste_editie = editie
    volger.save(update_fields=["laatste_editie"])
    if not berichten:
        return 0
    stuur(
        aan=volger.mail,
        onderwerp=f"Wat veranderde in {gemeente.naam}",
        tekst=_tekst(volger, gemeente, berichten),
        stoplink=_stoplink(volger),
    )
    return 1


# --- what is known of a person (toegang.avg)


def geef_adres(adres: str) -> Any:
    """Which gemeenten somebody follows on this mail address."""
    rijen = Volger.objects.filter(mail=adres.lower()).order_by("pk")
    return list(rijen.values("gemeente__naam", "gevraagd_op", "bevestigd_op"))


def wis_adres(adres: str) -> None:
    Volger.objects.filter(mail=adres.lower()).delete()


def geef(account: Account) -> Any:
    """The same for the address of an account."""
    return geef_adres(account.email) if account.email else []


def wis(account: Account) -> None:
    if account.email:
        wis_adres(account.email)


def ruim_op(echt: bool) -> list[Opgeruimd]:
    """Forget who never confirmed; see `toegang.avg`."""
    oud = Volger.objects.filter(bevestigd_op=None, gevraagd_op__lt=timezone.now() - GELDIG)
    aantal = oud.count()
    if echt:
        oud.delete()
    return [Opgeruimd("volgers", aantal, "niet bevestigde vragen om een gemeente te volgen")]
