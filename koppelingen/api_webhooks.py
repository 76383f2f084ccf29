"""REST edge of webhooks: subscribe, change, try, follow deliveries and send them again."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.schema import Actie, Envelop
from gereedschap.api.views import BasisView, DetailView, LijstView, identificator, versie_van
from koppelingen import webhooks
from koppelingen.feed import GROEP, OPENBARE_SOORTEN
from koppelingen.models import Webhook
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

_ETAG = re.compile(r'"w(\d{1,9})-(\d{1,9})"', re.ASCII)
NUMMER = p.geheel("pk", "Nummer van de webhook.", minimum=1, voorbeeld=1)
WEBHOOK: dict[str, Any] = {
    "type": "object",
    "required": ["naam", "url", "soorten"],
    "additionalProperties": False,
    "properties": {
        "naam": {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "description": "Waarvoor hij dient.",
        },
        "url": {"type": "string", "maxLength": 500, "description": "https://…, poort 443 of 8443."},
        "soorten": {
            "type": "array",
            "minItems": 1,
            "maxItems": 20,
            "items": {"type": "string", "enum": OPENBARE_SOORTEN},
            "description": f"Waarvan u bericht krijgt: {', '.join(OPENBARE_SOORTEN)}.",
        },
        "gemeenten": {
            "type": "array",
            "maxItems": 300,
            "items": {"type": "string", "pattern": "^[0-9]{5}$"},
            "description": "NIS-codes; leeg of weg: alle gemeenten.",
        },
        "actief": {"type": "boolean", "description": "false pauzeert."},
    },
}
VOORBEELD = {
    "naam": "Klimaatmonitor",
    "url": "https://voorbeeld.be/pactportaal",
    "soorten": ["standen", "verbeteringen"],
    "gemeenten": ["44021"],
}
_FOUTEN = (400, 401, 403, 404, 406, 413, 415, 429)


class WebhookVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    naam = v.tekst()
    url = v.adres("Waarheen berichten gaan.")
    soorten = s.ListField(child=s.ChoiceField(OPENBARE_SOORTEN))
    gemeenten = s.ListField(child=s.CharField())
    toestand = s.ChoiceField(Webhook.Toestand.values)
    laatstBezorgdOp = v.tekst(allow_null=True)  # noqa: N815
    misluktSinds = v.tekst(allow_null=True)  # noqa: N815
    versie = v.getal()
    bezorgingen = v.adres()
    detail = v.adres()


class NieuweWebhookVorm(WebhookVorm):
    geheim = v.tekst("Het geheim om handtekeningen na te gaan (whsec_…); u ziet het één keer.")


def webhook_item(rij: Webhook, basis: str) -> dict[str, Any]:
    ruimte, hier = f"{basis}/id/webhook", f"{basis}/api/v1/webhooks/{rij.pk}"
    return {
        "@type": "Webhook",
        "@id": f"{ruimte}/{rij.pk}",
        "identificator": identificator(ruimte, rij.pk),
        "id": rij.pk,
        "naam": rij.naam,
        "url": rij.url,
        "soorten": rij.soorten,
        "gemeenten": rij.gemeenten,
        "toestand": rij.toestand,
        "laatstBezorgdOp": versie_van(rij.laatst_bezorgd_op) if rij.laatst_bezorgd_op else None,
        "misluktSinds": versie_van(rij.mislukt_sinds) if rij.mislukt_sinds else None,
        "versie": rij.versie,
        "bezorgingen": f"{hier}/bezorgingen",
        "detail": hier,
    }


def _lees(ding: Any) -> tuple[webhooks.Gegevens, bool | None]:
    """Read the body strictly; Ongeldig with every mistake of form at once."""
    if not isinstance(ding, dict):
        raise Ongeldig({"": ["Stuur één JSON-object."]})
    velden = WEBHOOK["properties"]
    fouten = {
        str(naam)[:80]: [f"Dit veld bestaat niet. Wel: {', '.join(velden)}."]
        for naam in ding
        if naam not in velden
    }
    for naam in WEBHOOK["required"]:
        if naam not in ding:
            fouten[naam] = ["Dit veld is verplicht."]
    for naam in ("naam", "url"):
        if naam in ding and not isinstance(ding[naam], str):
            fouten[naam] = ["Geef een tekst."]
    for naam in ("soorten", "gemeenten"):
        lijst = ding.get(naam, [])
        if not isinstance(lijst, list) or not all(isinstance(deel, str) for deel in lijst):
            fouten[naam] = ["Geef een lijst van teksten."]
        elif len(lijst) > velden[naam]["maxItems"]:
            fouten[naam] = [f"Geef er hoogstens {velden[naam]['maxItems']}."]
    if not isinstance(ding.get("actief", True), bool):
        fouten["actief"] = ["Geef true of false."]
    if fouten:
        raise Ongeldig(fouten)
    gegevens = webhooks.Gegevens(
        ding["naam"], ding["url"], tuple(ding["soorten"]), tuple(ding.get("gemeenten", ()))
    )
    return gegevens, ding.get("actief")


class EigenWebhooks(BasisView):
    """Shared: whose webhooks, the ETag of a version, refusals as problems."""

    groep = GROEP
    prive = True
    leesfouten = (403,)

    @property
    def toegang(self) -> Toegang:
        toegang: Toegang = self.request.toegang  # type: ignore[attr-defined]
        return toegang

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        if not self.toegang.aangemeld:
            raise Probleem(401, kop={"WWW-Authenticate": 'Bearer realm="PactPortaal"'})
        if not mag(self.toegang, Handeling.WEBHOOKS_BEHEREN):
            raise Probleem(403, "Uw sleutel heeft het recht “webhooks” niet.")

    def eigen(self) -> Any:
        return Webhook.objects.filter(organisatie=self.toegang.organisatie)

    def webhook(self) -> Webhook:
        pk = self.kwargs["pk"]
        rij = self.eigen().filter(pk=pk).first() if pk < 2**63 else None
        if rij is None:
            raise Probleem(404, "Uw organisatie heeft geen webhook met dit nummer.")
        return rij

    def antwoord(self, rij: Webhook, code: int = 200, geheim: str = "") -> Response:
        data = webhook_item(rij, self.basis)
        if geheim:
            data["geheim"] = geheim
        inhoud = DetailView.envelop(self, data)  # type: ignore[arg-type]
        # The collection, which makes one too, is called otherwise.
        inhoud |= {"@type": "WebhookEnvelop", "_links": {"self": {"href": data["detail"]}}}
        antwoord = Response(inhoud, status=code)
        antwoord["ETag"] = f'"w{rij.pk}-{rij.versie}"'
        if geheim:
            antwoord["Cache-Control"] = "no-store"
        if code == 201:
            antwoord["Location"] = data["detail"]
        return antwoord

    type_: ClassVar[str] = "Webhook"

    def handle_exception(self, exc: Exception) -> Any:
        match exc:
            case webhooks.WebhookKanNiet():
                eigen = exc.fouten.get("")
                if exc.verboden:
                    exc = Probleem(403, str(exc))
                elif eigen:
                    exc = Probleem(409, eigen[0])
                else:
                    exc = Ongeldig(exc.fouten)
            case webhooks.IntussenGewijzigd():
                exc = Probleem(412)
        return super().handle_exception(exc)

    def voorwaarde(self, rij: Webhook) -> int:
        kop = self.request.META.get("HTTP_IF_MATCH", "").strip()
        if not kop:
            raise Probleem(428)
        versies = {int(versie) for pk, versie in _ETAG.findall(kop) if int(pk) == rij.pk}
        if kop != "*" and rij.versie not in versies:
            raise Probleem(412)
        return rij.versie


class Webhooks(EigenWebhooks, LijstView):
    titel = "Webhooks van uw organisatie"
    uitleg = "Vraagt een sleutel met het recht webhooks."
    type_ = "Webhooks"
    item = WebhookVorm
    sorteringen = {"id": ("pk",)}
    standaard_sort = "id"
    acties = {
        "POST": Actie(
            "Een webhook maken",
            "Berichten gaan met de koppen van Standard Webhooks (webhook-id, webhook-timestamp, "
            "webhook-signature) naar uw adres. Het antwoord bevat het geheim; u ziet het maar één keer.",
            verzoek=WEBHOOK,
            antwoorden={201: Envelop("Webhook", NieuweWebhookVorm)},
            fouten=(400, 401, 403, 406, 409, 413, 415, 429),
            voorbeeld=VOORBEELD,
        )
    }

    def rijen(self) -> Any:
        return self.eigen()

    def regel(self, rij: Webhook) -> dict[str, Any]:
        return webhook_item(rij, self.basis)

    def post(self, request: Request) -> Response:
        organisatie = self.toegang.organisatie
        assert organisatie is not None  # A key has one.
        gegevens, actief = _lees(request.data)
        rij, geheim = webhooks.maak(
            organisatie=organisatie, gegevens=gegevens, toegang=self.toegang
        )
        if actief is False:
            rij = webhooks.zet_toestand(webhook=rij, actief=False, toegang=self.toegang)
        return self.antwoord(rij, 201, geheim)


_IF_MATCH = ("If-Match", "De ETag van de versie die u wijzigt.", True)


class WebhookDetail(EigenWebhooks, DetailView):
    titel = "Eén webhook"
    type_ = "Webhook"
    item = WebhookVorm
    met_etag = False
    pad = {"pk": NUMMER}
    acties = {
        "PUT": Actie(
            "Een webhook wijzigen",
            "Vervangt naam, adres, soorten en gemeenten; met “actief” pauzeert of hervat u. Het "
            "geheim blijft.",
            verzoek=WEBHOOK,
            antwoorden={200: Envelop("Webhook", WebhookVorm)},
            fouten=(400, 401, 403, 404, 406, 409, 412, 413, 415, 428, 429),
            koppen=(_IF_MATCH,),
            voorbeeld=VOORBEELD,
        ),
        "DELETE": Actie(
            "Een webhook verwijderen",
            antwoorden={204: None},
            fouten=(400, 401, 403, 404, 406, 412, 428, 429),
            koppen=(_IF_MATCH,),
        ),
    }

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.antwoord(self.webhook())

    def put(self, request: Request, pk: int) -> Response:
        rij = self.webhook()
        versie = self.voorwaarde(rij)
        gegevens, actief = _lees(request.data)
        rij = webhooks.wijzig(webhook=rij, gegevens=gegevens, toegang=self.toegang, versie=versie)
        is_actief = rij.toestand == Webhook.Toestand.ACTIEF
        if actief is not None and actief != is_actief:
            rij = webhooks.zet_toestand(webhook=rij, actief=actief, toegang=self.toegang)
        return self.antwoord(rij)

    def delete(self, request: Request, pk: int) -> Response:
        rij = self.webhook()
        webhooks.verwijder(webhook=rij, toegang=self.toegang, versie=self.voorwaarde(rij))
        return Response(status=204)


class WebhookGeheim(EigenWebhooks):
    titel = "Een nieuw geheim"
    pad = {"pk": NUMMER}
    acties = {
        "POST": Actie(
            "Een nieuw geheim maken",
            "U ziet het maar één keer. Het vorige tekent nog 24 uur mee.",
            antwoorden={200: Envelop("Webhook", NieuweWebhookVorm)},
            fouten=(401, 403, 404, 406, 429),
        )
    }

    def post(self, request: Request, pk: int) -> Response:
        rij, geheim = webhooks.nieuw_geheim(webhook=self.webhook(), toegang=self.toegang)
        return self.antwoord(rij, geheim=geheim)
