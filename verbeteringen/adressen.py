"""Find an address on the server, with the service that the map asks too (setting ADRESZOEKER).

Never more than a help: without the service, or when it stops answering, the caller goes on and is
told why there is no place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

WACHT_S = 4
# A file of 50,000 addresses would keep a public service busy for hours.
HOOGSTENS = 5_000
OPGEVEN_NA = 3

NIET_GEVONDEN = "het adres is niet gevonden"
NIET_BEREIKBAAR = "de adreszoeker is niet bereikbaar"
TE_VEEL = f"er worden hoogstens {HOOGSTENS} adressen per bestand gezocht"


@dataclass(frozen=True)
class Adres:
    """A place that was found: degrees, and the name of the gemeente as the service says it."""

    lon: float
    lat: float
    gemeente: str


class Adreszoeker:
    """Asks for one address at a time and remembers the answers; stops after a few failures in a row."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._bekend: dict[str, Adres | None] = {}
        self._mislukt = 0
        self._sessie = requests.Session()
        self._sessie.headers["User-Agent"] = "PactPortaal (Lokaal Energie- en Klimaatpact)"

    def zoek(self, tekst: str) -> tuple[Adres | None, str]:
        """Give the place of an address, or None with the reason in words."""
        sleutel = " ".join(tekst.lower().split())
        if sleutel in self._bekend:
            gevonden = self._bekend[sleutel]
            return gevonden, "" if gevonden else NIET_GEVONDEN
        if not self._url or self._mislukt >= OPGEVEN_NA:
            return None, NIET_BEREIKBAAR
        if len(self._bekend) >= HOOGSTENS:
            return None, TE_VEEL
        try:
            gevonden = self._vraag(tekst)
        except (requests.RequestException, ValueError):
            self._mislukt += 1
            return None, NIET_BEREIKBAAR
        self._mislukt = 0
        self._bekend[sleutel] = gevonden
        return gevonden, "" if gevonden else NIET_GEVONDEN

    def _vraag(self, tekst: str) -> Adres | None:
        antwoord = self._sessie.get(
            self._url, params={"q": tekst[:200], "c": "1"}, timeout=WACHT_S, allow_redirects=False
        )
        if antwoord.status_code != 200:
            raise requests.HTTPError(f"status {antwoord.status_code}")
        return lees_antwoord(antwoord.json())


def lees_antwoord(inhoud: Any) -> Adres | None:
    """Read the first result; None when there is none finer than a gemeente. Raises ValueError."""
    try:
        plaatsen = inhoud["LocationResult"] or []
        if not plaatsen:
            return None
        plaats = plaatsen[0]
        gemeente = str(plaats.get("Municipality") or "")
        # "Gent" for "Onbestaandestraat 1, Gent" is the middle of the gemeente, not a place in it.
        if gemeente and str(plaats.get("FormattedAddress", "")).strip() == gemeente:
            return None
        punt = plaats["Location"]
        return Adres(float(punt["Lon_WGS84"]), float(punt["Lat_WGS84"]), gemeente)
    except (KeyError, TypeError, AttributeError) as fout:
        raise ValueError("onverwacht antwoord van de adreszoeker") from fout
