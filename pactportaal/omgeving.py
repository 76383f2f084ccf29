"""Every environment variable the portal reads, with its meaning.

`docs/omgeving.md` is generated from this list (`manage.py omgeving_docs`), so a variable that is
not declared here cannot be read by the settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environs import Env

WORTEL = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variabele:
    naam: str
    soort: str
    standaard: Any
    uitleg: str


VARIABELEN = (
    Variabele("DEBUG", "bool", False, "Foutpagina's met details; alleen voor ontwikkeling."),
    Variabele(
        "DEMO",
        "bool",
        False,
        "Demonstratie: voorbeeldgegevens en aanmelden met één klik.",
    ),
    Variabele(
        "SECRET_KEY",
        "str",
        "",
        "Geheime sleutel. Leeg mag alleen zonder DATABASE_URL: dan maakt het portaal er zelf een in DATA_MAP.",
    ),
    Variabele(
        "ALLOWED_HOSTS",
        "list",
        ["localhost", "127.0.0.1", "[::1]"],
        "Hostnamen, met komma's.",
    ),
    Variabele(
        "CSRF_TRUSTED_ORIGINS",
        "list",
        [],
        "Oorsprongen achter een proxy, met https://.",
    ),
    Variabele(
        "DATABASE_URL",
        "str",
        "",
        "PostgreSQL-adres; leeg: een SQLite-bestand in DATA_MAP.",
    ),
    Variabele(
        "REDIS_URL",
        "str",
        "",
        "Redis-adres; leeg: werkrij in bestanden en cache in het proces.",
    ),
    Variabele(
        "DATA_MAP",
        "pad",
        WORTEL / ".data",
        "Map voor database, werkrij, uploads en sleutel.",
    ),
    Variabele("HTTPS", "bool", False, "Alleen https: veilige cookies, doorverwijzing en HSTS."),
    Variabele("LOGNIVEAU", "str", "INFO", "Laagste niveau dat gelogd wordt."),
)


class OnbekendeVariabele(KeyError):
    """The settings asked for a variable that is not declared above."""


def lees(env: Env, naam: str) -> Any:
    """Read one declared variable; a value of the wrong type raises, with the name in the message."""
    variabele = next((v for v in VARIABELEN if v.naam == naam), None)
    if variabele is None:
        raise OnbekendeVariabele(naam)
    lezer: dict[str, Callable[..., Any]] = {
        "bool": env.bool,
        "str": env.str,
        "list": env.list,
        "int": env.int,
        "pad": env.path,
    }
    return lezer[variabele.soort](naam, variabele.standaard)
