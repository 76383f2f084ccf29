"""Signing in with ACM/IDM: who gets in, and every proof that is refused."""

from __future__ import annotations

import html
import logging
import re
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.urls import reverse
from playwright.sync_api import expect

from tests.rolverdeling import bestuur_van
from tests.toegang.acm import CLAIM, Acm, kop, meld_aan, persoon
from toegang.models import Account, Lidmaatschap, Organisatie
from toegang.oidc.instellingen import stel_in
from toegang.rollen import Herkomst, Rol

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def test_een_publicator_van_gent_meldt_aan_en_komt_terug_waar_zij_was(
    acm: Acm, pagina: Any
) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("sub-nele", gent.kbo or "", [f"PactPortaalPublicator:{gent.kbo}"]))
    pagina.goto("/toegang/rechten/")
    pagina.get_by_role("link", name="Aanmelden", exact=True).click()
    pagina.get_by_role("link", name="Aanmelden met ACM/IDM").click()
    pagina.get_by_role("link", name="Nele", exact=True).click()
    pagina.wait_for_url("**/toegang/rechten/")
    balk = pagina.locator("details.wie summary").inner_text()
    assert "Nele Voorbeeld" in balk
    assert f"{gent}, publicator" in balk

    (gevraagd,) = [rij for rij in acm.gevraagd if rij["pad"] == "auth"]
    assert set(gevraagd["scope"].split()) == {"openid", "profile", "vo", "abb_pactportaal"}
    assert gevraagd["code_challenge_method"] == "S256"
    assert len(gevraagd["nonce"]) >= 20
    assert len(gevraagd["state"]) >= 16

    account = Account.objects.get()
    assert (account.herkomst, account.vo_id, account.email) == (Herkomst.ACM_IDM, "vo-sub-nele", "")
    lid = account.lidmaatschappen.get()
    assert (lid.organisatie, lid.rol, lid.herkomst) == (gent, Rol.PUBLICATOR, Herkomst.ACM_IDM)
    koppeling = SocialAccount.objects.get()
    assert koppeling.uid == "sub-nele"
    assert set(koppeling.extra_data) <= {
        "sub",
        "vo_id",
        "vo_doelgroepcode",
        "vo_orgcode",
        "vo_orgnaam",
    }
    assert not SocialToken.objects.exists()


