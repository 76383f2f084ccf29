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
    from bench.kader import cpu_s, piek_mb

    begin, cpu = time.perf_counter(), cpu_s()
    resultaat = functie(**json.loads(argumenten))
    uitkomst = {
        "cpu_s": cpu_s() - cpu,
        "seconden": time.perf_counter() - begin,
        "piek_mb": piek_mb(),
        "resultaat": resultaat,
    }
    print(json.dumps(uitkomst))


if __name__ == "__main__":
    main()
