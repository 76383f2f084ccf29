"""The version has one source: `pyproject.toml`."""

from __future__ import annotations

import tomllib

from pactportaal.omgeving import WORTEL


def lees_versie() -> str:
    with (WORTEL / "pyproject.toml").open("rb") as bestand:
        return str(tomllib.load(bestand)["project"]["version"])
