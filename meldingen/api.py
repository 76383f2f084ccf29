"""REST edge of what gemeenten say about their figures: toelichtingen and foutmeldingen."""

from __future__ import annotations

from typing import Any

from django.urls import path
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from doelstellingen.models import Doelstelling, Indicator
from gemeenten.api import EDITIE, gekozen_gemeente, verwijs, verwijs_naar
from gemeenten.models import Gemeente
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.een import EenUit
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.schema import Actie
from gereedschap.api.views import (
    LIJSTFORMATEN,
    BasisView,
    LijstView,
    identificator,
    totaal_van,
    versie_van,
)
from meldingen import services
from meldingen.models import TEKST_HOOGSTENS, Toelichting
from toegang.wie import Toegang

GROEP = "Toelichtingen"
_TEKST: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": TEKST_HOOGSTENS}
_NIS: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{5}$"}
TOELICHTING: dict[str, Any] = {
    "type": "object",
    "required": ["nis", "doelstelling", "soort", "tekst"],
    "additionalProperties": False,
    "properties": {
        "nis": _NIS,
        "doelstelling": {"type": "string"},
        "soort": {"type": "string", "enum": list(Toelichting.Soort.values)},
        "tekst": _TEKST,
        "meerInfo": {
            "type": "string",
            "maxLength": 400,
            "pattern": "^(https?://.+)?$",
            "description": "Een webadres, of leeg.",
        },
    },
}
FOUTMELDING: dict[str, Any] = {
    "type": "object",
    "required": ["nis", "doelstelling", "indicator", "omschrijving"],
    "additionalProperties": False,
    "properties": {
        "nis": _NIS,
        "doelstelling": {"type": "string"},
        "indicator": {"type": "string"},
        "omschrijving": _TEKST,
    },
}
_FOUTEN = (400, 401, 403, 406, 413, 415, 429)


class ToelichtingVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    gemeente = v.Verwijzing()
    doelstelling = v.tekst()
    soort = s.ChoiceField(Toelichting.Soort.values)
    tekst = v.tekst()
    meerInfo = v.adres(allow_blank=True)  # noqa: N815
    versie = v.getal()
    editie = v.getal()
    detail = v.adres()


class FoutmeldingVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    id = v.getal()
    gemeente = v.Verwijzing()
    doelstelling = v.tekst("Slug van de doelstelling.")
    indicator = v.tekst("Slug van de indicator.")
    omschrijving = v.tekst("Wat er scheelt; alleen voor wie het meldde en de leverancier.")
    gemeldOp = v.tekst("RFC 3339.")  # noqa: N815
    editie = v.getal("Nummer van de publicatie.")


_KOLOMMEN = ("pk", "soort", "tekst", "meer_info", "versie", "bewaard_op", "publicatie_id")
_ERBIJ = ("gemeente__nis", "gemeente__naam", "doelstelling__slug")


def als_rijen(rijen: Any) -> Any:
    """Give of these toelichtingen what `toelichting_item` reads, as tuples."""
    return rijen.values_list(*_KOLOMMEN, *_ERBIJ, named=True)


def toelichting_item(rij: Any, basis: str) -> dict[str, Any]:
    ruimte = f"{basis}/id/toelichting"
    return {
        "@type": "Toelichting",
        "@id": f"{ruimte}/{rij.pk}",
        "identificator": identificator(ruimte, rij.pk, versie_van(rij.bewaard_op)),
        "id": rij.pk,
        "gemeente": verwijs_naar(rij.gemeente__nis, rij.gemeente__naam, basis),
        "doelstelling": rij.doelstelling__slug,
        "soort": rij.soort,
        "tekst": rij.tekst,
        "meerInfo": rij.meer_info,
        "versie": rij.versie,
        "editie": rij.publicatie_id,
        "detail": f"{basis}/api/v1/toelichtingen/{rij.pk}",
    }


