"""`python -m bench.eigen_proces module:functie '{"json": "argumenten"}'`, see kader.in_eigen_proces."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module

import django


def main() -> None:
    doel, argumenten = sys.argv[1:]
    module, functienaam = doel.split(":")
    django.setup()
    functie = getattr(import_module(module), functienaam)
    from bench.kader import piek_mb

    begin = time.perf_counter()
    resultaat = functie(**json.loads(argumenten))
    seconden = time.perf_counter() - begin
    print(json.dumps({"seconden": seconden, "piek_mb": piek_mb(), "resultaat": resultaat}))


if __name__ == "__main__":
    main()
