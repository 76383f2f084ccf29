"""How a run shows itself in a terminal."""

from __future__ import annotations

import time
from typing import Any, TextIO

from dataleveranciers.models import Importrun


def getal(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")


class Voortgangsregel:
    """Writes how far a run is, every two seconds; on a terminal on one line."""

    def __init__(self, uit: TextIO, *, stil: bool = False) -> None:
        self._uit = uit
        self._stil = stil
        self._laatste = time.monotonic()
        self._geschreven = False

    def __call__(self, gelezen: int, wat: str) -> None:
        nu = time.monotonic()
        if self._stil or nu - self._laatste < 2:
            return
        self._laatste = nu
        self._geschreven = True
        eind = "\r" if self._uit.isatty() else "\n"
        tekst = "publiceren" if wat == "publiceren" else "rijen gelezen"
        self._uit.write(f"  {getal(gelezen)} {tekst} …{eind}")
        self._uit.flush()

    def klaar(self) -> None:
        if self._geschreven and self._uit.isatty():
            self._uit.write("\n")


def toon(run: Importrun, uitslag: dict[str, Any]) -> str:
    """Give the outcome as an operator reads it."""
    regels = [
        f"{uitslag['feed']}, run {run.pk}: {run.get_status_display()} "
        f"({str(uitslag['duur_s']).replace('.', ',')} s)",
        f"  {getal(run.gelezen)} gelezen = {getal(run.nieuw)} nieuw + {getal(run.gewijzigd)} "
        f"gewijzigd + {getal(run.ongewijzigd)} ongewijzigd + {getal(run.verwijderd)} verwijderd + "
        f"{getal(run.afgewezen)} afgewezen",
    ]
    if run.reden:
        regels.append(f"  {run.reden}")
    regels += [f"  Let op: {melding}" for melding in run.meldingen]
    for fout in uitslag["fouten"][:10]:
        waar = f"rij {fout['rij']}" if fout["rij"] else "bestand"
        veld = f", {fout['veld']}" if fout["veld"] else ""
        waarde = f" “{fout['waarde']}”" if fout["waarde"] else ""
        regels.append(f"  {waar}{veld}{waarde}: {fout['reden']}")
    if run.afgewezen > 10:
        regels.append(f"  Alle {getal(run.afgewezen)}: /beheer/importruns/{run.pk}/afgewezen.csv")
    return "\n".join(regels)
