"""`manage.py methodebreuk`: record that an indicator is made another way from a day on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from doelstellingen import services
from doelstellingen.management.argumenten import datum, fout, lijkend
from doelstellingen.models import Indicator
from gereedschap.opmaak import toon_datum
from toegang.models import Organisatie


class Command(BaseCommand):
    help = "Legt een breuk in de methode van een indicator vast, of trekt ze in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "indicator",
            metavar="INDICATOR",
            help="doelstelling, of doelstelling.indicator, bijvoorbeeld laadpunten.cpe",
        )
        parser.add_argument("datum", metavar="DATUM", help="eerste dag van de nieuwe methode")
        wat = parser.add_mutually_exclusive_group(required=True)
        wat.add_argument("--toelichting", help="wat er veranderde, in gewone taal")
        wat.add_argument("--intrekken", action="store_true", help="er was op DATUM geen breuk")
        parser.add_argument("--bron", metavar="SLUG", help="wie de breuk meldde, bv. fluvius")

    def handle(self, *args: Any, **opties: Any) -> None:
        indicator, dag = self._indicator(opties["indicator"]), datum(opties["datum"])
        bron = self._bron(opties["bron"])
        try:
            if opties["intrekken"]:
                editie = services.trek_methodebreuk_in(indicator=indicator, datum=dag).pk
                wat = "geen breuk meer in de methode"
            else:
                editie = services.zet_methodebreuk(
                    indicator=indicator, datum=dag, toelichting=opties["toelichting"], bron=bron
                ).publicatie_id
                wat = "breuk in de methode"
        except services.MethodebreukKanNiet as reden:
            raise fout(str(reden)) from reden
        self.stdout.write(f"{indicator.naam}: {wat} op {toon_datum(dag)}, editie {editie}.")

    def _indicator(self, naam: str) -> Indicator:
        """The main indicator of a goal, or the one named behind the point."""
        doel, _, slug = naam.partition(".")
        rijen = Indicator.objects.filter(doelstelling__slug=doel)
        gevonden = (rijen.filter(slug=slug) if slug else rijen.filter(hoofd=True)).first()
        if gevonden is not None:
            return gevonden
        keuzes = [
            f"{i.doelstelling.slug}.{i.slug}"
            for i in Indicator.objects.select_related("doelstelling")
        ]
        raise fout(f"Er is geen indicator “{naam}”.{lijkend(naam, keuzes)}")

    def _bron(self, slug: str | None) -> Organisatie | None:
        if slug is None:
            return None
        gevonden = Organisatie.objects.filter(slug=slug).first()
        if gevonden is None:
            slugs = Organisatie.objects.exclude(slug="").values_list("slug", flat=True)
            raise fout(f"Er is geen organisatie “{slug}”.{lijkend(slug, slugs)}")
        return gevonden
