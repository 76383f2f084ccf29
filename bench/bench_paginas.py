"""Throughput of the public pages against an empty view of Django behind the same middleware.

In one process, through the WSGI handler: without network or client, which would cost both the same
and so flatter the ratio. The pages are in the cache, as they are for all but the first visitor of
an edition.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import reset_queries
from django.test import Client
from django.test.utils import override_settings

from bench.kader import Uitkomst
from toegang import sessie
from toegang.models import Account, Lidmaatschap, Organisatie

PAGINAS = {
    "/vlaanderen/": "/vlaanderen/",
    "/gemeenten/<nis>/": "/gemeenten/44021/",
}
RONDES, PER_RONDE = 7, 120
ANONIEM, AANGEMELD = 0.50, 0.08


def _bezoeker(toepassing: Any, adres: str, koekjes: str = "") -> Callable[[], bytes]:
    """Make a function that asks `adres` once through WSGI and gives the body."""
    basis = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": adres,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_COOKIE": koekjes,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }

    def vraag() -> bytes:
        statussen: list[str] = []
        omgeving = {**basis, "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO()}
        antwoord = toepassing(omgeving, lambda status, koppen, *_: statussen.append(status))
        try:
            inhoud = b"".join(antwoord)
        finally:
            antwoord.close()
        if not statussen[0].startswith("200"):
            raise RuntimeError(f"{adres}: {statussen[0]}")
        return inhoud

    return vraag


def _per_seconde(vragen: dict[str, Callable[[], bytes]]) -> dict[str, float]:
    """Requests per second of each, measured in turns; the best round counts."""
    beste = dict.fromkeys(vragen, 0.0)
    for vraag in vragen.values():
        vraag()
    for _ in range(RONDES):
        for naam, vraag in vragen.items():
            begin = time.perf_counter()
            for _ in range(PER_RONDE):
                vraag()
            beste[naam] = max(beste[naam], PER_RONDE / (time.perf_counter() - begin))
        reset_queries()
    return beste


def _koekjes_van_aangemelde() -> str:
    """Sign an official of Gent in, as the pages of toegang do, and give the cookie."""
    account = Account.objects.create_user(username="bench")
    gent = Organisatie.objects.get(besturen__gemeente__nis="44021", besturen__gemeente__tot=None)
    lid = Lidmaatschap.objects.create(
        account=account, organisatie=gent, rol=Lidmaatschap.Rol.INVOERDER
    )
    klant = Client()
    klant.force_login(account)
    winkel = klant.session
    winkel[sessie.SLEUTEL] = vars(
        sessie.Sessie(account.herkomst, time.time(), lidmaatschap=lid.pk, totp=True)
    )
    winkel.save()
    return f"{settings.SESSION_COOKIE_NAME}={klant.cookies[settings.SESSION_COOKIE_NAME].value}"


def main() -> list[Uitkomst]:
    call_command("laad_demo", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with override_settings(ROOT_URLCONF="bench.paginas_urls", DEBUG=False):
        toepassing = get_wsgi_application()
        koekjes = _koekjes_van_aangemelde()
        vragen = {"leeg": _bezoeker(toepassing, "/bench/leeg/")}
        for naam, adres in PAGINAS.items():
            vragen[f"{naam} anoniem"] = _bezoeker(toepassing, adres)
            vragen[f"{naam} aangemeld"] = _bezoeker(toepassing, adres, koekjes)
        snelheden = _per_seconde(vragen)
    leeg = snelheden.pop("leeg")
    return [
        Uitkomst(
            naam=f"{naam}: doorvoer tegenover een lege view",
            waarde=snelheid / leeg,
            grens=ANONIEM if naam.endswith("anoniem") else AANGEMELD,
            richting="minstens",
            toelichting=f"{snelheid:.0f} per seconde, leeg {leeg:.0f}",
        )
        for naam, snelheid in snelheden.items()
    ]
