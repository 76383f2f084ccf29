"""`manage.py maak_beheerder`: the first local account of an operator, without a mail server."""

from __future__ import annotations

import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from toegang.logboek import Daad, noteer
from toegang.models import Account, Lidmaatschap, Organisatie
from toegang.rollen import Herkomst, Rol


class Command(BaseCommand):
    help = (
        "Maakt een lokaal account als Vlaamse beheerder. Het wachtwoord wordt gevraagd; bij de "
        "eerste aanmelding is een tweede stap (TOTP) verplicht."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--voornaam", default="")
        parser.add_argument("--familienaam", default="")
        parser.add_argument("--organisatie", default="abb", help="slug; standaard: abb")
        parser.add_argument(
            "--technisch", action="store_true", help="geef ook toegang tot /admin/ (operator)"
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        email = opties["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as fout:
            raise CommandError(f"“{email}” is geen e-mailadres.") from fout
        organisatie = Organisatie.objects.filter(slug=opties["organisatie"]).first()
        if organisatie is None or organisatie.ovo not in settings.VLAAMSE_ORGANISATIES:
            raise CommandError(
                f"“{opties['organisatie']}” is geen bekende Vlaamse organisatie. Laad eerst de "
                "referentiegegevens, of zet de OVO-code in VLAAMSE_ORGANISATIES."
            )
        if Account.objects.filter(username=email).exists():
            raise CommandError(f"Er bestaat al een account met de naam {email}.")
        account = Account(
            username=email,
            email=email,
            first_name=opties["voornaam"],
            last_name=opties["familienaam"],
            herkomst=Herkomst.LOKAAL,
            is_staff=opties["technisch"],
            is_superuser=opties["technisch"],
        )
        account.set_password(self._wachtwoord(account))
        with transaction.atomic():
            account.save()
            lid = Lidmaatschap.objects.create(
                account=account, organisatie=organisatie, rol=Rol.VLAAMSE_BEHEERDER
            )
            noteer(
                Daad.LID_GEWORDEN,
                organisatie=organisatie,
                betrokkene=account,
                toelichting="als Vlaamse beheerder, door de operator",
                object_=lid,
            )
        self.stdout.write(
            f"{email} is Vlaamse beheerder van {organisatie}. Meld aan via /aanmelden/ en stel "
            "daar de tweede stap in."
        )

    def _wachtwoord(self, account: Account) -> str:
        wachtwoord = getpass.getpass("Wachtwoord: ")
        if wachtwoord != getpass.getpass("Nogmaals: "):
            raise CommandError("De twee wachtwoorden zijn niet gelijk.")
        try:
            validate_password(wachtwoord, account)
        except ValidationError as fout:
            raise CommandError(" ".join(fout.messages)) from fout
        return wachtwoord
