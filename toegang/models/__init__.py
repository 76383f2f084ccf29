"""Who acts for whom: accounts, organisaties, memberships, keys, and what their acts leave behind."""

from toegang.models.historie import HistorieBasis
from toegang.models.leden import Account, Lidmaatschap, Uitnodiging
from toegang.models.organisaties import Bestuur, Organisatie, controleer_kbo
from toegang.models.sleutels import ApiSleutel, SleutelToestemming, Sleutelverbruik
from toegang.models.sporen import Aanmeldpoging, AlleenToevoegen, Bericht, Logboek
from toegang.rollen import Herkomst, Rol

__all__ = [
    "Aanmeldpoging",
    "Account",
    "AlleenToevoegen",
    "ApiSleutel",
    "Bericht",
    "Bestuur",
    "Herkomst",
    "HistorieBasis",
    "Lidmaatschap",
    "Logboek",
    "Organisatie",
    "Rol",
    "SleutelToestemming",
    "Sleutelverbruik",
    "Uitnodiging",
    "controleer_kbo",
]
