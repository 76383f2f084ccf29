"""REST edge of the targets: each with the sum that made it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers as s

from doelstellingen import api_cijfers
from doelstellingen.doelenlijst import doelenlijst
from doelstellingen.models import Doelstelling, Pact
from gemeenten.api import EDITIE, OP, gekozen_gemeente, verwijs
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.editie import editienummer, stempel
from gereedschap.api.een import kop, met_vraag
from gereedschap.api.problemen import Ongeldig
from gereedschap.api.views import LIJSTFORMATEN, LijstView

GROEP = "Pact"
INWONERSJAAR = p.geheel(
    "inwonersjaar",
    "Reken met de inwoners van 1 januari van dit jaar.",
    minimum=1990,
    maximum=2100,
    voorbeeld=2025,
)
PACT = p.keuze("pact", "Versie van het pact.", Pact.values)


def doelstelling_param(slug: str | None) -> None:
    """Refuse a doelstelling that doesn't exist."""
    if slug is not None and not Doelstelling.objects.filter(slug=slug).exists():
        raise Ongeldig({"doelstelling": [f"De doelstelling “{slug}” bestaat niet."]})


class DoelVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    gemeente = v.Verwijzing()
    doelstelling = v.tekst()
    indicator = v.tekst()
    pact = v.tekst()
    exact = v.tekst("Exact doel als tekst; null waar het aantal ontbreekt.", allow_null=True)
    toon = v.tekst("Zoals op elke pagina: afgekapt, Nederlands geschreven.")
    eenheid = v.tekst()
    berekening = s.DictField(help_text="Norm, grondslag en de som in woorden.")
    detail = v.adres()


class Doelen(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Doelen per gemeente"
    uitleg = (
        "Doel = norm × inwoners (of × wooneenheden), met de afleiding erbij. Zonder “pact” geldt "
        "het pact dat voor elke gemeente telt."
    )
    type_ = "Doelen"
    item = DoelVorm
    parameters = (
        p.nis(),
        api_cijfers.DOELSTELLING,
        PACT,
        OP,
        EDITIE,
        INWONERSJAAR,
    )
    csv_velden = (
        "gemeente.nis",
        "gemeente.naam",
        "doelstelling",
        "indicator",
        "pact",
        "exact",
        "toon",
        "eenheid",
        "berekening.zin",
    )

    def rijen(self) -> Any:
        k = self.keuze
        op = k["op"] or timezone.localdate()
        gemeente = gekozen_gemeente(k["nis"], op=op)
        doelstelling_param(k["doelstelling"])
        editie = editienummer(self.request) if k["gekendOp"] is None else k["gekendOp"]
        return doelenlijst(
            peildatum=op,
            publicatie=editie,
            gemeente=gemeente.pk if gemeente else None,
            doelstelling=k["doelstelling"],
            pact=k["pact"],
            inwonersjaar=k["inwonersjaar"],
            stempel=stempel(self.request),
        )

    def regel(self, rij: Any) -> dict[str, Any]:
        k, ruimte = self.keuze, f"{self.basis}/id/doel"
        indicator = rij.indicator
        plek = f"{rij.gebied.nis}/{indicator.doelstelling.slug}/{indicator.slug}/{rij.pact}"
        # Another day may ask another norm: a target as of a day is another target.
        sleutel = f"{plek}/{k['op']}" if k["op"] else plek
        zelfde = {naam: k[naam] for naam in ("op", "gekendOp", "inwonersjaar")}
        return {
            "@type": "Doel",
            **kop(ruimte, sleutel),
            "gemeente": verwijs(rij.gebied, self.basis),
            "doelstelling": rij.indicator.doelstelling.slug,
            "indicator": rij.indicator.slug,
            "pact": rij.pact,
            "exact": rij.doel_exact,
            "toon": rij.doel,
            "eenheid": rij.indicator.eenheid,
            "berekening": rij.berekening,
            "detail": met_vraag(f"{self.basis}/api/v1/doelen/{plek}", zelfde),
        }
