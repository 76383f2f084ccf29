"""`manage.py persoonsgegevens`: answer a citizen without account who asks for inzage or wissen."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import validate_email

from toegang.avg import exporteer_adres, verwijder_adres
from toegang.models import Account


class Command(BaseCommand):
    help = (
        "Geeft (JSON) of wist wat iemand zonder account met een mailadres achterliet. Ga eerst na, "
        "buiten het portaal om, dat de vraag echt van de houder van dat adres komt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("daad", choices=["geef", "wis"])
        parser.add_argument("adres", help="het mailadres waarmee ingediend werd")
        parser.add_argument(
            "--dry-run", action="store_true", help="bij wis: toon alleen wat zou verdwijnen"
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        adres = opties["adres"].strip()
        try:
            validate_email(adres)
        except ValidationError as fout:
            raise CommandError(f"“{adres}” is geen e-mailadres.") from fout
        if Account.objects.filter(email__iexact=adres, verwijderd_op=None).exists():
            raise CommandError(
                f"Er is een account met het adres {adres}. Die persoon vraagt de gegevens op, of "
                "verwijdert het account, onder “Mijn gegevens”."
            )
        gegevens = exporteer_adres(adres)
        aantal = _aantal(gegevens)
        if opties["daad"] == "geef":
            self.stdout.write(
                json.dumps(gegevens, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            )
            return
        if opties["dry_run"]:
            self.stdout.write(f"{adres}: {aantal} gegevens te wissen. Er is niets gewist.")
            return
        verwijder_adres(adres)
        self.stdout.write(
            f"{adres}: {aantal} gegevens gewist. Hoeveelheid, plaats, datum en gemeente van een "
            "verbetering blijven."
        )


def _aantal(deel: Any) -> int:
    """Count the rows in an export, whichever room they come from."""
    if isinstance(deel, dict):
        return sum(_aantal(waarde) for waarde in deel.values())
    return len(deel) if isinstance(deel, list) else 0
