"""Try the official generalised boundaries once, for the demo; keep the outcome."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dataleveranciers.grenzen import importeer_grenzen
from gemeenten.grensimport import GROOTSTE, Grensfout
from gemeenten.grensophaler import VRBG_VERALGEMEEND
from gemeenten.models import Grensbestand

SECONDEN = 10


def _haal(url: str, doel: Path) -> str:
    """Download `url` to `doel`, one try; gives why it failed, or nothing."""
    try:
        with requests.get(url, timeout=SECONDEN / 3, stream=True) as antwoord:
            if antwoord.status_code != 200:
                return f"HTTP {antwoord.status_code}"
            ontvangen = 0
            with doel.open("wb") as uit:
                for blok in antwoord.iter_content(1 << 16):
                    ontvangen += len(blok)
                    if ontvangen > GROOTSTE:
                        return "het antwoord is te groot"
                    uit.write(blok)
    except requests.RequestException as fout:
        return f"niet bereikbaar ({type(fout).__name__})"
    return ""


def haal_binnen_de_tijd(url: str, doel: Path, *, seconden: float) -> str:
    """Download in a thread that is left behind after `seconden`: looking up a name has no timeout."""
    uitkomst = [f"geen volledig antwoord binnen {seconden:.0f} seconden"]

    def werk() -> None:
        uitkomst[0] = _haal(url, doel)

    draad = threading.Thread(target=werk, daemon=True)
    draad.start()
    draad.join(seconden)
    return uitkomst[0]


class Command(BaseCommand):
    help = (
        "Probeert één keer, hoogstens 10 seconden, de veralgemeende grenzen van Digitaal Vlaanderen "
        "op te halen en onthoudt de uitkomst. Slaat over in CI en waar de uitkomst al bekend is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--opnieuw", action="store_true", help="Probeer het nog een keer.")
        parser.add_argument("--url", default=VRBG_VERALGEMEEND)

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("CI"):
            self.stdout.write("Overgeslagen in CI: de meegeleverde grenzen blijven in gebruik.")
            return
        if Grensbestand.objects.filter(soort=Grensbestand.Soort.INGEVOERD, fout="").exists():
            self.stdout.write("Overgeslagen: de beheerder heeft zelf grenzen ingevoerd.")
            return
        soort = Grensbestand.Soort.VRBG
        eerder = Grensbestand.objects.filter(soort=soort).order_by("-geladen_op").first()
        if eerder is not None and not options["opnieuw"]:
            self.stdout.write(
                f"Eerder geprobeerd en mislukt: {eerder.fout}"
                if eerder.fout
                else "De grenzen van Digitaal Vlaanderen zijn er al."
            )
            return
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            pad = Path(folder) / "vrbg.geojson"
            fout = haal_binnen_de_tijd(options["url"], pad, seconden=SECONDEN)
            if not fout:
                try:
                    importeer_grenzen(
                        str(pad), soort=soort, naam="Digitaal Vlaanderen, VRBG (100 m)"
                    )
                except Grensfout as reden:
                    fout = str(reden)
        if not fout:
            self.stdout.write("De veralgemeende grenzen van Digitaal Vlaanderen zijn in gebruik.")
            return
        Grensbestand.objects.create(
            soort=soort, geladen_op=timezone.now(), bron=options["url"][:300], fout=fout
        )
        self.stdout.write(
            f"De grenzen van Digitaal Vlaanderen zijn niet op te halen: {fout}. "
            "De grenzen van voordien blijven in gebruik."
        )
