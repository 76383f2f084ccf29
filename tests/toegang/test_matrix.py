"""The permission matrix: every address × every role × own and other gemeente × every method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from dataleveranciers.models import Feed, Importrun
from doelstellingen.models import Doelstelling, Indicator
from gemeenten.models import Gemeente
from koppelingen.models import Webhook
from ondersteuners.inhoud import AanbodInhoud
from ondersteuners.models import Ondersteuner
from ondersteuners.services import bewaar_concept, stel_vraag
from pactportaal import gezondheid
from tests.conftest import PortaalClient
from tests.ondersteuners.conftest import maak_aanbod
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from tests.toegang.matrix import MATRIX, RL, VOOR_NIEMAND, Rij
from tests.verbeteringen.hulp import invoer
from toegang import services, sleutels
from toegang.models import Account, Organisatie, SleutelToestemming
from toegang.rollen import LADDER, Rol
from verbeteringen.models import Upload
from verbeteringen.registratie import registreer_verbetering

pytestmark = pytest.mark.django_db
METHODEN = ("GET", "POST", "PUT", "PATCH", "DELETE")
LOS = ("burger", "provincie", "ondersteuner", "leverancier", "vlaams")
SPELERS = (
    "bezoeker",
    *LOS,
    *(rol.value for rol in LADDER),
    *(f"ander:{rol.value}" for rol in LADDER),
)


def adressen(
    patronen: list[URLPattern | URLResolver] | None = None, ruimte: str = ""
) -> Iterator[tuple[str, str]]:
    """Give (name, pattern) of every address of the portal, pages and API."""
    for patroon in get_resolver().url_patterns if patronen is None else patronen:
        if isinstance(patroon, URLResolver):
            dieper = f"{ruimte}{patroon.namespace}:" if patroon.namespace else ruimte
            yield from adressen(patroon.url_patterns, dieper)
        else:
            yield f"{ruimte}{patroon.name or ''}", str(patroon.pattern)


def test_elk_adres_heeft_een_rij_in_de_matrix() -> None:
    gekend = {rij.naam for rij in MATRIX}
    ontbreekt = {
        naam or f"(zonder naam) {patroon}"
        for naam, patroon in adressen()
        if naam not in gekend and not naam.startswith(VOOR_NIEMAND)
    }
    assert not ontbreekt, (
        "Deze adressen staan niet in tests/toegang/matrix.py. Voeg per adres een Rij toe met wie "
        f"erbij mag: {', '.join(sorted(ontbreekt))}"
    )


def test_geen_rij_zonder_adres() -> None:
    bestaat = {naam for naam, _ in adressen()}
    assert {rij.naam for rij in MATRIX} <= bestaat


def wie_mag(tekst: str) -> set[str]:
    """Give the players that a cell of the matrix lets in."""
    ladder = [rol.value for rol in LADDER]
    uit: set[str] = set()
    for woord in tekst.split():
        voor, _, rol = woord.rpartition(":")
        voor = f"{voor}:" if voor else ""
        if rol == "iedereen":
            uit |= set(SPELERS)
        elif rol == "aangemeld":
            uit |= set(SPELERS) - {"bezoeker"}
        elif rol.endswith("+"):
            uit |= {voor + r for r in ladder[ladder.index(rol[:-1]) :]}
        else:
            uit.add(voor + rol)
    assert uit <= set(SPELERS), f"onbekende speler in “{tekst}”"
    return uit


@pytest.fixture(scope="module")
def bodem(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let all rows of the matrix stand on one world: each undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def spelers(bodem: None) -> dict[str, Account | None]:
    provincie = Organisatie.objects.get(slug="provincie-oost-vlaanderen")
    landschap, _ = Organisatie.objects.get_or_create(
        slug="regionaal-landschap-meetjesland",
        defaults={"naam": "RL Meetjesland", "soort": "vereniging", "is_ondersteuner": True},
    )
    uit: dict[str, Account | None] = {
        "bezoeker": None,
        "burger": maak_account("matrix_burger"),
        # The strongest of their own organisation: more they can't have.
        "provincie": maak_account("matrix_provincie", (provincie, Rol.PUBLICATOR)),
        "ondersteuner": maak_account("matrix_ondersteuner", (landschap, Rol.PUBLICATOR)),
        "leverancier": maak_account(
            "matrix_leverancier", (Organisatie.objects.get(slug="fluvius"), Rol.PUBLICATOR)
        ),
        "vlaams": maak_account(
            "matrix_vlaams", (Organisatie.objects.get(slug="abb"), Rol.VLAAMSE_BEHEERDER)
        ),
    }
    for nis, voor in (("44021", ""), ("41002", "ander:")):
        for rol in LADDER:
            uit[f"{voor}{rol.value}"] = maak_account(
                f"matrix_{voor.strip(':')}{rol.value}", (bestuur_van(nis), rol)
            )
    for account in uit.values():
        if account is not None:
            # As every local account is after its first day: a password and a second step.
            account.set_password("Zeven-Kanaries-op-een-dak")
            account.save()
            TOTP.activate(account, generate_totp_secret())
            RecoveryCodes.activate(account)
    return uit


def _van_andere_rooms(gent: Organisatie, spelers: dict[str, Account | None]) -> dict[str, Any]:
    """A verbetering and an upload of Gent; an item, a draft and a question of the landschap."""
    publicator, ondersteuner = spelers["publicator"], Ondersteuner.objects.get(**RL)
    assert publicator is not None
    gemeente = Gemeente.objects.get(nis="44021", tot=None)
    (verbetering,) = registreer_verbetering(
        invoer=invoer(), gemeente=gemeente, toegang=toegang_van(publicator)
    ).verbeteringen
    upload = Upload.objects.create(
        organisatie=gent, gemeente=gemeente, aanvrager="gemeente", naam="x.csv", sha256="x"
    )
    item = maak_aanbod(ondersteuner)
    versie = bewaar_concept(
        ondersteuner=ondersteuner, aanbod=None, inhoud=AanbodInhoud(titel="Concept"), door=None
    )
    vraag = stel_vraag(
        ondersteuner=ondersteuner,
        aanbod=None,
        gemeente=gemeente,
        organisatie=gent,
        tekst="Helpt u ons?",
        door=publicator,
    )
    return {
        "verbetering": verbetering.pk,
        "upload": upload.pk,
        "aanbod": item.slug,
        "versie": versie.pk,
        "vraag": vraag.pk,
        "indicator": Indicator.objects.filter(doelstelling__slug="bomen")[0].slug,
    }


@pytest.fixture(scope="module")
def wereld(spelers: dict[str, Account | None]) -> dict[str, Any]:
    """The objects of Gent that rows point at."""
    gent = bestuur_van("44021")
    beheerder = spelers["beheerder"]
    assert beheerder is not None
    toegang = toegang_van(beheerder)
    sleutel = sleutels.maak_sleutel(
        organisatie=gent, naam="proef", scopes=["lezen"], dagen=30, toegang=toegang
    ).sleutel
    links: list[str] = []
    uitnodiging = services.nodig_uit(
        organisatie=gent,
        email="gast@voorbeeld.test",
        rol=Rol.LEZER,
        toegang=toegang,
        adres=lambda geheim: links.append(geheim) or geheim,  # type: ignore[func-returns-value]
    )
    toelating = SleutelToestemming.objects.create(
        sleutel=sleutel,
        gemeente=Gemeente.objects.get(nis="44021", tot=None),
        verleend_door=beheerder,
        verleend_op=timezone.now() - dt.timedelta(days=1),
    )
    feed, _ = Feed.objects.get_or_create(
        slug="fluvius-led", defaults={"organisatie": Organisatie.objects.get(slug="fluvius")}
    )
    nu = timezone.now()
    importrun = Importrun.objects.create(feed=feed, gestart_op=nu, hartslag=nu)
    lezer = spelers["lezer"]
    assert lezer is not None
    return {
        "lid_gent": lezer.lidmaatschappen.get().pk,
        "sleutel": sleutel.pk,
        "uitnodiging": links[0],
        "uitnodiging_nr": uitnodiging.pk,
        "toelating": toelating.pk,
        "importrun": importrun.pk,
        "webhook": Webhook.objects.create(
            organisatie=gent, naam="x", url="https://x", geheim="x"
        ).pk,
        **_van_andere_rooms(gent, spelers),
        "doelstelling": Doelstelling.objects.values_list("slug", flat=True)[0],
    }


def adres_van(rij: Rij, wereld: dict[str, Any]) -> str:
    vul = {
        naam: wereld[waarde[1:]] if isinstance(waarde, str) and waarde[:1] == "@" else waarde
        for naam, waarde in rij.args.items()
    }
    return reverse(rij.naam, kwargs=vul)


def uitkomst(antwoord: HttpResponse) -> str:
    if antwoord.status_code == 302 and antwoord["Location"].startswith("/aanmelden/"):
        return "deur"
    return {404: "weg", 405: "methode", 403: "verboden", 401: "sleutel"}.get(
        antwoord.status_code, "binnen"
    )


def koeken(account: Account | None) -> SimpleCookie:
    """Sign in and give the cookies, to knock with many times."""
    client = PortaalClient()
    if account is not None:
        client.force_login(account)
    return client.cookies


@pytest.fixture(scope="module")
def sessies(spelers: dict[str, Account | None]) -> dict[str, SimpleCookie]:
    return {speler: koeken(account) for speler, account in spelers.items()}


def klant(sessie: SimpleCookie) -> Client:
    """A client with a copy of these cookies: what one visit adds, the next doesn't have."""
    client = Client()
    client.cookies = SimpleCookie({naam: koek.value for naam, koek in sessie.items()})
    return client


