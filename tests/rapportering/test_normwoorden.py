"""Norms in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from doelstellingen.models import Indicator, Norm
from rapportering.normwoorden import norm_in_woorden


def maak(eenheid: str, soort: str = "cumulatief", **norm: object) -> str:
    velden = {"teller": Decimal(1), "noemer": Decimal(1), "per": "inwoner"} | norm
    return norm_in_woorden(Norm(**velden), Indicator(eenheid=eenheid, soort=soort, decimalen=2))


@pytest.mark.parametrize(
    ("woorden", "verwacht"),
    [
        (maak("bomen"), "1 boom per inwoner"),
        (maak("m", teller=Decimal("0.5")), "0,5 m per inwoner"),
        (
            maak("wooneenheden", teller=Decimal(50), noemer=Decimal(1000), per="wooneenheid"),
            "50 wooneenheden per 1.000 wooneenheden",
        ),
        (
            maak("%", "percentage", teller=Decimal("-40.3"), per="vast", basisjaar=2019),
            "\u221240,3 % tegenover 2019",
        ),
        (maak("ja/nee", "ja_nee", per="vast"), "ja"),
    ],
)
def test_norm_in_woorden(woorden: str, verwacht: str) -> None:
    assert woorden == verwacht
