"""Every environment variable the portal reads, with its meaning.

`docs/omgeving.md` is generated from this list (`manage.py omgeving_docs`), so a variable that is
not declared here cannot be read by the settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

WORTEL = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variabele:
    """One variable: `soort` is bool, str, list, int or pad; a `geheim` one may come from a file."""

    naam: str
    soort: str
    standaard: Any
    uitleg: str
    geheim: bool = False
    keuzes: tuple[str, ...] = ()


VERWACHT = {
    "bool": "1 of 0 (ook true/false, yes/no, on/off)",
    "str": "tekst",
    "list": "waarden gescheiden door komma's",
    "int": "een geheel getal",
    "pad": "het pad van een map",
}

VARIABELEN = (
    Variabele(
        "DEBUG",
        "bool",
        False,
        "Foutpagina's met details; alleen voor ontwikkeling (`make dev`).",
    ),
    Variabele("DEMO", "bool", False, "Demonstratie: voorbeeldgegevens en aanmelden met één klik."),
    Variabele(
        "SECRET_KEY",
        "str",
        "",
        "Geheime sleutel van minstens 50 tekens. Leeg mag alleen zonder DATABASE_URL: dan maakt het "
        "portaal er zelf een in DATA_MAP.",
        geheim=True,
    ),
    Variabele(
        "SECRET_KEY_FALLBACKS",
        "list",
        [],
        "Vorige sleutels, met komma's: wat ze sloten of tekenden, blijft geldig (docs/uitrollen.md).",
        geheim=True,
    ),
    Variabele(
        "ALLOWED_HOSTS",
        "list",
        ["localhost", "127.0.0.1", "[::1]"],
        "Hostnamen waarop het portaal antwoordt, met komma's.",
    ),
    Variabele(
        "CSRF_TRUSTED_ORIGINS",
        "list",
        [],
        "Oorsprongen waarvan formulieren aanvaard worden, met `https://` ervoor.",
    ),
    Variabele(
        "DATABASE_URL",
        "str",
        "",
        "PostgreSQL-adres (15 of nieuwer); leeg: een SQLite-bestand in DATA_MAP.",
        geheim=True,
    ),
    Variabele(
        "API_ANONIEM_PER_MINUUT",
        "int",
        600,
        "Hoeveel API-aanvragen per minuut een adres zonder sleutel mag doen; 0: geen grens.",
    ),
    Variabele(
        "REDIS_URL",
        "str",
        "",
        "Redis-adres met het nummer van de databank voor de werkrij; het volgende nummer is voor de "
        "cache. Leeg: werkrij in bestanden en cache in het proces.",
        geheim=True,
    ),
    Variabele(
        "DATA_MAP",
        "pad",
        WORTEL / ".data",
        "Map voor databank, werkrij, bestanden en sleutel; moet blijven bestaan.",
    ),
    Variabele("HTTPS", "bool", False, "Alleen https: veilige cookies, doorverwijzing en HSTS."),
    Variabele(
        "ACHTER_PROXY",
        "bool",
        False,
        "De proxy ervoor zet zelf `X-Forwarded-Proto`, wist wat een bezoeker daarvan meestuurt, en "
        "voegt diens adres achteraan `X-Forwarded-For` toe (grenzen tellen per adres).",
    ),
    Variabele(
        "OIDC_ISSUER",
        "str",
        "",
        "Issuer van ACM/IDM, bijvoorbeeld `https://authenticatie.vlaanderen.be/op`; leeg: geen ACM/IDM.",
    ),
    Variabele("OIDC_CLIENT_ID", "str", "", "Client-id uit het integratiedossier bij ACM/IDM."),
    Variabele("OIDC_CLIENT_SECRET", "str", "", "Geheim van die client.", geheim=True),
    Variabele(
        "OIDC_SCOPE",
        "str",
        "",
        "Eigen scope van de toepassing, naast openid, profile en vo; bijvoorbeeld `abb_pactportaal`.",
    ),
    Variabele(
        "OIDC_ROL_CLAIM", "str", "", "Claim met de rollen; leeg: OIDC_SCOPE met `_rol_3d` erachter."
    ),
    Variabele(
        "OIDC_ROLLEN",
        "list",
        [
            "PactPortaalLezer=lezer",
            "PactPortaalInvoerder=invoerder",
            "PactPortaalPublicator=publicator",
            "PactPortaalBeheerder=beheerder",
            "PactPortaalVlaamseBeheerder=vlaamse_beheerder",
        ],
        "Rolnamen van ACM/IDM met hun rol in het portaal, als naam=rol, met komma's.",
    ),
    Variabele(
        "OIDC_CLIENT_AUTH",
        "str",
        "client_secret_basic",
        "Hoe de client zich bij ACM/IDM bewijst.",
        keuzes=("client_secret_basic", "client_secret_post"),
    ),
    Variabele(
        "VLAAMSE_ORGANISATIES",
        "list",
        ["OVO001835"],
        "OVO-codes van de organisaties die Vlaamse beheerders kunnen hebben.",
    ),
    Variabele("SESSIE_UREN", "int", 10, "Na zoveel uur meldt iedereen zich opnieuw aan."),
    Variabele(
        "MAIL_URL",
        "str",
        "",
        "Mailserver, bijvoorbeeld `submission://naam:wachtwoord@host:587`; leeg: bestanden in DATA_MAP/mail.",
        geheim=True,
    ),
    Variabele("MAIL_VAN", "str", "PactPortaal <noreply@localhost>", "Afzender van alle berichten."),
    Variabele(
        "GROENBLAUWPEIL_URL",
        "str",
        "",
        "Adres van de LEKP-verbeteringen; leeg: niet automatisch ophalen.",
    ),
    Variabele(
        "FLUVIUS_LED_URL",
        "str",
        "",
        "Adres van de openbare verlichting (`…/records` of `…/exports/csv`); leeg: niet ophalen.",
    ),
    Variabele(
        "FLUVIUS_RENOVATIES_URL",
        "str",
        "",
        "Adres van de collectieve renovaties (`…/records` of `…/exports/csv`); leeg: niet ophalen.",
    ),
    Variabele(
        "CIJFERS_URL", "str", "", "Adres van een CSV of XLSX met cijfers; leeg: niet ophalen."
    ),
    Variabele(
        "AANLEVERING_MB",
        "int",
        1024,
        "Hoeveel megabyte één aanlevering met een sleutel hoogstens telt.",
    ),
    Variabele(
        "WEBHOOKS_LOKAAL",
        "bool",
        False,
        "Laat webhooks naar http en naar adressen in het eigen netwerk gaan; alleen voor een "
        "demonstratie, nooit samen met HTTPS=1.",
    ),
    Variabele(
        "LOGNIVEAU",
        "str",
        "INFO",
        "Laagste niveau dat gelogd wordt.",
        keuzes=("DEBUG", "INFO", "WARNING", "ERROR"),
    ),
    Variabele(
        "LOGFORMAAT",
        "str",
        "json",
        "`json`: één JSON-object per regel; `tekst`: leesbaar voor wie meekijkt.",
        keuzes=("json", "tekst"),
    ),
    Variabele(
        "KAART_KLEUR",
        "str",
        "https://geo.api.vlaanderen.be/GRB/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=grb_bsk&STYLE=&FORMAT=image/png&TILEMATRIXSET=GoogleMapsVL&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        "Tegeladres van de kleurenkaart ({z}, {x}, {y}); “uit”: zonder.",
    ),
    Variabele(
        "KAART_GRIJS",
        "str",
        "https://geo.api.vlaanderen.be/GRB/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=grb_bsk_grijs&STYLE=&FORMAT=image/png&TILEMATRIXSET=GoogleMapsVL&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        "Tegeladres van de grijze kaart; “uit”: zonder.",
    ),
    Variabele(
        "KAART_ORTHO",
        "str",
        "https://geo.api.vlaanderen.be/OMWRGBMRVL/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER=omwrgbmrvl&STYLE=&FORMAT=image/png&TILEMATRIXSET=GoogleMapsVL&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        "Tegeladres van de luchtfoto; “uit”: zonder.",
    ),
    Variabele(
        "ADRESZOEKER",
        "str",
        "https://geo.api.vlaanderen.be/geolocation/v4/Location",
        "Adreszoeker van Digitaal Vlaanderen; “uit”: zonder, dan blijven coördinaten over.",
    ),
)


class OnbekendeVariabele(KeyError):
    """The settings asked for a variable that is not declared above."""


def _uit_bestand(env: Env, variabele: Variabele) -> str | None:
    """Give the content of the file that `<NAAM>_FILE` points at, as container secrets work."""
    pad: str = env.str(f"{variabele.naam}_FILE", "")
    if not (variabele.geheim and pad):
        return None
    try:
        return Path(pad).read_text(encoding="utf-8").strip()
    except OSError as fout:
        raise ImproperlyConfigured(
            f"{variabele.naam}_FILE wijst naar {pad}, maar dat bestand is niet te lezen "
            f"({fout.strerror}). Verbeter het pad of geef {variabele.naam} zelf."
        ) from fout


def lees(env: Env, naam: str) -> Any:
    """Read one declared variable.

    Raises ImproperlyConfigured, in Dutch and with the name, for a value of the wrong type or
    outside the choices; OnbekendeVariabele for a name that is not declared.
    """
    variabele = next((v for v in VARIABELEN if v.naam == naam), None)
    if variabele is None:
        raise OnbekendeVariabele(naam)
    if (inhoud := _uit_bestand(env, variabele)) is not None:
        return inhoud.split(",") if variabele.soort == "list" else inhoud
    if not env.str(naam, "").strip():
        return variabele.standaard
    lezers: dict[str, Callable[..., Any]] = {
        "bool": env.bool,
        "str": env.str,
        "list": env.list,
        "int": env.int,
        "pad": env.path,
    }
    try:
        waarde = lezers[variabele.soort](naam, variabele.standaard)
    except (EnvError, ValueError) as fout:
        raise ImproperlyConfigured(
            f"{naam} heeft een waarde die niet te lezen is. Verwacht: {VERWACHT[variabele.soort]}. "
            f"{variabele.uitleg}"
        ) from fout
    if variabele.keuzes and waarde not in variabele.keuzes:
        raise ImproperlyConfigured(
            f"{naam} is “{waarde}”, maar kan alleen {', '.join(variabele.keuzes)} zijn. "
            f"{variabele.uitleg}"
        )
    return waarde


def naast(redis_url: str) -> str:
    """Give the same Redis with the next database number."""
    delen = urlsplit(redis_url)
    nummer = delen.path.strip("/") or "0"
    if not nummer.isdecimal():
        raise ImproperlyConfigured("REDIS_URL eindigt niet op een nummer, zoals /0.")
    return urlunsplit(delen._replace(path=f"/{int(nummer) + 1}"))


def als_markdown() -> str:
    """Give `docs/omgeving.md`: one table row per variable."""
    regels = [
        "# Omgevingsvariabelen",
        "",
        "<!-- Gemaakt door `manage.py omgeving_docs` uit `pactportaal/omgeving.py`; pas daar aan. -->",
        "",
        "Zonder één variabele draait het portaal op een SQLite-bestand, met een werkrij in bestanden.",
        "Een waarde die niet te lezen is, houdt het portaal tegen met de naam van de variabele erbij.",
        "Wie `(geheim)` achter zich heeft, kan ook uit een bestand komen: zet dan `<NAAM>_FILE`.",
        "",
        "| Variabele | Soort | Standaard | Betekenis |",
        "|---|---|---|---|",
    ]
    for variabele in VARIABELEN:
        geheim = " (geheim)" if variabele.geheim else ""
        keuzes = f" Eén van: {', '.join(variabele.keuzes)}." if variabele.keuzes else ""
        regels.append(
            f"| `{variabele.naam}`{geheim} | {variabele.soort} | {_standaard(variabele)} | "
            f"{variabele.uitleg}{keuzes} |"
        )
    return "\n".join(regels) + "\n"


def _standaard(variabele: Variabele) -> str:
    waarde = variabele.standaard
    if isinstance(waarde, Path):
        waarde = waarde.relative_to(WORTEL)
    if isinstance(waarde, bool):
        waarde = int(waarde)
    if isinstance(waarde, list):
        waarde = ",".join(waarde)
    return f"`{waarde}`" if waarde not in ("", None) else "(leeg)"
