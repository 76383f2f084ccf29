"""The door through which the territory is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from gemeenten import grensbestanden, grensophaler, jaarcijfers, laden
from gemeenten.grensimport import Grensfout, Ingelezen, Verwacht, lees_bestand
from gemeenten.grensophaler import is_adres
from gemeenten.jaarcijfers import Geschreven, InwonersRij, WooneenhedenRij
from gemeenten.models import Gemeente, Grensbestand, Inwoners, Wooneenheden
from gereedschap.referentietabel import Verloop


def laad_gebieden(*, folder: Path | None = None) -> dict[str, Verloop]:
    """Load gewest, provincies, arrondissementen, gemeenten, postcodes and fusies; idempotent.

    The approximate boundaries come along. Gives per table what was new, changed and unchanged.
    """
    folder = folder or settings.FIXTURES_MAP
    verloop = laden.laad_tabellen(folder)
    verloop["benaderende grenzen"] = grensbestanden.laad_benadering(
        folder / "grenzen_benadering.csv"
    )
    return verloop


def verschil_inwoners(
    rijen: Iterable[InwonersRij] | None = None,
) -> list[InwonersRij]:
    """Give the inhabitants (of `rijen`, else of the fixture) that would change a living figure.

    Empty means that no publicatie is needed.
    """
    if rijen is None:
        rijen = jaarcijfers.lees_inwoners(settings.FIXTURES_MAP)
    return jaarcijfers.verschil_met_tabel(Inwoners, rijen)


def schrijf_inwoners(verschil: Sequence[InwonersRij], *, publicatie: int) -> Geschreven:
    """Write what `verschil_inwoners` gave under the number of an open publicatie."""
    return jaarcijfers.schrijf(Inwoners, verschil, publicatie)


def verschil_wooneenheden(
    rijen: Iterable[WooneenhedenRij] | None = None,
) -> list[WooneenhedenRij]:
    """Give the dwellings (of `rijen`, else of the fixture) that would change a living figure."""
    if rijen is None:
        rijen = jaarcijfers.lees_wooneenheden(settings.FIXTURES_MAP)
    return jaarcijfers.verschil_met_tabel(Wooneenheden, rijen)


def schrijf_wooneenheden(verschil: Sequence[WooneenhedenRij], *, publicatie: int) -> Geschreven:
    """Write what `verschil_wooneenheden` gave under the number of an open publicatie."""
    return jaarcijfers.schrijf(Wooneenheden, verschil, publicatie)


def lees_grenzen(bron: str) -> Ingelezen:
    """Read and check boundaries from a path or a web address; stores nothing.

    Raises Grensfout with the reason, in Dutch.
    """
    geldig = Gemeente.objects.geldig().values_list("nis", "lon", "lat")
    centra = {nis: (lon, lat) for nis, lon, lat in geldig if lon is not None and lat is not None}
    if not centra:
        raise Grensfout("Er zijn nog geen gemeenten. Voer eerst `manage.py laad_referentie` uit.")
    verwacht = Verwacht(
        centra=centra,
        vervallen=frozenset(
            Gemeente.objects.filter(tot__isnull=False)
            .exclude(nis__in=centra)
            .values_list("nis", flat=True)
        ),
    )
    with TemporaryDirectory() as folder:
        map = Path(folder)
        pad = grensophaler.haal(bron, map=map) if is_adres(bron) else Path(bron)
        return lees_bestand(pad, verwacht=verwacht, map=map)


def neem_grenzen_in_gebruik(
    ingelezen: Ingelezen, *, soort: str, bron: str, publicatie: int
) -> Grensbestand:
    """Store checked boundaries under the number of an open publicatie; they are in use at once."""
    return grensbestanden.bewaar(
        soort=soort,
        bron=bron,
        vormen=ingelezen.vormen,
        sha256=ingelezen.sha256,
        opmerkingen="\n".join(ingelezen.opmerkingen),
        publicatie=publicatie,
    )
