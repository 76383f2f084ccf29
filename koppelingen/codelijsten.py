"""Codelists as SKOS, with what is the same at ABB."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers as s

from doelstellingen.models import Doelstelling, Indicator, Kwaliteit, Pact, Werf
from gemeenten.models import Herkomst
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import LIJSTFORMATEN, DetailView, LijstView, identificator
from ondersteuners.models import Gebied, Kosten
from verbeteringen.models import Aanvrager, Goedkeuring, Maatregel, Uitvoering
from verbeteringen.parameters import PARAMETERS

GROEP = "Codelijsten"
SCHEMA_ABB = "http://lblod.data.gift/concept-schemes/5d05a003-4692-4aff-9e93-325db2aefb8a"


@dataclass(frozen=True)
class Begrip:
    code: str
    label: str
    uitleg: str = ""
    exact: str = ""


@dataclass(frozen=True)
class Codelijst:
    slug: str
    naam: str
    exact: str = ""


LIJSTEN = (
    Codelijst("doelstelling", "Doelstellingen van het pact", SCHEMA_ABB),
    Codelijst("werf", "Werven"),
    Codelijst("pact", "Versies van het pact"),
    Codelijst("indicator", "Indicatoren"),
    Codelijst("kwaliteit", "Toestand van een cijfer"),
    Codelijst("herkomst", "Herkomst van een aantal"),
    Codelijst("parameter", "Maatregelen van een verbetering"),
    Codelijst("aanvrager", "Wie een verbetering uitvoert"),
    Codelijst("uitvoering", "Uitvoering van een verbetering"),
    Codelijst("goedkeuring", "Goedkeuring van een verbetering"),
    Codelijst("richting", "Richting van een maatregel"),
    Codelijst("gebied", "Werkgebied"),
    Codelijst("kosten", "Kosten van een aanbod"),
)
_KEUZES: dict[str, Any] = {
    "pact": Pact,
    "kwaliteit": Kwaliteit,
    "herkomst": Herkomst,
    "aanvrager": Aanvrager,
    "uitvoering": Uitvoering,
    "goedkeuring": Goedkeuring,
    "richting": Maatregel.Richting,
    "gebied": Gebied,
    "kosten": Kosten,
}


def begrippen(slug: str) -> list[Begrip]:
    """Give the concepts of a codelist."""
    match slug:
        case "doelstelling":
            return [
                Begrip(d.slug, d.naam, d.doelzin, d.uri_abb) for d in Doelstelling.objects.all()
            ]
        case "werf":
            return [Begrip(w.slug, w.naam, w.motto) for w in Werf.objects.all()]
        case "indicator":
            rijen = Indicator.objects.select_related("doelstelling")
            return [Begrip(f"{i.doelstelling.slug}.{i.slug}", i.naam, i.eenheid) for i in rijen]
        case "parameter":
            return [Begrip(x.sleutel, x.naam, x.uitleg) for x in PARAMETERS]
    return [Begrip(str(k.value), str(k.label)) for k in _KEUZES[slug]]


def _taal(tekst: str) -> dict[str, str]:
    return {"@value": tekst, "@language": "nl"}


class ConceptVorm(v.Vorm):
    at_id = v.adres()
    at_type = v.tekst()
    notatie = v.tekst()
    prefLabel = s.DictField()  # noqa: N815
    definitie = s.DictField(allow_null=True)
    inScheme = v.adres()  # noqa: N815
    topConceptOf = v.adres()  # noqa: N815
    exactMatch = v.adres(allow_null=True)  # noqa: N815


class CodelijstVorm(v.Vorm):
    at_id = v.adres()
    at_type = v.tekst()
    identificator = v.IdentificatorVorm()
    slug = v.tekst()
    prefLabel = s.DictField()  # noqa: N815
    exactMatch = v.adres(allow_null=True)  # noqa: N815
    detail = v.adres()


class CodelijstDetailVorm(CodelijstVorm):
    concepten = ConceptVorm(many=True)


def concept(lijst: str, b: Begrip, basis: str) -> dict[str, Any]:
    schema = f"{basis}/id/conceptscheme/{lijst}"
    return {
        "@id": f"{basis}/id/concept/{lijst}/{b.code}",
        "@type": "skos:Concept",
        "notatie": b.code,
        "prefLabel": _taal(b.label),
        "definitie": _taal(b.uitleg) if b.uitleg else None,
        "inScheme": schema,
        "topConceptOf": schema,
        "exactMatch": b.exact or None,
    }


def _lijst(rij: Codelijst, basis: str) -> dict[str, Any]:
    ruimte = f"{basis}/id/conceptscheme"
    return {
        "@id": f"{ruimte}/{rij.slug}",
        "@type": "skos:ConceptScheme",
        "identificator": identificator(ruimte, rij.slug),
        "slug": rij.slug,
        "prefLabel": _taal(rij.naam),
        "exactMatch": rij.exact or None,
        "detail": f"{basis}/api/v1/codelijsten/{rij.slug}",
    }


class Codelijsten(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Codelijsten"
    type_ = "Codelijsten"
    item = CodelijstVorm
    csv_velden = ("slug", "prefLabel.@value", "@id", "exactMatch")

    def rijen(self) -> Any:
        return list(LIJSTEN)

    def regel(self, rij: Any) -> dict[str, Any]:
        return _lijst(rij, self.basis)


class CodelijstDetail(DetailView):
    groep = GROEP
    titel = "Eén codelijst met haar begrippen"
    type_ = "Codelijst"
    item = CodelijstDetailVorm
    pad = {"slug": p.keuze("slug", "Slug van de lijst.", [x.slug for x in LIJSTEN])}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        rij = next((x for x in LIJSTEN if x.slug == kwargs["slug"]), None)
        if rij is None:
            raise Probleem(404, "Deze codelijst bestaat niet. Zie /api/v1/codelijsten.")
        delen = [concept(rij.slug, b, self.basis) for b in begrippen(rij.slug)]
        return _lijst(rij, self.basis) | {"concepten": delen}
