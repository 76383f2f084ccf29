"""Goals, norms, signatures, publicaties and the figures that hang on them.

Nothing is overwritten: a row is closed by setting `vervallen_in` to the number of the publicatie
that replaced it. "Gekend op P" is therefore one filter (`gekend_op`).
"""

from doelstellingen.models.cijfers import ZONDER_WAARDE, Kwaliteit, Meting, Stand
from doelstellingen.models.doelen import (
    Doelstelling,
    Indicator,
    Methodebreuk,
    Norm,
    Ondertekening,
    Pact,
    Pad,
    Werf,
)
from doelstellingen.models.publicatie import Gekend, Publicatie, Volgnummer

__all__ = [
    "ZONDER_WAARDE",
    "Doelstelling",
    "Gekend",
    "Indicator",
    "Kwaliteit",
    "Methodebreuk",
    "Meting",
    "Norm",
    "Ondertekening",
    "Pact",
    "Pad",
    "Publicatie",
    "Stand",
    "Volgnummer",
    "Werf",
]
