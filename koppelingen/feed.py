"""The change feed: the outbox as a batch of CloudEvents, read on from where one stopped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from rest_framework.request import Request
from rest_framework.response import Response

from gemeenten.api import gekozen_gemeente
from gemeenten.selectors import voorgangers
from gereedschap.api import formaten
from gereedschap.api import parameters as p
from gereedschap.api.bladeren import LIMIT, adres
from gereedschap.api.problemen import Probleem
from gereedschap.api.schema import Actie
from gereedschap.api.views import BasisView
from koppelingen.gebeurtenis import TYPEN, als_gebeurtenis, type_van
from koppelingen.models import ABONNEERBAAR, PER_GEMEENTE, Soort, Wijziging
from toegang.wie import Toegang

GROEP = "Webhooks"
OPENBARE_SOORTEN = [soort.value for soort in ABONNEERBAAR]
GEBEURTENIS: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "description": "Blijft bij elke herhaling."},
        "source": {"type": "string"},
        "type": {"type": "string", "enum": [type_van(soort) for soort in TYPEN]},
        "subject": {"type": "string"},
        "time": {"type": "string", "description": "RFC 3339."},
        "datacontenttype": {"const": "application/json"},
        "data": {"type": "object", "additionalProperties": True},
    },
    "additionalProperties": False,
}


class CloudEventsBatch(formaten.Json):
    media_type = "application/cloudevents-batch+json"
    format = "cloudevents"


class Feed(BasisView):
    renderer_classes = (CloudEventsBatch, formaten.Json)
    groep = GROEP
    titel = "Feed van wijzigingen"
    acties = {
        "GET": Actie(
            "Feed van wijzigingen",
            "Wat er sinds uw cursor veranderde, als lijst van CloudEvents: dezelfde berichten als de "
            "webhooks. De kop Link geeft met rel=next altijd het adres om later verder te lezen, ook "
            "als er nu niets is. Een gebeurtenis blijft een jaar leesbaar.",
            antwoorden={200: {"type": "array", "items": GEBEURTENIS}},
            fouten=(400, 401, 406, 410, 429),
            sleutel=False,
        )
    }
    parameters = (
        p.geheel(
            "cursor",
            "Nummer na de laatste gebeurtenis die u las; neem het over uit de kop Link.",
            standaard=0,
            voorbeeld=0,
        ),
        p.keuze("soort", "Alleen deze soort.", OPENBARE_SOORTEN, voorbeeld="standen"),
        p.nis(uitleg="Alleen van deze gemeente en wie erin opging."),
        LIMIT,
    )

    def publiek(self, request: Request) -> str:
        # Events come a moment after their edition: the newest is part of the ETag.
        nieuwste = Wijziging.objects.aggregate(laatste=Max("pk"))["laatste"]
        return f"{super().publiek(request)}:{nieuwste}"

    def get(self, request: Request) -> Response:
        cursor, limit = self.keuze["cursor"], self.keuze["limit"]
        self._controleer(cursor)
        rijen = zichtbare(request.toegang).filter(pk__gt=cursor).order_by("pk")  # type: ignore[attr-defined]
        if self.keuze["soort"]:
            rijen = rijen.filter(soort=self.keuze["soort"])
        if (gemeente := gekozen_gemeente(self.keuze["nis"])) is not None:
            if self.keuze["soort"] and self.keuze["soort"] not in PER_GEMEENTE:
                raise Probleem(400, f"De soort {self.keuze['soort']} is er niet per gemeente.")
            samen = [gemeente.pk, *(g.pk for g in voorgangers(gemeente))]
            rijen = rijen.filter(gemeente__in=samen)
        deel = list(rijen[:limit])
        antwoord = Response([als_gebeurtenis(rij) for rij in deel])
        verder = deel[-1].pk if deel else cursor
        vraag = {n: str(w) for n, w in request.query_params.items()}
        hier = f"{self.basis}{request.path}"
        antwoord["Link"] = f'<{adres(hier, vraag, {"limit": limit, "cursor": verder})}>; rel="next"'
        return antwoord

    def _controleer(self, cursor: int) -> None:
        """Say it when events between the cursor and the oldest that is kept are gone."""
        if not cursor or cursor >= 2**63:
            return
        oudste = Wijziging.objects.values_list("pk", flat=True).order_by("pk").first()
        if oudste is not None and cursor < oudste - 1 and not _is_gekend(cursor):
            raise Probleem(
                410,
                "Deze cursor is ouder dan een jaar: wat erna kwam, is niet meer volledig. Haal de "
                "gegevens opnieuw op en begin dan zonder cursor.",
            )


def _is_gekend(cursor: int) -> bool:
    return bool(Wijziging.objects.filter(pk=cursor).exists())


def zichtbare(toegang: Toegang) -> Any:
    """Give the events that `toegang` may read: the public ones, and those of its own organisatie."""
    rijen = Wijziging.objects.exclude(soort=Soort.PROEF).select_related("gemeente")
    openbaar = rijen.filter(organisatie=None)
    if toegang.sleutel and _ziet_runs(toegang):
        return openbaar | rijen.filter(organisatie=toegang.organisatie)
    return openbaar


def _ziet_runs(toegang: Toegang) -> bool:
    from toegang.rechten import Handeling, mag

    return mag(toegang, Handeling.IMPORT_ZIEN, organisatie=toegang.organisatie)


def soorten() -> Iterable[tuple[str, str]]:
    return [(soort.value, soort.label) for soort in ABONNEERBAAR]
