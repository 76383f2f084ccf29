"""REST edge of the territory: gemeenten and provincies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import shapely
from django.urls import path
from django.utils import timezone
from rest_framework import serializers as s

from gemeenten import selectors
from gemeenten.grenzen import grenzenindex
from gemeenten.models import Fusie, Gemeente, Provincie
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.views import (
    LIJSTFORMATEN,
    DetailView,
    GeoLijstView,
    LijstView,
    identificator,
    totaal_van,
    versie_van,
)
from gereedschap.bewaren import per_editie

NAAMRUIMTE = "https://data.vlaanderen.be/id/gemeente"
GROEP = "Grondgebied"
IN_GEBRUIK, GEHISTOREERD = "inGebruik", "gehistoreerd"
OP = p.datum("op", "Toestand op deze dag; standaard vandaag.")
JAAR = p.geheel(
    "jaar", "Toestand op 1 januari van dit jaar.", minimum=1990, maximum=2100, voorbeeld=2025
)
EDITIE = p.editie()

PROVINCIE = p.tekst(
    "provincie", "NIS-code van de provincie.", voorbeeld="40000", patroon=r"[0-9]{5}", lengte=5
)


def uri(gemeente: Any) -> str:
    return f"{NAAMRUIMTE}/{gemeente.nis}"


def verwijs(gemeente: Any, basis: str) -> dict[str, str]:
    """Give a gemeente in short, to name it inside something else."""
    return verwijs_naar(gemeente.nis, gemeente.naam, basis)


def verwijs_naar(nis: str, naam: str, basis: str) -> dict[str, str]:
    """Do as `verwijs` for who has no row at hand."""
    return {"nis": nis, "naam": naam, "detail": f"{basis}/api/v1/gemeenten/{nis}"}


@per_editie(hoogstens=1)
def gemeentenamen(stempel: str) -> dict[int, tuple[str, str]]:
    """Give NIS and name of every gemeente, to name it in many lines."""
    rijen = Gemeente.objects.order_by().values_list("pk", "nis", "naam")
    return {pk: (nis, naam) for pk, nis, naam in rijen}


class Verwijzingen(dict[int, dict[str, str]]):
    """Every gemeente in short, by its number; each is written when a line first names it."""

    def __init__(self, stempel: str, basis: str) -> None:
        self._namen, self._basis = gemeentenamen(stempel), basis

    def __missing__(self, pk: int) -> dict[str, str]:
        self[pk] = verwijs_naar(*self._namen[pk], self._basis)
        return self[pk]


def gekozen_gemeente(nis: str | None, *, op: dt.date | None = None) -> Gemeente | None:
    """Give the gemeente of the parameter `nis`, on `op` or the newest; Ongeldig for an unknown one."""
    if nis is None:
        return None
    gemeente = selectors.gemeente_op(nis, op) if op else selectors.gemeente_met_nis(nis)
    if gemeente is None:
        wanneer = f" op {op:%d-%m-%Y}" if op else ""
        raise Ongeldig({"nis": [f"Er bestaat{wanneer} geen Vlaamse gemeente met NIS-code {nis}."]})
    return gemeente


class GemeenteItem(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres("URI bij data.vlaanderen.be.")
    identificator = v.IdentificatorVorm()
    nis = v.tekst("NIS-code van vijf cijfers.")
    naam = v.tekst()
    status = s.ChoiceField([IN_GEBRUIK, GEHISTOREERD], help_text="Bestaat de gemeente nog?")
    provincie = v.tekst("NIS-code van de provincie.")
    geldigVan = s.DateField(help_text="Eerste dag waarop de gemeente zo bestaat.")  # noqa: N815
    geldigTot = s.DateField(allow_null=True, help_text="Eerste dag waarop niet meer.")  # noqa: N815
    detail = v.adres()


class GemeenteVorm(GemeenteItem):
    provincienaam = v.tekst()
    arrondissement = v.tekst()
    referentieregio = v.tekst(allow_blank=True)
    vervoerregio = v.tekst(allow_blank=True)
    oppervlakteKm2 = v.hoeveelheid(allow_null=True)  # noqa: N815
    middelpunt = s.ListField(child=s.FloatField(), allow_null=True, help_text="Lengte, breedte.")
    bestuurseenheid = v.adres("URI bij ABB.", allow_blank=True)
    werkingsgebied = v.adres("URI bij ABB.", allow_blank=True)
    postcodes = s.ListField(child=s.CharField())
    opvolger = v.Verwijzing(allow_null=True, help_text="Waarin de gemeente opging.")
    voorgangers = v.Verwijzing(many=True, help_text="Welke gemeenten erin opgingen.")


def _moment(dag: dt.date) -> str:
    return versie_van(dt.datetime.combine(dag, dt.time(), timezone.get_default_timezone()))


def gemeente_item(g: Any, provincie: str, basis: str) -> dict[str, Any]:
    """Give a gemeente, a row or a tuple of one, with the NIS code of its provincie."""
    return {
        "@type": "Gemeente",
        "@id": uri(g),
        "identificator": identificator(NAAMRUIMTE, g.nis, _moment(g.van)),
        "nis": g.nis,
        "naam": g.naam,
        "status": GEHISTOREERD if g.tot else IN_GEBRUIK,
        "provincie": provincie,
        "geldigVan": g.van,
        "geldigTot": g.tot,
        "detail": f"{basis}/api/v1/gemeenten/{g.nis}",
    }


class Gemeenten(GeoLijstView):
    groep = GROEP
    titel = "Gemeenten"
    uitleg = "De gemeenten van een dag: 285 sinds 1-1-2025, 300 daarvoor."
    type_ = "Gemeenten"
    item = GemeenteItem
    parameters = (
        OP,
        p.nis(),
        p.tekst("naam", "Naam of deel ervan, zonder op accenten te letten.", voorbeeld="Gent"),
        PROVINCIE,
        p.keuze(
            "status", "Ook beëindigde gemeenten, of alleen die.", ["inGebruik", "gehistoreerd"]
        ),
        p.omhullende(),
    )
    sorteringen = {"naam": ("sorteernaam", "pk"), "nis": ("nis", "pk")}
    standaard_sort = "naam"
    csv_velden = ("nis", "naam", "status", "provincie", "geldigVan", "geldigTot")

    def rijen(self) -> Any:
        k = self.keuze
        if k["status"] == GEHISTOREERD:
            rijen = Gemeente.objects.filter(tot__isnull=False)
        else:
            rijen = Gemeente.objects.op_datum(k["op"] or timezone.localdate())
        if k["nis"]:
            rijen = rijen.filter(nis=k["nis"])
        if k["provincie"]:
            rijen = rijen.filter(provincie__nis=k["provincie"])
        if k["naam"]:
            gevonden = selectors.zoek(k["naam"], op=k["op"] or timezone.localdate(), limiet=500)
            rijen = rijen.filter(pk__in=[g.pk for g in gevonden])
        if k["bbox"]:
            index = grenzenindex()
            raakt = shapely.intersects(np.asarray(index.vormen), shapely.box(*k["bbox"]))
            rijen = rijen.filter(pk__in=np.asarray(index.ids)[raakt].tolist())
        return rijen.values_list("pk", "nis", "naam", "van", "tot", "provincie__nis", named=True)

    def regel(self, rij: Any) -> dict[str, Any]:
        return gemeente_item(rij, rij.provincie__nis, self.basis)

    def feature(self, rij: Any) -> dict[str, Any]:
        return gemeente_feature(rij, self.regel(rij))


def gemeente_feature(g: Any, eigenschappen: dict[str, Any]) -> dict[str, Any]:
    """Give a feature with today's border; an ended gemeente has none (its border is not known)."""
    index = grenzenindex()
    vorm = index.vorm(g.pk) if g.tot is None and g.pk in index.ids else None
    return {
        "type": "Feature",
        "id": g.nis,
        "geometry": None if vorm is None else shapely.geometry.mapping(vorm),
        "properties": {
            n: w for n, w in eigenschappen.items() if n not in ("@type", "identificator")
        },
    }


