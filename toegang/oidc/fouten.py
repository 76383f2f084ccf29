"""Why a sign-in with ACM/IDM stops, in words for the person and for the log."""

from __future__ import annotations

from enum import Enum

from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class Reden(Enum):
    """(status of the page, title, what happened, what to do)."""

    STATE = (
        400,
        "Deze aanmelding is verlopen",
        "De stap waarmee u terugkomt van ACM/IDM hoort niet bij een aanmelding die in deze browser "
        "begon, is al gebruikt, of duurde langer dan tien minuten.",
        "Meld u opnieuw aan, en doe alle stappen in hetzelfde venster.",
    )
    GEANNULEERD = (
        200,
        "De aanmelding is stopgezet",
        "U heeft de aanmelding bij ACM/IDM zelf afgebroken.",
        "U kunt het portaal zonder aanmelding verder bekijken, of u opnieuw aanmelden.",
    )
    GEWEIGERD = (
        401,
        "ACM/IDM heeft de aanmelding geweigerd",
        "ACM/IDM gaf geen geldig antwoord op de aanmelding.",
        "Probeer het over enkele minuten opnieuw.",
    )
    ONBEREIKBAAR = (
        503,
        "ACM/IDM is niet bereikbaar",
        "Het portaal kreeg geen antwoord van ACM/IDM.",
        "Probeer het over enkele minuten opnieuw. De openbare cijfers blijven intussen leesbaar.",
    )
    TOKEN = (
        401,
        "De aanmelding kon niet worden nagekeken",
        "Het bewijs dat ACM/IDM meegaf, is niet geldig voor dit portaal. Daarom is niemand aangemeld.",
        "Meld u opnieuw aan. Blijft dit gebeuren, geef dan de referentie door aan de beheerder.",
    )
    CLAIM = (
        403,
        "ACM/IDM gaf niet alle gegevens door",
        "Het portaal weet niet voor welke organisatie u zich aanmeldt.",
        "Vraag de lokale beheerder van uw organisatie om uw rechten in het gebruikersbeheer van "
        "de Vlaamse overheid na te kijken.",
    )
    GEEN_ROL = (
        403,
        "U heeft nog geen rol in het PactPortaal",
        "U bent bekend bij ACM/IDM, maar heeft voor de gekozen organisatie geen rol in dit portaal. "
        "Er is geen account gemaakt.",
        "Vraag de lokale beheerder van uw organisatie om u een rol te geven in het gebruikersbeheer "
        "van de Vlaamse overheid, of kies bij het aanmelden een andere organisatie.",
    )
    ORGANISATIE = (
        403,
        "Uw organisatie is nog niet bekend in het PactPortaal",
        "Het nummer dat ACM/IDM voor uw organisatie doorgeeft, staat niet in dit portaal. "
        "Er is geen account gemaakt.",
        "Laat de Vlaamse beheerder van het portaal weten dat uw organisatie ontbreekt.",
    )

    def __init__(self, status: int, titel: str, wat: str, raad: str) -> None:
        self.status = status
        self.titel = titel
        self.wat = wat
        self.raad = raad


class AanmeldFout(OAuth2Error):
    """A sign-in stops; `detail` is for the log and never holds a name or a token."""

    def __init__(self, reden: Reden, detail: str) -> None:
        super().__init__(detail)
        self.reden = reden
        self.detail = detail
