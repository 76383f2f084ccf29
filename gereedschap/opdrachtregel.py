"""Run `manage.py` so that wrong usage is answered in Dutch and without a traceback."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError

# The messages of Python's own argument parser; what isn't here stays English.
_NEDERLANDS = {
    "usage: ": "gebruik: ",
    "positional arguments": "argumenten",
    "options": "opties",
    "show this help message and exit": "toon deze hulp en stop",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s": "deze argumenten ontbreken: %s",
    "one of the arguments %s is required": "geef één van %s",
    "not allowed with argument %s": "kan niet samen met %s",
    "unrecognized arguments: %s": "onbekende argumenten: %s",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s is onduidelijk: bedoelt u %(matches)s?"
    ),
    "expected one argument": "hier hoort één waarde",
    "expected at most one argument": "hier hoort ten hoogste één waarde",
    "expected at least one argument": "hier hoort minstens één waarde",
    "expected %s argument": "hier hoort %s waarde",
    "expected %s arguments": "hier horen %s waarden",
    "ignored explicit argument %r": "hier hoort geen waarde bij: %r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r kan niet; kies uit %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r is geen geldige waarde",
}
_GEEN_TABEL = ("no such table", "does not exist")


def _vertaal(tekst: str) -> str:
    return _NEDERLANDS.get(tekst, tekst)


def _vertaal_meervoud(enkel: str, meer: str, aantal: int) -> str:
    return _vertaal(enkel if aantal == 1 else meer)


def spreek_nederlands() -> None:
    """Make argparse answer in Dutch in this process.

    argparse looks its texts up through two module-level names and has no other door for a language.
    """
    vars(argparse).update(_=_vertaal, ngettext=_vertaal_meervoud)


def voer_uit(argv: Sequence[str]) -> None:
    """Run a command; a database without its tables is a sentence and exit status 1."""
    spreek_nederlands()
    try:
        execute_from_command_line(list(argv))
    except (OperationalError, ProgrammingError) as fout:
        if "--traceback" in argv or not any(deel in str(fout) for deel in _GEEN_TABEL):
            raise
        print(
            "De databank is nog niet klaar: er ontbreekt een tabel "
            f"({str(fout).splitlines()[0]}). Voer eerst “manage.py klaarzetten” uit.",
            file=sys.stderr,
        )
        sys.exit(1)
