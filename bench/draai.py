"""`python -m bench.draai <onderwerp>`: one subject on the empty database of this environment."""

from __future__ import annotations

import contextlib
import json
import sys
from importlib import import_module

import django


def main() -> None:
    (onderwerp,) = sys.argv[1:]
    # Only the outcome goes to stdout; what a command prints on the way is for people.
    with contextlib.redirect_stdout(sys.stderr):
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("laad_referentie", verbosity=0)
        uitkomsten = import_module(f"bench.bench_{onderwerp}").main()
    print(json.dumps([uitkomst.als_dict() for uitkomst in uitkomsten]))


if __name__ == "__main__":
    main()
