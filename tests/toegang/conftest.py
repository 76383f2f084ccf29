"""Territory and organisaties for the tests of this room."""

from __future__ import annotations

from typing import Any

import pytest

from gemeenten.models import Gemeente
from toegang.models import Account, Lidmaatschap
from toegang.wie import Toegang


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load the territory where the reference command did not."""
    from gemeenten.services import laad_gebieden
    from toegang.referentie import laad_organisaties

    with django_db_blocker.unblock():
        if not Gemeente.objects.exists():
            laad_gebieden()
            laad_organisaties()


def toegang_van(account: Account | None, *, nummer: int = 0) -> Toegang:
    """Give the toegang of an account that acts for its first (or another) lidmaatschap."""
    if account is None:
        return Toegang()
    leden = Lidmaatschap.objects.filter(account=account).select_related("organisatie")
    rijen = list(leden.order_by("pk"))
    return Toegang(account, rijen[nummer] if rijen else None)
