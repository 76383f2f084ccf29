"""What a key may write: the vendor's on a gemeente that let it in, and on no other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from gemeenten.models import Gemeente
from tests.koppelingen.conftest import ApiClient, maak_sleutel
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang import sleutels
from toegang.models import ApiSleutel, Logboek, Organisatie, SleutelToestemming, Sleutelverbruik
from toegang.rollen import Rol
from toegang.wie import Toegang
from verbeteringen.api_invoer import VOORBEELD
from verbeteringen.models import Instelling, Verbetering

pytestmark = pytest.mark.django_db
LIJST = "/api/v1/verbeteringen"
IN_AALST = {"type": "Point", "coordinates": [4.0355, 50.9383]}


def lichaam(**anders: Any) -> dict[str, Any]:
    return {**VOORBEELD, **anders}


@pytest.fixture
def softwarehuis() -> Organisatie:
    return Organisatie.objects.create(slug="softwarehuis", soort="bedrijf", naam="Softwarehuis")


@pytest.fixture
def vendor(softwarehuis: Organisatie) -> ApiClient:
    for nis in ("44021", "41002"):
        Instelling.objects.create(organisatie=bestuur_van(nis), eigen_meteen=True)
    return ApiClient(maak_sleutel(softwarehuis, "lezen", "registreren", "toelichten"))


@pytest.fixture
def beheerder() -> Toegang:
    return toegang_van(maak_account("beheerder_gent", (bestuur_van("44021"), Rol.BEHEERDER)))


@pytest.fixture
def toegelaten(vendor: ApiClient, beheerder: Toegang) -> SleutelToestemming:
    sleutel = ApiSleutel.objects.get(organisatie__slug="softwarehuis")
    return sleutels.laat_toe(
        voorvoegsel=sleutel.voorvoegsel,
        gemeente=Gemeente.objects.get(nis="44021", tot=None),
        toegang=beheerder,
    )


def schrijf(client: ApiClient, **anders: Any) -> Any:
    return client.stuur(
        "PUT",
        f"{LIJST}/extern/{anders.pop('sleutel', 'V-1')}",
        lichaam(externeSleutel=anders.pop("externe", "V-1"), **anders),
    )


def goedkeuring(antwoord: Any) -> str:
    assert antwoord.status_code in (200, 201), antwoord.content
    return str(antwoord.json()["data"]["goedkeuring"])


def test_een_lege_kop_is_geen_sleutel(api: ApiClient) -> None:
    antwoord = api.get("/api/v1/pacten", headers={"x-api-key": ""})
    assert antwoord.status_code == 200
    assert antwoord["Cache-Control"] == "public, no-cache"
    assert api.get("/api/v1/pacten", headers={"x-api-key": "ppk_x"}).status_code == 401


def test_zonder_toelating_wacht_wat_de_leverancier_schrijft(vendor: ApiClient) -> None:
    """Anybody may submit; only who acts for the gemeente registers."""
    assert goedkeuring(schrijf(vendor)) == "ingediend"


def test_met_toelating_schrijft_de_leverancier_voor_de_gemeente(
    vendor: ApiClient, toegelaten: SleutelToestemming
) -> None:
    antwoord = schrijf(vendor)
    assert goedkeuring(antwoord) == "goedgekeurd"
    toelichting = vendor.stuur(
        "POST",
        "/api/v1/toelichtingen",
        {"nis": "44021", "doelstelling": "bomen", "soort": "toelichting", "tekst": "Uitleg."},
    )
    assert toelichting.status_code == 201, toelichting.content


def test_op_een_andere_gemeente_geldt_de_toelating_niet(
    vendor: ApiClient, toegelaten: SleutelToestemming
) -> None:
    assert goedkeuring(schrijf(vendor, nis="41002", geometrie=IN_AALST)) == "ingediend"
    toelichting = vendor.stuur(
        "POST",
        "/api/v1/toelichtingen",
        {"nis": "41002", "doelstelling": "bomen", "soort": "toelichting", "tekst": "Uitleg."},
    )
    assert toelichting.status_code == 403


def test_na_intrekking_schrijft_de_leverancier_niet_meer_voor_de_gemeente(
    vendor: ApiClient, toegelaten: SleutelToestemming, beheerder: Toegang
) -> None:
    assert goedkeuring(schrijf(vendor)) == "goedgekeurd"
    sleutels.trek_toestemming_in(toestemming=toegelaten, toegang=beheerder)
    assert goedkeuring(schrijf(vendor, sleutel="V-2", externe="V-2")) == "ingediend"
    rij = Verbetering.objects.get(externe_sleutel="V-1")
    gewijzigd = schrijf(vendor, projectnaam="Bomen, Korenmarkt")
    assert gewijzigd.status_code in (202, 403), gewijzigd.content
    rij.refresh_from_db()
    assert (rij.projectnaam, rij.versie) == ("Bomen, Veldstraat", 1)
    toelichting = vendor.stuur(
        "POST",
        "/api/v1/toelichtingen",
        {"nis": "44021", "doelstelling": "bomen", "soort": "toelichting", "tekst": "Uitleg."},
    )
    assert toelichting.status_code == 403


def test_een_andere_sleutel_van_dezelfde_leverancier_is_niet_toegelaten(
    vendor: ApiClient, toegelaten: SleutelToestemming, softwarehuis: Organisatie
) -> None:
    tweede = ApiClient(maak_sleutel(softwarehuis, "lezen", "registreren"))
    assert goedkeuring(schrijf(tweede)) == "ingediend"


def test_verlenen_en_intrekken_staan_in_logboek_en_historiek_van_beide(
    toegelaten: SleutelToestemming, beheerder: Toegang
) -> None:
    sleutels.trek_toestemming_in(toestemming=toegelaten, toegang=beheerder)
    for daad in ("sleutel_toegelaten", "toelating_ingetrokken"):
        wie = Logboek.objects.filter(handeling=daad).values_list("organisatie__slug", flat=True)
        assert set(wie) == {"gemeente-44021", "softwarehuis"}
    versies = toegelaten.__class__.history.filter(id=toegelaten.pk)  # type: ignore[attr-defined]
    assert versies.count() == 2


def test_alleen_de_beheerder_van_die_gemeente_laat_toe(vendor: ApiClient) -> None:
    sleutel = ApiSleutel.objects.get(organisatie__slug="softwarehuis")
    gent = Gemeente.objects.get(nis="44021", tot=None)
    for naam, organisatie, rol in (
        ("publicator", bestuur_van("44021"), Rol.PUBLICATOR),
        ("aalst", bestuur_van("41002"), Rol.BEHEERDER),
        ("leverancier", sleutel.organisatie, Rol.BEHEERDER),
    ):
        toegang = toegang_van(maak_account(naam, (organisatie, rol)))
        with pytest.raises(sleutels.Weigering):
            sleutels.laat_toe(voorvoegsel=sleutel.voorvoegsel, gemeente=gent, toegang=toegang)


def test_dezelfde_externe_sleutel_is_per_organisatie_uniek(
    vendor: ApiClient, toegelaten: SleutelToestemming
) -> None:
    gent = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen", "registreren"))
    een, twee = schrijf(vendor), schrijf(gent)
    assert een.json()["data"]["id"] != twee.json()["data"]["id"]
    # Each finds its own under it.
    for client, antwoord in ((vendor, een), (gent, twee)):
        gevonden = client.get(f"{LIJST}/extern/V-1").json()["data"]["id"]
        assert gevonden == antwoord.json()["data"]["id"]


def test_bulk_van_een_leverancier_heeft_per_item_zijn_recht(
    vendor: ApiClient, toegelaten: SleutelToestemming
) -> None:
    items = [
        lichaam(externeSleutel="B-1"),
        lichaam(externeSleutel="B-2", nis="41002", geometrie=IN_AALST),
        lichaam(externeSleutel="B-3", aanvrager="niemand"),
    ]
    antwoord = vendor.stuur("POST", f"{LIJST}/bulk", {"verbeteringen": items})
    assert antwoord.status_code == 207, antwoord.content
    uitslag = antwoord.json()["resultaten"]
    assert [u["uitslag"] for u in uitslag] == ["gemaakt", "gemaakt", "geweigerd"]
    assert [u.get("goedkeuring") for u in uitslag] == ["goedgekeurd", "ingediend", None]
    assert [u["externeSleutel"] for u in uitslag] == ["B-1", "B-2", "B-3"]


# Keys that no longer work, on every writing address

SCHRIJVEN = [
    ("POST", LIJST, VOORBEELD),
    ("PUT", f"{LIJST}/extern/V-1", VOORBEELD),
    ("PUT", f"{LIJST}/1", VOORBEELD),
    ("DELETE", f"{LIJST}/1", None),
    ("POST", f"{LIJST}/bulk", {"verbeteringen": [VOORBEELD]}),
    ("POST", "/api/v1/toelichtingen", {}),
    ("POST", "/api/v1/foutmeldingen", {}),
    ("POST", "/api/v1/feeds/cijfers/aanleveringen", {}),
    ("POST", "/api/v1/webhooks", {}),
    ("PUT", "/api/v1/webhooks/1", {}),
    ("DELETE", "/api/v1/webhooks/1", None),
    ("POST", "/api/v1/webhooks/1/geheim", {}),
    ("POST", "/api/v1/webhooks/1/proef", {}),
    ("POST", "/api/v1/webhooks/1/bezorgingen/opnieuw", {}),
]
IDS = [f"{methode} {adres}" for methode, adres, _ in SCHRIJVEN]


@pytest.mark.parametrize(("methode", "adres", "ding"), SCHRIJVEN, ids=IDS)
def test_zonder_geldige_sleutel_schrijft_niemand(methode: str, adres: str, ding: Any) -> None:
    gent = bestuur_van("44021")
    scopes = ("lezen", "registreren", "toelichten", "webhooks", "aanleveren:cijfers")
    verlopen = maak_sleutel(gent, *scopes, naam="verlopen", dagen=-1)
    ingetrokken = maak_sleutel(gent, *scopes, naam="ingetrokken")
    ApiSleutel.objects.filter(naam="ingetrokken").update(ingetrokken_op=timezone.now())
    for geheim in ("", verlopen, ingetrokken, ingetrokken[:-1] + "x", "ppk_x", "é", "x" * 5000):
        antwoord = ApiClient(geheim).stuur(methode, adres, ding)
        assert antwoord.status_code == 401, (geheim[:20], antwoord.content)
        assert antwoord["Content-Type"] == "application/problem+json"
        assert antwoord["Content-Language"] == "nl-BE"
        assert "sleutel" in antwoord.json()["detail"]
        assert antwoord["WWW-Authenticate"].startswith("Bearer")
        assert "Access-Control-Allow-Origin" not in antwoord


@pytest.mark.parametrize(("methode", "adres", "ding"), SCHRIJVEN, ids=IDS)
def test_een_sleutel_zonder_dat_recht_schrijft_niet(methode: str, adres: str, ding: Any) -> None:
    client = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen"))
    antwoord = client.stuur(methode, adres, ding)
    assert antwoord.status_code in (400, 403)
    assert antwoord["Content-Type"] == "application/problem+json"
    assert antwoord["Content-Language"] == "nl-BE"
    geldig = {
        "/api/v1/toelichtingen": {"soort": "toelichting", "tekst": "Uitleg."},
        "/api/v1/foutmeldingen": {"indicator": "bomen", "omschrijving": "Fout."},
    }.get(adres)
    if geldig:
        vol = {"nis": "44021", "doelstelling": "bomen"} | geldig
        assert client.stuur(methode, adres, vol).status_code == 403


KAPOT = [
    (b"{", "application/json", 400),
    (b"[1]", "application/json", 400),
    (b'"tekst"', "application/json", 400),
    (b"null", "application/json", 400),
    (b'{"a":' * 200 + b"1" + b"}" * 200, "application/json", 400),
    (b'{"nis": 1e999}', "application/json", 400),
    (b'{"nis": ' + b"9" * 5000 + b"}", "application/json", 400),
    (b'{"naam": "\\u0000"}', "application/json", 400),
    (b"\xff\xfe", "application/json", 400),
    (b'{"x": 1}', "application/json", 400),
    (b"<a/>", "application/xml", 415),
    (b"a=1", "application/x-www-form-urlencoded", 415),
]
JSONADRESSEN = [
    (m, a)
    for m, a, ding in SCHRIJVEN
    if ding is not None and "webhooks/1" not in a and "aanleveringen" not in a and a != f"{LIJST}/1"
]


@pytest.mark.parametrize(("methode", "adres"), JSONADRESSEN, ids=[a for _, a in JSONADRESSEN])
def test_een_kapot_lichaam_geeft_overal_een_nederlands_probleem(methode: str, adres: str) -> None:
    client = ApiClient(
        maak_sleutel(
            bestuur_van("44021"), "registreren", "toelichten", "webhooks", per_minuut=10**6
        )
    )
    for inhoud, soort, code in KAPOT:
        antwoord = client.stuur(methode, adres, inhoud, soort=soort)
        assert antwoord.status_code == code, (inhoud[:30], antwoord.content)
        assert antwoord["Content-Type"] == "application/problem+json"
        assert antwoord["Content-Language"] == "nl-BE"
        assert antwoord.json()["detail"]
    assert Verbetering.objects.count() == 0


# The limit


def test_tienduizend_aanvragen_tellen_juist(settings: Any, monkeypatch: Any) -> None:
    """10,000 requests in one minute: exactly so many get through, and every answer says the rest."""
    from toegang import sleutels as module

    nu = timezone.now().replace(second=10)
    monkeypatch.setattr(module.timezone, "now", lambda: nu)
    gent = bestuur_van("44021")
    client = ApiClient(maak_sleutel(gent, "lezen", per_minuut=9_990))
    sleutel = ApiSleutel.objects.get()
    for _ in range(9_980):
        module.verbruik(sleutel)
    codes, over = [], []
    for _ in range(20):
        antwoord = client.get("/api/v1/werven?limit=1")
        codes.append(antwoord.status_code)
        over.append(antwoord["RateLimit-Remaining"])
        assert antwoord["RateLimit-Limit"] == "9990"
    assert codes == [200] * 10 + [429] * 10
    assert over == [str(n) for n in (*range(9, -1, -1), *[0] * 10)]
    assert antwoord["Retry-After"] == antwoord["RateLimit-Reset"] == "50"
    assert antwoord["Content-Type"] == "application/problem+json"
    assert "Wacht 50 seconden" in antwoord.json()["detail"]
    # Another key of the same organisation has its own; a minute later this one goes on.
    assert ApiClient(maak_sleutel(gent, "lezen")).get("/api/v1/werven").status_code == 200
    monkeypatch.setattr(module.timezone, "now", lambda: nu + dt.timedelta(minutes=1))
    assert client.get("/api/v1/werven").status_code == 200
    cache.clear()
    Sleutelverbruik.objects.all().delete()


# Language and CORS


@pytest.mark.parametrize("taal", ["nl-BE", "fr", "en-GB,en;q=0.9", "*", "onzin;;q=x"])
def test_welke_taal_ook_gevraagd_het_antwoord_is_nederlands(taal: str, api: ApiClient) -> None:
    for adres, code in (("/api/v1/werven", 200), ("/api/v1/werven?kleur=1", 400)):
        antwoord = api.get(adres, headers={"accept-language": taal})
        assert antwoord.status_code == code
        assert antwoord["Content-Language"] == "nl-BE"
        # It doesn't vary by language, so it doesn't say so.
        assert "Accept-Language" not in antwoord.get("Vary", "")


def test_een_browser_leest_van_overal_en_schrijft_van_nergens(
    api: ApiClient, vendor: ApiClient
) -> None:
    van = {"origin": "https://elders.test"}
    for adres in (
        "/api/v1/gemeenten",
        "/api/v1/feed",
        f"{LIJST}?formaat=geojson",
        "/api/v1/werven?x=1",
    ):
        assert api.get(adres, headers=van)["Access-Control-Allow-Origin"] == "*"
    for antwoord in (
        vendor.get("/api/v1/gemeenten", headers=van),
        vendor.stuur("POST", LIJST, lichaam(), **van),
        api.stuur("POST", LIJST, lichaam(), **van),
    ):
        assert "Access-Control-Allow-Origin" not in antwoord
        assert "Access-Control-Allow-Credentials" not in antwoord
    for adres in (LIJST, "/api/v1/webhooks", "/api/v1/feeds/cijfers/aanleveringen"):
        vooraf = api.options(
            adres,
            headers=van
            | {
                "access-control-request-method": "POST",
                "access-control-request-headers": "x-api-key",
            },
        )
        assert vooraf["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "x-api-key" not in vooraf["Access-Control-Allow-Headers"].lower()
