"""The only door for writes: content and versions, requests, administration, loading."""

from ondersteuners.services.beheer import (
    controleer_samenvoegen,
    herstel_aanbod,
    herstel_ondersteuner,
    licht_uit,
    maak_ondersteuner,
    voeg_aanbod_samen,
    voeg_ondersteuners_samen,
    voer_aanbod_af,
    voer_ondersteuner_af,
)
from ondersteuners.services.laden import laad_ondersteuners
from ondersteuners.services.versies import (
    bewaar_concept,
    bewaar_paginaconcept,
    kijk_na,
    publiceer_concept,
    verwerp_concept,
    zet_terug,
)
from ondersteuners.services.vragen import stel_vraag, zet_stap

__all__ = [
    "bewaar_concept",
    "bewaar_paginaconcept",
    "controleer_samenvoegen",
    "herstel_aanbod",
    "herstel_ondersteuner",
    "kijk_na",
    "laad_ondersteuners",
    "licht_uit",
    "maak_ondersteuner",
    "publiceer_concept",
    "stel_vraag",
    "verwerp_concept",
    "voeg_aanbod_samen",
    "voeg_ondersteuners_samen",
    "voer_aanbod_af",
    "voer_ondersteuner_af",
    "zet_stap",
    "zet_terug",
]
