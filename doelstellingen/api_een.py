"""REST edge of the pact and its figures, one by one: each line of a collection has an address."""

from __future__ import annotations

from typing import Any

from django.urls import path

from doelstellingen import api_cijfers
from doelstellingen.api import (
    GROEP,
    Indicatoren,
    IndicatorVorm,
    Ondertekeningen,
    OndertekeningVorm,
    Pacten,
    PactVorm,
    WerfVorm,
    Werven,
)
from doelstellingen.api_cijfers import SLUG, Metingen, MetingVorm, Standen, StandVorm
from doelstellingen.api_doelen import INWONERSJAAR, PACT, Doelen, DoelVorm
from doelstellingen.api_methode import Methodebreuken, MethodebreukVorm
from doelstellingen.models import Indicator, Pact, Werf
from gemeenten.api import EDITIE, OP
from gemeenten.selectors import gemeente_met_nis, gemeente_op
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.een import EenMetEditie, EenUit

VERVALLEN = v.getal(
    "Nummer van de publicatie die dit verving of introk; null zolang het geldt.", allow_null=True
)
NUMMER = {"pk": p.geheel("pk", "Nummer.", minimum=1, voorbeeld=1)}


class OndertekeningDetailVorm(OndertekeningVorm):
    vervallenIn = VERVALLEN  # noqa: N815


class MethodebreukDetailVorm(MethodebreukVorm):
    vervallenIn = VERVALLEN  # noqa: N815


class MetingDetailVorm(MetingVorm):
    vervallenIn = VERVALLEN  # noqa: N815


class StandDetailVorm(StandVorm):
    vervallenIn = VERVALLEN  # noqa: N815


class PactDetail(EenUit):
    groep = GROEP
    titel = "Eén versie van het pact"
    type_ = "Pact"
    item = PactVorm
    lijst = Pacten
    pad = {"nummer": p.keuze("nummer", "Nummer van de versie.", Pact.values)}
    onbekend = "Deze versie van het pact bestaat niet."

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        return next((pact for pact in Pact if pact.value == kwargs["nummer"]), None)


class WerfDetail(EenUit):
    groep = GROEP
    titel = "Eén werf"
    type_ = "Werf"
    item = WerfVorm
    lijst = Werven
    pad = {"slug": p.tekst("slug", "Slug.", voorbeeld="werf-1", patroon=SLUG, lengte=60)}
    onbekend = "Deze werf bestaat niet."

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        return Werf.objects.filter(slug=kwargs["slug"]).first()


class IndicatorDetail(EenUit):
    groep = GROEP
    titel = "Eén indicator"
    type_ = "Indicator"
    item = IndicatorVorm
    lijst = Indicatoren
    pad = {
        "sleutel": p.tekst(
            "sleutel",
            "Slug van de doelstelling, een punt en de slug van de indicator.",
            voorbeeld="bomen.bomen",
            patroon=rf"{SLUG}\.{SLUG}",
            lengte=121,
        )
    }
    onbekend = "Deze indicator bestaat niet. Zie /api/v1/indicatoren."

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        doel, _, slug = kwargs["sleutel"].partition(".")
        rijen = Indicator.objects.select_related("doelstelling", "bron")
        return rijen.filter(doelstelling__slug=doel, slug=slug).first()


class OndertekeningDetail(EenMetEditie):
    groep = GROEP
    titel = "Eén ondertekening"
    type_ = "Ondertekening"
    item = OndertekeningDetailVorm
    lijst = Ondertekeningen
    pad = NUMMER
    onbekend = "Deze ondertekening bestaat niet."


class MethodebreukDetail(EenMetEditie):
    groep = GROEP
    titel = "Eén breuk in de methode"
    type_ = "Methodebreuk"
    item = MethodebreukDetailVorm
    lijst = Methodebreuken
    pad = NUMMER
    onbekend = "Deze breuk in de methode bestaat niet."


class MetingDetail(EenMetEditie):
    groep = api_cijfers.GROEP
    titel = "Eén meting"
    uitleg = "Ook een meting die intussen vervangen is: “vervallenIn” zegt sinds welke editie."
    type_ = "Meting"
    item = MetingDetailVorm
    lijst = Metingen
    pad = NUMMER
    onbekend = "Deze meting bestaat niet."


class StandDetail(EenMetEditie):
    groep = api_cijfers.GROEP
    titel = "Eén stand"
    uitleg = "Ook een stand die intussen vervangen is: “vervallenIn” zegt sinds welke editie."
    type_ = "Stand"
    item = StandDetailVorm
    lijst = Standen
    pad = NUMMER
    onbekend = "Deze stand bestaat niet."


class DoelDetail(EenUit):
    groep = GROEP
    titel = "Eén doel van één gemeente"
    type_ = "Doel"
    item = DoelVorm
    lijst = Doelen
    parameters = (OP, EDITIE, INWONERSJAAR)
    pad = {
        "nis": p.nis(),
        "doelstelling": api_cijfers.DOELSTELLING,
        "indicator": api_cijfers.INDICATOR,
        "pact": PACT,
    }
    onbekend = "Dit doel bestaat niet: de gemeente, de indicator of het pact klopt niet."

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        nis, op = kwargs["nis"], lijst.keuze["op"]
        gemeente = gemeente_op(nis, op) if op else gemeente_met_nis(nis)
        bestaat = Indicator.objects.filter(
            doelstelling__slug=kwargs["doelstelling"], slug=kwargs["indicator"]
        ).exists()
        # An ended gemeente has no target any more: who gives a day of its life gets it.
        if gemeente is None or (op is None and gemeente.tot) or not bestaat:
            return None
        if kwargs["pact"] not in Pact.values:
            return None
        keuze = {naam: kwargs[naam] for naam in ("nis", "doelstelling", "pact")}
        rijen = self.lezer(**keuze).rijen()
        return next((rij for rij in rijen if rij.indicator.slug == kwargs["indicator"]), None)


urlpatterns = [
    path("pacten/<str:nummer>", PactDetail.as_view(), name="pact"),
    path("werven/<str:slug>", WerfDetail.as_view(), name="werf"),
    path("indicatoren/<str:sleutel>", IndicatorDetail.as_view(), name="indicator"),
    path("ondertekeningen/<int:pk>", OndertekeningDetail.as_view(), name="ondertekening"),
    path("methodebreuken/<int:pk>", MethodebreukDetail.as_view(), name="methodebreuk"),
    path("metingen/<int:pk>", MetingDetail.as_view(), name="meting"),
    path("standen/<int:pk>", StandDetail.as_view(), name="stand"),
    path(
        "doelen/<str:nis>/<str:doelstelling>/<str:indicator>/<str:pact>",
        DoelDetail.as_view(),
        name="doel",
    ),
]
