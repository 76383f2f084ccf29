"""The door of webhooks: make, change, pause, remove, try, and send again. Pure service, no HTTP.

The secret is random, shown once, and kept closed with the portal's SECRET_KEY: neither the database
nor a backup alone gives it away, and a new SECRET_KEY leaves it as it is (ADR 0018).
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gemeenten.models import Gemeente
from gereedschap.openbaar_adres import GeenOpenbaarAdres, Onbereikbaar, los_op
from gereedschap.versleuteling import hersleutel_rijen, ontsleutel, opent, versleutel
from koppelingen import tasks
from koppelingen.models import ABONNEERBAAR, Bezorging, Soort, Webhook, Wijziging
from toegang.logboek import noteer
from toegang.models import Organisatie
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

HOOGSTENS = 20
POORTEN = (8443,)
DOEL = "webhook"
# Both secrets sign for so long after a new one was made.
OVERGANG = dt.timedelta(hours=24)
Toestand = Webhook.Toestand


class WebhookKanNiet(Exception):
    """A rule says no. `fouten` names the fields, in Dutch; `verboden`: it is not theirs to do."""

    def __init__(self, fouten: dict[str, list[str]], *, verboden: bool = False) -> None:
        super().__init__(" ".join(tekst for teksten in fouten.values() for tekst in teksten))
        self.fouten = fouten
        self.verboden = verboden


class IntussenGewijzigd(Exception):
    """Somebody else changed it: the version that was read is not the newest."""


@dataclass(frozen=True)
class Gegevens:
    """What a person or a program fills in."""

    naam: str
    url: str
    soorten: Sequence[str]
    gemeenten: Sequence[str]


def _nieuw_geheim() -> tuple[str, str]:
    """Give a secret as Standard Webhooks writes it, and the same closed, to keep."""
    kaal = base64.b64encode(secrets.token_bytes(32)).decode()
    return f"whsec_{kaal}", versleutel(DOEL, kaal)


def handtekeningen(webhook: Webhook, bericht_id: str, tijd: int, inhoud: bytes) -> str:
    """Give the header webhook-signature: one per living secret, separated by a space.

    Raises Onleesbaar when the secret was closed with a key that the portal no longer has.
    """
    getekend = f"{bericht_id}.{tijd}.".encode() + inhoud
    geheimen = [webhook.geheim]
    if webhook.vorig_geldig_tot and webhook.vorig_geldig_tot > timezone.now():
        geheimen.append(webhook.vorig_geheim)
    sleutels = (base64.b64decode(ontsleutel(DOEL, geheim)) for geheim in geheimen)
    sommen = (hmac.new(sleutel, getekend, hashlib.sha256).digest() for sleutel in sleutels)
    return " ".join(f"v1,{base64.b64encode(som).decode()}" for som in sommen)


def hersleutel() -> tuple[int, int]:
    """Close every secret with today's SECRET_KEY; give how many were, and how many don't open."""
    return hersleutel_rijen(DOEL, Webhook.objects.all(), ("geheim", "vorig_geheim"))


def _vereis(toegang: Toegang, organisatie: Organisatie | int) -> None:
    if not mag(toegang, Handeling.WEBHOOKS_BEHEREN, organisatie=organisatie):
        raise WebhookKanNiet(
            {"": ["U kunt voor deze organisatie geen webhooks instellen."]}, verboden=True
        )


def controleer(gegevens: Gegevens) -> dict[str, list[str]]:
    """Give what is wrong, by field; the address is resolved, so that a typing error shows at once."""
    fouten: dict[str, list[str]] = {}
    if not gegevens.naam.strip() or len(gegevens.naam) > 80:
        fouten["naam"] = ["Geef een naam van 1 tot 80 tekens."]
    if fout := _adresfout(gegevens.url):
        fouten["url"] = [fout]
    bekend = [soort.value for soort in ABONNEERBAAR]
    if not gegevens.soorten:
        fouten["soorten"] = ["Kies minstens één soort bericht."]
    elif vreemd := [soort for soort in gegevens.soorten if soort not in bekend]:
        fouten["soorten"] = [f"“{vreemd[0][:40]}” bestaat niet. Kies uit: {', '.join(bekend)}."]
    gekend = set(
        Gemeente.objects.filter(nis__in=list(gegevens.gemeenten)[:400], tot=None).values_list(
            "nis", flat=True
        )
    )
    if onbekend := [nis for nis in gegevens.gemeenten if nis not in gekend]:
        fouten["gemeenten"] = [f"“{onbekend[0][:40]}” is geen NIS-code van een gemeente van nu."]
    return fouten


def _adresfout(url: str) -> str:
    if len(url) > 500:
        return "Een adres telt hoogstens 500 tekens."
    if not url.startswith("https://") and not (
        settings.WEBHOOKS_LOKAAL and url.startswith("http://")
    ):
        return "Geef een adres dat met https:// begint."
    if not url.isascii() or any(teken.isspace() for teken in url):
        return "Een adres bevat geen spaties of accenten."
    try:
        los_op(url, poorten=POORTEN, lokaal=settings.WEBHOOKS_LOKAAL)
    except (GeenOpenbaarAdres, Onbereikbaar) as fout:
        return str(fout)
    return ""


def _zet(webhook: Webhook, gegevens: Gegevens) -> None:
    if fouten := controleer(gegevens):
        raise WebhookKanNiet(fouten)
    webhook.naam = gegevens.naam.strip()
    webhook.url = gegevens.url
    webhook.soorten = sorted(set(gegevens.soorten))
    webhook.gemeenten = sorted(set(gegevens.gemeenten))


@transaction.atomic
def maak(*, organisatie: Organisatie, gegevens: Gegevens, toegang: Toegang) -> tuple[Webhook, str]:
    """Make a webhook and give it with its secret, which is never to be had again."""
    _vereis(toegang, organisatie)
    Organisatie.objects.select_for_update().get(pk=organisatie.pk)
    if Webhook.objects.filter(organisatie=organisatie).count() >= HOOGSTENS:
        raise WebhookKanNiet({"": [f"Een organisatie heeft hoogstens {HOOGSTENS} webhooks."]})
    geheim, gesloten = _nieuw_geheim()
    webhook = Webhook(organisatie=organisatie, geheim=gesloten)
    _zet(webhook, gegevens)
    webhook.save()
    noteer("webhook_gemaakt", organisatie=organisatie, toelichting=webhook.naam, object_=webhook)
    return webhook, geheim


def _slot(webhook: Webhook, toegang: Toegang) -> Webhook:
    _vereis(toegang, webhook.organisatie_id)
    return Webhook.objects.select_for_update().select_related("organisatie").get(pk=webhook.pk)


def _bewaar(webhook: Webhook, daad: str) -> None:
    webhook.versie += 1
    webhook.save()
    noteer(daad, organisatie=webhook.organisatie, toelichting=webhook.naam, object_=webhook)


@transaction.atomic
def wijzig(
    *, webhook: Webhook, gegevens: Gegevens, toegang: Toegang, versie: int | None = None
) -> Webhook:
    """Change what is filled in; raises IntussenGewijzigd when `versie` is not the newest."""
    rij = _slot(webhook, toegang)
    if versie is not None and rij.versie != versie:
        raise IntussenGewijzigd
    _zet(rij, gegevens)
    _bewaar(rij, "webhook_gewijzigd")
    return rij


@transaction.atomic
def verwijder(*, webhook: Webhook, toegang: Toegang, versie: int | None = None) -> None:
    rij = _slot(webhook, toegang)
    if versie is not None and rij.versie != versie:
        raise IntussenGewijzigd
    noteer("webhook_verwijderd", organisatie=rij.organisatie, toelichting=rij.naam, object_=rij)
    rij.delete()


@transaction.atomic
def nieuw_geheim(*, webhook: Webhook, toegang: Toegang) -> tuple[Webhook, str]:
    """Give a new secret; the old one signs beside it for a day, so that nothing is missed."""
    rij = _slot(webhook, toegang)
    rij.vorig_geheim, rij.vorig_geldig_tot = rij.geheim, timezone.now() + OVERGANG
    if not opent(DOEL, rij.geheim):
        rij.vorig_geheim, rij.vorig_geldig_tot = "", None
    geheim, rij.geheim = _nieuw_geheim()
    _bewaar(rij, "webhook_geheim_vernieuwd")
    return rij, geheim


@transaction.atomic
def zet_toestand(*, webhook: Webhook, actief: bool, toegang: Toegang) -> Webhook:
    """Pause, or begin (again). What happened meanwhile is in the change feed, not delivered."""
    rij = _slot(webhook, toegang)
    rij.toestand = Toestand.ACTIEF if actief else Toestand.GEPAUZEERD
    rij.mislukt_sinds = None
    _bewaar(rij, "webhook_hervat" if actief else "webhook_gepauzeerd")
    if actief:
        transaction.on_commit(lambda: tasks.bezorg.delay(rij.pk), robust=True)
    return rij


@transaction.atomic
def stuur_proef(*, webhook: Webhook, toegang: Toegang) -> Bezorging:
    """Send a trial message to this webhook alone."""
    rij = _slot(webhook, toegang)
    if rij.toestand != Toestand.ACTIEF:
        raise WebhookKanNiet({"": ["Deze webhook is niet actief. Hervat hem eerst."]})
    wijziging = Wijziging.objects.create(
        kenmerk=f"proef-{uuid.uuid4().hex}",
        soort=Soort.PROEF,
        organisatie=rij.organisatie,
        op=timezone.now(),
        inhoud={"boodschap": "Dit is een proefbericht van het PactPortaal."},
    )
    bezorging = Bezorging.objects.create(webhook=rij, wijziging=wijziging)
    transaction.on_commit(lambda: tasks.bezorg.delay(rij.pk), robust=True)
    return bezorging


@transaction.atomic
def stuur_opnieuw(*, webhook: Webhook, toegang: Toegang, bezorging: Bezorging | None = None) -> int:
    """Send one delivery again, or all that were given up; give how many. Their ids stay."""
    rij = _slot(webhook, toegang)
    rijen = Bezorging.objects.filter(webhook=rij)
    if bezorging is not None:
        rijen = rijen.filter(pk=bezorging.pk).exclude(staat=Bezorging.Staat.BEZIG)
    else:
        rijen = rijen.filter(staat=Bezorging.Staat.OPGEGEVEN)
    aantal = rijen.update(
        staat=Bezorging.Staat.WACHT, pogingen=0, volgende_op=timezone.now(), bezorgd_op=None
    )
    if aantal:
        noteer(
            "webhook_opnieuw",
            organisatie=rij.organisatie,
            toelichting=f"{rij.naam}: {aantal}",
            object_=rij,
        )
        transaction.on_commit(lambda: tasks.bezorg.delay(rij.pk), robust=True)
    return aantal
