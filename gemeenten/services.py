"""The door through which the territory is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings

from gemeenten import grensbestanden, jaarcijfers, laden
from gemeenten.jaarcijfers import Geschreven, InwonersRij, WooneenhedenRij
from gemeenten.models import Inwoners, Wooneenheden
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
