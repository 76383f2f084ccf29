"""REST edge of verbeteringen, many at once: each item a PUT by its key, with a result of its own."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from gereedschap.api.problemen import Ongeldig, Probleem, probleemdocument
from gereedschap.api.schema import Actie
from gereedschap.api.velden import Probleemvorm, Vorm, adres, getal, tekst
from toegang.rechten import Handeling, mag
from verbeteringen import api_invoer, registratie
from verbeteringen.api_schrijven import Schrijft, als_probleem, vereis, zet
from verbeteringen.invoer import OngeldigeInvoer
from verbeteringen.levensloop import StapNietToegestaan

HOOGSTENS = 1_000
_LIJSTSCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["verbeteringen"],
    "additionalProperties": False,
    "properties": {
        "verbeteringen": {
            "type": "array",
            "minItems": 1,
            "maxItems": HOOGSTENS,
            "items": api_invoer.SCHEMA
            | {"required": [*api_invoer.SCHEMA["required"], "externeSleutel"]},
        }
    },
}
_UITSLAGEN = ("gemaakt", "gewijzigd", "wacht", "ongewijzigd", "geweigerd")


class BulkregelVorm(Vorm):
    nummer = getal("De plaats in uw lijst, vanaf 0.")
    externeSleutel = tekst(required=False)  # noqa: N815
    uitslag = s.ChoiceField(_UITSLAGEN, help_text="wacht: een wijziging die nagekeken wordt.")
    status = getal("De status die de aanvraag alleen gekregen had.", required=False)
    id = getal("Nummer van de verbetering.", required=False)
    versie = getal(required=False)
    goedkeuring = tekst(required=False)
    detail = adres("Waar u ze leest.", required=False)
    probleem = Probleemvorm(required=False, help_text="Waarom dit item geweigerd is.")


class BulkuitslagVorm(Vorm):
    at_type = s.ChoiceField(["Bulkuitslag"])
    gemaakt = getal()
    gewijzigd = getal("Ook wat op nazicht wacht.")
    ongewijzigd = getal()
    geweigerd = getal()
    resultaten = BulkregelVorm(many=True)


class Bulk(Schrijft):
    titel = "Veel verbeteringen tegelijk"
    acties = {
        "POST": Actie(
            "Tot 1.000 verbeteringen registreren of wijzigen",
            "Elk item is een PUT met zijn externeSleutel; het ene mislukt los van het andere. Het "
            "antwoord zegt per item wat er gebeurde.",
            verzoek=_LIJSTSCHEMA,
            antwoorden={207: BulkuitslagVorm},
            fouten=(400, 401, 403, 406, 413, 415, 429),
            voorbeeld={"verbeteringen": [api_invoer.VOORBEELD]},
        )
    }

    def post(self, request: Request) -> Response:
        vereis(self.toegang)
        if not mag(self.toegang, Handeling.BULK_OPLADEN):
            raise Probleem(403, "Uw organisatie mag niet in bulk registreren.")
        ding = request.data
        items = ding.get("verbeteringen") if isinstance(ding, dict) and len(ding) == 1 else None
        if not isinstance(items, list) or not 1 <= len(items) <= HOOGSTENS:
            raise Ongeldig(
                {"verbeteringen": [f"Geef een lijst van 1 tot {HOOGSTENS} verbeteringen."]}
            )
        uitslag = [self._een(nummer, item) for nummer, item in enumerate(items)]
        tel = {
            wat: sum(1 for u in uitslag if u["uitslag"] == wat)
            for wat in ("gemaakt", "gewijzigd", "ongewijzigd", "geweigerd")
        }
        tel["gewijzigd"] += sum(1 for u in uitslag if u["uitslag"] == "wacht")
        return Response({"@type": "Bulkuitslag", **tel, "resultaten": uitslag}, status=207)

    def _een(self, nummer: int, item: Any) -> dict[str, Any]:
        regel: dict[str, Any] = {"nummer": nummer}
        if isinstance(item, dict) and isinstance(item.get("externeSleutel"), str):
            regel["externeSleutel"] = item["externeSleutel"][:64]
        try:
            gelezen = api_invoer.lees(item)
            if not gelezen.sleutel:
                raise Ongeldig({"externeSleutel": ["Dit veld is verplicht in bulk."]})
            wat, (rij, *_) = zet(gelezen, self.toegang)
        except (
            Probleem,
            OngeldigeInvoer,
            registratie.NietToegestaan,
            registratie.IntussenGewijzigd,
            StapNietToegestaan,
        ) as fout:
            probleem = als_probleem(fout)
            assert isinstance(probleem, Probleem)
            document = probleemdocument(
                probleem.status_code, probleem.tekst, fouten=probleem.fouten, **probleem.meer
            )
            return regel | {"uitslag": "geweigerd", "probleem": document}
        status = {"gemaakt": 201, "wacht": 202}.get(wat, 200)
        return regel | {
            "uitslag": wat,
            "status": status,
            "id": rij.pk,
            "versie": rij.versie,
            "goedkeuring": rij.goedkeuring,
            "detail": f"{self.basis}/api/v1/verbeteringen/{rij.pk}",
        }
