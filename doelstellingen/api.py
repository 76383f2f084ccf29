"""REST edge of the pact: pacten, ondertekeningen, werven, doelstellingen, indicatoren, doelen."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import path
from rest_framework import serializers as s

from doelstellingen import api_cijfers
from doelstellingen.api_doelen import PACT, Doelen, doelstelling_param
from doelstellingen.api_methode import Methodebreuken
from doelstellingen.models import Doelstelling, Indicator, Ondertekening, Pact, Werf
from gemeenten.api import EDITIE, Verwijzingen
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.editie import stempel
from gereedschap.api.een import kop
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.views import (
    LIJSTFORMATEN,
    DetailView,
    LijstView,
    identificator,
    totaal_van,
)

GROEP = "Pact"
SLUG = r"[a-z0-9_-]{1,60}"


class PactVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    nummer = v.tekst("1.0, 2.0 of 2.1.")
    naam = v.tekst()
    detail = v.adres()


class Pacten(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Versies van het pact"
    type_ = "Pacten"
    item = PactVorm
    csv_velden = ("nummer", "naam")

    def rijen(self) -> Any:
        return list(Pact)

    def regel(self, rij: Any) -> dict[str, Any]:
        return {
            "@type": "Pact",
            **kop(f"{self.basis}/id/concept/pact", rij.value),
            "nummer": rij.value,
            "naam": rij.label,
            "detail": f"{self.basis}/api/v1/pacten/{rij.value}",
        }


class OndertekeningVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    gemeente = v.Verwijzing()
    pact = v.tekst()
    status = s.ChoiceField(Ondertekening.Status.values)
    aangenomen = s.BooleanField(help_text="Aangenomen zolang geen bron het bevestigt.")
    datum = s.DateField(allow_null=True)
    bronvermelding = v.tekst()
    editie = v.getal("Nummer van de publicatie.")
    detail = v.adres()


class Ondertekeningen(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Ondertekeningen"
    uitleg = "Welke gemeente (van haar tijd) welk pact ondertekende."
    type_ = "Ondertekeningen"
    model = Ondertekening
    item = OndertekeningVorm
    parameters = (
        p.nis(),
        PACT,
        p.keuze("status", "Stand van de ondertekening.", Ondertekening.Status.values),
        EDITIE,
    )
    sorteringen = {"naam": ("gemeente__sorteernaam", "pk"), "id": ("pk",)}
    standaard_sort = "naam"
    csv_velden = (
        "gemeente.nis",
        "gemeente.naam",
        "pact",
        "status",
        "aangenomen",
        "datum",
        "bronvermelding",
        "editie",
    )

    def rijen(self) -> Any:
        k = self.keuze
        rijen = Ondertekening.objects.gekend_op(k["gekendOp"])
        if k["nis"]:
            rijen = rijen.filter(gemeente__nis=k["nis"])
        for naam in ("pact", "status"):
            if k[naam]:
                rijen = rijen.filter(**{naam: k[naam]})
        return self.als_rijen(rijen)

    @classmethod
    def als_rijen(cls, rijen: Any) -> Any:
        """Give of these rows what `regel` reads."""
        velden = ("pact", "status", "aangenomen", "datum", "bronvermelding", "publicatie_id")
        return rijen.values_list("pk", "gemeente_id", *velden, named=True)

    @cached_property
    def gemeenten(self) -> Verwijzingen:
        return Verwijzingen(stempel(self.request), self.basis)

    def regel(self, rij: Any) -> dict[str, Any]:
        return {
            "@type": "Ondertekening",
            **kop(f"{self.basis}/id/ondertekening", rij.pk),
            "gemeente": self.gemeenten[rij.gemeente_id],
            "pact": rij.pact,
            "status": rij.status,
            "aangenomen": rij.aangenomen,
            "datum": rij.datum,
            "bronvermelding": rij.bronvermelding,
            "editie": rij.publicatie_id,
            "detail": f"{self.basis}/api/v1/ondertekeningen/{rij.pk}",
        }


class WerfVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    slug = v.tekst()
    nummer = v.getal(allow_null=True)
    naam = v.tekst()
    motto = v.tekst(allow_blank=True)
    detail = v.adres()


class Werven(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Werven"
    type_ = "Werven"
    item = WerfVorm
    sorteringen = {"volgorde": ("volgorde", "pk")}
    standaard_sort = "volgorde"
    csv_velden = ("slug", "nummer", "naam", "motto")

    def rijen(self) -> Any:
        return Werf.objects.all()

    def regel(self, rij: Any) -> dict[str, Any]:
        return {
            "@type": "Werf",
            **kop(f"{self.basis}/id/concept/werf", rij.slug),
            "slug": rij.slug,
            "nummer": rij.nummer,
            "naam": rij.naam,
            "motto": rij.motto,
            "detail": f"{self.basis}/api/v1/werven/{rij.slug}",
        }


class DoelstellingItem(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    slug = v.tekst()
    code = v.tekst()
    naam = v.tekst()
    werf = v.tekst("Slug van de werf.")
    sindsPact = v.tekst("Vanaf welk pact.")  # noqa: N815
    doelzin = v.tekst("De doelstelling in één zin.")
    exactMatch = v.adres("Hetzelfde begrip bij ABB.")  # noqa: N815
    detail = v.adres()


class IndicatorVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    slug = v.tekst()
    doelstelling = v.tekst("Slug van de doelstelling.")
    naam = v.tekst()
    eenheid = v.tekst()
    soort = s.ChoiceField(Indicator.Soort.values)
    samenvoeging = s.ChoiceField(Indicator.Samenvoeging.values)
    decimalen = v.getal("Zoveel cijfers na de komma worden getoond.")
    hoofd = s.BooleanField(help_text="De hoofdindicator van haar doelstelling.")
    bron = v.tekst("Slug van de gewone leverancier.", allow_null=True)
    detail = v.adres()


class DoelstellingVorm(DoelstellingItem):
    uitleg = v.tekst()
    watTeltMee = v.tekst()  # noqa: N815
    watTeltNietMee = v.tekst(allow_blank=True)  # noqa: N815
    dataverzameling = v.tekst()
    leverancier = v.tekst()
    frequentie = v.tekst()
    invloed = s.ChoiceField(Doelstelling.Invloed.values)
    invloedZin = v.tekst()  # noqa: N815
    indicatoren = IndicatorVorm(many=True)


def _doelstelling(rij: Doelstelling, basis: str) -> dict[str, Any]:
    ruimte = f"{basis}/id/concept/doelstelling"
    return {
        "@type": "Doelstelling",
        "@id": f"{ruimte}/{rij.slug}",
        "identificator": identificator(ruimte, rij.slug),
        "slug": rij.slug,
        "code": rij.code,
        "naam": rij.naam,
        "werf": rij.werf.slug,
        "sindsPact": rij.sinds_pact,
        "doelzin": rij.doelzin,
        "exactMatch": rij.uri_abb,
        "detail": f"{basis}/api/v1/doelstellingen/{rij.slug}",
    }


def _indicator(rij: Indicator, basis: str) -> dict[str, Any]:
    doel = rij.doelstelling.slug
    return {
        "@type": "Indicator",
        **kop(f"{basis}/id/concept/indicator", f"{doel}.{rij.slug}"),
        "slug": rij.slug,
        "doelstelling": doel,
        "naam": rij.naam,
        "eenheid": rij.eenheid,
        "soort": rij.soort,
        "samenvoeging": rij.samenvoeging,
        "decimalen": rij.decimalen,
        "hoofd": rij.hoofd,
        "bron": rij.bron.slug if rij.bron else None,
        "detail": f"{basis}/api/v1/indicatoren/{doel}.{rij.slug}",
    }


class Doelstellingen(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Doelstellingen"
    type_ = "Doelstellingen"
    item = DoelstellingItem
    parameters = (
        p.tekst("werf", "Slug van de werf.", voorbeeld="werf-1", patroon=SLUG, lengte=60),
    )
    sorteringen = {"volgorde": ("volgorde", "pk"), "naam": ("naam", "pk")}
    standaard_sort = "volgorde"
    csv_velden = ("slug", "code", "naam", "werf", "sindsPact", "doelzin", "exactMatch")

    def rijen(self) -> Any:
        rijen = Doelstelling.objects.select_related("werf")
        werf = self.keuze["werf"]
        if werf and not Werf.objects.filter(slug=werf).exists():
            raise Ongeldig({"werf": [f"De werf “{werf}” bestaat niet."]})
        return rijen.filter(werf__slug=werf) if werf else rijen

    def regel(self, rij: Any) -> dict[str, Any]:
        return _doelstelling(rij, self.basis)


class DoelstellingDetail(DetailView):
    groep = GROEP
    titel = "Eén doelstelling"
    type_ = "Doelstelling"
    item = DoelstellingVorm
    pad = {"slug": p.tekst("slug", "Slug.", voorbeeld="bomen", patroon=SLUG, lengte=60)}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        rij = Doelstelling.objects.select_related("werf").filter(slug=kwargs["slug"]).first()
        if rij is None:
            raise Probleem(404, f"De doelstelling “{kwargs['slug'][:60]}” bestaat niet.")
        return _doelstelling(rij, self.basis) | {
            "uitleg": rij.uitleg,
            "watTeltMee": rij.wat_telt_mee,
            "watTeltNietMee": rij.wat_telt_niet_mee,
            "dataverzameling": rij.dataverzameling,
            "leverancier": rij.leverancier,
            "frequentie": rij.frequentie,
            "invloed": rij.invloed,
            "invloedZin": rij.invloed_zin,
            "indicatoren": [
                _indicator(i, self.basis)
                for i in rij.indicatoren.select_related("doelstelling", "bron")
            ],
        }


class Indicatoren(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Indicatoren"
    type_ = "Indicatoren"
    item = IndicatorVorm
    parameters = (api_cijfers.DOELSTELLING,)
    sorteringen = {"volgorde": ("doelstelling__volgorde", "volgorde", "pk")}
    standaard_sort = "volgorde"
    csv_velden = (
        "doelstelling",
        "slug",
        "naam",
        "eenheid",
        "soort",
        "samenvoeging",
        "decimalen",
        "hoofd",
        "bron",
    )

    def rijen(self) -> Any:
        rijen = Indicator.objects.select_related("doelstelling", "bron")
        doel = self.keuze["doelstelling"]
        doelstelling_param(doel)
        return rijen.filter(doelstelling__slug=doel) if doel else rijen

    def regel(self, rij: Any) -> dict[str, Any]:
        return _indicator(rij, self.basis)


_LIJSTEN = {
    "pacten": Pacten,
    "ondertekeningen": Ondertekeningen,
    "werven": Werven,
    "doelstellingen": Doelstellingen,
    "indicatoren": Indicatoren,
    "methodebreuken": Methodebreuken,
    "doelen": Doelen,
    "metingen": api_cijfers.Metingen,
    "standen": api_cijfers.Standen,
}
urlpatterns = [
    *(path(naam, lijst.as_view(), name=naam) for naam, lijst in _LIJSTEN.items()),
    *(
        path(f"{naam}/totaal-aantal", totaal_van(lijst).as_view(), name=f"{naam}-totaal")
        for naam, lijst in _LIJSTEN.items()
    ),
    path("doelstellingen/<str:slug>", DoelstellingDetail.as_view(), name="doelstelling"),
]
