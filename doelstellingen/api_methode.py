"""REST edge of the breaks in method: from which day figures are counted otherwise."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s

from doelstellingen import api_cijfers
from doelstellingen.api_doelen import GROEP, doelstelling_param
from doelstellingen.models import Methodebreuk
from gemeenten.api import EDITIE
from gereedschap.api import velden as v
from gereedschap.api.een import kop
from gereedschap.api.views import LIJSTFORMATEN, LijstView


class MethodebreukVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    doelstelling = v.tekst("Slug van de doelstelling.")
    indicator = v.tekst("Slug van de indicator.")
    datum = s.DateField(help_text="Eerste dag van de nieuwe methode.")
    toelichting = v.tekst("Wat er veranderde.")
    bron = v.tekst("Slug van wie het meldde.", allow_null=True)
    editie = v.getal("Nummer van de publicatie.")
    detail = v.adres()


class Methodebreuken(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Breuken in de methode"
    uitleg = (
        "Vanaf welke dag een indicator anders gemeten wordt: cijfers van ervoor en erna zijn niet te "
        "vergelijken. Een ander basisjaar staat bij de cijfers zelf."
    )
    type_ = "Methodebreuken"
    model = Methodebreuk
    item = MethodebreukVorm
    parameters = (api_cijfers.DOELSTELLING, EDITIE)
    sorteringen = {"datum": ("datum", "pk"), "id": ("pk",)}
    standaard_sort = "datum"
    csv_velden = ("doelstelling", "indicator", "datum", "toelichting", "bron", "editie")

    def rijen(self) -> Any:
        rijen = self.als_rijen(Methodebreuk.objects.gekend_op(self.keuze["gekendOp"]))
        doel = self.keuze["doelstelling"]
        doelstelling_param(doel)
        return rijen.filter(indicator__doelstelling__slug=doel) if doel else rijen

    @classmethod
    def als_rijen(cls, rijen: Any) -> Any:
        """Give of these rows what `regel` reads."""
        return rijen.select_related("indicator__doelstelling", "bron")

    def regel(self, rij: Any) -> dict[str, Any]:
        return {
            "@type": "Methodebreuk",
            **kop(f"{self.basis}/id/methodebreuk", rij.pk),
            "id": rij.pk,
            "doelstelling": rij.indicator.doelstelling.slug,
            "indicator": rij.indicator.slug,
            "datum": rij.datum,
            "toelichting": rij.toelichting,
            "bron": rij.bron.slug if rij.bron else None,
            "editie": rij.publicatie_id,
            "detail": f"{self.basis}/api/v1/methodebreuken/{rij.pk}",
        }
