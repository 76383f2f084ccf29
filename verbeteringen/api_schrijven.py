"""REST edge of verbeteringen, the writing half: the services of the pages behind If-Match and keys."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework.request import Request
from rest_framework.response import Response

from gereedschap.api import editie
from gereedschap.api import parameters as p
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.schema import Actie, Envelop
from gereedschap.api.views import BasisView, DetailView, NietGewijzigd
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import api_invoer, registratie
from verbeteringen.api_delen import DeelVorm, werk_van
from verbeteringen.api_lezen import (
    GROEP,
    VerbeteringDetailVorm,
    Verbeteringen,
    zichtbare,
)
from verbeteringen.api_rijen import maatregelen_van, netto_van, verbetering_data
from verbeteringen.invoer import OngeldigeInvoer
from verbeteringen.levensloop import LEVERANCIER, VERVALLEN, StapNietToegestaan
from verbeteringen.models import Verbetering
from verbeteringen.vastleggen import vingerafdruk

_ETAG = re.compile(r'"v(\d{1,9})-[0-9a-f]+"', re.ASCII)
IF_MATCH = ("If-Match", "De ETag van de versie die u wijzigt.", True)


class VerbeteringGeschrevenVorm(VerbeteringDetailVorm):
    delen = DeelVorm(
        many=True, required=False, help_text="Alle delen, als dit er meer dan één schreef."
    )


_ENVELOP = Envelop("Verbetering", VerbeteringGeschrevenVorm)


def vereis(toegang: Toegang) -> None:
    """Refuse who has no key (401) or one without the right to register (403)."""
    if not toegang.aangemeld:
        raise Probleem(401, kop={"WWW-Authenticate": 'Bearer realm="PactPortaal"'})
    if not mag(toegang, Handeling.VERBETERING_INDIENEN):
        raise Probleem(
            403, "Uw sleutel heeft het recht “registreren” niet. Vraag een sleutel die het heeft."
        )


def etag_van(rij: Verbetering, *anders: object) -> str:
    som = hashlib.blake2b("\x1f".join(map(str, anders)).encode(), digest_size=6).hexdigest()
    return f'"v{rij.versie}-{som}"'


def _versies(kop: str) -> set[int]:
    return {int(nummer) for nummer in _ETAG.findall(kop)}


class Schrijft(BasisView):
    """Shared by the writing views: who acts, the envelope of one verbetering, errors as problems."""

    groep = GROEP
    prive = True

    @property
    def toegang(self) -> Toegang:
        toegang: Toegang = self.request.toegang  # type: ignore[attr-defined]
        return toegang

    def etag(self, rij: Verbetering) -> str:
        soort = self.request.accepted_renderer.format
        return etag_van(rij, soort, self.publiek(self.request), self._gzip(), self.basis)

    def antwoord(
        self, rij: Verbetering, code: int = 200, delen: Sequence[Verbetering] = ()
    ) -> Response:
        rij = zichtbare(rij.pk, self.toegang)
        data = verbetering_data(rij, self.toegang, self.basis)
        if len(delen) > 1:
            data["delen"] = self._delen(delen)
        inhoud = DetailView.envelop(self, data)  # type: ignore[arg-type]
        # Also where a list was written to: the answer is this one thing, at its own address.
        inhoud |= {"@type": "VerbeteringEnvelop", "_links": {"self": {"href": data["detail"]}}}
        antwoord = Response(inhoud, status=code)
        antwoord["ETag"] = self.etag(rij)
        if code == 201:
            antwoord["Location"] = data["detail"]
        return antwoord

    def _delen(self, rijen: Sequence[Verbetering]) -> list[dict[str, Any]]:
        per_pk = maatregelen_van([rij.pk for rij in rijen])
        return [
            {
                "nis": rij.gemeente.nis,
                "goedkeuring": rij.goedkeuring,
                "netto": netto_van(per_pk[rij.pk]),
                "detail": f"{self.basis}/api/v1/verbeteringen/{rij.pk}",
            }
            for rij in rijen
        ]

    type_: ClassVar[str] = "Verbetering"

    def handle_exception(self, exc: Exception) -> Any:
        return super().handle_exception(als_probleem(exc))

    def voorwaarde(self, rij: Verbetering, *, verplicht: bool) -> int:
        """Give the version that If-Match allows to change; Probleem 412 or 428."""
        kop = self.request.META.get("HTTP_IF_MATCH", "").strip()
        if not kop and verplicht:
            raise Probleem(428)
        if kop and kop != "*" and rij.versie not in _versies(kop):
            raise Probleem(412)
        return rij.versie


def als_probleem(fout: Exception) -> Exception:
    """Give what a service refused as the problem it is for a client."""
    match fout:
        case OngeldigeInvoer():
            return Ongeldig(api_invoer.als_fouten(fout.fouten))
        case registratie.NietToegestaan():
            return Probleem(403, str(fout))
        case registratie.IntussenGewijzigd():
            return Probleem(412, str(fout).replace(" terwijl u bezig was", ""))
        case StapNietToegestaan():
            return Probleem(409, str(fout))
        case registratie.SleutelBestaat():
            return Probleem(409, f"{fout} Wijzig ze met PUT.")
    return fout


def _wijzig(rij: Verbetering, gelezen: api_invoer.Gelezen, toegang: Toegang, versie: int) -> Any:
    werk = werk_van(gelezen, rij)
    return registratie.wijzig_verbetering(
        pk=rij.pk,
        versie=versie,
        invoer=werk.invoer,
        gemeente=werk.gemeente,
        toegang=toegang,
        voorganger=werk.voorganger,
        delen=werk.delen,
    )


def _registreer(gelezen: api_invoer.Gelezen, toegang: Toegang) -> tuple[Verbetering, ...]:
    werk = werk_van(gelezen)
    return registratie.registreer_verbetering(
        invoer=werk.invoer,
        gemeente=werk.gemeente,
        toegang=toegang,
        voorganger=werk.voorganger,
        delen=werk.delen,
        sleutel=gelezen.sleutel,
    ).verbeteringen


def met_sleutel(sleutel: str, toegang: Toegang) -> Verbetering | None:
    """Give the own verbetering with this external key; Probleem 410 for a withdrawn one."""
    rij = (
        Verbetering.objects.filter(bron=toegang.organisatie, externe_sleutel=sleutel)
        .order_by("pk")
        .first()
    )
    if rij is not None and (rij.vervallen_in_id or rij.goedkeuring == VERVALLEN):
        raise Probleem(410, f"De verbetering met sleutel “{sleutel}” is vervallen.")
    return rij


def _is_gelijk(rij: Verbetering, gelezen: api_invoer.Gelezen) -> bool:
    werk = werk_van(gelezen, rij)
    zelfde_gemeente = (gelezen.nis is None and not gelezen.delen) or rij.gemeente_id in {
        g.pk for g in (werk.gemeente, werk.voorganger) if g is not None
    }
    een_deel = werk.delen is None or len(werk.delen) == 1
    return een_deel and zelfde_gemeente and bytes(rij.hash) == vingerafdruk(werk.invoer)


def zet(
    gelezen: api_invoer.Gelezen, toegang: Toegang, *, versie: int | None = None
) -> tuple[str, tuple[Verbetering, ...]]:
    """Create or change by external key: ("gemaakt" | "gewijzigd" | "wacht" | "ongewijzigd", rows)."""
    rij = met_sleutel(gelezen.sleutel, toegang)
    if rij is None:
        try:
            return "gemaakt", _registreer(gelezen, toegang)
        except registratie.SleutelBestaat as fout:  # Another request was first.
            rij = fout.nu
    if _is_gelijk(rij, gelezen):
        return "ongewijzigd", (rij,)
    uitkomst = _wijzig(rij, gelezen, toegang, rij.versie if versie is None else versie)
    rijen = uitkomst.verbeteringen
    return ("wacht" if rijen[0].versie == rij.versie else "gewijzigd"), rijen


class VerbeteringenSchrijven(Schrijft, Verbeteringen):
    acties = {
        "POST": Actie(
            "Een verbetering registreren",
            "Zonder goedkeuring van de gemeente wacht ze op nazicht (goedkeuring: ingediend). Met "
            "een externeSleutel die u al gebruikte en dezelfde inhoud krijgt u de bestaande terug; "
            "met een andere inhoud 409. Over een gemeentegrens vraagt 422 om `delen`, met een voorstel.",
            verzoek=api_invoer.SCHEMA,
            antwoorden={201: _ENVELOP, 200: _ENVELOP},
            fouten=(400, 401, 403, 406, 409, 410, 413, 415, 422, 429),
            voorbeeld=api_invoer.VOORBEELD,
        )
    }
    type_ = Verbeteringen.type_

    def post(self, request: Request) -> Response:
        vereis(self.toegang)
        gelezen = api_invoer.lees(request.data)
        # Before the question about a border: what is there already was answered once.
        bestaand = met_sleutel(gelezen.sleutel, self.toegang) if gelezen.sleutel else None
        if bestaand is None:
            try:
                rijen = _registreer(gelezen, self.toegang)
                return self.antwoord(rijen[0], 201, rijen)
            except registratie.SleutelBestaat as fout:  # Another request was first.
                bestaand = fout.nu
        if not _is_gelijk(bestaand, gelezen):
            raise registratie.SleutelBestaat(bestaand)
        return self.antwoord(bestaand)


_WIJZIGINGEN = {200: _ENVELOP, 202: _ENVELOP}


class VerbeteringDetail(Schrijft, DetailView):
    titel = "Eén verbetering"
    uitleg = "Een vervallen verbetering geeft 410."
    type_ = "Verbetering"
    item = VerbeteringDetailVorm
    met_etag = False
    pad = {"pk": p.geheel("pk", "Nummer van de verbetering.", minimum=1, voorbeeld=1)}
    acties = {
        "PUT": Actie(
            "Een verbetering wijzigen",
            "Vervangt de hele inhoud. 202: de wijziging wacht op nazicht van de gemeente. 422: de "
            "vorm ligt nu over een gemeentegrens; `delen` in het antwoord is een voorstel.",
            verzoek=api_invoer.ZONDER_SLEUTEL,
            antwoorden=_WIJZIGINGEN,
            fouten=(400, 401, 403, 404, 406, 409, 410, 412, 413, 415, 422, 428, 429),
            koppen=(IF_MATCH,),
            voorbeeld=api_invoer.VOORBEELD_ZONDER_SLEUTEL,
        ),
        "DELETE": Actie(
            "Een verbetering laten vervallen",
            "Ze telt niet meer mee; haar historiek blijft.",
            antwoorden={204: None},
            fouten=(400, 401, 403, 404, 406, 409, 410, 412, 428, 429),
            koppen=(IF_MATCH,),
        ),
    }

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rij = zichtbare(_nummer(kwargs["pk"]), self.toegang)
        etag = self.etag(rij)
        if editie.is_gekend(request, etag):
            raise NietGewijzigd(etag)
        return self.antwoord(rij)

    def put(self, request: Request, pk: int) -> Response:
        vereis(self.toegang)
        rij = zichtbare(_nummer(pk), self.toegang)
        versie = self.voorwaarde(rij, verplicht=True)
        gelezen = api_invoer.lees(request.data)
        if gelezen.sleutel and gelezen.sleutel != rij.externe_sleutel:
            raise Ongeldig({"externeSleutel": ["De sleutel van een verbetering ligt vast."]})
        nu, *andere = _wijzig(rij, gelezen, self.toegang, versie).verbeteringen
        return self.antwoord(nu, 200 if nu.versie > versie else 202, (nu, *andere))

    def delete(self, request: Request, pk: int) -> Response:
        vereis(self.toegang)
        rij = zichtbare(_nummer(pk), self.toegang)
        versie = self.voorwaarde(rij, verplicht=True)
        if rij.goedkeuring == LEVERANCIER:
            raise Probleem(403, f"Deze verbetering komt van {rij.bron.naam}; verbeter ze daar.")
        registratie.laat_vervallen(
            pk=rij.pk, versie=versie, toegang=self.toegang, reden="ingetrokken via de API"
        )
        return Response(status=204)


def _nummer(pk: int) -> int:
    if pk >= 2**63:
        raise Probleem(404)
    return pk


class MetSleutel(Schrijft, DetailView):
    titel = "Een verbetering met uw sleutel"
    type_ = "Verbetering"
    item = VerbeteringDetailVorm
    met_etag = False
    pad = {
        "sleutel": p.tekst(
            "sleutel",
            "Uw externeSleutel, uniek binnen uw organisatie.",
            voorbeeld="GIS-2025-0042",
            patroon=r"[A-Za-z0-9._:-]{1,64}",
            lengte=64,
        )
    }
    acties = {
        "PUT": Actie(
            "Registreren of wijzigen met uw sleutel",
            "Maakt de verbetering, of vervangt haar inhoud; dezelfde aanvraag nog eens verandert "
            "niets. If-Match mag; If-None-Match: * maakt alleen. Over een gemeentegrens vraagt 422 om "
            "`delen`, met een voorstel.",
            verzoek=api_invoer.ZONDER_SLEUTEL,
            antwoorden=_WIJZIGINGEN | {201: _ENVELOP},
            fouten=(400, 401, 403, 404, 406, 409, 410, 412, 413, 415, 422, 429),
            koppen=((*IF_MATCH[:2], False),),
            voorbeeld=api_invoer.VOORBEELD_ZONDER_SLEUTEL,
        )
    }

    def _rij(self, sleutel: str) -> Verbetering | None:
        if not api_invoer.SLEUTEL.fullmatch(sleutel):
            raise Probleem(404, "Een sleutel telt 1 tot 64 letters, cijfers en . _ : -")
        return met_sleutel(sleutel, self.toegang)

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rij = self._rij(kwargs["sleutel"]) if self.toegang.aangemeld else None
        if rij is None:
            raise Probleem(404, "Uw organisatie heeft geen verbetering met deze sleutel.")
        return self.antwoord(rij)

    def put(self, request: Request, sleutel: str) -> Response:
        vereis(self.toegang)
        rij = self._rij(sleutel)
        versie = None
        if rij is None and request.META.get("HTTP_IF_MATCH"):
            raise Probleem(412, "Er is nog geen verbetering met deze sleutel.")
        if rij is not None:
            if request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*":
                raise Probleem(412, "Er is al een verbetering met deze sleutel.")
            versie = self.voorwaarde(rij, verplicht=False)
        gelezen = api_invoer.lees(_met_sleutel(request.data, sleutel))
        wat, rijen = zet(gelezen, self.toegang, versie=versie)
        return self.antwoord(rijen[0], {"gemaakt": 201, "wacht": 202}.get(wat, 200), rijen)


def _met_sleutel(ding: Any, sleutel: str) -> Any:
    if isinstance(ding, dict):
        if ding.get("externeSleutel", sleutel) != sleutel:
            raise Ongeldig({"externeSleutel": ["Deze sleutel is een andere dan in het adres."]})
        return ding | {"externeSleutel": sleutel}
    return ding
