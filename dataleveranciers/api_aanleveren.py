"""REST edge of deliveries, the writing half: hand in a file, follow it, read what was refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http.multipartparser import MultiPartParserError
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from dataleveranciers import aanlevering, selectors
from dataleveranciers.api_runs import GROEP, ImportrunVorm, importrun_item, zichtbare_runs
from dataleveranciers.feeds import FEEDS
from dataleveranciers.models import Aanlevering, Importrun
from dataleveranciers.services import OngeldigeOpdracht, zorg_voor_feed
from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.schema import Actie
from gereedschap.api.views import (
    LIJSTFORMATEN,
    BasisView,
    DetailView,
    LijstView,
    identificator,
    versie_van,
)
from toegang.wie import Toegang

BLOK = 256 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What is sent → the extension of the file when it has no name.
MEDIATYPES = {
    "application/json": "json",
    "application/geo+json": "geojson",
    "application/geo+json-seq": "ndjson",
    "application/x-ndjson": "ndjson",
    "text/csv": "csv",
    XLSX: "xlsx",
    "application/gzip": "gz",
    "application/octet-stream": "bin",
}
FORMULIER = "multipart/form-data"
# A form adds a little around its file.
RUIMTE_VOOR_FORMULIER = 64 * 1024
KENMERK = re.compile(r"[\x21-\x7e]{1,255}", re.ASCII)
OPNIEUW_NA_S = "5"
STATUSSEN = (
    Aanlevering.Status.ONTVANGEN.value,
    *Importrun.Status.values,
)
_BESTAND: dict[str, Any] = {
    "description": "Het bestand zoals de feed het vraagt, eventueel met gzip ingepakt."
}


class AanleveringVorm(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    id = v.getal()
    feed = v.tekst("Slug van de feed.")
    status = s.ChoiceField(STATUSSEN, help_text="ontvangen, daarna die van de importrun.")
    ontvangenOp = v.tekst()  # noqa: N815
    bestandsnaam = v.tekst()
    grootte = v.getal("In bytes.")
    sha256 = v.tekst("Van wat ontvangen is.")
    kenmerk = v.tekst("Uw Idempotency-Key.", allow_blank=True)
    reden = v.tekst("Waarom het misliep.", allow_blank=True)
    importrun = ImportrunVorm(allow_null=True)
    fouten = v.adres("De afgewezen rijen.", allow_null=True)
    detail = v.adres()


def _status(rij: Aanlevering) -> str:
    if rij.status == Aanlevering.Status.MISLUKT:
        return Importrun.Status.MISLUKT.value
    return str(rij.run.status) if rij.run else str(rij.status)


def aanlevering_item(rij: Aanlevering, basis: str) -> dict[str, Any]:
    ruimte = f"{basis}/id/aanlevering"
    return {
        "@type": "Aanlevering",
        "@id": f"{ruimte}/{rij.pk}",
        "identificator": identificator(ruimte, rij.pk, versie_van(rij.ontvangen_op)),
        "id": rij.pk,
        "feed": rij.feed.slug,
        "status": _status(rij),
        "ontvangenOp": versie_van(rij.ontvangen_op),
        "bestandsnaam": rij.bestandsnaam,
        "grootte": rij.grootte,
        "sha256": rij.sha256,
        "kenmerk": rij.kenmerk,
        "reden": rij.reden or (rij.run.reden if rij.run else ""),
        "importrun": importrun_item(rij.run, basis) if rij.run else None,
        "fouten": f"{basis}/api/v1/importruns/{rij.run.pk}/fouten" if rij.run else None,
        "detail": f"{basis}/api/v1/aanleveringen/{rij.pk}",
    }


def _toegang(request: Request) -> Toegang:
    toegang: Toegang = request.toegang  # type: ignore[attr-defined]
    if not toegang.aangemeld:
        raise Probleem(401, kop={"WWW-Authenticate": 'Bearer realm="PactPortaal"'})
    return toegang


class Aanleveren(BasisView):
    groep = GROEP
    titel = "Een feed aanleveren"
    prive = True
    pad = {
        "feed": p.tekst(
            "feed",
            "Slug van de feed.",
            voorbeeld="cijfers",
            patroon=r"[a-z0-9-]{1,50}",
            lengte=50,
        )
    }
    acties = {
        "POST": Actie(
            "Een levering aanleveren",
            "Stuur het bestand of de JSON zelf als inhoud, of als veld “bestand” van een formulier. "
            "De invoer loopt daarna; volg ze op het adres in Location. Met dezelfde Idempotency-Key "
            "en dezelfde inhoud krijgt u dezelfde aanlevering terug; met een andere inhoud 409. "
            "Recht: aanleveren van deze feed.",
            verzoek=_BESTAND,
            mediatypes=(*MEDIATYPES, FORMULIER),
            antwoorden={202: AanleveringVorm},
            fouten=(400, 401, 403, 404, 406, 409, 411, 413, 415, 429),
            koppen=(
                (
                    "Idempotency-Key",
                    "Uw kenmerk van deze levering, 1 tot 255 tekens; een herhaling maakt geen dubbel.",
                    False,
                ),
            ),
        )
    }

    def post(self, request: Request, feed: str) -> Response:
        toegang = _toegang(request)
        if feed not in FEEDS:
            raise Probleem(404, f"Er is geen feed “{feed[:50]}”. Wel: {', '.join(sorted(FEEDS))}.")
        try:
            rij_feed = zorg_voor_feed(feed)
            aanlevering.controleer(feed=rij_feed, toegang=toegang)
            mediatype, kenmerk = _mediatype(request), _kenmerk(request)
            lengte = _lengte(request)
            naam, stukken, verwacht = _inhoud(request, feed, mediatype, lengte)
            rij, _ = aanlevering.ontvang(
                feed=rij_feed,
                stukken=stukken,
                bestandsnaam=naam,
                mediatype=mediatype,
                toegang=toegang,
                kenmerk=kenmerk,
                verwacht=verwacht,
            )
        except OngeldigeOpdracht as fout:
            raise Probleem(503, str(fout)) from fout
        except aanlevering.AanleveringGeweigerd as fout:
            raise _als_probleem(fout) from fout
        rij = Aanlevering.objects.select_related("feed", "run__feed").get(pk=rij.pk)
        antwoord = Response(aanlevering_item(rij, self.basis), status=202)
        antwoord["Location"] = f"{self.basis}/api/v1/aanleveringen/{rij.pk}"
        antwoord["Retry-After"] = OPNIEUW_NA_S
        return antwoord


def _als_probleem(fout: aanlevering.AanleveringGeweigerd) -> Probleem:
    match fout:
        case aanlevering.GeenRecht():
            return Probleem(403, str(fout))
        case aanlevering.TeGroot():
            return Probleem(413, str(fout))
        case aanlevering.AnderKenmerk():
            return Probleem(409, str(fout))
        case aanlevering.RijVol():
            return Probleem(429, str(fout), kop={"Retry-After": "60"})
    return Probleem(400, str(fout))


def _mediatype(request: Request) -> str:
    soort = request.META.get("CONTENT_TYPE", "").split(";")[0].strip().lower()
    if soort not in MEDIATYPES and soort != FORMULIER:
        raise Probleem(
            415,
            f"Dit adres neemt aan: {', '.join(MEDIATYPES)} en {FORMULIER}.",
            kop={"Accept-Post": ", ".join((*MEDIATYPES, FORMULIER))},
        )
    codering = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    # The readers of the feeds see gzip by its first bytes.
    if codering not in ("identity", "gzip"):
        raise Probleem(415, "Pak de inhoud in met gzip, of niet (Content-Encoding).")
    return soort


def _kenmerk(request: Request) -> str:
    kenmerk: str = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if kenmerk and not KENMERK.fullmatch(kenmerk):
        raise Ongeldig({"Idempotency-Key": ["Geef 1 tot 255 tekens zonder spaties of accenten."]})
    return kenmerk


def _lengte(request: Request) -> int | None:
    """Give the announced size; None for a body in chunks, where the server knows its end."""
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        if request.META.get("wsgi.input_terminated"):
            return None
        raise Probleem(411)
    ruw = str(request.META.get("CONTENT_LENGTH") or "0")
    lengte = int(ruw) if ruw.isascii() and ruw.isdigit() else 0
    if lengte > aanlevering.hoogste_grootte() + RUIMTE_VOOR_FORMULIER:
        raise Probleem(413, "Een aanlevering is te groot. Pak ze in met gzip of lever in delen.")
    return lengte


def _lees(bron: Any) -> Iterator[bytes]:
    while True:
        try:
            stuk = bron.read(BLOK)
        except OSError as fout:
            raise aanlevering.AanleveringGeweigerd(
                "De verbinding brak af. Er is niets bewaard; stuur de aanlevering opnieuw."
            ) from fout
        if not stuk:
            return
        yield stuk


def _inhoud(
    request: Request, feed: str, mediatype: str, lengte: int | None
) -> tuple[str, Iterator[bytes], int | None]:
    """Give name, blocks and expected size of what is delivered."""
    http = request._request
    if mediatype != FORMULIER:
        bron = http if lengte is not None else request.META["wsgi.input"]
        return f"{feed}.{MEDIATYPES[mediatype]}", _lees(bron), lengte
    if lengte is None:
        raise Probleem(411)
    try:
        bestanden = http.FILES
    except MultiPartParserError as fout:
        raise Probleem(400, "Het formulier is niet te lezen. Stuur een veld “bestand”.") from fout
    bestand = bestanden.get("bestand")
    if bestand is None or len(bestanden) != 1:
        raise Ongeldig({"bestand": ["Stuur precies één bestand, in het veld “bestand”."]})
    return str(bestand.name or feed), bestand.chunks(BLOK), bestand.size


class AanleveringDetail(DetailView):
    groep = GROEP
    titel = "Eén aanlevering"
    uitleg = "De stand van een aanlevering, met de importrun zodra die begon."
    type_ = "Aanlevering"
    item = AanleveringVorm
    prive = True
    met_etag = False
    leesfouten = (403,)
    pad = {"pk": p.geheel("pk", "Nummer van de aanlevering.", minimum=1, voorbeeld=1)}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        rijen = selectors.aanleveringen_voor(_toegang(self.request))
        rij = rijen.filter(pk=kwargs["pk"]).first() if kwargs["pk"] < 2**63 else None
        if rij is None:
            raise Probleem(404, "Deze aanlevering bestaat niet, of u mag ze niet zien.")
        return aanlevering_item(rij, self.basis)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        antwoord = super().get(request, *args, **kwargs)
        if antwoord.data["data"]["status"] in ("ontvangen", "bezig"):
            antwoord["Retry-After"] = OPNIEUW_NA_S
        return antwoord


class FoutVorm(v.Vorm):
    rij = v.getal("Rijnummer in uw bestand.")
    veld = v.tekst(allow_blank=True)
    waarde = v.tekst("Wat er stond.", allow_blank=True)
    reden = v.tekst()


class ImportrunFouten(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Afgewezen rijen van een importrun"
    uitleg = (
        "Elke rij die niet overgenomen is, met veld, waarde en reden; per bladzijde of als CSV."
    )
    type_ = "AfgewezenRijen"
    item = FoutVorm
    groot = True
    prive = True
    met_etag = False
    leesfouten = (403,)
    pad = {"pk": p.geheel("pk", "Nummer van de run.", minimum=1, voorbeeld=1)}
    sorteringen = {"rij": ("nr", "pk")}
    standaard_sort = "rij"
    csv_velden = ("rij", "veld", "waarde", "reden")

    def rijen(self) -> Any:
        runs, pk = zichtbare_runs(self.request), self.kwargs["pk"]
        run = runs.filter(pk=pk).first() if pk < 2**63 else None
        if run is None:
            raise Probleem(404, "Deze importrun bestaat niet, of u mag hem niet zien.")
        return selectors.afgewezen_rijen(run)

    def regel(self, rij: Any) -> dict[str, Any]:
        return {"rij": rij.nr, "veld": rij.veld, "waarde": rij.waarde, "reden": rij.reden}
