"""What stands behind `/id/…`: each kind of thing of ours, as data and with its page in the portal.

A thing keeps its `/id/` address for life. It is no document itself: who asks for it is sent to
`/doc/…`, which tells about it. Everything is read as an anonymous visitor may see it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from doelstellingen.api_cijfers import Metingen, Standen
from doelstellingen.models import Meting, Stand
from gemeenten.api import ProvincieDetail, verwijs
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import DetailView, versie_van
from koppelingen import catalogus
from koppelingen.codelijsten import LIJSTEN, CodelijstDetail, begrippen, concept
from meldingen.api import als_rijen, toelichting_item
from meldingen.models import Foutmelding, Toelichting
from ondersteuners.api import AanbodDetail, OndersteunerDetail
from toegang.wie import Toegang
from verbeteringen.api_lezen import zichtbare
from verbeteringen.api_rijen import verbetering_data

BEGRIPPAGINA = {"doelstelling": "rapportering:doelstelling"}


@dataclass(frozen=True)
class Ding:
    """A thing of ours: its JSON-LD node, what to call it, its page in the portal when it has one."""

    data: dict[str, Any]
    titel: str
    pagina: str = ""


@dataclass(frozen=True)
class Afgeschermd:
    """A thing that only a key or an account may read: where each of the two goes."""

    api: str
    pagina: str = ""


Vinder = Callable[[str, str], Ding | Afgeschermd]


def _nummer(sleutel: str) -> int:
    if not (sleutel.isascii() and sleutel.isdigit() and len(sleutel) < 19):
        raise Probleem(404)
    return int(sleutel)


def _geen_verzoek() -> Any:
    """Give what a view reads of a request, of one that asks nothing in particular."""
    return SimpleNamespace(_request=SimpleNamespace())


def _van_detail(view: type[DetailView], basis: str, **kwargs: Any) -> dict[str, Any]:
    detail = view()
    detail.basis = basis
    detail.request = _geen_verzoek()
    return detail.ding(**kwargs)


def _provincie(sleutel: str, basis: str) -> Ding:
    data = _van_detail(ProvincieDetail, basis, nis=sleutel)
    return Ding(
        data,
        f"Provincie {data['naam']}",
        reverse("rapportering:provincie", kwargs={"slug": data["slug"]}),
    )


def _lijst(sleutel: str, basis: str) -> Ding:
    data = _van_detail(CodelijstDetail, basis, slug=sleutel)
    return Ding(data, f"Codelijst: {data['prefLabel']['@value']}")


def _begrip(sleutel: str, basis: str) -> Ding:
    lijst, _, code = sleutel.partition("/")
    if lijst not in {x.slug for x in LIJSTEN}:
        raise Probleem(404)
    for begrip in begrippen(lijst):
        if begrip.code == code:
            pagina = BEGRIPPAGINA.get(lijst)
            adres = reverse(pagina, kwargs={"slug": code}) if pagina else ""
            return Ding(concept(lijst, begrip, basis), begrip.label, adres)
    raise Probleem(404)


def _cijfer(view: type[Metingen] | type[Standen], model: Any, woord: str) -> Vinder:
    def vind(sleutel: str, basis: str) -> Ding:
        rijen = model.objects.filter(pk=_nummer(sleutel))
        rij = rijen.select_related("gemeente", "indicator").first()
        if rij is None:
            raise Probleem(404)
        lezer = view()
        lezer.basis = basis
        lezer.request = _geen_verzoek()
        # An older edition of the figure keeps its address: the chain of sources may not break.
        data = lezer.regel(view.als_rijen(rijen).get()) | {"vervallenIn": rij.vervallen_in_id}
        return Ding(
            data,
            f"{woord}: {rij.indicator.naam}, {rij.gemeente.naam}",
            reverse("rapportering:gemeente", kwargs={"nis": rij.gemeente.nis}),
        )

    return vind


def _toelichting(sleutel: str, basis: str) -> Ding:
    rijen = Toelichting.objects.filter(publicatie__isnull=False)
    rij = rijen.select_related("gemeente", "doelstelling").filter(pk=_nummer(sleutel)).first()
    if rij is None:
        raise Probleem(404)
    return Ding(
        toelichting_item(als_rijen(rijen.filter(pk=rij.pk)).get(), basis),
        f"Toelichting van {rij.gemeente.naam} bij {rij.doelstelling.naam}",
        reverse("rapportering:gemeente", kwargs={"nis": rij.gemeente.nis}),
    )


def _foutmelding(sleutel: str, basis: str) -> Ding:
    rijen = Foutmelding.objects.select_related("gemeente", "indicator__doelstelling")
    rij = rijen.filter(pk=_nummer(sleutel)).first()
    if rij is None:
        raise Probleem(404)
    # The public knows that an error was reported and when; not in which words, nor by whom.
    data = {
        "@type": "Foutmelding",
        "@id": f"{basis}/id/foutmelding/{rij.pk}",
        "id": rij.pk,
        "gemeente": verwijs(rij.gemeente, basis),
        "doelstelling": rij.indicator.doelstelling.slug,
        "indicator": rij.indicator.slug,
        "gemeldOp": versie_van(rij.gemeld_op),
        "editie": rij.publicatie_id,
    }
    return Ding(
        data,
        f"Foutmelding van {rij.gemeente.naam}: {rij.indicator.naam}",
        reverse("rapportering:gemeente", kwargs={"nis": rij.gemeente.nis}),
    )


def _verbetering(sleutel: str, basis: str) -> Ding:
    anoniem = Toegang()
    rij = zichtbare(_nummer(sleutel), anoniem)
    data = verbetering_data(rij, anoniem, basis)
    return Ding(
        data, str(data["projectnaam"]), reverse("verbeteringen:detail", kwargs={"pk": rij.pk})
    )


def _ondersteuner(sleutel: str, basis: str) -> Ding:
    data = _van_detail(OndersteunerDetail, basis, slug=sleutel)
    return Ding(data, data["naam"], data["pagina"].removeprefix(basis))


def _aanbod(sleutel: str, basis: str) -> Ding:
    data = _van_detail(AanbodDetail, basis, pk=_nummer(sleutel))
    return Ding(data, data["titel"], data["pagina"].removeprefix(basis))


def _importrun(sleutel: str, basis: str) -> Afgeschermd:
    pk = _nummer(sleutel)
    return Afgeschermd(
        f"/api/v1/importruns/{pk}", reverse("dataleveranciers:importrun", kwargs={"pk": pk})
    )


def _aanlevering(sleutel: str, basis: str) -> Afgeschermd:
    return Afgeschermd(f"/api/v1/aanleveringen/{_nummer(sleutel)}")


def _webhook(sleutel: str, basis: str) -> Afgeschermd:
    return Afgeschermd(f"/api/v1/webhooks/{_nummer(sleutel)}")


def _uit_catalogus(soort: str) -> Vinder:
    def vind(sleutel: str, basis: str) -> Ding:
        knoop = catalogus.knoop(f"{basis}/id/{soort}/{sleutel}", basis)
        if knoop is None:
            raise Probleem(404)
        dataset = sleutel.partition(".")[0]
        pagina = reverse("koppelingen:opendata")
        if soort in ("dataset", "distributie"):
            pagina = reverse("koppelingen:opendata-dataset", kwargs={"slug": dataset})
        return Ding(knoop, catalogus.titel_van(knoop), pagina)

    return vind


VINDERS: dict[str, Vinder] = {
    "provincie": _provincie,
    "conceptscheme": _lijst,
    "concept": _begrip,
    "meting": _cijfer(Metingen, Meting, "Meting"),
    "stand": _cijfer(Standen, Stand, "Stand"),
    "toelichting": _toelichting,
    "foutmelding": _foutmelding,
    "verbetering": _verbetering,
    "ondersteuner": _ondersteuner,
    "aanbod": _aanbod,
    "importrun": _importrun,
    "aanlevering": _aanlevering,
    "webhook": _webhook,
    "catalogus": _uit_catalogus("catalogus"),
    "dataset": _uit_catalogus("dataset"),
    "distributie": _uit_catalogus("distributie"),
    "dataservice": _uit_catalogus("dataservice"),
}
SOORTEN = tuple(VINDERS)


def vind(soort: str, sleutel: str, basis: str) -> Ding | Afgeschermd:
    """Give the thing; Probleem 404 for what never was, 410 for what is gone."""
    if soort not in VINDERS or not sleutel or len(sleutel) > 200 or "\x00" in sleutel:
        raise Probleem(404)
    return VINDERS[soort](sleutel, basis)
