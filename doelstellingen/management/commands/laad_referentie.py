"""`manage.py laad_referentie`: everything the portal knows before the first delivery."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from doelstellingen import services
from doelstellingen.models import Publicatie
from doelstellingen.publicaties import nieuwste, publiceer
from gemeenten import services as gebieden
from gereedschap.referentietabel import Verloop
from toegang import referentie as organisaties


class Command(BaseCommand):
    help = (
        "Laadt gemeenten, organisaties, doelstellingen, normen, inwoners, wooneenheden en "
        "ondertekeningen uit fixtures/. Opnieuw uitvoeren verandert niets wat al gelijk is."
    )

    def handle(self, *args: Any, **opties: Any) -> None:
        ervoor = nieuwste()
        geladen = [
            *gebieden.laad_gebieden().items(),
            *organisaties.laad_organisaties().items(),
            *services.laad_doelstellingen().items(),
        ]
        for naam, verloop in geladen:
            self._meld(naam, verloop)
        self._meld("normen", services.laad_normen())
        self._tellingen()
        self._meld("ondertekeningen", services.laad_ondertekeningen())
        if any(v.nieuw or v.gewijzigd for _, v in geladen) and nieuwste() == ervoor:
            # What pages and the API keep is kept per edition: a new name is one too.
            with publiceer(
                soort=Publicatie.Soort.REFERENTIE,
                omschrijving="Gemeenten, organisaties en doelstellingen",
            ):
                pass

    def _tellingen(self) -> None:
        """Write inwoners and wooneenheden under one publicatie, if any of them changed."""
        inwoners = gebieden.verschil_inwoners()
        wooneenheden = gebieden.verschil_wooneenheden()
        if inwoners or wooneenheden:
            with publiceer(
                soort=Publicatie.Soort.INWONERS,
                omschrijving="Inwoners en wooneenheden op 1 januari",
            ) as publicatie:
                gebieden.schrijf_inwoners(inwoners, publicatie=publicatie.pk)
                gebieden.schrijf_wooneenheden(wooneenheden, publicatie=publicatie.pk)
        self._regel("inwoners", len(inwoners))
        self._regel("wooneenheden", len(wooneenheden))

    def _meld(self, naam: str, verloop: Verloop) -> None:
        self._regel(
            naam,
            verloop.nieuw + verloop.gewijzigd,
            f"{verloop.nieuw} nieuw, {verloop.gewijzigd} gewijzigd, "
            f"{verloop.ongewijzigd} ongewijzigd",
        )

    def _regel(self, naam: str, aantal: int, uitleg: str | None = None) -> None:
        self.stdout.write(
            f"{naam}: {uitleg or (f'{aantal} geschreven' if aantal else 'ongewijzigd')}"
        )
