"""Record or withdraw a signature; used through `services`."""

from __future__ import annotations

import datetime as dt

from doelstellingen.models import Ondertekening, Pact, Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_datum
from toegang.models import Account

# The Flemish government decided on each pact on this day (domein.md §0); nobody signed before.
BESLIST_OP = {
    Pact.LEKP_1_0: dt.date(2021, 6, 4),
    Pact.LEKP_2_0: dt.date(2022, 7, 8),
    Pact.LEKP_2_1: dt.date(2022, 12, 16),
}


class OndertekeningKanNiet(ValueError):
    """This signature cannot be recorded; the message says why, in Dutch."""


def zet(
    *,
    gemeente: Gemeente,
    pact: str,
    datum: dt.date,
    bron: str,
    ingetrokken: bool,
    door: Account | None,
) -> Ondertekening:
    """See `services.zet_ondertekening`."""
    _controleer(pact=pact, bron=bron, datum=datum)
    status = Ondertekening.Status.NIET if ingetrokken else Ondertekening.Status.ONDERTEKEND
    levend = Ondertekening.objects.levend().filter(gemeente=gemeente, pact=pact)
    oud = levend.first()
    if oud is not None and (oud.status, oud.aangenomen, oud.datum, oud.bronvermelding) == (
        status,
        False,
        datum,
        bron,
    ):
        return oud
    wat = "trekt in" if ingetrokken else "ondertekent"
    with publiceer(
        soort=Publicatie.Soort.ONDERTEKENING,
        door=door,
        omschrijving=f"{gemeente.naam} {wat}: {Pact(pact).label}",
    ) as publicatie:
        # Inside the publishing lock: who came in between is closed as well.
        levend.update(vervallen_in=publicatie)
        return Ondertekening.objects.create(
            gemeente=gemeente,
            pact=pact,
            status=status,
            datum=datum,
            bronvermelding=bron,
            publicatie=publicatie,
        )


def _controleer(*, pact: str, bron: str, datum: dt.date) -> None:
    if pact not in Pact.values:
        raise OndertekeningKanNiet(
            f"Pact “{pact}” bestaat niet. Kies {', '.join(Pact.values[:-1])} of {Pact.values[-1]}."
        )
    begin = BESLIST_OP[Pact(pact)]
    if datum < begin:
        raise OndertekeningKanNiet(
            f"{Pact(pact).label} bestaat pas sinds {toon_datum(begin)}; "
            f"{toon_datum(datum)} kan geen datum van ondertekening zijn."
        )
    if not bron.strip():
        raise OndertekeningKanNiet(
            "Een ondertekening heeft een bron nodig, bijvoorbeeld het gemeenteraadsbesluit."
        )
    if len(bron) > 300:
        raise OndertekeningKanNiet("De bron telt hoogstens 300 tekens.")
