"""Reads of this room: runs and refused rows, for whoever may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet

from dataleveranciers.models import Aanlevering, Importrij, Importrun
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang

HOOGSTENS_FOUTEN = 100


def afgewezen_rijen(run: Importrun) -> QuerySet[Importrij]:
    """Give the refused rows of a run in the order of the file."""
    return run.rijen.exclude(reden="").order_by("nr", "pk")


def uitslag(run: Importrun, *, duur_s: float) -> dict[str, Any]:
    """Give what a run answers (AANLEVERING §4), plus its remarks and the reason of a refusal."""
    fouten: list[dict[str, Any]] = [
        {"rij": nr, "veld": veld, "waarde": waarde, "reden": reden}
        for nr, veld, waarde, reden in afgewezen_rijen(run).values_list(
            "nr", "veld", "waarde", "reden"
        )[:HOOGSTENS_FOUTEN]
    ]
    if run.status == Importrun.Status.AFGEKEURD and run.reden:
        fouten = [{"rij": None, "veld": "", "waarde": "", "reden": run.reden}, *fouten]
    return {
        "feed": run.feed.slug,
        "run": run.pk,
        "status": str(run.status),
        "gelezen": run.gelezen,
        "nieuw": run.nieuw,
        "gewijzigd": run.gewijzigd,
        "ongewijzigd": run.ongewijzigd,
        "verwijderd": run.verwijderd,
        "afgewezen": run.afgewezen,
        "duur_s": round(duur_s, 3),
        "fouten": fouten[:HOOGSTENS_FOUTEN],
        "reden": run.reden,
        "meldingen": run.meldingen,
        "publicatie": run.publicatie_id,
    }


def afgewezen_tabel(run: Importrun) -> Iterator[tuple[int, str, str, str]]:
    """Give all refused rows in a stream: number, field, value, reason."""
    yield from (
        afgewezen_rijen(run).values_list("nr", "veld", "waarde", "reden").iterator(chunk_size=2_000)
    )


def mag_runs_zien(toegang: Toegang) -> bool:
    """Whether there is any run that `toegang` may see: Vlaamse beheerder or a supplier's people."""
    return mag(toegang, Handeling.IMPORT_ZIEN)


def runs_voor(toegang: Toegang) -> QuerySet[Importrun]:
    """Give the runs that `toegang` may see, the newest first."""
    return Importrun.objects.filter(
        bereik(toegang, Handeling.IMPORT_ZIEN).q(organisatie="feed__organisatie")
    ).select_related("feed__organisatie", "publicatie")


def aanleveringen_voor(toegang: Toegang) -> QuerySet[Aanlevering]:
    """Give the deliveries that `toegang` may follow, the newest first."""
    return Aanlevering.objects.filter(
        bereik(toegang, Handeling.IMPORT_ZIEN).q(organisatie="feed__organisatie")
    ).select_related("feed", "run__feed")


def runs_van(publicaties: Collection[int]) -> dict[int, Importrun]:
    """Give the run behind each of these publicaties, with its feed: one query."""
    runs = Importrun.objects.filter(publicatie__in=publicaties).select_related("feed")
    return {run.publicatie_id: run for run in runs if run.publicatie_id is not None}
