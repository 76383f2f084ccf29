"""Registered projects with their maatregelen, and the work around them."""

from verbeteringen.models.verbetering import (
    Aanvrager,
    GemeenteUit,
    Goedkeuring,
    Maatregel,
    Uitvoering,
    Verbetering,
    VerbeteringBasis,
    VerbeteringOud,
)
from verbeteringen.models.werk import (
    Celtelling,
    Dubbelbesluit,
    Foto,
    Gebeurtenis,
    Instelling,
    Kolomkoppeling,
    Telling,
    Upload,
    Uploadrij,
    Vertrouwen,
    Voorstel,
)

__all__ = [
    "Aanvrager",
    "Celtelling",
    "Dubbelbesluit",
    "Foto",
    "Gebeurtenis",
    "GemeenteUit",
    "Goedkeuring",
    "Instelling",
    "Kolomkoppeling",
    "Maatregel",
    "Telling",
    "Uitvoering",
    "Upload",
    "Uploadrij",
    "Verbetering",
    "VerbeteringBasis",
    "VerbeteringOud",
    "Vertrouwen",
    "Voorstel",
]