def _schrijver(request: Request) -> Toegang:
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    if not toegang.aangemeld:
        raise Probleem(401, kop={"WWW-Authenticate": 'Bearer realm="PactPortaal"'})
    return toegang


def _lees(ding: Any, schema: dict[str, Any]) -> dict[str, str]:
    """Give the texts of a flat body; Ongeldig with every mistake at once."""
    if not isinstance(ding, dict):
        raise Ongeldig({"": ["Stuur één JSON-object."]})
    velden = schema["properties"]
    fouten = {
        str(naam)[:80]: [f"Dit veld bestaat niet. Wel: {', '.join(velden)}."]
        for naam in ding
        if naam not in velden
    }
    for naam, eisen in velden.items():
        if naam not in ding:
            if naam in schema["required"]:
                fouten[naam] = ["Dit veld is verplicht."]
        elif not isinstance(ding[naam], str):
            fouten[naam] = ["Geef een tekst."]
        elif "enum" in eisen and ding[naam] not in eisen["enum"]:
            fouten[naam] = [f"Kies uit: {', '.join(eisen['enum'])}."]
    if ding.get("meerInfo") and not str(ding["meerInfo"]).startswith(("https://", "http://")):
        fouten["meerInfo"] = ["Geef een webadres dat met https:// begint."]
    if fouten:
        raise Ongeldig(fouten)
    return {naam: ding.get(naam, "") for naam in velden}


def _gemeente(nis: str) -> Gemeente:
    gemeente = gekozen_gemeente(nis)
    assert gemeente is not None
    return gemeente


def _doelstelling(slug: str) -> Doelstelling:
    rij = Doelstelling.objects.filter(slug=slug).first()
    if rij is None:
        raise Ongeldig({"doelstelling": [f"De doelstelling “{slug[:60]}” bestaat niet."]})
    return rij


