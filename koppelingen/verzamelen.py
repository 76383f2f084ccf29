"""Fills the outbox: from each publicatie, and each import run that ended, the events it makes.

A publicatie calls once it is committed; whatever was missed is found by its number. The row lock of
Verzamelstand makes events one by one, so that their ids grow in the order in which they can be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from dataleveranciers.models import Importrun
from doelstellingen.models import Publicatie, Stand
from gemeenten.models import Gemeente
from gemeenten.selectors import afstamming
from koppelingen.models import Bezorging, Soort, Verzamelstand, Webhook, Wijziging
from meldingen.models import Toelichting
from verbeteringen.models import Verbetering, VerbeteringOud
from verbeteringen.querysets import OPENBAAR

# An import of a million rows is told per gemeente by its count, a registration by its number.
HOOGSTENS_NUMMERS = 100
RUNS_SINDS = dt.timedelta(days=2)


def verzamel() -> set[int]:
    """Take up everything new; give the pks of the webhooks that now have something to deliver."""
    geraakt: set[int] = set()
    while (nieuw := _volgende_editie()) is not None:
        geraakt |= nieuw
    return geraakt | _importruns()


def _slot() -> Verzamelstand:
    Verzamelstand.objects.get_or_create(pk=1)
    return Verzamelstand.objects.select_for_update().get(pk=1)


@transaction.atomic
def _volgende_editie() -> set[int] | None:
    stand = _slot()
    publicatie = Publicatie.objects.filter(pk__gt=stand.laatste_editie).order_by("pk").first()
    if publicatie is None:
        return None
    geraakt = _bewaar(_van_publicatie(publicatie))
    stand.laatste_editie = publicatie.pk
    stand.save(update_fields=["laatste_editie"])
    return geraakt


@transaction.atomic
def _importruns() -> set[int]:
    """Runs also end without a publicatie: refused, in quarantine, unchanged."""
    _slot()
    runs = (
        Importrun.objects.exclude(status=Importrun.Status.BEZIG)
        .filter(beeindigd_op__gte=timezone.now() - RUNS_SINDS)
        .select_related("feed")
        .order_by("pk")
    )
    per_kenmerk = {f"run-{run.pk}-{run.status}": run for run in runs}
    gekend = set(
        Wijziging.objects.filter(kenmerk__in=per_kenmerk).values_list("kenmerk", flat=True)
    )
    return _bewaar(
        _van_run(kenmerk, run) for kenmerk, run in per_kenmerk.items() if kenmerk not in gekend
    )


def _van_run(kenmerk: str, run: Importrun) -> Wijziging:
    return Wijziging(
        kenmerk=kenmerk,
        soort=Soort.IMPORTRUN,
        organisatie_id=run.feed.organisatie_id,
        editie=run.publicatie_id,
        op=run.beeindigd_op or timezone.now(),
        inhoud={
            "run": run.pk,
            "feed": run.feed.slug,
            "status": str(run.status),
            "gelezen": run.gelezen,
            "afgewezen": run.afgewezen,
            "adres": f"/api/v1/importruns/{run.pk}",
        },
    )


def _van_publicatie(p: Publicatie) -> Iterator[Wijziging]:
    yield Wijziging(
        kenmerk=f"editie-{p.pk}",
        soort=Soort.PUBLICATIE,
        editie=p.pk,
        op=p.op,
        inhoud={"editie": p.pk, "soort": str(p.soort), "demonstratiegegevens": p.demo},
    )
    for soort, per_gemeente in (
        (Soort.STANDEN, _standen(p)),
        (Soort.VERBETERINGEN, _verbeteringen(p)),
    ):
        gemeenten = Gemeente.objects.in_bulk(list(per_gemeente))
        for pk in sorted(per_gemeente):
            yield _van_gemeente(soort, p, gemeenten[pk], per_gemeente[pk])
    for t in Toelichting.objects.filter(publicatie=p).select_related("gemeente", "doelstelling"):
        yield _van_gemeente(
            Soort.TOELICHTING,
            p,
            t.gemeente,
            {
                "doelstelling": t.doelstelling.slug,
                "nummer": t.pk,
                "adres": f"/api/v1/toelichtingen?nis={t.gemeente.nis}&doelstelling={t.doelstelling.slug}",
            },
            achteraan=f"-{t.doelstelling.slug}",
        )


def _van_gemeente(
    soort: Soort, p: Publicatie, gemeente: Gemeente, inhoud: dict[str, Any], achteraan: str = ""
) -> Wijziging:
    adres = {
        Soort.STANDEN: f"/api/v1/standen?nis={gemeente.nis}&gekendOp={p.pk}",
        Soort.VERBETERINGEN: f"/api/v1/verbeteringen?nis={gemeente.nis}",
    }.get(soort, "")
    return Wijziging(
        # The id too: a fusie that kept its NIS code (Antwerpen) has two rows.
        kenmerk=f"editie-{p.pk}-{soort.value}-{gemeente.nis}-{gemeente.pk}{achteraan}",
        soort=soort,
        gemeente=gemeente,
        editie=p.pk,
        op=p.op,
        inhoud={
            "nis": gemeente.nis,
            "naam": gemeente.naam,
            "editie": p.pk,
            "adres": adres,
            **inhoud,
        },
    )


def _standen(p: Publicatie) -> dict[int, dict[str, Any]]:
    uit: dict[int, dict[str, Any]] = {}
    rijen = (
        Stand.objects.filter(Q(publicatie=p) | Q(vervallen_in=p))
        .order_by("gemeente", "indicator__doelstelling__slug")
        .values_list("gemeente", "indicator__doelstelling__slug")
        .distinct()
    )
    for gemeente, slug in rijen:
        uit.setdefault(gemeente, {"doelstellingen": []})["doelstellingen"].append(slug)
    return uit


def _per_gemeente(rijen: Any) -> dict[int, int]:
    return dict(rijen.order_by().values_list("gemeente").annotate(Count("pk")))


def _verbeteringen(p: Publicatie) -> dict[int, dict[str, Any]]:
    """What the public can see of it: rows that are public now, or were until this edition."""
    nu = Verbetering.objects.filter(publicatie=p).openbaar()
    # Withdrawn from the public: closed, or public in the version that this edition replaced.
    eerder = VerbeteringOud.objects.filter(vervallen_in=p, goedkeuring__in=OPENBAAR)
    weg = Verbetering.objects.filter(
        Q(vervallen_in=p, goedkeuring__in=OPENBAAR)
        | (Q(pk__in=eerder.values("verbetering")) & ~Q(goedkeuring__in=OPENBAAR))
    )
    gewijzigd, vervallen = _per_gemeente(nu), _per_gemeente(weg)
    uit: dict[int, dict[str, Any]] = {
        pk: {"aantal": gewijzigd.get(pk, 0), "vervallen": vervallen.get(pk, 0)}
        for pk in gewijzigd.keys() | vervallen.keys()
    }
    if 0 < sum(gewijzigd.values()) <= HOOGSTENS_NUMMERS:
        for gemeente, pk in nu.order_by("pk").values_list("gemeente", "pk"):
            uit[gemeente].setdefault("nummers", []).append(pk)
    return uit


def _bewaar(wijzigingen: Iterable[Wijziging]) -> set[int]:
    """Write events and, for each webhook that wants one, its delivery."""
    rijen = Wijziging.objects.bulk_create(list(wijzigingen))
    if not rijen:
        return set()
    webhooks = list(Webhook.objects.filter(toestand=Webhook.Toestand.ACTIEF))
    if not webhooks:
        return set()
    erfgenaam = _erfgenamen(rijen)
    bezorgingen = [
        Bezorging(webhook=webhook, wijziging=rij)
        for rij in rijen
        for webhook in webhooks
        if wil(webhook, rij, erfgenaam.get(rij.gemeente_id or 0, ""))
    ]
    Bezorging.objects.bulk_create(bezorgingen, batch_size=2_000)
    return {b.webhook_id for b in bezorgingen}


def _erfgenamen(rijen: list[Wijziging]) -> dict[int, str]:
    """Give the NIS code of today's gemeente for each gemeente of these events."""
    gemeenten = {rij.gemeente_id for rij in rijen if rij.gemeente_id}
    if not gemeenten:
        return {}
    nu = afstamming(timezone.localdate())
    nis = dict(
        Gemeente.objects.filter(pk__in={nu.get(pk, pk) for pk in gemeenten}).values_list(
            "pk", "nis"
        )
    )
    return {pk: nis[nu.get(pk, pk)] for pk in gemeenten}


def wil(webhook: Webhook, rij: Wijziging, erfgenaam: str = "") -> bool:
    """Tell whether this webhook hears of this event; one of a predecessor is of its heir too."""
    if rij.soort not in webhook.soorten:
        return False
    if rij.organisatie_id is not None and rij.organisatie_id != webhook.organisatie_id:
        return False
    if not webhook.gemeenten or rij.gemeente is None:
        return True
    return rij.gemeente.nis in webhook.gemeenten or erfgenaam in webhook.gemeenten
