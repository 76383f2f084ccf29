"""Delivering a feed by key: file or JSON, once per Idempotency-Key, followed to its refused rows."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dataleveranciers import aanlevering
from dataleveranciers.models import Aanlevering, Importrun
from dataleveranciers.services import zorg_voor_feed
from doelstellingen.models import Meting
from tests.dataleveranciers.conftest import collectie, feature
from tests.koppelingen.conftest import ADRES_GBP as ADRES
from tests.koppelingen.conftest import ApiClient, maak_sleutel, paden
from tests.rolverdeling import bestuur_van
from toegang.models import ApiSleutel, Organisatie
from toegang.wie import Toegang

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eigen_datamap")]


@pytest.fixture
def lever(gbp: ApiClient, django_capture_on_commit_callbacks: Any) -> Any:
    def _lever(inhoud: Any, adres: str = ADRES, **kop: str) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return gbp.stuur("POST", adres, inhoud, **kop)

    return _lever


def detail(client: ApiClient, antwoord: Any) -> dict[str, Any]:
    adres = antwoord["Location"].removeprefix("http://testserver")
    uit: dict[str, Any] = client.get(adres).json()["data"]
    return uit


def test_een_levering_wordt_ingevoerd_zoals_met_de_opdracht(lever: Any, gbp: ApiClient) -> None:
    inhoud = collectie(feature("a"), feature("b", bomen=-1.5))
    antwoord = lever(inhoud)
    assert antwoord.status_code == 202, antwoord.content
    assert antwoord.json()["sha256"] == hashlib.sha256(inhoud).hexdigest()
    data = detail(gbp, antwoord)
    assert data["status"] == "gepubliceerd"
    run = data["importrun"]
    assert (run["gelezen"], run["nieuw"], run["afgewezen"]) == (2, 1, 1)
    fouten = gbp.get(data["fouten"].removeprefix("http://testserver")).json()["data"]
    assert [(f["rij"], f["veld"], f["waarde"]) for f in fouten] == [(2, "bomen", "-1.5")]
    assert paden() == []


def test_zolang_ze_wacht_zegt_het_antwoord_wanneer_opnieuw_te_vragen(
    gbp: ApiClient,
) -> None:
    antwoord = gbp.stuur("POST", ADRES, collectie(feature("a")))
    assert antwoord.json()["status"] == "ontvangen"
    assert antwoord.json()["importrun"] is None
    adres = antwoord["Location"].removeprefix("http://testserver")
    assert gbp.get(adres)["Retry-After"] == "5"
    assert len(paden()) == 1


def test_dezelfde_idempotency_key_geeft_dezelfde_run(lever: Any, gbp: ApiClient) -> None:
    inhoud = collectie(feature("a"))
    een = lever(inhoud, idempotency_key="2026-11")
    twee = lever(inhoud, idempotency_key="2026-11")
    assert (een.status_code, twee.status_code) == (202, 202)
    assert een.json()["id"] == twee.json()["id"]
    assert twee.json()["importrun"]["id"] == detail(gbp, een)["importrun"]["id"]
    assert Importrun.objects.count() == 1
    assert paden() == []


def test_een_andere_inhoud_met_dezelfde_sleutel_geeft_409(lever: Any) -> None:
    lever(collectie(feature("a")), idempotency_key="2026-11")
    antwoord = lever(collectie(feature("b")), idempotency_key="2026-11")
    assert antwoord.status_code == 409
    assert "andere inhoud" in antwoord.json()["detail"]
    assert Importrun.objects.count() == 1
    assert paden() == []


def test_zonder_kenmerk_is_elke_levering_een_run(lever: Any) -> None:
    for verwacht in ("gepubliceerd", "ongewijzigd"):
        lever(collectie(feature("a")))
        assert Importrun.objects.latest("pk").status == verwacht


@pytest.mark.parametrize("kenmerk", ["met spatie", "é", "x" * 256])
def test_weigert_een_vreemd_kenmerk(kenmerk: str, lever: Any) -> None:
    antwoord = lever(collectie(feature("a")), idempotency_key=kenmerk)
    assert antwoord.status_code == 400
    assert "Idempotency-Key" in antwoord.json()["validationErrors"]


def test_een_bestand_in_een_formulier_en_gzip(lever: Any, gbp: ApiClient) -> None:
    inhoud = gzip.compress(collectie(feature("a")))
    antwoord = lever(inhoud, soort="application/json", content_encoding="gzip")
    assert detail(gbp, antwoord)["status"] == "gepubliceerd"
    bestand = SimpleUploadedFile("../../etc/Mei 2026.json", collectie(feature("b")))
    formulier = gbp.post(ADRES, {"bestand": bestand})
    assert formulier.status_code == 202, formulier.content
    assert formulier.json()["bestandsnaam"] == "Mei-2026.json"
    for velden in ({}, {"ander": SimpleUploadedFile("x", b"x")}):
        assert gbp.post(ADRES, velden).status_code == 400


def test_cijfers_als_json(django_capture_on_commit_callbacks: Any) -> None:
    abb = Organisatie.objects.get(slug="abb")
    Organisatie.objects.filter(pk=abb.pk).update(is_dataleverancier=True)
    client = ApiClient(maak_sleutel(abb, "aanleveren:cijfers"))
    goed = {"nis": "44021", "doelstelling": "bomen", "peildatum": "2025-12-31", "waarde": 12.5}
    rijen = [goed, goed | {"nis": "41002", "waarde": "1.234"}, goed | {"waarde": True}]
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = client.stuur(
            "POST", "/api/v1/feeds/cijfers/aanleveringen", {"cijfers": rijen, "x": 1}
        )
    data = detail(client, antwoord)
    assert data["status"] == "gepubliceerd", data
    assert (data["importrun"]["nieuw"], data["importrun"]["afgewezen"]) == (2, 1)
    waarden = Meting.objects.filter(gemeente__nis__in=("44021", "41002")).order_by("gemeente__nis")
    assert [str(m.waarde.normalize()) for m in waarden if m.waarde] == ["1.234", "12.5"]


# Rights


def test_zonder_sleutel_401_en_zonder_dat_recht_403(api: ApiClient, lever: Any) -> None:
    assert api.stuur("POST", ADRES, b"{}").status_code == 401
    fluvius = ApiClient(
        maak_sleutel(Organisatie.objects.get(slug="fluvius"), "aanleveren:fluvius-led")
    )
    antwoord = fluvius.stuur("POST", ADRES, b"{}")
    assert antwoord.status_code == 403
    assert "aanleveren:groenblauwpeil" in antwoord.json()["detail"]
    gent = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen", "registreren"))
    assert gent.stuur("POST", ADRES, b"{}").status_code == 403
    # The scope alone is not enough: the feed must be of the organisation of the key.
    geleend = ApiClient(maak_sleutel(bestuur_van("44021"), "aanleveren:groenblauwpeil"))
    assert geleend.stuur("POST", ADRES, b"{}").status_code == 403
    assert lever(b"{}", "/api/v1/feeds/onbestaand/aanleveringen").status_code == 404
    assert Aanlevering.objects.count() == 0


def test_een_verlopen_of_ingetrokken_sleutel_levert_niet() -> None:
    organisatie = Organisatie.objects.get(slug="groenblauwpeil")
    verlopen = ApiClient(maak_sleutel(organisatie, "aanleveren:groenblauwpeil", dagen=-1))
    assert verlopen.stuur("POST", ADRES, b"{}").status_code == 401
    ingetrokken = ApiClient(maak_sleutel(organisatie, "aanleveren:groenblauwpeil"))
    ApiSleutel.objects.update(ingetrokken_op=timezone.now())
    assert ingetrokken.stuur("POST", ADRES, b"{}").status_code == 401


def test_een_ander_ziet_de_aanlevering_en_haar_fouten_niet(lever: Any, api: ApiClient) -> None:
    antwoord = lever(collectie(feature("a"), feature("b", bomen=-1.5)))
    adressen = (
        antwoord["Location"].removeprefix("http://testserver"),
        f"/api/v1/importruns/{Importrun.objects.get().pk}/fouten",
    )
    fluvius = ApiClient(maak_sleutel(Organisatie.objects.get(slug="fluvius"), "lezen"))
    gent = ApiClient(maak_sleutel(bestuur_van("44021"), "lezen"))
    for adres in adressen:
        assert fluvius.get(adres).status_code == 404
        assert gent.get(adres).status_code in (403, 404)
        assert api.get(adres).status_code == 401


# What is sent


@pytest.mark.parametrize(
    ("soort", "kop", "code"),
    [
        ("application/xml", {}, 415),
        ("text/html", {}, 415),
        ("application/x-www-form-urlencoded", {}, 415),
        ("", {}, 415),
        ("application/json", {"content_encoding": "br"}, 415),
        ("application/json", {"accept": "text/html"}, 406),
        ("application/json", {"transfer_encoding": "chunked"}, 411),
        ("multipart/form-data", {}, 400),
        ("multipart/form-data; boundary=x", {}, 400),
    ],
)
def test_weigert_wat_het_niet_kan_lezen(
    soort: str, kop: dict[str, str], code: int, lever: Any
) -> None:
    antwoord = lever(b'{"a":1}', soort=soort, **kop)
    assert antwoord.status_code == code, antwoord.content
    assert antwoord["Content-Type"] == "application/problem+json"
    if code == 415 and not kop:
        assert "text/csv" in antwoord["Accept-Post"]
    assert Aanlevering.objects.count() == 0
    assert paden() == []


def test_een_lichaam_in_stukken_zonder_lengte(gbp: ApiClient) -> None:
    """As gunicorn gives it: it knows the end of the chunks itself."""
    inhoud = collectie(feature("a"))
    omgeving: Any = {
        "wsgi.input": io.BytesIO(inhoud),
        "wsgi.input_terminated": True,
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    antwoord = gbp.generic("POST", ADRES, inhoud, content_type="application/json", **omgeving)
    assert antwoord.status_code == 202, antwoord.content
    assert antwoord.json()["grootte"] == len(inhoud)


def test_een_lege_levering_geeft_400(lever: Any) -> None:
    antwoord = lever(b"", content_type="application/json")
    assert antwoord.status_code == 400
    assert "leeg" in antwoord.json()["detail"]


def test_te_groot_wordt_geweigerd_voor_er_iets_gelezen_is(lever: Any, settings: Any) -> None:
    settings.AANLEVERING_MB = 1
    assert lever(b"x" * (2 * 1024 * 1024)).status_code == 413
    assert paden() == []


def test_meer_dan_beloofd_stopt_halfweg(settings: Any, gbp: ApiClient) -> None:
    """A body in chunks announces no size: the limit works while it comes in."""
    settings.AANLEVERING_MB = 1
    gestuurd = 0

    def stukken() -> Iterator[bytes]:
        nonlocal gestuurd
        while True:
            gestuurd += 1
            yield b"x" * 100_000

    with pytest.raises(aanlevering.TeGroot):
        aanlevering.ontvang(
            feed=zorg_voor_feed("groenblauwpeil"),
            stukken=stukken(),
            bestandsnaam="x",
            mediatype="text/csv",
            toegang=Toegang(sleutel=ApiSleutel.objects.get()),
        )
    assert gestuurd == 11
    assert paden() == []


def test_een_afgebroken_levering_wordt_niet_bewaard(gbp: ApiClient) -> None:
    with pytest.raises(aanlevering.AanleveringGeweigerd, match="brak af: 3 van 10"):
        aanlevering.ontvang(
            feed=zorg_voor_feed("groenblauwpeil"),
            stukken=iter([b"abc"]),
            bestandsnaam="x",
            mediatype="text/csv",
            toegang=Toegang(sleutel=ApiSleutel.objects.get()),
            verwacht=10,
        )
    assert paden() == []
    assert Aanlevering.objects.count() == 0


def test_een_verbroken_verbinding_is_geen_storing(gbp: ApiClient) -> None:
    class Verbroken(io.BytesIO):
        def read(self, aantal: int | None = -1) -> bytes:
            raise ConnectionResetError("weg")

    omgeving: Any = {"wsgi.input": Verbroken()}
    antwoord = gbp.generic("POST", ADRES, b"x" * 100, content_type="application/json", **omgeving)
    assert antwoord.status_code == 400
    assert "brak af" in antwoord.json()["detail"]
    assert paden() == []


@pytest.mark.parametrize("inhoud", [b"{", b"<html>", b"\x00\x01", b"a;b\n1;2\n", b"{}"])
def test_een_onbruikbare_inhoud_is_een_afgekeurde_run(
    inhoud: bytes, lever: Any, gbp: ApiClient
) -> None:
    data = detail(gbp, lever(inhoud))
    assert data["status"] == "afgekeurd"
    assert data["reden"]
    assert paden() == []


def test_wie_te_veel_laat_wachten_krijgt_429(
    gbp: ApiClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aanlevering, "HOOGSTENS_WACHTEND", 2)
    for _ in range(2):
        assert gbp.stuur("POST", ADRES, collectie(feature("a"))).status_code == 202
    antwoord = gbp.stuur("POST", ADRES, collectie(feature("a")))
    assert antwoord.status_code == 429
    assert antwoord["Retry-After"] == "60"


def test_fouten_per_bladzijde_en_als_csv(lever: Any, gbp: ApiClient) -> None:
    lever(collectie(*[feature(f"f{i}", bomen=-1.5) for i in range(7)], feature("goed")))
    adres: str | None = f"/api/v1/importruns/{Importrun.objects.get().pk}/fouten?limit=3"
    rijen: list[int] = []
    bladzijden = 0
    while adres:
        inhoud = gbp.get(adres).json()
        rijen += [r["rij"] for r in inhoud["data"]]
        adres = inhoud.get("volgende")
        bladzijden += 1
    assert (rijen, bladzijden) == ([1, 2, 3, 4, 5, 6, 7], 3)
    csv = gbp.get(f"/api/v1/importruns/{Importrun.objects.get().pk}/fouten?formaat=csv")
    assert len(b"".join(csv.streaming_content).splitlines()) == 8
