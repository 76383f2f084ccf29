"""`manage.py doelen`: the targets of gemeenten, with the sum that made each."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from doelstellingen.doelberekening import JA_NEE, PACTEN
from doelstellingen.doelenlijst import Doelrij, doelenlijst
from doelstellingen.management.argumenten import datum, fout, lijkend, vind_gemeente
from doelstellingen.models import Doelstelling
from doelstellingen.publicaties import nieuwste
from gemeenten.selectors import inwonersjaren


class Command(BaseCommand):
    help = "Toont het doel voor 2030 per gemeente en indicator, met de berekening."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nis", help="NIS-code van één gemeente; standaard alle")
        parser.add_argument("--doelstelling", metavar="SLUG", help="één doelstelling")
        parser.add_argument(
            "--pact",
            help="1.0, 2.0 of 2.1; standaard het hoogste pact dat de gemeente ondertekende",
        )
        parser.add_argument("--peildatum", metavar="DATUM", help="jjjj-mm-dd; standaard vandaag")
        parser.add_argument(
            "--inwoners-jaar",
            type=int,
            metavar="JAAR",
            help="inwoners op 1 januari van dat jaar; standaard het laatste voor de peildatum",
        )
        parser.add_argument("--json", action="store_true", help="één lijst in JSON")

    def handle(self, *args: Any, **opties: Any) -> None:
        gevraagd = opties["peildatum"]
        peildatum = datum(gevraagd) if isinstance(gevraagd, str) else timezone.localdate()
        self._controleer(opties)
        gemeente = vind_gemeente(opties["nis"], op=peildatum).pk if opties["nis"] else None
        rijen = list(
            doelenlijst(
                peildatum=peildatum,
                publicatie=nieuwste(),
                gemeente=gemeente,
                doelstelling=opties["doelstelling"],
                pact=opties["pact"],
                inwonersjaar=opties["inwoners_jaar"],
            )
        )
        if opties["json"]:
            gegevens = [rij.als_gegevens() for rij in rijen]
            self.stdout.write(json.dumps(gegevens, ensure_ascii=False, indent=2))
            return
        self._toon(rijen)

    def _controleer(self, opties: dict[str, Any]) -> None:
        if opties["pact"] is not None and opties["pact"] not in PACTEN:
            raise fout(f"Pact “{opties['pact']}” bestaat niet. Kies 1.0, 2.0 of 2.1.")
        slug = opties["doelstelling"]
        if slug is not None:
            slugs = list(Doelstelling.objects.values_list("slug", flat=True))
            if slug not in slugs:
                raise fout(f"Doelstelling “{slug}” bestaat niet.{lijkend(slug, slugs)}")
        jaar = opties["inwoners_jaar"]
        if jaar is not None and jaar not in (jaren := inwonersjaren()):
            raise fout(
                f"Van 1 januari {jaar} zijn er geen inwoners. "
                f"Er zijn cijfers van {min(jaren, default=jaar)} tot en met {max(jaren, default=jaar)}."
            )

    def _toon(self, rijen: list[Doelrij]) -> None:
        if not rijen:
            self.stdout.write(
                "Geen doelen: dit pact vraagt hier niets, of de gemeente ondertekende geen pact."
            )
        vorige = None
        for rij in rijen:
            if rij.gebied != vorige:
                self.stdout.write(f"{rij.gebied.naam} ({rij.gebied.nis}), LEKP {rij.pact}")
                vorige = rij.gebied
            naam = rij.indicator.doelstelling.slug
            if rij.indicator.slug != naam:
                naam += f"/{rij.indicator.slug}"
            eenheid = "" if rij.indicator.soort == JA_NEE else f" {rij.indicator.eenheid}"
            self.stdout.write(f"  {naam}: {rij.doel}{eenheid} — {rij.berekening['zin']}")
