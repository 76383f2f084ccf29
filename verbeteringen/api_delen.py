"""REST edge of verbeteringen, over a border: the split that a body carries, or the proposal for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from rest_framework import serializers as s

from gemeenten.grenzen import voorganger_van
from gemeenten.models import Gemeente
from gemeenten.selectors import gemeente_met_nis, opvolger
from gereedschap.api.problemen import Ongeldig, Probleem
from gereedschap.api.velden import Vorm, adres, hoeveelheid, tekst
from verbeteringen.api_invoer import Gelezen
from verbeteringen.grensdelen import (
    Deel,
    Maatregelen,
    andere_delen,
    controleer_delen,
    stel_voor,
    te_verdelen,
)
from verbeteringen.invoer import Invoer, OngeldigeInvoer, controleer
from verbeteringen.models import Verbetering
from verbeteringen.plaats import bepaal_plaats


@dataclass(frozen=True)
class Werk:
    """What a body asks to write: in which gemeente of today, and over a border which parts."""

    invoer: Invoer
    gemeente: Gemeente
    voorganger: Gemeente | None
    delen: Mapping[int, Maatregelen] | None = None


class DeelVorm(Vorm):
    """One row of a registration over a border, in the answer to writing it."""

    nis = tekst()
    goedkeuring = tekst("ingediend: een voorstel, die gemeente beslist.")
    netto = s.DictField(child=hoeveelheid(), help_text="Wat in deze gemeente meetelt.")
    detail = adres("Waar u dit deel leest en wijzigt.")


def werk_van(gelezen: Gelezen, v: Verbetering | None = None) -> Werk:
    """Give what to write of a new body, or of a change of `v`.

    Raises Probleem 422 with a proposal for a shape over a border without parts, OngeldigeInvoer,
    Ongeldig.
    """
    invoer = gelezen.invoer
    if fouten := controleer(invoer, vandaag=timezone.localdate()):
        raise OngeldigeInvoer(fouten)
    if not gelezen.delen:
        plaats = bepaal_plaats(invoer.geometrie) if invoer.geometrie is not None else None
        if aandelen := te_verdelen(plaats, v):
            raise _vraag(invoer, aandelen)
        return Werk(invoer, *_gemeente(gelezen))
    delen = {_van_nu(nis).pk: maatregelen for nis, maatregelen in gelezen.delen.items()}
    controleer_delen(invoer, delen)
    if v is not None:
        delen = _zonder_bestaande(delen, v)
        samen = [m for deel in delen.values() for m in deel]
        if len(delen) == 1:
            invoer = replace(invoer, maatregelen=tuple(samen))
        else:
            invoer = replace(invoer, maatregelen=_opgeteld(samen, invoer.maatregelen))
    gemeente, voorganger = _gemeente(gelezen, eerste=next(iter(delen)))
    if gemeente.pk not in delen:
        raise Ongeldig({"delen": [f"Noem ook wat in {gemeente.naam} (nis) telt."]})
    return Werk(invoer, gemeente, voorganger, delen)


def _van_nu(nis: str) -> Gemeente:
    gemeente = gemeente_met_nis(nis)
    if gemeente is None or gemeente.tot is not None:
        raise Ongeldig({"delen": [f"Er is nu geen Vlaamse gemeente met NIS {nis}."]})
    return gemeente


def _gemeente(gelezen: Gelezen, eerste: int | None = None) -> tuple[Gemeente, Gemeente | None]:
    """Give today's gemeente of a body, and the predecessor it names or lies in on that date."""
    if gelezen.nis is not None:
        gemeente = gemeente_met_nis(gelezen.nis)
        if gemeente is None:
            raise Ongeldig({"nis": [f"Er bestaat geen Vlaamse gemeente met NIS {gelezen.nis}."]})
        erna = opvolger(gemeente)
        if erna is not None:
            return erna, gemeente
    else:
        pk = eerste or bepaal_plaats(gelezen.invoer.geometrie).toewijzing.gemeente_id
        assert pk is not None  # `bepaal_plaats` refuses what lies outside.
        gemeente = Gemeente.objects.select_related("provincie").get(pk=pk)
    return gemeente, _voorganger(gemeente, gelezen.invoer)


def _voorganger(gemeente: Gemeente, invoer: Invoer) -> Gemeente | None:
    dag = invoer.uitgevoerd_op
    if dag is None or dag >= gemeente.van or invoer.geometrie is None:
        return None
    return voorganger_van(invoer.geometrie, gemeente, dag)


def _vraag(invoer: Invoer, aandelen: Mapping[int, float]) -> Probleem:
    """Give the question how to split, with a proposal that can be sent back as it is."""
    namen = Gemeente.objects.in_bulk(list(aandelen))
    voorstel = []
    for pk, bedragen in stel_voor(invoer, aandelen).items():
        maatregelen: list[dict[str, Any]] = [
            {"parameter": m.parameter, "richting": m.richting, "hoeveelheid": f"{deel:f}"}
            | ({"uitsluitingen": list(m.uitsluitingen)} if m.uitsluitingen else {})
            for m, deel in bedragen.items()
            if deel
        ]
        if maatregelen:
            voorstel.append({"nis": namen[pk].nis, "maatregelen": maatregelen})
    waar = ", ".join(f"{namen[pk].naam} {100 * deel:.0f} %" for pk, deel in aandelen.items())
    return Probleem(
        422,
        f"De geometrie ligt over een gemeentegrens ({waar}). Zeg in `delen` wat in welke gemeente "
        "telt: stuur het voorstel in dit antwoord mee, pas het aan, of geef één deel met alles.",
        fouten={"delen": ["Verplicht over een gemeentegrens."]},
        delen=voorstel,
    )


def _bedragen(maatregelen: Iterable[Any]) -> Counter[tuple[str, str, Any]]:
    return Counter((m.parameter, m.richting, m.hoeveelheid) for m in maatregelen)


def _zonder_bestaande(delen: Mapping[int, Maatregelen], v: Verbetering) -> dict[int, Maatregelen]:
    """Leave out the parts that have a row beside `v`; Probleem 409 where they differ from it."""
    eigen = Deel(v.gemeente, ()).vandaag.pk
    over = dict(delen)
    for rij in andere_delen(v).prefetch_related("maatregelen"):
        pk = Deel(rij.gemeente, ()).vandaag.pk
        if pk == eigen or pk not in over:
            continue
        if _bedragen(over.pop(pk)) != _bedragen(rij.maatregelen.all()):
            raise Probleem(
                409,
                f"Het deel in {rij.gemeente.naam} is verbetering {rij.pk}. Wijzig dat apart, "
                f"met PUT /verbeteringen/{rij.pk}.",
            )
    if not over:
        raise Probleem(409, "Geen van de delen hoort bij deze verbetering.")
    return over


def _opgeteld(delen: Iterable[Any], geheel: Maatregelen) -> Maatregelen:
    """Give the sums of parts, in the order of what was entered."""
    uit = []
    for m in geheel:
        zelfde = [d for d in delen if d.sleutel == m.sleutel]
        if zelfde:
            m2 = None
            if m.oppervlakte_m2 is not None:
                m2 = sum(d.oppervlakte_m2 for d in zelfde)
            som = sum(d.hoeveelheid for d in zelfde)
            uit.append(replace(m, hoeveelheid=som, oppervlakte_m2=m2))
    return tuple(uit)
