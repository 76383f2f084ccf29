"""After signing in with ACM/IDM: switching, roles, signing out, coming back."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.rolverdeling import bestuur_van
from tests.toegang.acm import Acm, kop, meld_aan, meld_af, persoon
from tests.toegang.oidc_server import CLIENT
from toegang.models import Account, Lidmaatschap, Logboek
from toegang.rollen import Rol

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def test_wie_voor_twee_organisaties_werkt_wisselt_bij_de_issuer(acm: Acm, pagina: Any) -> None:
    diepenbeek, heers = bestuur_van("71011"), bestuur_van("73022")
    acm.stel(
        Diepenbeek=persoon("kim", diepenbeek.kbo or "", f"PactPortaalPublicator:{diepenbeek.kbo}"),
        Heers=persoon("kim", heers.kbo or "", f"PactPortaalLezer:{heers.kbo}"),
    )
    meld_aan(pagina, "Diepenbeek")
    expect(pagina.locator("details.wie summary")).to_contain_text(str(diepenbeek))
    sleutel = {k["name"]: k["value"] for k in pagina.context.cookies()}["sessie"]
    pagina.locator("details.wie summary").click()
    pagina.get_by_role("button", name="Namens een andere werken").click()
    # The issuer lets one choose again.
    pagina.get_by_role("link", name="Heers", exact=True).click()
    expect(pagina.locator("details.wie summary")).to_contain_text(f"{heers}, lezer")
    (uit,) = [rij for rij in acm.gevraagd if rij["pad"] == "logout"]
    assert uit["switch"] == "true"
    assert uit["client_id"] == CLIENT[0]
    assert uit["post_logout_redirect_uri"] == acm.portaal + reverse("toegang:acm_aanmelden")
    # One person, two memberships, and a session under a new key.
    assert Account.objects.count() == 1
    assert Lidmaatschap.objects.count() == 2
    assert {k["name"]: k["value"] for k in pagina.context.cookies()}["sessie"] != sleutel
    assert pagina.goto(f"/toegang/organisatie/{diepenbeek.slug}/").status == 404


def test_het_token_vervangt_alleen_de_acm_rollen_van_die_ene_organisatie(
    acm: Acm, pagina: Any
) -> None:
    gent, aalst = bestuur_van("44021"), bestuur_van("41002")
    acm.stel(
        Gent=persoon("n", gent.kbo or "", [f"PactPortaalPublicator:{gent.kbo}"]),
        Aalst=persoon("n", aalst.kbo or "", f"PactPortaalLezer:{aalst.kbo}"),
    )
    meld_aan(pagina, "Gent")
    meld_af(pagina)
    meld_aan(pagina, "Aalst")
    meld_af(pagina)
    account = Account.objects.get()
    Lidmaatschap.objects.create(account=account, organisatie=gent, rol=Rol.LEZER)
    acm.stel(Gent=persoon("n", gent.kbo or "", [f"PactPortaalInvoerder:{gent.kbo}"]))
    meld_aan(pagina, "Gent")
    assert set(account.lidmaatschappen.values_list("organisatie__slug", "rol", "herkomst")) == {
        (gent.slug, "invoerder", "acm_idm"),
        (gent.slug, "lezer", "lokaal"),
        (aalst.slug, "lezer", "acm_idm"),
    }
    assert Logboek.objects.filter(handeling="acm_rollen", organisatie=gent).count() == 2


def test_afmelden_eindigt_hier_en_bij_de_issuer(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    meld_aan(pagina, "Nele")
    meld_af(pagina)
    (uit,) = [rij for rij in acm.gevraagd if rij["pad"] == "logout"]
    assert "switch" not in uit
    assert uit["post_logout_redirect_uri"] == acm.portaal + reverse("toegang:afgemeld")
    # The single sign-on is over: the issuer asks again who this is.
    pagina.goto("/toegang/acm/aanmelden/")
    assert kop(pagina) == "Selecteer namens wie"


def test_zonder_einde_bij_de_issuer_is_men_hier_toch_afgemeld(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(fout="zonder_einde", Nele=persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    meld_aan(pagina, "Nele")
    meld_af(pagina)
    assert "ACM/IDM antwoordde niet" in pagina.locator("main").inner_text()
    assert "/aanmelden/" in pagina.goto("/toegang/mijn-gegevens/").url


def test_een_gerichte_aanmelding_geeft_de_organisatie_als_hint(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    pagina.goto(f"/toegang/acm/aanmelden/?organisatie={gent.slug}")
    (gevraagd,) = acm.gevraagd
    assert json.loads(base64.b64decode(gevraagd["login_hint"])) == {
        "cap_hint": "LB",
        "code_hint": gent.kbo,
    }


def test_next_naar_een_andere_site_wordt_niet_gevolgd(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    for doel in ("https://vals.example/", "//vals.example/", "http:vals", "javascript:alert(1)"):
        pagina.context.clear_cookies()
        pagina.goto("/toegang/acm/aanmelden/?next=" + quote(doel, safe=""))
        pagina.get_by_role("link", name="Nele", exact=True).click()
        assert pagina.url == acm.portaal + "/"


def test_de_vraag_kan_geen_andere_scopes_of_parameters_meegeven(acm: Acm, pagina: Any) -> None:
    acm.stel()
    pagina.goto("/toegang/acm/aanmelden/?scope=rrn&auth_params=prompt%3Dnone&process=connect")
    (gevraagd,) = acm.gevraagd
    assert "rrn" not in gevraagd["scope"].split()
    assert "prompt" not in gevraagd


def test_een_uitgeschakeld_account_meldt_niet_meer_aan(acm: Acm, pagina: Any) -> None:
    gent = bestuur_van("44021")
    acm.stel(Nele=persoon("n", gent.kbo or "", f"PactPortaalLezer:{gent.kbo}"))
    meld_aan(pagina, "Nele")
    Account.objects.update(is_active=False)
    # The live session ends at the next request, with the reason.
    pagina.goto("/toegang/rechten/")
    assert kop(pagina) == "Uw account is niet langer actief"
    pagina.goto("/toegang/acm/aanmelden/")
    assert kop(pagina) == "Dit account is uitgeschakeld"
