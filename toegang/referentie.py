"""Load the organisaties (gemeenten, provincies, suppliers) and who governs which gemeente."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gemeenten.models import Gemeente, Provincie
from gereedschap.referentietabel import Verloop, lees_tabel, synchroniseer
from toegang.models import Bestuur, Organisatie

# Suppliers of figures (domein.md §2.2); an organisatie that is added by hand keeps its own tick.
DATALEVERANCIERS = frozenset(
    {"groenblauwpeil", "fluvius", "veka", "mow", "autodelen", "eco-movement", "vvsg", "statbel"}
)


@transaction.atomic
def laad_organisaties(*, folder: Path | None = None) -> dict[str, Verloop]:
    """Load `organisaties.csv` and `besturen.csv`; idempotent, after `laad_gebieden`.

    A legal person that went on after a fusie (Tielt, Hasselt, …) is one organisatie that governs
    the ended row and the new one; one that ended keeps its own organisatie. The shared mailbox of
    an organisatie and whether it is an ondersteuner are not touched: people manage them.
    """
    folder = folder or settings.FIXTURES_MAP
    provincies = dict(Provincie.objects.values_list("nis", "pk"))
    organisaties = synchroniseer(
        model=Organisatie,
        rijen=[
            {
                "slug": r["slug"],
                "soort": r["soort"],
                "naam": r["naam"],
                "kbo": r["kbo"] or None,
                "ovo": r["ovo"] or None,
                "is_dataleverancier": r["slug"] in DATALEVERANCIERS,
                "provincie_id": provincies[r["provincie"]] if r["provincie"] else None,
            }
            for r in lees_tabel(folder / "organisaties.csv")
        ],
        sleutel=["slug"],
    )
    gemeenten = {
        (nis, van): pk for nis, van, pk in Gemeente.objects.values_list("nis", "van", "pk")
    }
    ids = dict(Organisatie.objects.values_list("slug", "pk"))
    besturen = synchroniseer(
        model=Bestuur,
        rijen=[
            {
                "gemeente_id": gemeenten[r["nis"], dt.date.fromisoformat(r["van"])],
                "organisatie_id": ids[r["organisatie"]],
            }
            for r in lees_tabel(folder / "besturen.csv")
        ],
        sleutel=["gemeente_id"],
    )
    return {"organisaties": organisaties, "besturen": besturen}
