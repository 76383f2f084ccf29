"""`manage.py laad_demo`: demonstration figures through the real import; again is quick."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dataleveranciers import demo, services
from dataleveranciers.uitvoer import Voortgangsregel, getal


class Command(BaseCommand):
    help = "Maakt demonstratiegegevens en voert ze in zoals een levering; herhalen kan."

    def handle(self, *args: Any, **opties: Any) -> None:
        for feed, pad in demo.maak_bestanden():
            voortgang = Voortgangsregel(sys.stderr, stil=opties["verbosity"] == 0)
            try:
                run = services.importeer(feed=feed, bestand=pad, demo=True, voortgang=voortgang)
            except (services.OngeldigeOpdracht, services.FeedBezig) as fout:
                raise CommandError(str(fout)) from fout
            finally:
                voortgang.klaar()
            if run.status not in (run.Status.GEPUBLICEERD, run.Status.ONGEWIJZIGD):
                raise CommandError(f"{pad.name}: {run.get_status_display()}. {run.reden}")
            if opties["verbosity"]:
                self.stdout.write(
                    f"{pad.name}: {run.get_status_display()}, {getal(run.gelezen)} rijen, "
                    f"{getal(run.nieuw)} nieuw, {getal(run.afgewezen)} afgewezen"
                )
