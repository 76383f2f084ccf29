"""REST edge of the figures: metingen as delivered, standen as computed; large collections."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from rest_framework import serializers as s

from doelstellingen.models import Indicator, Kwaliteit, Meting, Stand
from gemeenten.api import EDITIE, Verwijzingen
from gemeenten.models import Gemeente
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.editie import stempel
from gereedschap.api.exact import duizendsten, exact
from gereedschap.api.problemen import Ongeldig
from gereedschap.api.views import LIJSTFORMATEN, LijstView, identificator
from gereedschap.bewaren import per_editie
from gereedschap.opmaak import toon_duizendsten

GROEP = "Cijfers"
_BEDRAGEN = ("waarde", "teller", "noemer")
SLUG = r"[a-z0-9_-]{1,60}"
DOELSTELLING = p.tekst(
    "doelstelling", "Slug van de doelstelling.", voorbeeld="bomen", patroon=SLUG, lengte=60
)
INDICATOR = p.tekst(
    "indicator",
    "Slug van de indicator; samen met doelstelling.",
    voorbeeld="bomen",
    patroon=SLUG,
    lengte=60,
)


def indicatoren_van(keuze: dict[str, Any]) -> list[int] | None:
    """Give the ids of the chosen indicatoren; None for all. Ongeldig for unknown ones."""
    doel, slug = keuze["doelstelling"], keuze["indicator"]
    if doel is None and slug is None:
        return None
    rijen = Indicator.objects.all()
    if doel is not None:
        rijen = rijen.filter(doelstelling__slug=doel)
    if slug is not None:
        rijen = rijen.filter(slug=slug)
    ids = list(rijen.order_by().values_list("pk", flat=True))
    if not ids:
        veld = "indicator" if slug is not None else "doelstelling"
        raise Ongeldig({veld: [f"“{keuze[veld]}” bestaat niet. Zie /api/v1/indicatoren."]})
    return ids


def gemeenten_van(nis: str | None) -> list[int] | None:
    """Give the ids of every gemeente that ever bore this NIS code; None for all."""
    if nis is None:
        return None
    ids = list(Gemeente.objects.filter(nis=nis).order_by().values_list("pk", flat=True))
    if not ids:
        raise Ongeldig({"nis": [f"Er bestaat geen Vlaamse gemeente met NIS-code {nis}."]})
    return ids


class _Cijfervorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    gemeente = v.Verwijzing()
    doelstelling = v.tekst()
    indicator = v.tekst()
    eenheid = v.tekst()
    waarde = v.hoeveelheid(
        "Exact, als tekst; null bij geheim of niet van toepassing.", allow_null=True
    )
    toon = v.tekst("Zoals op elke pagina.", allow_null=True)
    teller = v.hoeveelheid(allow_null=True)
    noemer = v.hoeveelheid(allow_null=True)
    kwaliteit = s.ChoiceField(Kwaliteit.values)
    basisjaar = v.getal(allow_null=True)
    editie = v.getal("Nummer van de publicatie die dit cijfer bracht.")
    detail = v.adres()


class MetingVorm(_Cijfervorm):
    bron = v.tekst("Slug van de leverancier.")
    vorm = s.ChoiceField(Meting.Vorm.values, help_text="Niveau op een dag, of toename.")
    van = s.DateField()
    tot = s.DateField(help_text="Eerste dag erna.")
    opmerking = v.tekst(allow_blank=True)
    rij = v.getal("Rijnummer in de levering.", allow_null=True)


class StandVorm(_Cijfervorm):
    peildatum = s.DateField()
    delen = v.getal("Hoeveel gefuseerde delen in dit cijfer zitten.")
    vanDelen = v.getal("Hoeveel delen er zijn; meer dan “delen”: een deelsom.")  # noqa: N815


class _Cijfers(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    groot = True
    # What one row is called.
    soort: ClassVar[str] = ""
    parameters: ClassVar[tuple[p.Param, ...]] = (p.nis(), DOELSTELLING, INDICATOR, EDITIE)
    sorteringen = {"id": ("pk",)}
    standaard_sort = "id"
    csv_velden: ClassVar[tuple[str, ...]] = (
        "id",
        "gemeente.nis",
        "gemeente.naam",
        "doelstelling",
        "indicator",
        "eenheid",
        "waarde",
        "teller",
        "noemer",
        "kwaliteit",
        "basisjaar",
        "editie",
    )

    def gefilterd(self, rijen: Any) -> Any:
        if (gemeenten := gemeenten_van(self.keuze["nis"])) is not None:
            rijen = rijen.filter(gemeente__in=gemeenten)
        if (indicatoren := indicatoren_van(self.keuze)) is not None:
            rijen = rijen.filter(indicator__in=indicatoren)
        return rijen

    # A line is made of a tuple: an object per row costs more than all the rest of a page.
    kolommen: ClassVar[tuple[str, ...]] = (
        "pk",
        "gemeente_id",
        "indicator_id",
        "kwaliteit",
        "basisjaar",
        "publicatie_id",
    )

    def rijen(self) -> Any:
        return self.als_rijen(self.telrijen())

    @classmethod
    def als_rijen(cls, rijen: Any) -> Any:
        """Give of these rows what `regel` reads."""
        rijen = rijen.annotate(**{f"{naam}_d": duizendsten(naam) for naam in _BEDRAGEN})
        return rijen.values_list(*cls.kolommen, *(f"{naam}_d" for naam in _BEDRAGEN), named=True)

    def cijfer(self, rij: Any) -> dict[str, Any]:
        wat, decimalen = self.indicatoren[rij.indicator_id]
        waarde, ruimte = rij.waarde_d, f"{self.basis}/id/{self.soort.lower()}"
        return {
            "@type": self.soort,
            "@id": f"{ruimte}/{rij.pk}",
            "identificator": identificator(ruimte, rij.pk),
            "id": rij.pk,
            "gemeente": self.gemeenten[rij.gemeente_id],
            **wat,
            "waarde": exact(waarde),
            "toon": None if waarde is None else toon_duizendsten(waarde, decimalen),
            "teller": exact(rij.teller_d),
            "noemer": exact(rij.noemer_d),
            "kwaliteit": rij.kwaliteit,
            "basisjaar": rij.basisjaar,
            "editie": rij.publicatie_id,
            "detail": f"{self.basis}/api/v1/{self.type_.lower()}/{rij.pk}",
        }

    @cached_property
    def indicatoren(self) -> dict[int, tuple[dict[str, str], int]]:
        return _indicatoren(stempel(self.request))

    @cached_property
    def gemeenten(self) -> Verwijzingen:
        return Verwijzingen(stempel(self.request), self.basis)


# Thirty rows that every page needs: read once an edition, instead of joined to every row.
@per_editie(hoogstens=1)
def _indicatoren(stempel: str) -> dict[int, tuple[dict[str, str], int]]:
    """Give per indicator what each of its figures says of it, and its decimals."""
    rijen = Indicator.objects.order_by().values_list(
        "pk", "doelstelling__slug", "slug", "eenheid", "decimalen"
    )
    return {
        pk: ({"doelstelling": doel, "indicator": slug, "eenheid": eenheid}, decimalen)
        for pk, doel, slug, eenheid, decimalen in rijen
    }


class Metingen(_Cijfers):
    titel = "Metingen"
    uitleg = "De cijfers zoals de bronnen ze leverden, elk met zijn publicatie en rij."
    type_ = "Metingen"
    soort = "Meting"
    model = Meting
    item = MetingVorm
    parameters = (
        *_Cijfers.parameters,
        p.tekst("bron", "Slug van de leverancier.", voorbeeld="fluvius", patroon=SLUG, lengte=60),
        p.datum("vanaf", "Alleen metingen van deze dag of later."),
        p.datum("voor", "Alleen metingen die voor deze dag beginnen."),
    )
    csv_velden = (*_Cijfers.csv_velden, "bron", "vorm", "van", "tot", "opmerking", "rij")

    kolommen = (*_Cijfers.kolommen, "bron__slug", "vorm", "van", "tot", "opmerking", "rij")

    def telrijen(self) -> Any:
        k = self.keuze
        rijen = self.gefilterd(Meting.objects.gekend_op(k["gekendOp"]))
        if k["bron"]:
            rijen = rijen.filter(bron__slug=k["bron"])
        if k["vanaf"]:
            rijen = rijen.filter(van__gte=k["vanaf"])
        if k["voor"]:
            rijen = rijen.filter(van__lt=k["voor"])
        return rijen

    def regel(self, rij: Any) -> dict[str, Any]:
        return self.cijfer(rij) | {
            "bron": rij.bron__slug,
            "vorm": rij.vorm,
            "van": rij.van,
            "tot": rij.tot,
            "opmerking": rij.opmerking,
            "rij": rij.rij,
        }


class Standen(_Cijfers):
    titel = "Standen"
    uitleg = (
        "Het cijfer van een gemeente voor een indicator op een peildatum. Met “op” alleen de "
        "laatste stand op of voor die dag; met “gekendOp” zoals gekend bij die editie of op het einde van die dag."
    )
    type_ = "Standen"
    soort = "Stand"
    model = Stand
    item = StandVorm
    parameters = (*_Cijfers.parameters, p.datum("op", "De laatste stand op of voor deze dag."))
    csv_velden = (*_Cijfers.csv_velden, "peildatum", "delen", "vanDelen")

    kolommen = (*_Cijfers.kolommen, "peildatum", "delen", "van_delen")

    def telrijen(self) -> Any:
        k = self.keuze
        if k["op"]:
            return self.gefilterd(Stand.objects.op_datum(k["op"], publicatie=k["gekendOp"]))
        return self.gefilterd(Stand.objects.gekend_op(k["gekendOp"]))

    def regel(self, rij: Any) -> dict[str, Any]:
        return self.cijfer(rij) | {
            "peildatum": rij.peildatum,
            "delen": rij.delen,
            "vanDelen": rij.van_delen,
        }
