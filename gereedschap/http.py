"""Fetch files over HTTP: timeouts, retries with patience, size limits, complete or not at all.

A body goes to a file as it came (gzip stays gzip), so that what reads it later guards against bombs
and nothing is parsed before the whole body is there.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from gereedschap.stroom import BLOK, GROOTSTE_BESTAND, Bestandsfout

VERBINDEN_S = 10
LEZEN_S = 60
POGINGEN = 5
BACKOFF_S = 0.5
LANGSTE_WACHT_S = 60
TIJDELIJK = (429, 500, 502, 503, 504)


class Ophaalfout(Bestandsfout):
    """The address gave no usable answer, also not after patience."""


class _Geduld(Retry):
    """Retry that obeys Retry-After, but never longer than a minute at a time."""

    def get_retry_after(self, response: Any) -> float | None:
        gevraagd = super().get_retry_after(response)
        return None if gevraagd is None else min(gevraagd, LANGSTE_WACHT_S)


def _uitleg(status: int, url: str) -> str:
    match status:
        case 401 | 403:
            return f"{url} weigert de toegang (HTTP {status}). Controleer de sleutel of aanmelding."
        case 404 | 410:
            return f"{url} bestaat niet (HTTP {status}). Controleer het adres."
        case 429:
            return f"{url} krijgt te veel aanvragen (HTTP 429). Probeer het later opnieuw."
    if status >= 500:
        return f"{url} heeft een storing (HTTP {status}). Probeer het later opnieuw."
    return f"{url} antwoordt met HTTP {status} in plaats van gegevens."


class Ophaler:
    """Downloads addresses of one supplier into `map`; `tussenpoos_s` keeps calls apart."""

    def __init__(self, map: Path, *, tussenpoos_s: float = 0.0) -> None:
        self._map = map
        self._tussenpoos_s = tussenpoos_s
        self._laatste = 0.0
        self._teller = 0
        self._sessie = requests.Session()
        geduld = _Geduld(
            total=POGINGEN,
            backoff_factor=BACKOFF_S,
            backoff_max=LANGSTE_WACHT_S,
            status_forcelist=TIJDELIJK,
            allowed_methods=["GET"],
            raise_on_status=False,
        )
        for begin in ("http://", "https://"):
            self._sessie.mount(begin, HTTPAdapter(max_retries=geduld))
        self._sessie.headers["User-Agent"] = "PactPortaal (Lokaal Energie- en Klimaatpact)"
        self._sessie.headers["Accept-Encoding"] = "gzip, identity"

    def __enter__(self) -> Ophaler:
        return self

    def __exit__(self, *_: object) -> None:
        self._sessie.close()

    def haal(self, url: str, parameters: Mapping[str, str] | None = None) -> Path:
        """Download one address completely and give the file; raises Ophaalfout, in Dutch."""
        if urlsplit(url).scheme not in ("http", "https"):
            raise Ophaalfout(f"“{url}” is geen webadres (http of https).")
        for poging in range(POGINGEN):
            self._wacht()
            try:
                return self._download(url, parameters)
            except (
                requests.exceptions.ChunkedEncodingError,
                urllib3.exceptions.ProtocolError,
                urllib3.exceptions.ReadTimeoutError,
            ) as fout:
                if poging == POGINGEN - 1:
                    raise Ophaalfout(
                        f"{url} breekt het antwoord telkens halfweg af. Er is niets overgenomen."
                    ) from fout
                time.sleep(min(BACKOFF_S * 2**poging, LANGSTE_WACHT_S))
            except requests.exceptions.Timeout as fout:
                raise Ophaalfout(
                    f"{url} antwoordt niet op tijd. Probeer het later opnieuw."
                ) from fout
            except requests.exceptions.RequestException as fout:
                raise Ophaalfout(
                    f"{url} is niet bereikbaar. Controleer het adres en de verbinding."
                ) from fout
        raise AssertionError("onbereikbaar")

    def _wacht(self) -> None:
        over = self._laatste + self._tussenpoos_s - time.monotonic()
        if over > 0:
            time.sleep(over)
        self._laatste = time.monotonic()

    def _download(self, url: str, parameters: Mapping[str, str] | None) -> Path:
        self._teller += 1
        naam = Path(urlsplit(url).path).name[-60:] or "antwoord"
        doel = self._map / f"{self._teller:05d}-{naam}"
        with self._sessie.get(
            url, params=parameters, timeout=(VERBINDEN_S, LEZEN_S), stream=True
        ) as antwoord:
            if antwoord.status_code != 200:
                raise Ophaalfout(_uitleg(antwoord.status_code, url))
            ontvangen = 0
            with doel.open("wb") as uit:
                # Raw bytes: urllib3 checks the length against Content-Length, gzip stays packed.
                while blok := antwoord.raw.read(BLOK, decode_content=False):
                    ontvangen += len(blok)
                    if ontvangen > GROOTSTE_BESTAND:
                        raise Ophaalfout(f"{url} geeft meer dan {GROOTSTE_BESTAND >> 30} GB.")
                    uit.write(blok)
        return doel
