"""REST edge of verbeteringen, the reading half: what the pages show, by the same rule of privacy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import shapely
from django.db.models import Exists, OuterRef, Q
from rest_framework import serializers as s

from gemeenten.api import gekozen_gemeente, verwijs
from gemeenten.models import Gemeente
from gemeenten.selectors import opvolger
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import GeoLijstView, identificator, versie_van
from toegang.wie import Toegang
from verbeteringen.models import (
    Aanvrager,
    Goedkeuring,
    Maatregel,
    Uitvoering,
    Verbetering,
    VerbeteringOud,
)
from verbeteringen.openbaarheid import getoond
from verbeteringen.parameters import PARAMETERS, PER_SLEUTEL
from verbeteringen.querysets import OPENBAAR
from verbeteringen.selectors import gebied_van

GROEP = "Verbeteringen"


class MaatregelVorm(v.Vorm):
    parameter = s.ChoiceField(Maatregel.Parameter.values)
    richting = s.ChoiceField(Maatregel.Richting.values)
    hoeveelheid = v.hoeveelheid("Altijd positief; de richting zegt plus of min.")
    eenheid = v.tekst()
    oppervlakteM2 = v.hoeveelheid("Alleen bij natuurgroenperken.", allow_null=True)  # noqa: N815
    teltMee = s.BooleanField()  # noqa: N815
    reden = v.tekst(allow_blank=True)


class VerbeteringVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    versie = v.getal()
    externeSleutel = v.tekst(  # noqa: N815
        "Sleutel bij de bron; null waar ze afgeschermd is.", allow_null=True
    )
    bron = v.tekst("Slug van de organisatie in wier naam ze staat.")
    projectnaam = v.tekst()
    gemeente = v.Verwijzing()
    aanvrager = s.ChoiceField(Aanvrager.values)
    uitvoering = s.ChoiceField(Uitvoering.values)
    uitgevoerdOp = s.DateField(allow_null=True)  # noqa: N815
    geplandOp = s.DateField(allow_null=True)  # noqa: N815
    goedkeuring = s.ChoiceField(Goedkeuring.values)
    afgeschermd = s.BooleanField(
        help_text="Van een burger: naam, opmerking en exacte plaats zijn verborgen."
    )
    oppervlakteM2 = v.hoeveelheid(allow_null=True)  # noqa: N815
    lengteM = v.hoeveelheid(allow_null=True)  # noqa: N815
    maatregelen = MaatregelVorm(many=True)
    netto = s.DictField(
        child=v.hoeveelheid(), help_text="Wat meetelt, per parameter: plus min min."
    )
    opmerking = v.tekst(allow_blank=True)
    links = s.ListField(child=s.CharField())
    gewijzigdOp = v.tekst("RFC 3339.")  # noqa: N815
    editie = v.getal()
    detail = v.adres()


class VerbeteringDetailVorm(VerbeteringVorm):
    geometrie = s.DictField(
        allow_null=True, help_text="GeoJSON; bij een burger het vak van de kaart."
    )


def _maatregel(m: Any, *, open_: bool) -> dict[str, Any]:
    return {
        "parameter": m.parameter,
        "richting": m.richting,
        "hoeveelheid": m.hoeveelheid,
        "eenheid": PER_SLEUTEL[m.parameter].eenheid,
        "oppervlakteM2": m.oppervlakte_m2,
        "teltMee": m.telt_mee,
        # What somebody typed may name a garden or a person.
        "reden": m.reden if open_ or not m.telt_mee else "",
    }


def _netto(maatregelen: Any) -> dict[str, Decimal]:
    uit: dict[str, Decimal] = {}
    for m in maatregelen:
        if m.telt_mee:
            bedrag = m.hoeveelheid if m.richting == "plus" else -m.hoeveelheid
            uit[m.parameter] = uit.get(m.parameter, Decimal(0)) + bedrag
    return uit


def verbetering_item(rij: Verbetering, toegang: Toegang, basis: str) -> dict[str, Any]:
    """Give a verbetering as `toegang` may see it, without its shape."""
    zicht = getoond(rij, toegang, met_vorm=False)
    open_ = not zicht.vergroofd
    ruimte, versie = f"{basis}/id/verbetering", versie_van(rij.gewijzigd_op)
    maatregelen = list(rij.maatregelen.all())
    return {
        "@type": "Verbetering",
        "@id": f"{ruimte}/{rij.pk}",
        "identificator": identificator(ruimte, rij.pk, versie),
        "id": rij.pk,
        "versie": rij.versie,
        "externeSleutel": rij.externe_sleutel if open_ else None,
        "bron": rij.bron.slug,
        "projectnaam": zicht.naam,
        "gemeente": verwijs(rij.gemeente, basis),
        "aanvrager": rij.aanvrager,
        "uitvoering": rij.uitvoering,
        "uitgevoerdOp": rij.uitgevoerd_op,
        "geplandOp": rij.gepland_op,
        "goedkeuring": rij.goedkeuring,
        "afgeschermd": zicht.vergroofd,
        "oppervlakteM2": rij.oppervlakte_m2 if open_ else None,
        "lengteM": rij.lengte_m if open_ else None,
        "maatregelen": [_maatregel(m, open_=open_) for m in maatregelen],
        "netto": _netto(maatregelen),
        "opmerking": zicht.opmerking,
        "links": list(zicht.links),
        "gewijzigdOp": versie,
        "editie": rij.publicatie_id,
        "detail": f"{basis}/api/v1/verbeteringen/{rij.pk}",
    }


def vorm_van(rij: Verbetering, toegang: Toegang) -> Any:
    vorm = getoond(rij, toegang).vorm
    return None if vorm is None else shapely.geometry.mapping(vorm)


FILTERS = (
    p.nis("nis", "NIS-code van de gemeente, haar voorgangers inbegrepen."),
    p.keuze(
        "doelstelling",
        "Alleen met een maatregel voor deze doelstelling.",
        sorted({x.doelstelling for x in PARAMETERS}),
    ),
    p.keuze("parameter", "Alleen met deze maatregel.", Maatregel.Parameter.values),
    p.keuze("aanvrager", "Wie ze uitvoerde.", Aanvrager.values),
    p.keuze("uitvoering", "Gepland of uitgevoerd.", Uitvoering.values),
    p.tekst("bron", "Slug van de bron.", voorbeeld="groenblauwpeil", patroon=r"[a-z0-9_-]{1,80}"),
    p.datum("uitgevoerdVanaf", "Uitgevoerd op deze dag of later."),
    p.datum("uitgevoerdVoor", "Uitgevoerd voor deze dag."),
    p.omhullende(),
)


def gekozen(keuze: dict[str, Any], toegang: Toegang) -> Any:
    """Give the rows of these filters that `toegang` may know of, unordered."""
    alle = Verbetering.objects.all()
    # The plain public filter keeps the query on an index; the wide one is for who has more to see.
    rijen: Any = alle.zichtbaar_voor(toegang).levend() if toegang.aangemeld else alle.openbaar()
    gemeente = gekozen_gemeente(keuze["nis"])
    if gemeente is not None:
        rijen = rijen.filter(gemeente__in=_gebied(gemeente))
    parameters = [keuze["parameter"]] if keuze["parameter"] else None
    if keuze["doelstelling"]:
        van_doel = [x.sleutel for x in PARAMETERS if x.doelstelling == keuze["doelstelling"]]
        parameters = [x for x in van_doel if parameters is None or x in parameters]
    if parameters is not None:
        rijen = rijen.filter(
            Exists(Maatregel.objects.filter(verbetering=OuterRef("pk"), parameter__in=parameters))
        )
    for naam in ("aanvrager", "uitvoering"):
        if keuze[naam]:
            rijen = rijen.filter(**{naam: keuze[naam]})
    if keuze["bron"]:
        rijen = rijen.filter(bron__slug=keuze["bron"])
    if keuze["uitgevoerdVanaf"]:
        rijen = rijen.filter(uitgevoerd_op__gte=keuze["uitgevoerdVanaf"])
    if keuze["uitgevoerdVoor"]:
        rijen = rijen.filter(uitgevoerd_op__lt=keuze["uitgevoerdVoor"])
    if keuze["bbox"]:
        rijen = rijen.filter(_in_vak(keuze["bbox"]))
    return rijen


def _gebied(gemeente: Gemeente) -> list[int]:
    ids = gebied_van(gemeente)
    # An ended NIS asks for what was registered on that gemeente itself.
    return ids if gemeente.tot is None or opvolger(gemeente) is None else [gemeente.pk, *ids]


def _in_vak(vak: tuple[float, float, float, float]) -> Q:
    west, zuid, oost, noord = vak
    return Q(minx__lte=oost, maxx__gte=west, miny__lte=noord, maxy__gte=zuid)


class Verbeteringen(GeoLijstView):
    groep = GROEP
    titel = "Verbeteringen"
    uitleg = (
        "Goedgekeurde registraties en die van leveranciers; met een sleutel ook wat uw organisatie "
        "mag zien. Van een burger ziet u de gemeente, het bedrag en het vak van de kaart."
    )
    type_ = "Verbeteringen"
    item = VerbeteringVorm
    groot = True
    prive = True
    parameters = FILTERS
    sorteringen = {"id": ("pk",), "gewijzigdOp": ("gewijzigd_op", "pk")}
    standaard_sort = "id"
    csv_velden = (
        "id",
        "versie",
        "externeSleutel",
        "bron",
        "projectnaam",
        "gemeente.nis",
        "gemeente.naam",
        "aanvrager",
        "uitvoering",
        "uitgevoerdOp",
        "geplandOp",
        "goedkeuring",
        "afgeschermd",
        "oppervlakteM2",
        "lengteM",
        *(f"netto.{x.sleutel}" for x in PARAMETERS),
        "opmerking",
        "gewijzigdOp",
        "editie",
    )

    @property
    def toegang(self) -> Toegang:
        toegang: Toegang = self.request.toegang  # type: ignore[attr-defined]
        return toegang

    def rijen(self) -> Any:
        rijen = gekozen(self.keuze, self.toegang)
        rijen = rijen.select_related("gemeente", "bron").prefetch_related("maatregelen")
        met_vorm = self.request.accepted_renderer.format == "geojson"
        return rijen if met_vorm else rijen.defer("geometrie")

    def regel(self, rij: Any) -> dict[str, Any]:
        return verbetering_item(rij, self.toegang, self.basis)

    def feature(self, rij: Any) -> dict[str, Any]:
        return verbetering_feature(rij, self.toegang, self.basis)


def verbetering_feature(rij: Verbetering, toegang: Toegang, basis: str) -> dict[str, Any]:
    """Give a GeoJSON feature; its properties are flat where a GIS wants them flat."""
    regel = verbetering_item(rij, toegang, basis)
    weg = ("@type", "identificator", "maatregelen", "netto", "gemeente", "links")
    eigen = {naam: waarde for naam, waarde in regel.items() if naam not in weg}
    eigen |= {"nis": regel["gemeente"]["nis"], "gemeente": regel["gemeente"]["naam"]}
    eigen |= {f"netto_{naam}": float(n) for naam, n in regel["netto"].items()}
    return {
        "type": "Feature",
        "id": rij.pk,
        "geometry": vorm_van(rij, toegang),
        "properties": eigen,
    }


def zichtbare(pk: int, toegang: Toegang) -> Verbetering:
    """Give one verbetering that `toegang` may know of; Probleem 410 when it was public once, else 404."""
    rij = (
        Verbetering.objects.zichtbaar_voor(toegang)
        .select_related("gemeente", "bron")
        .prefetch_related("maatregelen")
        .filter(pk=pk)
        .first()
    )
    if rij is not None and rij.vervallen_in_id is None:
        return rij
    was_openbaar = (
        Verbetering.objects.filter(
            pk=pk, goedkeuring__in=OPENBAAR, vervallen_in__isnull=False
        ).exists()
        or VerbeteringOud.objects.filter(verbetering=pk, goedkeuring__in=OPENBAAR).exists()
    )
    if was_openbaar:
        raise Probleem(410, "Deze verbetering is vervallen en telt niet meer mee.")
    raise Probleem(404, "Deze verbetering bestaat niet, of u mag ze niet zien.")
