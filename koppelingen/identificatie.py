"""What stands behind `/id/…`: each kind of thing of ours, as data and with its page in the portal.

A thing keeps its `/id/` address for life. It is no document itself: who asks for it is sent to
`/doc/…`, which tells about it. Everything is read as an anonymous visitor may see it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from doelstellingen.api_een import (
    DoelDetail,
    MethodebreukDetail,
    MetingDetail,
    OndertekeningDetail,
    StandDetail,
)
from gemeenten.api import ProvincieDetail, verwijs
from gemeenten.api_tellingen import InwonersDetail, WooneenhedenDetail
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import DetailView, versie_van
from koppelingen import catalogus
from koppelingen.codelijsten import LIJSTEN, CodelijstDetail, begrippen, concept
from meldingen.api import ToelichtingDetail
from meldingen.models import Foutmelding
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


def _van_detail(
    view: type[DetailView], basis: str, keuze: dict[str, Any] | None = None, **kwargs: Any
) -> dict[str, Any]:
    detail = view()
    detail.basis, detail.keuze = basis, keuze or {}
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


def _gemeentepagina(data: dict[str, Any]) -> str:
    return reverse("rapportering:gemeente", kwargs={"nis": data["gemeente"]["nis"]})


def _bij_gemeente(view: type[DetailView], titel: str, *delen: str) -> Vinder:
    """Find what a gemeente has by number, or by the parts of its key; `titel` names its members.

    An older edition of a figure keeps its address: the chain of sources may not break.
    """

    def vind(sleutel: str, basis: str) -> Ding:
        if delen:
            waarden = dict(zip(delen, sleutel.split("/"), strict=False))
            data = _van_delen(view, basis, waarden, sleutel)
        else:
            data = _van_detail(view, basis, pk=_nummer(sleutel))
        if not data["@id"].endswith(f"/{sleutel}"):
            raise Probleem(404)
        return Ding(data, titel.format(**data), _gemeentepagina(data))

    return vind


def _van_delen(
    view: type[DetailView], basis: str, waarden: dict[str, Any], sleutel: str
) -> dict[str, Any]:
    """Read a thing whose key has parts, the last of which may be a day."""
    keuze: dict[str, Any] = {"op": None}
    if sleutel.count("/") == len(waarden):
        keuze["op"] = _dag(sleutel.rpartition("/")[2])
    elif sleutel.count("/") > len(waarden):
        raise Probleem(404)
    if len(waarden) < len(view.pad):  # type: ignore[attr-defined]
        raise Probleem(404)
    if "jaar" in waarden:
        waarden["jaar"] = _nummer(waarden["jaar"])
    return _van_detail(view, basis, keuze, **waarden)


def _dag(tekst: str) -> dt.date:
    try:
        return dt.date.fromisoformat(tekst)
    except ValueError as fout:
        raise Probleem(404) from fout


def _methodebreuk(sleutel: str, basis: str) -> Ding:
    data = _van_detail(MethodebreukDetail, basis, pk=_nummer(sleutel))
    pagina = reverse(BEGRIPPAGINA["doelstelling"], kwargs={"slug": data["doelstelling"]})
    return Ding(data, f"Breuk in de methode: {data['indicator']}, {data['datum']}", pagina)


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


_JAAR = ("nis", "jaar")
VINDERS: dict[str, Vinder] = {
    "provincie": _provincie,
    "conceptscheme": _lijst,
    "concept": _begrip,
    "inwoners": _bij_gemeente(InwonersDetail, "Inwoners van {gemeente[naam]}, {jaar}", *_JAAR),
    "wooneenheden": _bij_gemeente(
        WooneenhedenDetail, "Wooneenheden van {gemeente[naam]}, {jaar}", *_JAAR
    ),
    "ondertekening": _bij_gemeente(
        OndertekeningDetail, "Ondertekening van LEKP {pact} door {gemeente[naam]}"
    ),
    "methodebreuk": _methodebreuk,
    "doel": _bij_gemeente(
        DoelDetail,
        "Doel van {gemeente[naam]}: {indicator}, LEKP {pact}",
        *("nis", "doelstelling", "indicator", "pact"),
    ),
    "meting": _bij_gemeente(MetingDetail, "Meting: {indicator}, {gemeente[naam]}"),
    "stand": _bij_gemeente(StandDetail, "Stand: {indicator}, {gemeente[naam]}"),
    "toelichting": _bij_gemeente(
        ToelichtingDetail, "Toelichting van {gemeente[naam]} bij {doelstelling}"
    ),
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
