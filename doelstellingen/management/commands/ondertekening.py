"""`manage.py ondertekening`: record that a gemeente signed a pact, or withdrew from it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from doelstellingen import selectors, services
from doelstellingen.management.argumenten import datum, fout, vind_gemeente
from doelstellingen.publicaties import nieuwste
from gemeenten import selectors as gemeenten
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_datum


class Command(BaseCommand):
    help = "Legt vast dat een gemeente een pact ondertekende, of zich eruit terugtrok."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("nis", metavar="NIS", help="NIS-code van de gemeente")
        parser.add_argument("pact", metavar="PACT", help="1.0, 2.0 of 2.1")
        parser.add_argument("datum", metavar="DATUM", help="datum van de ondertekening, jjjj-mm-dd")
        parser.add_argument(
            "--bron", required=True, help="bijvoorbeeld het gemeenteraadsbesluit met zijn datum"
        )
        parser.add_argument(
            "--intrekken", action="store_true", help="de gemeente trok zich op DATUM terug"
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        vandaag, dag = timezone.localdate(), datum(opties["datum"])
        if dag > vandaag:
            raise fout(f"{toon_datum(dag)} ligt in de toekomst.")
        gemeente = self._gemeente(opties["nis"], dag)
        try:
            rij = services.zet_ondertekening(
                gemeente=gemeente,
                pact=opties["pact"],
                datum=dag,
                bron=opties["bron"],
                ingetrokken=opties["intrekken"],
            )
        except services.OndertekeningKanNiet as reden:
            raise fout(str(reden)) from reden
        nu = gemeenten.opvolger(gemeente) or gemeente
        keuze = selectors.pactkeuze(nu, peildatum=vandaag, publicatie=nieuwste())
        doel = f"LEKP {keuze.standaard}" if keuze.standaard else "geen enkel pact"
        self.stdout.write(
            f"{gemeente.naam}: {rij.get_pact_display()} {rij.get_status_display()} "
            f"({toon_datum(dag)}), editie {rij.publicatie_id}. "
            f"Voor {nu.naam} geldt nu {doel}."
        )

    def _gemeente(self, nis: str, dag: dt.date) -> Gemeente:
        """The row of the date of signing, else the newest one that bears this NIS code."""
        toen = gemeenten.gemeente_op(nis, dag)
        return toen or gemeenten.gemeente_met_nis(nis) or vind_gemeente(nis, op=dag)
