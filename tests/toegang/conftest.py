"""What the tests of this room share."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.toegang.acm import acm, issuer, pagina  # noqa: F401
from toegang.models import Account, Lidmaatschap, Organisatie
from toegang.rollen import Rol
from toegang.wie import Toegang

WACHTWOORD = "Zeven-Kanaries-op-een-dak"


def toegang_van(account: Account | None, *, nummer: int = 0) -> Toegang:
    """Give the toegang of an account that acts for its first (or another) lidmaatschap."""
    if account is None:
        return Toegang()
    leden = Lidmaatschap.objects.filter(account=account).select_related("organisatie")
    rijen = list(leden.order_by("pk"))
    return Toegang(account, rijen[nummer] if rijen else None)


def code_van(geheim: str) -> str:
    teller = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(geheim, teller))


@pytest.fixture
def operator(db: None) -> Account:
    """A Vlaamse beheerder with a password and a second step."""
    account = Account.objects.create_user("op@voorbeeld.test", "op@voorbeeld.test", WACHTWOORD)
    Lidmaatschap.objects.create(
        account=account,
        organisatie=Organisatie.objects.get(slug="abb"),
        rol=Rol.VLAAMSE_BEHEERDER,
    )
    return account


@pytest.fixture
def geheim(operator: Account) -> str:
    geheim = generate_totp_secret()
    TOTP.activate(operator, geheim)
    return geheim
