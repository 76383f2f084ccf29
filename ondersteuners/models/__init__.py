"""Organisations that help gemeenten, what they offer, and the questions they get."""

from ondersteuners.models.aanbod import (
    Aanbod,
    Doelgroep,
    Gebied,
    Kosten,
    Ondersteuner,
    SoortOndersteuning,
    herkomst,
)
from ondersteuners.models.toezicht import Herinnering, LinkControle, Linkvermelding
from ondersteuners.models.versies import Facetregel, Versie
from ondersteuners.models.vragen import Vraag, VraagStap

__all__ = [
    "Aanbod",
    "Doelgroep",
    "Facetregel",
    "Gebied",
    "Herinnering",
    "Kosten",
    "LinkControle",
    "Linkvermelding",
    "Ondersteuner",
    "SoortOndersteuning",
    "Versie",
    "Vraag",
    "VraagStap",
    "herkomst",
]