def test_de_rolclaim_mag_een_lijst_of_een_tekst_zijn(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    for claim in (
        f"PACTPORTAALINVOERDER:{gent.kbo}",
        [f"Iets:{gent.kbo}", f"pactportaalinvoerder:{gent.kbo}"],
        f"PactPortaalInvoerder:0999999922,{gent.kbo}",
    ):
        Lidmaatschap.objects.all().delete()
        pagina.context.clear_cookies()
        acm.stel(Nele=persoon("sub-nele", gent.kbo or "", claim))
        meld_aan(pagina, "Nele")
        assert Lidmaatschap.objects.get().rol == Rol.INVOERDER


FOUTE_BEWIJZEN = (
    "aud",
    "aud_meer",
    "exp",
    "iss",
    "nonce",
    "nonce_weg",
    "handtekening",
    "onbekende_sleutel",
    "hs256",
    "zonder_handtekening",
    "andere_persoon",
    "zonder_id_token",
)


def test_een_bewijs_dat_niet_klopt_meldt_niemand_aan(acm: Acm, pagina: Any, caplog: Any) -> None:
    gent = bestuur_van("44021")
    nele = persoon("sub-nele", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}")
    for fout in FOUTE_BEWIJZEN:
        acm.stel(fout=fout, Nele=nele)
        caplog.clear()
        with caplog.at_level(logging.WARNING, "toegang.aanmelden"):
            meld_aan(pagina, "Nele")
        assert kop(pagina) == "De aanmelding kon niet worden nagekeken", fout
        assert not Account.objects.exists(), fout
        (regel,) = [r for r in caplog.records if r.name == "toegang.aanmelden"]
        assert "geweigerd (token)" in regel.getMessage(), fout
        assert "Nele" not in regel.getMessage()
    # The same sign-in without a fault works: it was the fault that was refused.
    acm.stel(Nele=nele)
    meld_aan(pagina, "Nele")
    assert Account.objects.count() == 1


def test_een_afgebroken_aanmelding_wordt_uitgelegd(acm: Acm, pagina: Any) -> None:
    for fout, titel in (
        ("access_denied", "De aanmelding is stopgezet"),
        ("server_error", "ACM/IDM heeft de aanmelding geweigerd"),
    ):
        acm.stel(fout=fout)
        pagina.goto("/toegang/acm/aanmelden/")
        assert kop(pagina) == titel


def test_een_geweigerde_code_wordt_uitgelegd(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(
        fout="token_geweigerd", Nele=persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}")
    )
    meld_aan(pagina, "Nele")
    assert kop(pagina) == "ACM/IDM heeft de aanmelding geweigerd"


def test_een_onbereikbare_of_valse_issuer_wordt_uitgelegd(
    acm: Acm, pagina: Any, settings: Any
) -> None:
    acm.stel(fout="ontdekking")
    pagina.goto("/toegang/acm/aanmelden/")
    assert kop(pagina) == "ACM/IDM heeft de aanmelding geweigerd"
    settings.OIDC = stel_in(
        issuer="http://127.0.0.1:9/op",
        client_id="a",
        client_secret="b",
        scope="c",
        rol_claim="",
        rollen=[],
        vlaamse_organisaties=[],
        client_auth="client_secret_post",
    )
    pagina.goto("/toegang/acm/aanmelden/")
    assert kop(pagina) == "ACM/IDM is niet bereikbaar"


def test_een_terugkeer_zonder_eigen_state_wordt_geweigerd(acm: Acm, pagina: Any) -> None:
    acm.stel()
    for vraag in (
        "",
        "?code=x",
        "?code=x&state=verzonnen",
        "?state=verzonnen&error=access_denied",
    ):
        antwoord = pagina.goto(f"/toegang/acm/terugkeer/{vraag}")
        assert antwoord.status == 400
        assert kop(pagina) == "Deze aanmelding is verlopen"


def test_een_terugkeer_werkt_maar_een_keer(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("sub-nele", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    adressen: list[str] = []
    pagina.on("request", lambda v: adressen.append(v.url) if "/acm/terugkeer/" in v.url else None)
    meld_aan(pagina, "Nele")
    assert len(adressen) == 1
    assert pagina.goto(adressen[0]).status == 400
    assert kop(pagina) == "Deze aanmelding is verlopen"


def test_een_terugkeer_in_een_andere_browser_wordt_geweigerd(acm: Acm, pagina: Any) -> None:
    """A link with somebody else's code and state signs nobody in (login CSRF)."""
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("sub-nele", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    aanvaller = requests.Session()
    keuze = aanvaller.get(acm.portaal + reverse("toegang:acm_aanmelden"), timeout=5).text
    kies = html.unescape(re.findall('href="([^"]+)"', keuze)[0])
    terug = aanvaller.get(
        acm.issuer.removesuffix("/op") + kies, allow_redirects=False, timeout=5
    ).headers["Location"]
    assert "code=" in terug
    assert pagina.goto(terug).status == 400
    assert not Account.objects.exists()


def test_een_ontbrekende_claim_wordt_uitgelegd(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    nele = persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}")
    for claim in ("vo_orgcode", "vo_doelgroepcode"):
        acm.stel(weglaten=(claim,), Nele=nele)
        meld_aan(pagina, "Nele")
        assert kop(pagina) == "ACM/IDM gaf niet alle gegevens door"
    acm.stel(weglaten=(CLAIM,), Nele=nele)
    meld_aan(pagina, "Nele")
    assert kop(pagina) == "U heeft nog geen rol in het PactPortaal"
    assert not Account.objects.exists()


def test_een_rol_voor_een_andere_organisatie_telt_niet(acm: Acm, pagina: Any, caplog: Any) -> None:
    gent = bestuur_van("44021")
    claims: list[Any] = ["PactPortaalPublicator:0207437468", f"Boekhouder:{gent.kbo}", [], 7]
    for claim in claims:
        acm.stel(Nele=persoon("sub-nele", gent.kbo or "", claim))
        with caplog.at_level(logging.WARNING, "toegang.aanmelden"):
            meld_aan(pagina, "Nele")
        assert kop(pagina) == "U heeft nog geen rol in het PactPortaal"
    assert not Account.objects.exists()
    assert caplog.text.count("geweigerd (geen_rol)") == 4


def test_een_onbekende_organisatie_wordt_uitgelegd(acm: Acm, pagina: Any) -> None:
    acm.stel(Nele=persoon("n", "0999999922", "PactPortaalLezer:0999999922"))
    meld_aan(pagina, "Nele")
    assert kop(pagina) == "Uw organisatie is nog niet bekend in het PactPortaal"
    assert not Account.objects.exists()


def test_een_organisatie_zonder_kbo_wordt_op_haar_ovo_code_gevonden(acm: Acm, pagina: Any) -> None:
    abb = Organisatie.objects.get(slug="abb")
    assert abb.kbo is None
    acm.stel(
        Ann=persoon(
            "a", "OVO001835", "PactPortaalVlaamseBeheerder:OVO001835", vo_doelgroepcode="GID"
        )
    )
    meld_aan(pagina, "Ann")
    assert Lidmaatschap.objects.get().rol == Rol.VLAAMSE_BEHEERDER


def test_een_gemeente_kan_geen_vlaamse_beheerder_hebben(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("n", gent.kbo or "", f"PactPortaalVlaamseBeheerder:{gent.kbo}"))
    meld_aan(pagina, "Nele")
    assert kop(pagina) == "U heeft nog geen rol in het PactPortaal"


def test_een_burger_meldt_aan_zonder_vo_id_en_zonder_organisatie(acm: Acm, pagina: Any) -> None:
    acm.stel(
        Bo={
            "sub": "bo",
            "given_name": "Bo",
            "family_name": "Burger",
            "vo_doelgroepcode": "BUR",
            CLAIM: "PactPortaalPublicator:0207451227",
        }
    )
    meld_aan(pagina, "Bo")
    expect(pagina.locator("details.wie summary")).to_contain_text("zonder organisatie")
    assert not Lidmaatschap.objects.exists()
