"""The territory as the fixtures have it, also where no other reference data was loaded."""

from __future__ import annotations

import pytest

from gemeenten import services


@pytest.fixture
def gebied(db: None) -> None:
    services.laad_gebieden()


@pytest.fixture
def cijfers(gebied: None) -> None:
    services.schrijf_inwoners(services.verschil_inwoners(), publicatie=1)
    services.schrijf_wooneenheden(services.verschil_wooneenheden(), publicatie=1)
