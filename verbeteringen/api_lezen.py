"""REST edge of verbeteringen, the reading half: what the pages show, by the same rule of privacy."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from rest_framework import serializers as s

from gemeenten.api import gekozen_gemeente
from gemeenten.models import Gemeente
from gemeenten.selectors import opvolger
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import GeoLijstView
from toegang.wie import Toegang
from verbeteringen.api_rijen import (
    als_rijen,
    maatregelen_van,
    met_kenmerken,
    verbetering_feature,
    verbetering_item,
)
from verbeteringen.models import (
    Aanvrager,
    Goedkeuring,
    Maatregel,
    Uitvoering,
    Verbetering,
    VerbeteringOud,
)
from verbeteringen.parameters import PARAMETERS
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
        child=v.hoeveelheid(),
        help_text="Wat meetelt, per parameter: het toegevoegde min het verwijderde.",
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

    def telrijen(self) -> Any:
        return gekozen(self.keuze, self.toegang)

    def rijen(self) -> Any:
        met_vorm = self.request.accepted_renderer.format == "geojson"
        return als_rijen(self.telrijen(), met_vorm=met_vorm)

    def laad(self, rijen: list[Any]) -> None:
        self.maatregelen = maatregelen_van([rij.pk for rij in rijen])

    def regel(self, rij: Any) -> dict[str, Any]:
        return verbetering_item(rij, self.maatregelen[rij.pk], self.toegang, self.basis)

    def feature(self, rij: Any) -> dict[str, Any]:
        return verbetering_feature(rij, self.maatregelen[rij.pk], self.toegang, self.basis)


def zichtbare(pk: int, toegang: Toegang) -> Verbetering:
    """Give one verbetering that `toegang` may know of; Probleem 410 when it was public once, else 404."""
    rij = met_kenmerken(Verbetering.objects.zichtbaar_voor(toegang)).filter(pk=pk).first()
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