class GemeenteDetail(DetailView):
    groep = GROEP
    titel = "Eén gemeente"
    uitleg = "Een beëindigde NIS-code geeft de gemeente zoals ze was, met haar opvolger."
    type_ = "Gemeente"
    item = GemeenteVorm
    pad = {"nis": p.nis()}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        g = selectors.gemeente_met_nis(kwargs["nis"])
        if g is None:
            raise Probleem(404, f"Er is geen Vlaamse gemeente met NIS-code {kwargs['nis'][:20]}.")
        erna = selectors.opvolger(g)
        ervoor = Fusie.objects.filter(nieuw=g).select_related("oud").order_by("oud__sorteernaam")
        return gemeente_item(g, g.provincie.nis, self.basis) | {
            "provincienaam": g.provincie.naam,
            "arrondissement": g.arrondissement.naam,
            "referentieregio": g.referentieregio,
            "vervoerregio": g.vervoerregio,
            "oppervlakteKm2": g.oppervlakte_km2,
            "middelpunt": None if g.lon is None else [g.lon, g.lat],
            "bestuurseenheid": g.uri_bestuurseenheid,
            "werkingsgebied": g.uri_werkingsgebied,
            "postcodes": list(g.postcodes.values_list("code", flat=True)),
            "opvolger": verwijs(erna, self.basis) if erna else None,
            "voorgangers": [verwijs(f.oud, self.basis) for f in ervoor],
        }


class ProvincieVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    nis = v.tekst()
    naam = v.tekst()
    slug = v.tekst()
    bestuurseenheid = v.adres("URI bij ABB.", allow_blank=True)
    detail = v.adres()


def _provincie(rij: Provincie, basis: str) -> dict[str, Any]:
    ruimte = f"{basis}/id/provincie"
    return {
        "@type": "Provincie",
        "@id": f"{ruimte}/{rij.nis}",
        "identificator": identificator(ruimte, rij.nis),
        "nis": rij.nis,
        "naam": rij.naam,
        "slug": rij.slug,
        "bestuurseenheid": rij.uri_bestuurseenheid,
        "detail": f"{basis}/api/v1/provincies/{rij.nis}",
    }


class Provincies(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Provincies"
    type_ = "Provincies"
    item = ProvincieVorm
    sorteringen = {"naam": ("naam", "pk")}
    standaard_sort = "naam"
    csv_velden = ("nis", "naam", "slug")

    def rijen(self) -> Any:
        return Provincie.objects.all()

    def regel(self, rij: Any) -> dict[str, Any]:
        return _provincie(rij, self.basis)


class ProvincieDetail(DetailView):
    groep = GROEP
    titel = "Eén provincie"
    type_ = "Provincie"
    item = ProvincieVorm
    pad = {"nis": p.tekst("nis", "NIS-code.", voorbeeld="40000", patroon=r"[0-9]{5}", lengte=5)}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        rij = Provincie.objects.filter(nis=kwargs["nis"]).first()
        if rij is None:
            raise Probleem(404, f"Er is geen Vlaamse provincie met NIS-code {kwargs['nis'][:20]}.")
        return _provincie(rij, self.basis)


urlpatterns = [
    path("gemeenten", Gemeenten.as_view(), name="gemeenten"),
    path("gemeenten/totaal-aantal", totaal_van(Gemeenten).as_view(), name="gemeenten-totaal"),
    path("gemeenten/<str:nis>", GemeenteDetail.as_view(), name="gemeente"),
    path("provincies", Provincies.as_view(), name="provincies"),
    path("provincies/totaal-aantal", totaal_van(Provincies).as_view(), name="provincies-totaal"),
    path("provincies/<str:nis>", ProvincieDetail.as_view(), name="provincie"),
]
