"""Webhooks against a real receiver: it fails, is slow, redirects, breaks off, then works."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gereedschap import openbaar_adres, verzender
from koppelingen import bezorgen, webhooks
from koppelingen.models import Bezorging, Soort, Webhook, Wijziging
from tests.koppelingen.ontvanger import Ontvanger, draaiende_ontvanger
from tests.rolverdeling import bestuur_van, maak_account
from tests.toegang.conftest import toegang_van
from toegang.models import Bericht, Logboek
from toegang.rollen import Rol
from toegang.wie import Toegang

pytestmark = pytest.mark.django_db


@pytest.fixture
def ontvanger(settings: Any) -> Iterator[Ontvanger]:
    settings.WEBHOOKS_LOKAAL = True
    with draaiende_ontvanger() as ontvanger:
        yield ontvanger


@pytest.fixture
def toegang() -> Toegang:
    return toegang_van(maak_account("haakbeheerder", (bestuur_van("44021"), Rol.BEHEERDER)))


@pytest.fixture
def haak(ontvanger: Ontvanger, toegang: Toegang) -> tuple[Webhook, str]:
    return webhooks.maak(
        organisatie=bestuur_van("44021"),
        gegevens=webhooks.Gegevens("proef", ontvanger.adres, ["standen", "publicatie"], []),
        toegang=toegang,
    )


def leg_klaar(webhook: Webhook, nummer: int = 1) -> Bezorging:
    wijziging = Wijziging.objects.create(
        kenmerk=f"haak-{nummer}", soort=Soort.PUBLICATIE, editie=nummer, op=timezone.now()
    )
    return Bezorging.objects.create(webhook=webhook, wijziging=wijziging)


def nu_weer(rij: Bezorging) -> Bezorging:
    """Make the next attempt due at once."""
    Bezorging.objects.filter(pk=rij.pk).update(volgende_op=timezone.now())
    rij.refresh_from_db()
    return rij


def test_een_bericht_komt_aan_met_een_handtekening_die_klopt(
    ontvanger: Ontvanger, haak: tuple[Webhook, str]
) -> None:
    webhook, geheim = haak
    rij = leg_klaar(webhook)
    assert bezorgen.bezorg(webhook.pk) == 1
    (bericht,) = ontvanger.berichten
    assert bericht.pad == "/haak"
    assert bericht.koppen["webhook-id"] == "haak-1"
    assert abs(int(bericht.koppen["webhook-timestamp"]) - time.time()) < 60
    assert bericht.koppen["content-type"].startswith("application/cloudevents+json")
    assert ontvanger.klopt(bericht, geheim)
    bericht.inhoud += b" "
    assert not ontvanger.klopt(bericht, geheim)
    assert bericht.gebeurtenis["id"] == "haak-1"
    rij.refresh_from_db()
    assert (rij.staat, rij.pogingen, rij.laatste_status) == ("bezorgd", 1, 204)


def test_na_storing_omleiding_en_breuk_komt_hetzelfde_bericht_toch_aan(
    ontvanger: Ontvanger, haak: tuple[Webhook, str]
) -> None:
    webhook, geheim = haak
    elders = ontvanger.adres.replace("/haak", "/elders")
    ontvanger.gedrag = [500, ("omleiding", elders), "breek", 204]
    rij = leg_klaar(webhook)
    fouten = []
    for _ in range(3):
        assert bezorgen.bezorg(webhook.pk) == 0
        rij.refresh_from_db()
        assert rij.staat == "wacht"
        assert rij.volgende_op > timezone.now()
        fouten.append(rij.fout)
        # Not due yet: nothing goes out.
        gestuurd = len(ontvanger.berichten)
        bezorgen.bezorg(webhook.pk)
        assert len(ontvanger.berichten) == gestuurd
        nu_weer(rij)
    assert "HTTP 500" in fouten[0]
    assert "leidt door" in fouten[1]
    assert "breekt de verbinding af" in fouten[2]
    assert bezorgen.bezorg(webhook.pk) == 1
    assert {b.pad for b in ontvanger.berichten} == {"/haak"}
    assert {b.koppen["webhook-id"] for b in ontvanger.berichten} == {"haak-1"}
    assert all(ontvanger.klopt(b, geheim) for b in ontvanger.berichten)
    rij.refresh_from_db()
    assert (rij.staat, rij.pogingen, rij.fout) == ("bezorgd", 4, "")


@pytest.mark.parametrize("gedrag", [("traag", 1.5), ("drup", 3)])
def test_een_trage_ontvanger_houdt_de_werker_niet_vast(
    gedrag: Any,
    ontvanger: Ontvanger,
    haak: tuple[Webhook, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verzender, "LEZEN_S", 0.5)
    monkeypatch.setattr(verzender, "GEHEEL_S", 1.0)
    ontvanger.gedrag = [gedrag]
    rij = leg_klaar(haak[0])
    begin = time.monotonic()
    bezorgen.bezorg(haak[0].pk)
    assert time.monotonic() - begin < 2.5
    rij.refresh_from_db()
    assert (rij.staat, rij.fout) == ("wacht", "127.0.0.1 antwoordt te traag.")


def test_van_een_groot_antwoord_wordt_een_begin_gelezen(
    ontvanger: Ontvanger, haak: tuple[Webhook, str]
) -> None:
    ontvanger.gedrag = ["groot"]
    leg_klaar(haak[0])
    assert bezorgen.bezorg(haak[0].pk) == 1


def test_de_wacht_groeit_en_is_nooit_juist_even_lang() -> None:
    for pogingen, basis in ((1, 30), (2, 120), (3, 480), (5, 7680), (9, 86_400)):
        wachten = {bezorgen.wacht_s(pogingen) for _ in range(20)}
        assert len(wachten) > 1
        assert all(0.75 * basis <= w <= 1.25 * basis for w in wachten)


def test_wie_om_geduld_vraagt_krijgt_het(ontvanger: Ontvanger, haak: tuple[Webhook, str]) -> None:
    ontvanger.gedrag = [("later", 7200)]
    rij = leg_klaar(haak[0])
    bezorgen.bezorg(haak[0].pk)
    rij.refresh_from_db()
    assert rij.volgende_op > timezone.now() + dt.timedelta(seconds=7100)


def test_na_de_laatste_poging_wordt_het_opgegeven_en_kan_het_opnieuw(
    ontvanger: Ontvanger, haak: tuple[Webhook, str], toegang: Toegang
) -> None:
    webhook, _ = haak
    ontvanger.gedrag = [500] * bezorgen.MAX_POGINGEN
    rij = leg_klaar(webhook)
    for _ in range(bezorgen.MAX_POGINGEN):
        bezorgen.bezorg(webhook.pk)
        nu_weer(rij)
    assert (rij.staat, rij.pogingen) == ("opgegeven", bezorgen.MAX_POGINGEN)
    assert bezorgen.bezorg(webhook.pk) == 0
    assert webhooks.stuur_opnieuw(webhook=webhook, toegang=toegang) == 1
    assert bezorgen.bezorg(webhook.pk) == 1
    assert {b.koppen["webhook-id"] for b in ontvanger.berichten} == {"haak-1"}
    assert Logboek.objects.filter(handeling="webhook_opnieuw").exists()


def test_wie_lang_zwijgt_wordt_uitgeschakeld_en_de_beheerder_hoort_het(
    ontvanger: Ontvanger, haak: tuple[Webhook, str], toegang: Toegang
) -> None:
    webhook, _ = haak
    leg_klaar(webhook)
    Webhook.objects.update(mislukt_sinds=timezone.now() - dt.timedelta(days=4))
    ontvanger.gedrag = [500, 500]
    rij = Bezorging.objects.get()
    bezorgen.bezorg(webhook.pk)
    webhook.refresh_from_db()
    assert webhook.toestand == "actief"
    Webhook.objects.update(mislukt_sinds=timezone.now() - dt.timedelta(days=6))
    nu_weer(rij)
    bezorgen.bezorg(webhook.pk)
    webhook.refresh_from_db()
    assert webhook.toestand == "uitgeschakeld"
    bericht = Bericht.objects.get()
    assert bericht.aan == "haakbeheerder@voorbeeld.test"
    assert "uitgeschakeld" in bericht.onderwerp
    # Nothing goes out until somebody resumes it; then what waited does.
    nu_weer(rij)
    assert bezorgen.bezorg(webhook.pk) == 0
    assert bezorgen.wachtende_webhooks() == []
    webhooks.zet_toestand(webhook=webhook, actief=True, toegang=toegang)
    assert bezorgen.bezorg(webhook.pk) == 1


def test_410_zegt_dat_het_gedaan_is(ontvanger: Ontvanger, haak: tuple[Webhook, str]) -> None:
    ontvanger.gedrag = [410]
    leg_klaar(haak[0])
    bezorgen.bezorg(haak[0].pk)
    haak[0].refresh_from_db()
    assert haak[0].toestand == "uitgeschakeld"


def test_een_goede_bezorging_wist_de_teller(
    ontvanger: Ontvanger, haak: tuple[Webhook, str]
) -> None:
    Webhook.objects.update(mislukt_sinds=timezone.now() - dt.timedelta(days=4))
    leg_klaar(haak[0])
    bezorgen.bezorg(haak[0].pk)
    haak[0].refresh_from_db()
    assert haak[0].mislukt_sinds is None
    assert haak[0].laatst_bezorgd_op is not None


def test_na_drie_mislukkingen_wacht_de_rest_op_de_volgende_ronde(
    ontvanger: Ontvanger, haak: tuple[Webhook, str]
) -> None:
    for nummer in range(6):
        leg_klaar(haak[0], nummer)
    ontvanger.gedrag = [500] * 6
    bezorgen.bezorg(haak[0].pk)
    assert len(ontvanger.berichten) == 3


def test_een_gestopte_werker_geeft_zijn_bericht_terug(
    ontvanger: Ontvanger, haak: tuple[Webhook, str]
) -> None:
    rij = leg_klaar(haak[0])
    Bezorging.objects.update(staat="bezig", bezig_sinds=timezone.now())
    assert bezorgen.bezorg(haak[0].pk) == 0
    assert bezorgen.wachtende_webhooks() == []
    Bezorging.objects.update(bezig_sinds=timezone.now() - dt.timedelta(minutes=11))
    assert bezorgen.wachtende_webhooks() == [haak[0].pk]
    assert bezorgen.bezorg(haak[0].pk) == 1
    rij.refresh_from_db()
    assert rij.staat == "bezorgd"


def test_het_oude_geheim_tekent_een_dag_mee(
    ontvanger: Ontvanger, haak: tuple[Webhook, str], toegang: Toegang
) -> None:
    webhook, oud = haak
    _, nieuw = webhooks.nieuw_geheim(webhook=webhook, toegang=toegang)
    assert nieuw != oud
    leg_klaar(webhook, 1)
    bezorgen.bezorg(webhook.pk)
    assert ontvanger.klopt(ontvanger.berichten[0], oud)
    assert ontvanger.klopt(ontvanger.berichten[0], nieuw)
    Webhook.objects.update(vorig_geldig_tot=timezone.now())
    leg_klaar(webhook, 2)
    bezorgen.bezorg(webhook.pk)
    assert not ontvanger.klopt(ontvanger.berichten[1], oud)
    assert ontvanger.klopt(ontvanger.berichten[1], nieuw)


def test_een_nieuwe_sleutel_van_het_portaal_laat_het_geheim_zoals_het_is(
    ontvanger: Ontvanger, haak: tuple[Webhook, str], settings: Any, toegang: Toegang
) -> None:
    webhook, geheim = haak
    oud, nieuw = settings.SECRET_KEY, "nieuw-" + "y" * 60
    # Without the earlier key: nothing leaves, and the page says why.
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = nieuw, []
    rij = leg_klaar(webhook)
    assert bezorgen.bezorg(webhook.pk) == 0
    assert ontvanger.berichten == []
    rij.refresh_from_db()
    assert "Maak een nieuw geheim" in rij.fout
    with pytest.raises(CommandError, match="SECRET_KEY_FALLBACKS"):
        call_command("hersleutel")
    # With it: the receiver notices nothing, also once the earlier key is gone for good.
    settings.SECRET_KEY_FALLBACKS = [oud]
    nu_weer(rij)
    assert bezorgen.bezorg(webhook.pk) == 1
    uit = StringIO()
    call_command("hersleutel", stdout=uit)
    call_command("hersleutel", stdout=uit)
    assert uit.getvalue().count("webhooks: 1 opnieuw") == 1
    settings.SECRET_KEY_FALLBACKS = []
    leg_klaar(webhook, 2)
    assert bezorgen.bezorg(webhook.pk) == 1
    assert all(ontvanger.klopt(b, geheim) for b in ontvanger.berichten)
    # Who lost the earlier key makes a new secret; the unreadable one signs nothing beside it.
    settings.SECRET_KEY = "derde-" + "z" * 60
    webhook.refresh_from_db()
    _, vers = webhooks.nieuw_geheim(webhook=webhook, toegang=toegang)
    leg_klaar(webhook, 3)
    assert bezorgen.bezorg(webhook.pk) == 1
    assert ontvanger.klopt(ontvanger.berichten[-1], vers)


def test_het_geheim_staat_nergens_leesbaar_in_de_databank(haak: tuple[Webhook, str]) -> None:
    webhook, geheim = haak
    assert geheim.startswith("whsec_")
    rij = Webhook.objects.filter(pk=webhook.pk).values().get()
    versies = list(Webhook.geschiedenis.values())
    for waarde in (str(rij), str(versies), str(list(Logboek.objects.values()))):
        assert geheim not in waarde
        assert geheim.removeprefix("whsec_") not in waarde
    assert not {"geheim", "vorig_geheim"} & versies[0].keys()


# No way into our own network


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_een_naam_die_naar_binnen_leidt_wordt_niet_bezocht(
    ip: str, ontvanger: Ontvanger, haak: tuple[Webhook, str], settings: Any, monkeypatch: Any
) -> None:
    """The name was public when the webhook was made, and now leads inside."""
    settings.WEBHOOKS_LOKAAL = False
    poort = int(ontvanger.adres.rsplit(":")[-1].split("/")[0])
    monkeypatch.setattr(
        openbaar_adres.socket,
        "getaddrinfo",
        lambda *_, **__: [(2, 1, 6, "", (ip, poort))],
    )
    Webhook.objects.update(url="https://voorbeeld.be/haak")
    rij = leg_klaar(haak[0])
    bezorgen.bezorg(haak[0].pk)
    assert ontvanger.berichten == []
    rij.refresh_from_db()
    assert "niet openbaar" in rij.fout


def test_er_wordt_verbonden_met_het_adres_dat_nagekeken_is(
    ontvanger: Ontvanger, haak: tuple[Webhook, str], monkeypatch: Any
) -> None:
    """A second answer of the name server can't lead elsewhere: the name is asked once."""
    gevraagd: list[str] = []
    echt = openbaar_adres.socket.getaddrinfo
    poort = int(ontvanger.adres.rsplit(":")[-1].split("/")[0])

    def zoek(host: str, *args: Any, **kwargs: Any) -> Any:
        gevraagd.append(host)
        if host == "ontvanger.test":
            return [(2, 1, 6, "", ("127.0.0.1", poort))]
        return echt(host, *args, **kwargs)

    monkeypatch.setattr(openbaar_adres.socket, "getaddrinfo", zoek)
    Webhook.objects.update(url=f"http://ontvanger.test:{poort}/haak")
    leg_klaar(haak[0])
    assert bezorgen.bezorg(haak[0].pk) == 1
    assert gevraagd.count("ontvanger.test") == 1
    assert ontvanger.berichten[0].koppen["host"] == f"ontvanger.test:{poort}"


def test_oude_bezorgingen_en_wijzigingen_worden_opgeruimd(haak: tuple[Webhook, str]) -> None:
    oud, opgegeven, _ = (leg_klaar(haak[0], nummer) for nummer in range(3))
    lang = timezone.now() - dt.timedelta(days=40)
    Bezorging.objects.filter(pk=oud.pk).update(staat="bezorgd", bezorgd_op=lang)
    Bezorging.objects.filter(pk=opgegeven.pk).update(staat="opgegeven")
    Wijziging.objects.filter(kenmerk="haak-2").update(op=timezone.now() - dt.timedelta(days=400))
    Webhook.objects.update(vorig_geheim="x", vorig_geldig_tot=timezone.now())
    bezorgen.ruim_op()
    assert Webhook.objects.get().vorig_geheim == ""
    assert list(Bezorging.objects.values_list("pk", flat=True)) == [opgegeven.pk]
    gebleven = Wijziging.objects.filter(kenmerk__startswith="haak-")
    assert sorted(w.kenmerk for w in gebleven) == ["haak-0", "haak-1"]
