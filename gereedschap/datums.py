"""Dates and moments as suppliers write them: ISO 8601, dd/mm/jjjj, and RFC 3339 for moments."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any

_BELGISCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class GeenDatum(ValueError):
    """The text is no date; the message says so in Dutch."""


def lees_datum(waarde: Any) -> dt.date:
    """Give the date of `2024-05-01`, `2024-05-01T…` or `1/5/2024`; raises GeenDatum."""
    if isinstance(waarde, dt.date):
        return waarde
    # No date is longer; what is kept stays small, whatever a file holds.
    return _lees_tekst(str(waarde).strip()[:32])


@functools.lru_cache(maxsize=8_192)
def _lees_tekst(tekst: str) -> dt.date:
    """A delivery has hundreds of thousands of dates, but only a few thousand different ones."""
    try:
        if _ISO.match(tekst) and (len(tekst) == 10 or tekst[10] in "T "):
            return dt.date.fromisoformat(tekst[:10])
        if treffer := _BELGISCH.fullmatch(tekst):
            dag, maand, jaar = map(int, treffer.groups())
            return dt.date(jaar, maand, dag)
    except ValueError:
        pass
    raise GeenDatum("geen geldige datum; schrijf jjjj-mm-dd of dd/mm/jjjj")


def lees_tijdstip(waarde: Any) -> dt.datetime:
    """Give the moment of an RFC 3339 text, with its time zone; raises GeenDatum."""
    try:
        moment = dt.datetime.fromisoformat(waarde)
    except (TypeError, ValueError) as fout:
        raise GeenDatum("geen geldig tijdstip; schrijf 2024-05-01T09:30:00+02:00") from fout
    if moment.tzinfo is None:
        raise GeenDatum("het tijdstip heeft geen tijdzone; schrijf 2024-05-01T09:30:00+02:00")
    return moment
