"""Sends the mails that wait. No transaction is open while the mail server answers."""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from toegang.models import Bericht

logger = logging.getLogger(__name__)
Status = Bericht.Status
MAX_POGINGEN = 8
# A worker that stopped half-way leaves its claim; after this it is taken back.
CLAIM = dt.timedelta(minutes=10)
ONDERTEKENING = (
    "\n\nDit bericht komt van het PactPortaal. Antwoorden op dit adres wordt niet gelezen."
)


def _claim(rijen: list[int]) -> list[Bericht]:
    """Take the waiting rows among `rijen` for this worker, in one statement that only one can win."""
    nu = timezone.now()
    uit = []
    for pk in rijen:
        if Bericht.objects.filter(pk=pk, status=Status.WACHT).update(
            status=Status.BEZIG, bezig_sinds=nu
        ):
            uit.append(pk)
    return list(Bericht.objects.filter(pk__in=uit).order_by("pk"))


def _neem_terug() -> None:
    Bericht.objects.filter(status=Status.BEZIG, bezig_sinds__lt=timezone.now() - CLAIM).update(
        status=Status.WACHT
    )


def _verstuur(berichten: list[Bericht], *, onderwerp: str, tekst: str) -> bool:
    koppen = {"Auto-Submitted": "auto-generated"}
    if stoplink := berichten[0].stoplink:
        koppen["List-Unsubscribe"] = f"<{stoplink}>"
        koppen["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMessage(
        subject=onderwerp,
        body=tekst + ONDERTEKENING,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[berichten[0].aan],
        headers=koppen,
    )
    fout = ""
    try:
        mail.send()
    except (SMTPException, OSError) as reden:
        fout = f"{type(reden).__name__}: {reden}"[:300]
        logger.warning("bericht %s niet verzonden: %s", berichten[0].pk, type(reden).__name__)
    for bericht in berichten:
        bericht.pogingen += 1
        bericht.fout = fout
        if not fout:
            bericht.status, bericht.verzonden_op = Status.VERZONDEN, timezone.now()
        else:
            op = bericht.pogingen >= MAX_POGINGEN
            bericht.status = Status.MISLUKT if op else Status.WACHT
    Bericht.objects.bulk_update(berichten, ["pogingen", "fout", "status", "verzonden_op"])
    return not fout


def verstuur_losse() -> int:
    """Send the mails that wait for no bundel, each once; give how many went out."""
    _neem_terug()
    wachtend = Bericht.objects.filter(status=Status.WACHT, bundel="").exclude(aan="")
    verzonden = 0
    for pk in list(wachtend.order_by("pk").values_list("pk", flat=True)[:500]):
        if berichten := _claim([pk]):
            (bericht,) = berichten
            verzonden += _verstuur(berichten, onderwerp=bericht.onderwerp, tekst=bericht.tekst)
    return verzonden


def verstuur_gebundelde() -> int:
    """Send one mail per address and bundel; give how many went out."""
    _neem_terug()
    groepen: dict[tuple[str, str], list[int]] = {}
    wachtend = Bericht.objects.filter(status=Status.WACHT).exclude(bundel="").exclude(aan="")
    for pk, aan, bundel in wachtend.order_by("pk").values_list("pk", "aan", "bundel")[:5000]:
        groepen.setdefault((aan, bundel), []).append(pk)
    verzonden = 0
    for rijen in groepen.values():
        berichten = _claim(rijen)
        if not berichten:
            continue
        if len(berichten) == 1:
            onderwerp, tekst = berichten[0].onderwerp, berichten[0].tekst
        else:
            onderwerp = f"PactPortaal: {len(berichten)} berichten"
            tekst = "\n\n".join(f"* {rij.onderwerp}\n{rij.tekst}" for rij in berichten)
        verzonden += _verstuur(berichten, onderwerp=onderwerp, tekst=tekst)
    return verzonden
