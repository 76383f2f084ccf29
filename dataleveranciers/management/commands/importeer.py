"""`manage.py importeer <feed> --bestand PAD | --url URL [--json]` (AANLEVERING §4)."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dataleveranciers import services
from dataleveranciers.feeds import FEEDS
from dataleveranciers.selectors import uitslag
from dataleveranciers.uitvoer import Voortgangsregel, toon
from gereedschap.datums import GeenDatum, lees_tijdstip


class Command(BaseCommand):
    help = "Voert een levering van een dataleverancier in, uit een bestand of van een adres."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("feed", help=", ".join(sorted(FEEDS)))
        bron = parser.add_mutually_exclusive_group()
        bron.add_argument("--bestand", type=Path, help="bestand, eventueel met gzip ingepakt")
        bron.add_argument("--url", help="adres van de leverancier (http of https)")
        parser.add_argument(
            "--gewijzigd-sinds",
            help="alleen wijzigingen sinds dit tijdstip ophalen (RFC 3339); alleen met --url",
        )
        parser.add_argument("--json", action="store_true", help="de uitslag als één JSON-object")

    def handle(self, *args: Any, **opties: Any) -> None:
        if opties["bestand"] is None and not opties["url"]:
            raise CommandError("Geef --bestand PAD of --url ADRES.", returncode=2)
        sinds = None
        if opties["gewijzigd_sinds"]:
            try:
                sinds = lees_tijdstip(opties["gewijzigd_sinds"])
            except GeenDatum as fout:
                raise CommandError(f"--gewijzigd-sinds: {fout}", returncode=2) from fout
        begin = time.perf_counter()
        voortgang = Voortgangsregel(sys.stderr, stil=opties["verbosity"] == 0)
        try:
            run = services.importeer(
                feed=opties["feed"],
                bestand=opties["bestand"],
                url=opties["url"] or "",
                sinds=sinds,
                voortgang=voortgang,
            )
        except services.OngeldigeOpdracht as fout:
            raise CommandError(str(fout), returncode=2) from fout
        except services.FeedBezig as fout:
            raise CommandError(str(fout), returncode=1) from fout
        finally:
            voortgang.klaar()
        antwoord = uitslag(run, duur_s=time.perf_counter() - begin)
        self.stdout.write(
            orjson.dumps(antwoord).decode() if opties["json"] else toon(run, antwoord)
        )
        if run.status not in (run.Status.GEPUBLICEERD, run.Status.ONGEWIJZIGD):
            sys.exit(1)
