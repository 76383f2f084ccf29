"""REST edge of webhooks, their deliveries: try one, follow them, send them again."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from gereedschap.api import formaten
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Probleem
from gereedschap.api.schema import Actie
from gereedschap.api.views import LijstView, versie_van
from koppelingen import webhooks
from koppelingen.api_webhooks import NUMMER, EigenWebhooks
from koppelingen.models import Bezorging


class BezorgingVorm(v.Vorm):
    id = v.getal()
    bericht = v.tekst("De kop webhook-id; blijft bij elke herhaling.")
    soort = v.tekst()
    staat = s.ChoiceField(Bezorging.Staat.values)
    pogingen = v.getal()
    laatsteStatus = v.getal("HTTP-status van de laatste poging.", allow_null=True)  # noqa: N815
    fout = v.tekst(allow_blank=True)
    volgendeOp = v.tekst("Wanneer de volgende poging komt.", allow_null=True)  # noqa: N815
    bezorgdOp = v.tekst(allow_null=True)  # noqa: N815


def bezorging_item(rij: Bezorging) -> dict[str, Any]:
    wacht = rij.staat in (Bezorging.Staat.WACHT, Bezorging.Staat.BEZIG)
    return {
        "id": rij.pk,
        "bericht": rij.wijziging.kenmerk,
        "soort": rij.wijziging.soort,
        "staat": rij.staat,
        "pogingen": rij.pogingen,
        "laatsteStatus": rij.laatste_status,
        "fout": rij.fout,
        "volgendeOp": versie_van(rij.volgende_op) if wacht else None,
        "bezorgdOp": versie_van(rij.bezorgd_op) if rij.bezorgd_op else None,
    }


class WebhookProef(EigenWebhooks):
    titel = "Een proefbericht"
    pad = {"pk": NUMMER}
    acties = {
        "POST": Actie(
            "Een proefbericht sturen",
            "Stuurt een bericht van de soort proef; volg het bij de bezorgingen.",
            antwoorden={202: BezorgingVorm},
            fouten=(401, 403, 404, 406, 409, 429),
        )
    }

    def post(self, request: Request, pk: int) -> Response:
        rij = webhooks.stuur_proef(webhook=self.webhook(), toegang=self.toegang)
        return Response(bezorging_item(rij), status=202)


class Bezorgingen(EigenWebhooks, LijstView):
    renderer_classes = (formaten.JsonLd, formaten.Json, formaten.Csv, formaten.CsvExcel)
    titel = "Bezorgingen van een webhook"
    uitleg = "Bezorgde blijven 30 dagen; opgegeven blijven een jaar en kunt u opnieuw laten sturen."
    type_ = "Bezorgingen"
    item = BezorgingVorm
    groot = True
    pad = {"pk": NUMMER}
    parameters = (p.keuze("staat", "Alleen in deze staat.", Bezorging.Staat.values),)
    sorteringen = {"id": ("pk",)}
    standaard_sort = "-id"
    csv_velden = (
        "id",
        "bericht",
        "soort",
        "staat",
        "pogingen",
        "laatsteStatus",
        "fout",
        "volgendeOp",
        "bezorgdOp",
    )

    def rijen(self) -> Any:
        rijen = self.webhook().bezorgingen.select_related("wijziging")
        return rijen.filter(staat=self.keuze["staat"]) if self.keuze["staat"] else rijen

    def regel(self, rij: Bezorging) -> dict[str, Any]:
        return bezorging_item(rij)


_OPNIEUW: dict[str, Any] = {
    "type": "object",
    "required": ["@type", "aantal"],
    "properties": {"@type": {"const": "Opnieuw"}, "aantal": {"type": "integer"}},
}


class OpnieuwBezorgen(EigenWebhooks):
    titel = "Opnieuw bezorgen"
    pad = {
        "pk": NUMMER,
        "nummer": p.geheel("nummer", "Nummer van de bezorging.", minimum=1, voorbeeld=1),
    }
    acties = {
        "POST": Actie(
            "Opnieuw bezorgen",
            "Eén bezorging, of zonder nummer alles wat opgegeven werd. De berichten houden hun id.",
            antwoorden={202: _OPNIEUW},
            fouten=(401, 403, 404, 406, 429),
        )
    }

    def post(self, request: Request, pk: int, nummer: int | None = None) -> Response:
        webhook, bezorging = self.webhook(), None
        if nummer is not None:
            rijen = Bezorging.objects.filter(webhook=webhook)
            bezorging = rijen.filter(pk=nummer).first() if nummer < 2**63 else None
            if bezorging is None:
                raise Probleem(404, "Deze webhook heeft geen bezorging met dit nummer.")
        aantal = webhooks.stuur_opnieuw(webhook=webhook, toegang=self.toegang, bezorging=bezorging)
        return Response({"@type": "Opnieuw", "aantal": aantal}, status=202)
