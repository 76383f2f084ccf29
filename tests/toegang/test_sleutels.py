"""API keys: shown once, stored as a hash, scoped, limited, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from gemeenten.models import Gemeente
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang import sleutels
from toegang.api_authenticatie import SleutelAuthenticatie, SleutelGrens
from toegang.models import ApiSleutel, Logboek, Organisatie, Sleutelverbruik
from toegang.rechten import Handeling, mag
from toegang.rollen import Rol
from toegang.services import Weigering
from toegang.wie import Toegang

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder() -> Any:
    return maak_account("beheerder_gent", (bestuur_van("44021"), Rol.BEHEERDER))


def maak(beheerder: Any, scopes: list[str] | None = None, **meer: Any) -> sleutels.NieuweSleutel:
    return sleutels.maak_sleutel(
        organisatie=beheerder.lidmaatschappen.get().organisatie,
        naam="GIS-dienst",
        scopes=scopes or ["registreren"],
        dagen=30,
        toegang=toegang_van(beheerder),
        **meer,
    )


def test_het_geheim_staat_nergens_in_de_databank_of_de_historiek(beheerder: Any) -> None:
    nieuw = maak(beheerder)
    geheim = nieuw.geheim.split("_", 2)[2]
    sleutel = ApiSleutel.objects.get()
    assert geheim not in str(vars(sleutel))
    rij = sleutel.history.get()
    assert not hasattr(rij, "hash")
    assert rij.history_organisatie is None or rij.history_organisatie == sleutel.organisatie
    assert not Logboek.objects.filter(toelichting__contains=geheim).exists()


def test_de_pagina_toont_het_geheim_een_keer(client: Client, beheerder: Any) -> None:
    client.force_login(beheerder)
    adres = reverse("toegang:sleutels", args=[bestuur_van("44021").slug])
    antwoord = client.post(adres, {"naam": "GIS", "scopes": ["lezen"], "dagen": "365"})
    geheim = antwoord.context["nieuw"].geheim
    assert geheim in antwoord.content.decode()
    assert "no-store" in antwoord["Cache-Control"]
    assert geheim not in client.get(adres).content.decode()
    rij = ApiSleutel.objects.get().history.get()
    assert (rij.history_user, rij.history_organisatie) == (beheerder, bestuur_van("44021"))


def test_alleen_het_juiste_geheim_opent(beheerder: Any) -> None:
    nieuw = maak(beheerder)
    assert sleutels.controleer(nieuw.geheim) == nieuw.sleutel
    for fout in ("", "ppk_", nieuw.geheim[:-1], nieuw.geheim + "x", "ppk_12345678_x", "é" * 40):
        assert sleutels.controleer(fout) is None


def test_een_verlopen_of_ingetrokken_sleutel_opent_niets(beheerder: Any) -> None:
    een, twee = maak(beheerder), maak(beheerder)
    ApiSleutel.objects.filter(pk=een.sleutel.pk).update(verloopt_op=timezone.now())
    assert sleutels.controleer(een.geheim) is None
    sleutels.trek_in(sleutel=twee.sleutel, toegang=toegang_van(beheerder))
    assert sleutels.controleer(twee.geheim) is None
    assert Logboek.objects.filter(handeling="sleutel_ingetrokken").count() == 1


def test_laatst_gebruikt_wordt_hoogstens_elke_vijf_minuten_geschreven(
    beheerder: Any, django_assert_num_queries: Any
) -> None:
    nieuw = maak(beheerder)
    with django_assert_num_queries(2):
        sleutels.controleer(nieuw.geheim)
    with django_assert_num_queries(1):
        sleutels.controleer(nieuw.geheim)
    assert ApiSleutel.objects.get().laatst_gebruikt_op is not None


@pytest.mark.parametrize("scope", ["alles", "aanleveren", "aanleveren:", "lezen:x", "aanleveren:x"])
def test_een_onbekend_recht_wordt_geweigerd(beheerder: Any, scope: str) -> None:
    with pytest.raises(Weigering):
        maak(beheerder, [scope])


def test_een_feed_moet_van_de_organisatie_zijn(monkeypatch: Any) -> None:
    fluvius = Organisatie.objects.get(slug="fluvius")
    account = maak_account("fluvius", (fluvius, Rol.BEHEERDER))
    monkeypatch.setattr(sleutels, "_feeds_van", [lambda o: ["fluvius-led"] if o == fluvius else []])
    nieuw = maak(account, ["aanleveren:fluvius-led"])
    toegang = Toegang(sleutel=nieuw.sleutel)
    assert sleutels.mag_aanleveren(toegang, feed="fluvius-led", organisatie=fluvius)
    assert not sleutels.mag_aanleveren(toegang, feed="fluvius-ren", organisatie=fluvius)
    with pytest.raises(Weigering, match="niet van deze organisatie"):
        maak(account, ["aanleveren:groenblauwpeil"])


def test_wie_geen_beheerder_is_maakt_geen_sleutel(publicator_gent: Any) -> None:
    with pytest.raises(Weigering):
        maak(publicator_gent)


def test_een_gemeente_laat_een_sleutel_toe_en_trekt_dat_weer_in(
    client: Client, beheerder: Any, landschap: Any
) -> None:
    landschap.lidmaatschappen.update(rol=Rol.BEHEERDER)
    nieuw = maak(landschap)
    gent = Gemeente.objects.get(nis="44021", tot=None)
    client.force_login(beheerder)
    adres = reverse("toegang:toelatingen")
    fout = client.post(adres, {"kenmerk": "ppk_00000000", "gemeente": gent.pk})
    assert "geen geldige sleutel" in fout.content.decode()
    client.post(adres, {"kenmerk": nieuw.sleutel.voorvoegsel, "gemeente": gent.pk})
    assert mag(Toegang(sleutel=nieuw.sleutel), Handeling.VERBETERING_REGISTREREN, gent)
    rij = nieuw.sleutel.toestemmingen.get()
    client.post(reverse("toegang:toelating_intrekken", args=[rij.pk]))
    assert not mag(Toegang(sleutel=nieuw.sleutel), Handeling.VERBETERING_REGISTREREN, gent)
    # Both organisations read it in their own log.
    assert Logboek.objects.filter(handeling="sleutel_toegelaten").count() == 2


class Proefview(APIView):
    authentication_classes = (SleutelAuthenticatie,)
    throttle_classes = (SleutelGrens,)
    permission_classes = ()

    def get(self, request: Any) -> Any:
        from rest_framework.response import Response

        return Response({"organisatie": str(request.toegang.organisatie or "")})


def vraag(kop: str | None) -> Any:
    verzoek = APIRequestFactory().get("/", **({"HTTP_AUTHORIZATION": kop} if kop else {}))
    return Proefview.as_view()(verzoek)


def test_de_api_kent_de_organisatie_van_de_sleutel(beheerder: Any) -> None:
    nieuw = maak(beheerder)
    assert vraag(f"Bearer {nieuw.geheim}").data == {"organisatie": str(bestuur_van("44021"))}
    assert vraag(None).data == {"organisatie": ""}
    fout = vraag("Bearer ppk_12345678_verzonnen")
    assert fout.status_code == 401
    assert fout["WWW-Authenticate"].startswith("Bearer")
    assert vraag("Bearer een twee").status_code == 401


def test_een_sleutel_heeft_een_eigen_grens_per_minuut(beheerder: Any) -> None:
    een, twee = maak(beheerder, per_minuut=3), maak(beheerder, per_minuut=3)
    for _ in range(3):
        assert vraag(f"Bearer {een.geheim}").status_code == 200
    te_veel = vraag(f"Bearer {een.geheim}")
    assert te_veel.status_code == 429
    assert 1 <= int(te_veel["Retry-After"]) <= 60
    assert vraag(f"Bearer {twee.geheim}").status_code == 200


def test_de_grens_per_sleutel_geldt_over_processen_heen(beheerder: Any, settings: Any) -> None:
    """Each process has a cache of its own; without Redis the count is in the database."""
    settings.REDIS_URL = ""
    nieuw = maak(beheerder, per_minuut=2)
    for verwacht in (200, 200, 429):
        cache.clear()  # What another process would see of ours: nothing.
        assert vraag(f"Bearer {nieuw.geheim}").status_code == verwacht
    # A new minute begins at one again, in the same row.
    Sleutelverbruik.objects.update(minuut=F("minuut") - 1)
    assert vraag(f"Bearer {nieuw.geheim}").status_code == 200
    assert Sleutelverbruik.objects.get().aantal == 1


def test_zonder_sleutel_kost_de_grens_geen_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert vraag(None).status_code == 200


def test_een_sleutel_is_hoogstens_twee_jaar_geldig(beheerder: Any) -> None:
    with pytest.raises(Weigering, match="hoogstens"):
        sleutels.maak_sleutel(
            organisatie=bestuur_van("44021"),
            naam="x",
            scopes=["lezen"],
            dagen=5000,
            toegang=toegang_van(beheerder),
        )
    assert dt.timedelta(days=730) == sleutels.LANGST
