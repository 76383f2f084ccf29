"""Delivers what waits: one visit per event, with patience, and an end to it.

Rows are claimed one by one in a statement that only one worker can win; no transaction is open while
a receiver answers.
"""

from __future__ import annotations

import datetime as dt
import random
import time

import orjson
import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gereedschap import verzender
from gereedschap.versleuteling import Onleesbaar
from koppelingen import webhooks
from koppelingen.gebeurtenis import als_gebeurtenis
from koppelingen.models import Bezorging, Webhook, Wijziging
from toegang.berichten import stuur as stuur_bericht
from toegang.logboek import noteer
from toegang.models import Lidmaatschap

logger = structlog.get_logger(__name__)
Staat, Toestand = Bezorging.Staat, Webhook.Toestand
# 30 s, 2 min, 8 min, 32 min, 2 u, 9 u, then a day: together more than three days.
EERSTE_WACHT_S = 30.0
LANGSTE_WACHT_S = 24 * 3600.0
MAX_POGINGEN = 10
ZWIJGT_NA = dt.timedelta(days=5)
# A worker that stopped half-way leaves its claim; after this it is taken back.
CLAIM = dt.timedelta(minutes=10)
# One receiver has the worker so long at most; a receiver that fails thrice waits for the next round.
RONDE_S = 60.0
HOOGSTENS_MISLUKT = 3
BEWAAR_BEZORGINGEN = dt.timedelta(days=30)
BEWAAR_WIJZIGINGEN = dt.timedelta(days=365)
MEDIATYPE = "application/cloudevents+json; charset=utf-8"


def wacht_s(pogingen: int) -> float:
    """Give the pause after so many failed attempts: four times longer each, with jitter of a quarter."""
    basis: float = min(LANGSTE_WACHT_S, EERSTE_WACHT_S * 4 ** (pogingen - 1))
    return basis * random.uniform(0.75, 1.25)


def wachtende_webhooks() -> list[int]:
    """Take back what a stopped worker left, and give the webhooks with something due."""
    nu = timezone.now()
    Bezorging.objects.filter(staat=Staat.BEZIG, bezig_sinds__lt=nu - CLAIM).update(
        staat=Staat.WACHT
    )
    return list(
        Bezorging.objects.filter(
            staat=Staat.WACHT, volgende_op__lte=nu, webhook__toestand=Toestand.ACTIEF
        )
        .order_by("webhook")
        .values_list("webhook", flat=True)
        .distinct()
    )


def bezorg(pk: int) -> int:
    """Deliver what is due for one webhook, the oldest first; give how many arrived."""
    gelukt = mislukt = 0
    einde = time.monotonic() + RONDE_S
    while mislukt < HOOGSTENS_MISLUKT and time.monotonic() < einde:
        rij = _neem(pk)
        if rij is None:
            break
        if _bezorg_een(rij):
            gelukt, mislukt = gelukt + 1, 0
        else:
            mislukt += 1
    return gelukt


def _neem(pk: int) -> Bezorging | None:
    nu = timezone.now()
    te_doen = Bezorging.objects.filter(
        webhook=pk, webhook__toestand=Toestand.ACTIEF, staat=Staat.WACHT, volgende_op__lte=nu
    ).order_by("volgende_op", "pk")
    for nummer in te_doen.values_list("pk", flat=True)[:5]:
        if Bezorging.objects.filter(pk=nummer, staat=Staat.WACHT).update(
            staat=Staat.BEZIG, bezig_sinds=nu
        ):
            return Bezorging.objects.select_related(
                "webhook__organisatie", "wijziging__gemeente"
            ).get(pk=nummer)
    return None


def _bezorg_een(rij: Bezorging) -> bool:
    webhook = rij.webhook
    inhoud = orjson.dumps(als_gebeurtenis(rij.wijziging))
    tijd = int(time.time())
    try:
        handtekening = webhooks.handtekeningen(webhook, rij.wijziging.kenmerk, tijd, inhoud)
    except Onleesbaar:
        # Never unsigned, never signed with what the receiver doesn't know.
        _noteer_mislukt(rij, 0, "Het geheim is niet meer te lezen. Maak een nieuw geheim.", 0)
        return False
    koppen = {
        "Content-Type": MEDIATYPE,
        "User-Agent": f"PactPortaal/{settings.VERSIE} (webhooks)",
        "webhook-id": rij.wijziging.kenmerk,
        "webhook-timestamp": str(tijd),
        "webhook-signature": handtekening,
    }
    status, fout, wacht = 0, "", 0
    try:
        antwoord = verzender.stuur(
            webhook.url,
            inhoud,
            koppen,
            poorten=webhooks.POORTEN,
            lokaal=settings.WEBHOOKS_LOKAAL,
        )
    except (verzender.GeenOpenbaarAdres, verzender.Onbereikbaar) as reden:
        fout = str(reden)
    else:
        status, wacht = antwoord.status, antwoord.wacht_s
        if antwoord.gelukt:
            _noteer_gelukt(rij, status)
            return True
        fout = _uitleg(status)
    _noteer_mislukt(rij, status, fout, wacht)
    return False


