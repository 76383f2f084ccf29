#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pactportaal.settings")
    from gereedschap.opdrachtregel import voer_uit

    voer_uit(sys.argv)


if __name__ == "__main__":
    main()
