"""`manage.py importrun RUN --aanvaard | --weiger | --herroep`: decide about a run."""

from __future__ import annotations

import sys
import time
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dataleveranciers import services
from dataleveranciers.models import Importrun
from dataleveranciers.selectors import uitslag
from dataleveranciers.uitvoer import Voortgangsregel, toon
from doelstellingen.services import HerroepingKanNiet


class Command(BaseCommand):
    help = "Toont een importrun, of beslist erover: aanvaarden, weigeren of herroepen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="nummer van de run")
        keuze = parser.add_mutually_exclusive_group()
        keuze.add_argument(
            "--aanvaard", action="store_true", help="publiceer wat in quarantaine is"
        )
        keuze.add_argument("--weiger", action="store_true", help="neem niets over")
        keuze.add_argument("--herroep", action="store_true", help="maak de publicatie ongedaan")
        parser.add_argument("--json", action="store_true", help="de uitslag als één JSON-object")

    def handle(self, *args: Any, **opties: Any) -> None:
        begin = time.perf_counter()
        run = (
            Importrun.objects.select_related("feed__organisatie", "publicatie")
            .filter(pk=opties["run"])
            .first()
        )
        if run is None:
            raise CommandError(f"Er is geen importrun {opties['run']}.", returncode=2)
        try:
            if opties["aanvaard"] or opties["weiger"]:
                voortgang = Voortgangsregel(sys.stderr, stil=opties["verbosity"] == 0)
                run = services.besluit(run, aanvaard=opties["aanvaard"], voortgang=voortgang)
                voortgang.klaar()
            elif opties["herroep"]:
                nieuw = services.herroep_run(run)
                self.stdout.write(f"Run {run.pk} is herroepen in editie {nieuw.pk}.")
                return
        except (services.OngeldigeOpdracht, HerroepingKanNiet) as fout:
            raise CommandError(str(fout), returncode=2) from fout
        except services.FeedBezig as fout:
            raise CommandError(str(fout), returncode=1) from fout
        antwoord = uitslag(run, duur_s=time.perf_counter() - begin)
        self.stdout.write(
            orjson.dumps(antwoord).decode() if opties["json"] else toon(run, antwoord)
        )
        if opties["aanvaard"] and run.status not in (
            run.Status.GEPUBLICEERD,
            run.Status.ONGEWIJZIGD,
        ):
            sys.exit(1)
