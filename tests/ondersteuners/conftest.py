"""A few items of a small ondersteuner, beside the offer that is loaded for every test."""

from __future__ import annotations

from typing import Any

import pytest

from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services import bewaar_concept, publiceer_concept


@pytest.fixture
def meetjesland(db: None) -> Ondersteuner:
    """The ondersteuner of the cast's `landschap`."""
    return Ondersteuner.objects.get(slug="regionaal-landschap-meetjesland")


@pytest.fixture
def limburg(db: None) -> Ondersteuner:
    return Ondersteuner.objects.get(slug="provincie-limburg")


def maak_aanbod(ondersteuner: Ondersteuner, **velden: Any) -> Aanbod:
    """Publish one item, as people do: concept, then publish."""
    velden.setdefault("titel", "Hagen planten")
    versie = bewaar_concept(
        ondersteuner=ondersteuner, aanbod=None, inhoud=AanbodInhoud(**velden), door=None
    )
    publiceer_concept(versie=versie, door=None)
    return Aanbod.objects.get(pk=versie.aanbod_id)