def bezoek(adres: str, methode: str, sessie: SimpleCookie) -> str:
    """Knock once, and undo whatever it did."""
    with transaction.atomic():
        antwoord = klant(sessie).generic(methode, adres)
        transaction.set_rollback(True)
    # 503 is how the health check speaks; anything else from 500 on is a fault.
    assert antwoord.status_code < 500 or antwoord.status_code == 503
    return uitkomst(antwoord)


@pytest.mark.parametrize("rij", MATRIX, ids=lambda rij: rij.naam)
def test_wie_erin_mag_en_wie_niet(
    rij: Rij, sessies: dict[str, SimpleCookie], wereld: dict[str, Any], monkeypatch: Any
) -> None:
    adres = adres_van(rij, wereld)
    # Who may ask is the matter here; each part that doesn't answer would be waited for.
    monkeypatch.setattr(gezondheid, "ONDERDELEN", {})
    fouten = []
    for methode in METHODEN:
        toegelaten = wie_mag(getattr(rij, methode))
        for speler in SPELERS:
            gekregen = bezoek(adres, methode, sessies[speler])
            if speler in toegelaten:
                goed = gekregen == "binnen"
            elif speler == "bezoeker":
                goed = gekregen in ("deur", "weg", "methode", "sleutel")
            else:
                # 404 for what one may not know; 405 tells nothing about who one is.
                # Of what is public the answer may be that it isn't theirs.
                buiten = ("weg", "methode", "sleutel")
                goed = gekregen == "verboden" if rij.openbaar and toegelaten else gekregen in buiten
            if not goed:
                hoort = "binnen" if speler in toegelaten else "buiten"
                fouten.append(f"{methode} door {speler}: {gekregen}, hoort {hoort}")
    assert not fouten, f"{adres}\n" + "\n".join(fouten)


