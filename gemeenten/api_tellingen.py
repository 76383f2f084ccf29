"""REST edge of the counts that targets stand on: inwoners and wooneenheden."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import path
from django.utils import timezone

from gemeenten import selectors
from gemeenten.api import EDITIE, GROEP, JAAR, OP, verwijs
from gemeenten.models import Gemeente
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.editie import editienummer, stempel
from gereedschap.api.een import EenUit, kop, met_vraag
from gereedschap.api.views import LIJSTFORMATEN, LijstView, totaal_van
from gereedschap.bewaren import per_editie


class TellingVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    gemeente = v.Verwijzing()
    jaar = v.getal("Toestand op 1 januari van dit jaar.")
    aantal = v.getal()
    herkomst = v.tekst("exact, afgeleid of raming.")
    marge = v.getal("Hoeveel het aantal ernaast kan zitten.")
    bronvermelding = v.tekst()
    detail = v.adres()


@dataclass(frozen=True)
class Telrij:
    gemeente: Any
    telling: Any

    @property
    def naam(self) -> str:
        return str(self.gemeente.sorteernaam)


@per_editie(hoogstens=8)
def _telrijen(
    stempel: str, tel: Any, op: dt.date, jaar: int | None, publicatie: int
) -> list[Telrij]:
    """Count every gemeente of `op` by `tel`: five questions for some three hundred rows."""
    tellingen = tel(op=op, jaar=jaar, publicatie=publicatie)
    gelezen = Gemeente.objects.op_datum(op).values_list(
        "pk", "nis", "naam", "sorteernaam", "tot", named=True
    )
    return [Telrij(g, tellingen[g.pk]) for g in gelezen if g.pk in tellingen]


class _Tellingen(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    item = TellingVorm
    parameters = (OP, JAAR, EDITIE, p.nis())
    sorteringen = {"naam": ("naam", "gemeente__pk"), "nis": ("gemeente__nis", "gemeente__pk")}
    standaard_sort = "naam"
    csv_velden = (
        "gemeente.nis",
        "gemeente.naam",
        "jaar",
        "aantal",
        "herkomst",
        "marge",
        "bronvermelding",
    )
    tel: Any = None

    def rijen(self) -> Any:
        k = self.keuze
        op = k["op"] or timezone.localdate()
        editie = editienummer(self.request) if k["gekendOp"] is None else k["gekendOp"]
        rijen = _telrijen(stempel(self.request), type(self).tel, op, k["jaar"], editie)
        return [rij for rij in rijen if rij.gemeente.nis == k["nis"]] if k["nis"] else rijen

    def regel(self, rij: Any) -> dict[str, Any]:
        naam, tot = self.type_.lower(), rij.gemeente.tot
        ruimte, plek = f"{self.basis}/id/{naam}", f"{rij.gemeente.nis}/{rij.telling.jaar}"
        # A code may pass to the next gemeente (11002 did): an ended one is asked as of its last day.
        op = tot - dt.timedelta(days=1) if tot else None
        sleutel = f"{plek}/{op}" if op else plek
        return {
            "@type": self.type_,
            **kop(ruimte, sleutel),
            "gemeente": verwijs(rij.gemeente, self.basis),
            "jaar": rij.telling.jaar,
            "aantal": rij.telling.aantal,
            "herkomst": rij.telling.herkomst,
            "marge": rij.telling.marge,
            "bronvermelding": rij.telling.bronvermelding,
            "detail": met_vraag(
                f"{self.basis}/api/v1/{naam}/{plek}",
                {"op": op, "gekendOp": self.keuze["gekendOp"]},
            ),
        }


class Inwoners(_Tellingen):
    titel = "Inwoners per gemeente"
    uitleg = "Van een fusiegemeente is een vroeger jaar de som van haar voorgangers."
    type_ = "Inwoners"
    tel = staticmethod(selectors.inwoners)


class Wooneenheden(_Tellingen):
    titel = "Wooneenheden per gemeente"
    type_ = "Wooneenheden"
    tel = staticmethod(selectors.wooneenheden)


class _TellingDetail(EenUit):
    groep = GROEP
    item = TellingVorm
    parameters = (OP, EDITIE)
    pad = {
        "nis": p.nis(),
        "jaar": p.geheel("jaar", "Toestand op 1 januari.", minimum=1990, voorbeeld=2025),
    }
    onbekend = "Van deze gemeente is er voor dat jaar geen aantal."

    def zoek(self, lijst: Any, **kwargs: Any) -> Any:
        nis, jaar, op = kwargs["nis"], kwargs["jaar"], lijst.keuze["op"]
        gemeente = selectors.gemeente_met_nis(nis)
        if gemeente is None or not 1990 <= jaar <= 2100:
            return None
        if op is None and gemeente.tot is not None:
            op = gemeente.tot - dt.timedelta(days=1)
        return next(iter(self.lezer(nis=nis, jaar=jaar, op=op).rijen()), None)


class InwonersDetail(_TellingDetail):
    titel = "Inwoners van één gemeente in één jaar"
    type_ = "Inwoners"
    lijst = Inwoners


class WooneenhedenDetail(_TellingDetail):
    titel = "Wooneenheden van één gemeente in één jaar"
    type_ = "Wooneenheden"
    lijst = Wooneenheden


urlpatterns = [
    path("inwoners", Inwoners.as_view(), name="inwoners"),
    path("inwoners/totaal-aantal", totaal_van(Inwoners).as_view(), name="inwoners-totaal"),
    path("inwoners/<str:nis>/<int:jaar>", InwonersDetail.as_view(), name="inwoners-een"),
    path("wooneenheden", Wooneenheden.as_view(), name="wooneenheden"),
    path(
        "wooneenheden/totaal-aantal", totaal_van(Wooneenheden).as_view(), name="wooneenheden-totaal"
    ),
    path(
        "wooneenheden/<str:nis>/<int:jaar>", WooneenhedenDetail.as_view(), name="wooneenheden-een"
    ),
]
