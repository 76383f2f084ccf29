"""What the tests of this room share."""

from __future__ import annotations

from tests.toegang.acm import acm, issuer, pagina  # noqa: F401
from toegang.models import Account, Lidmaatschap
from toegang.wie import Toegang


def toegang_van(account: Account | None, *, nummer: int = 0) -> Toegang:
    """Give the toegang of an account that acts for its first (or another) lidmaatschap."""
    if account is None:
        return Toegang()
    leden = Lidmaatschap.objects.filter(account=account).select_related("organisatie")
    rijen = list(leden.order_by("pk"))
    return Toegang(account, rijen[nummer] if rijen else None)
