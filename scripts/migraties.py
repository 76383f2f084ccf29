"""Run every migration forward on an empty SQLite file, our own rooms back to nothing, and forward.

A migration that cannot be undone is found here and not on the evening of a release.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WORTEL))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pactportaal-migraties-") as map_:
        os.environ.update(
            DATA_MAP=map_,
            DATABASE_URL="",
            REDIS_URL="",
            DJANGO_SETTINGS_MODULE="pactportaal.settings",
        )
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        # The highest floor first: a room may only go when nothing rests on it.
        for room in reversed(settings.ROOMS):
            if (WORTEL / room / "migrations").is_dir():
                print(f"→ {room} terug naar niets", flush=True)
                call_command("migrate", room, "zero", verbosity=0)
        call_command("migrate", verbosity=0)
        print("→ en weer vooruit", flush=True)


if __name__ == "__main__":
    main()
