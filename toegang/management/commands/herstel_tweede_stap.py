"""`manage.py herstel_tweede_stap`: for who lost both the app and the recovery codes."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from toegang.logboek import Daad, noteer
from toegang.models import Account
from toegang.rollen import Herkomst


class Command(BaseCommand):
    help = (
        "Wist de tweede stap van een lokaal account; bij de volgende aanmelding wordt ze opnieuw "
        "ingesteld. Ga eerst na, buiten het portaal om, dat de vraag echt van die persoon komt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *args: Any, **opties: Any) -> None:
        naam = opties["email"].strip().lower()
        account = Account.objects.filter(username=naam, herkomst=Herkomst.LOKAAL).first()
        if account is None:
            raise CommandError(f"Er is geen lokaal account met de naam {naam}.")
        aantal, _ = Authenticator.objects.filter(user=account).delete()
        for lid in account.lidmaatschappen.select_related("organisatie"):
            noteer(Daad.TWEEDE_STAP_HERSTELD, organisatie=lid.organisatie, betrokkene=account)
        self.stdout.write(f"{naam}: {aantal} onderdelen van de tweede stap gewist.")