def _uitleg(status: int) -> str:
    if 300 <= status < 400:
        return f"De ontvanger leidt door naar een ander adres (HTTP {status}); dat volgen we niet."
    return f"De ontvanger antwoordde met HTTP {status}."


def _noteer_gelukt(rij: Bezorging, status: int) -> None:
    nu = timezone.now()
    Bezorging.objects.filter(pk=rij.pk).update(
        staat=Staat.BEZORGD,
        pogingen=rij.pogingen + 1,
        laatste_status=status,
        fout="",
        bezorgd_op=nu,
    )
    # Without a row of history: each delivery is a row of its own already.
    Webhook.objects.filter(pk=rij.webhook_id).update(laatst_bezorgd_op=nu, mislukt_sinds=None)


def _noteer_mislukt(rij: Bezorging, status: int, fout: str, wacht: int) -> None:
    nu, pogingen = timezone.now(), rij.pogingen + 1
    op = pogingen >= MAX_POGINGEN
    Bezorging.objects.filter(pk=rij.pk).update(
        staat=Staat.OPGEGEVEN if op else Staat.WACHT,
        pogingen=pogingen,
        laatste_status=status or None,
        fout=fout[:200],
        volgende_op=nu + dt.timedelta(seconds=max(wacht_s(pogingen), wacht)),
    )
    logger.info("webhook_mislukt", webhook=rij.webhook_id, status=status, pogingen=pogingen)
    Webhook.objects.filter(pk=rij.webhook_id, mislukt_sinds=None).update(mislukt_sinds=nu)
    if status == 410:
        _schakel_uit(rij.webhook_id, "de ontvanger antwoordde dat het adres niet meer bestaat")
    elif rij.webhook.mislukt_sinds and rij.webhook.mislukt_sinds < nu - ZWIJGT_NA:
        _schakel_uit(rij.webhook_id, f"er kwam {ZWIJGT_NA.days} dagen lang niets aan")


@transaction.atomic
def _schakel_uit(pk: int, reden: str) -> None:
    """Stop, and tell the beheerders of the organisatie; they begin again on the page."""
    webhook = Webhook.objects.select_for_update().select_related("organisatie").get(pk=pk)
    if webhook.toestand != Toestand.ACTIEF:
        return
    webhook.toestand = Toestand.UITGESCHAKELD
    webhook.versie += 1
    webhook.save()
    noteer(
        "webhook_uitgeschakeld",
        organisatie=webhook.organisatie,
        toelichting=f"{webhook.naam}: {reden}",
        object_=webhook,
    )
    beheerders = Lidmaatschap.objects.filter(
        organisatie=webhook.organisatie, rol=Lidmaatschap.Rol.BEHEERDER
    ).select_related("account")
    for mail in sorted({lid.account.email for lid in beheerders} - {""}):
        stuur_bericht(
            aan=mail,
            onderwerp=f"Webhook “{webhook.naam}” is uitgeschakeld",
            tekst=(
                f"De webhook “{webhook.naam}” van {webhook.organisatie} is uitgeschakeld: {reden}.\n"
                "Kijk de ontvanger na en hervat de webhook in het portaal, bij uw organisatie onder "
                "Webhooks. Wat u intussen miste, staat in de feed van wijzigingen (/api/v1/feed)."
            ),
            organisatie=webhook.organisatie,
        )


def ruim_op() -> int:
    """Remove what is older than its term; what still waits or was given up stays a year."""
    nu = timezone.now()
    Webhook.objects.filter(vorig_geldig_tot__lt=nu).update(vorig_geheim="", vorig_geldig_tot=None)
    aantal, _ = Bezorging.objects.filter(
        staat=Staat.BEZORGD, bezorgd_op__lt=nu - BEWAAR_BEZORGINGEN
    ).delete()
    oud, _ = Wijziging.objects.filter(op__lt=nu - BEWAAR_WIJZIGINGEN).delete()
    return aantal + oud