def _waar_men_belandt(klant: Client, adres: str) -> tuple[str, int]:
    """Follow redirects up to the door or the front page, which need not be drawn for this."""
    while True:
        antwoord = klant.get(adres)
        if antwoord.status_code != 302:
            return adres, antwoord.status_code
        adres = antwoord["Location"]
        if adres == "/" or adres.startswith("/aanmelden/"):
            return adres, 302


def test_de_admin_is_er_voor_niemand_van_de_rolverdeling(
    spelers: dict[str, Account | None], sessies: dict[str, SimpleCookie]
) -> None:
    adressen_admin = []
    for naam, patroon in adressen():
        if not naam.startswith("admin:") or "<path:url>" in patroon:
            continue
        for args in ((), ("1",), ("x", "y"), (1, "1")):
            try:
                adressen_admin.append(reverse(naam, args=args))
                break
            except NoReverseMatch:
                continue
    assert len(adressen_admin) > 5
    for adres in (*adressen_admin, "/admin/login/"):
        for speler, account in spelers.items():
            with transaction.atomic():
                eind, status = _waar_men_belandt(klant(sessies[speler]), adres)
                transaction.set_rollback(True)
            if account is None:
                assert eind.startswith("/aanmelden/"), (adres, speler)
            else:
                assert status == 404 or eind == "/", (adres, speler, eind)


def test_een_stap_op_wat_niet_openbaar_is_bestaat_niet_voor_een_ander(
    burger: Account, publicator_aalst: Account, publicator_gent: Account
) -> None:
    """An approved one is public (403); of one that waits a stranger may not know (404)."""
    (wacht,) = registreer_verbetering(
        invoer=invoer(aanvrager="burger"),
        gemeente=Gemeente.objects.get(nis="44021", tot=None),
        toegang=toegang_van(burger),
    ).verbeteringen
    (openbaar,) = registreer_verbetering(
        invoer=invoer(),
        gemeente=Gemeente.objects.get(nis="44021", tot=None),
        toegang=toegang_van(publicator_gent),
    ).verbeteringen
    client = PortaalClient()
    client.force_login(publicator_aalst)
    for naam in ("verbeteringen:indienen", "verbeteringen:terugsturen"):
        assert client.post(reverse(naam, args=[wacht.pk])).status_code == 404
        antwoord = client.post(reverse(naam, args=[openbaar.pk]))
        assert antwoord.status_code == 403
        assert "uw rol laat deze handeling niet toe" in antwoord.content.decode()