class Toelichtingen(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Toelichtingen van gemeenten"
    uitleg = "Wat een gemeente openbaar bij een doelstelling schreef (pas toe of leg uit)."
    type_ = "Toelichtingen"
    item = ToelichtingVorm
    groot = True
    parameters = (
        p.nis(),
        p.tekst(
            "doelstelling",
            "Slug van de doelstelling.",
            voorbeeld="bomen",
            patroon=r"[a-z0-9_-]{1,60}",
            lengte=60,
        ),
        EDITIE,
    )
    sorteringen = {"id": ("pk",)}
    standaard_sort = "id"
    csv_velden = (
        "id",
        "gemeente.nis",
        "gemeente.naam",
        "doelstelling",
        "soort",
        "tekst",
        "meerInfo",
        "versie",
        "editie",
    )
    acties = {
        "POST": Actie(
            "Een toelichting openbaar maken",
            "Vervangt de vorige van deze gemeente bij deze doelstelling. Recht: toelichten.",
            verzoek=TOELICHTING,
            antwoorden={201: ToelichtingVorm},
            fouten=_FOUTEN,
            voorbeeld={
                "nis": "44021",
                "doelstelling": "bomen",
                "soort": "toelichting",
                "tekst": "Wij planten eerst in de wijken met de meeste verharding.",
            },
        )
    }

    def rijen(self) -> Any:
        rijen = Toelichting.objects.gekend_op(self.keuze["gekendOp"]).filter(
            publicatie__isnull=False
        )
        if (gemeente := gekozen_gemeente(self.keuze["nis"])) is not None:
            rijen = rijen.filter(gemeente__nis=gemeente.nis)
        if self.keuze["doelstelling"]:
            rijen = rijen.filter(doelstelling=_doelstelling(self.keuze["doelstelling"]))
        return als_rijen(rijen)

    def regel(self, rij: Any) -> dict[str, Any]:
        return toelichting_item(rij, self.basis)

    def post(self, request: Request) -> Response:
        door = _schrijver(request)
        velden = _lees(request.data, TOELICHTING)
        gemeente, doel = _gemeente(velden["nis"]), _doelstelling(velden["doelstelling"])
        try:
            services.bewaar_toelichting(
                gemeente=gemeente,
                doelstelling=doel,
                soort=velden["soort"],
                tekst=velden["tekst"],
                meer_info=velden["meerInfo"],
                door=door,
            )
            rij = services.publiceer_toelichting(gemeente=gemeente, doelstelling=doel, door=door)
        except services.MeldingKanNiet as fout:
            raise _als_probleem(fout) from fout
        nieuw = als_rijen(Toelichting.objects.filter(pk=rij.pk)).get()
        return Response(toelichting_item(nieuw, self.basis), status=201)


class ToelichtingDetail(EenUit):
    groep = GROEP
    titel = "Eén toelichting"
    uitleg = "Ook een die intussen vervangen is: elke openbare versie blijft leesbaar."
    type_ = "Toelichting"
    item = ToelichtingVorm
    lijst = Toelichtingen
    pad = {"pk": p.geheel("pk", "Nummer van de toelichting.", minimum=1, voorbeeld=1)}
    onbekend = "Deze toelichting bestaat niet."

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        pk = kwargs["pk"]
        rijen = Toelichting.objects.filter(pk=pk, publicatie__isnull=False)
        return als_rijen(rijen).first() if pk < 2**63 else None


def _als_probleem(fout: services.MeldingKanNiet) -> Probleem:
    tekst = str(fout)
    return Probleem(403 if tekst.startswith("U mag dit niet doen") else 400, tekst)


class Foutmeldingen(BasisView):
    groep = GROEP
    titel = "Een fout in een cijfer melden"
    acties = {
        "POST": Actie(
            "Een fout in een cijfer melden",
            "De leverancier en de Vlaamse administratie krijgen bericht; het cijfer zelf blijft. "
            "Recht: toelichten.",
            verzoek=FOUTMELDING,
            antwoorden={201: FoutmeldingVorm},
            fouten=_FOUTEN,
            voorbeeld={
                "nis": "44021",
                "doelstelling": "bomen",
                "indicator": "bomen",
                "omschrijving": "De bomen van de Veldstraat staan er tweemaal in.",
            },
        )
    }

    def post(self, request: Request) -> Response:
        door = _schrijver(request)
        velden = _lees(request.data, FOUTMELDING)
        indicator = (
            Indicator.objects.filter(
                doelstelling__slug=velden["doelstelling"], slug=velden["indicator"]
            )
            .select_related("bron", "doelstelling")
            .first()
        )
        if indicator is None:
            raise Ongeldig({"indicator": ["Deze indicator bestaat niet. Zie /indicatoren."]})
        gemeente = _gemeente(velden["nis"])
        try:
            melding = services.meld_fout(
                gemeente=gemeente,
                indicator=indicator,
                bron=indicator.bron,
                omschrijving=velden["omschrijving"],
                door=door,
            )
        except services.MeldingKanNiet as fout:
            raise _als_probleem(fout) from fout
        return Response(
            {
                "@type": "Foutmelding",
                "@id": f"{self.basis}/id/foutmelding/{melding.pk}",
                "id": melding.pk,
                "gemeente": verwijs(gemeente, self.basis),
                "doelstelling": velden["doelstelling"],
                "indicator": indicator.slug,
                "omschrijving": melding.omschrijving,
                "gemeldOp": versie_van(melding.gemeld_op),
                "editie": melding.publicatie_id,
            },
            status=201,
        )


urlpatterns = [
    path("toelichtingen", Toelichtingen.as_view(), name="toelichtingen"),
    path(
        "toelichtingen/totaal-aantal",
        totaal_van(Toelichtingen).as_view(),
        name="toelichtingen-totaal",
    ),
    path("toelichtingen/<int:pk>", ToelichtingDetail.as_view(), name="toelichting"),
    path("foutmeldingen", Foutmeldingen.as_view(), name="foutmeldingen"),
]
