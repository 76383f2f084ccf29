"""Local accounts: second step, lockout, a forgotten password, and the length of a session."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.toegang.conftest import WACHTWOORD, code_van
from toegang import blokkering
from toegang.models import Account
from toegang.rollen import Rol

pytestmark = pytest.mark.django_db


def geef_wachtwoord(
    client: Client, naam: str = "op@voorbeeld.test", woord: str = WACHTWOORD
) -> Any:
    return client.post(reverse("account_login"), {"login": naam, "password": woord})


def test_zonder_tweede_stap_komt_een_lokaal_account_nergens(
    client: Client, operator: Account
) -> None:
    assert geef_wachtwoord(client).status_code == 302
    for naam in ("toegang:organisaties", "toegang:mijn_gegevens", "rapportering:start"):
        antwoord = client.get(reverse(naam))
        assert antwoord["Location"] == reverse("mfa_activate_totp")
    pagina = client.get(reverse("mfa_activate_totp"))
    assert pagina.status_code == 200
    assert not pagina.wsgi_request.toegang.aangemeld


def test_na_het_instellen_van_de_tweede_stap_werkt_de_sessie(
    client: Client, operator: Account, settings: Any
) -> None:
    geef_wachtwoord(client)
    pagina = client.get(reverse("mfa_activate_totp"))
    geheim = pagina.context["form"].secret
    fout = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert fout.status_code == 200
    antwoord = client.post(reverse("mfa_activate_totp"), {"code": code_van(geheim)})
    assert antwoord["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("toegang:organisaties")).status_code == 200
    bewaard = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert geheim not in bewaard
    assert get_adapter().decrypt(bewaard) == geheim
    # After a new SECRET_KEY it still opens, and `hersleutel` closes it with the new one.
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "nieuw-" + "y" * 60
    call_command("hersleutel")
    settings.SECRET_KEY_FALLBACKS = []
    rijen = Authenticator.objects.order_by("pk")
    assert get_adapter().decrypt(rijen.get(type="totp").data["secret"]) == geheim
    assert get_adapter().decrypt(rijen.get(type="recovery_codes").data["seed"])


def test_aanmelden_vraagt_wachtwoord_en_code(client: Client, geheim: str) -> None:
    antwoord = geef_wachtwoord(client)
    assert antwoord["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("toegang:organisaties")).status_code == 302
    sleutel = client.session.session_key
    antwoord = client.post(reverse("mfa_authenticate"), {"code": code_van(geheim)})
    assert antwoord["Location"] == "/"
    assert client.get(reverse("toegang:organisaties")).status_code == 200
    # Session fixation: the key of before the sign-in opens nothing.
    assert client.session.session_key != sleutel


def test_de_admin_heeft_geen_eigen_deur(client: Client, operator: Account) -> None:
    operator.is_staff = operator.is_superuser = True
    operator.save()
    antwoord = client.get("/admin/")
    assert antwoord.status_code == 302
    antwoord = client.get(antwoord["Location"])
    assert antwoord["Location"].startswith("/aanmelden/")
    post = client.post("/admin/login/", {"username": "op@voorbeeld.test", "password": WACHTWOORD})
    assert post["Location"].startswith("/aanmelden/")
    # A password alone opens the admin no more than the rest.
    geef_wachtwoord(client)
    assert client.get("/admin/")["Location"] == reverse("mfa_activate_totp")


def test_na_vijf_mislukte_pogingen_is_de_naam_een_kwartier_dicht(
    client: Client, geheim: str
) -> None:
    for _ in range(blokkering.PER_NAAM):
        assert "klopt niet" in geef_wachtwoord(client, woord="fout").content.decode()
    antwoord = geef_wachtwoord(client)
    assert "Te veel mislukte pogingen" in antwoord.content.decode()
    # Counted in rows, so another process (here: an empty cache) sees it too.
    from django.core.cache import cache

    cache.clear()
    assert "Te veel mislukte pogingen" in geef_wachtwoord(Client()).content.decode()
    later = timezone.now() + blokkering.VENSTER + dt.timedelta(seconds=1)
    from toegang.models import Aanmeldpoging

    Aanmeldpoging.objects.update(
        geblokkeerd_tot=timezone.now() - dt.timedelta(seconds=1), sinds=later
    )
    assert geef_wachtwoord(client).status_code == 302


def test_een_onbekende_naam_krijgt_hetzelfde_antwoord(client: Client, geheim: str) -> None:
    bekend = geef_wachtwoord(client, woord="fout").content.decode()
    onbekend = geef_wachtwoord(client, naam="niemand@voorbeeld.test").content.decode()
    fout = re.compile(r"klopt niet[^<]*")
    assert fout.findall(bekend) == fout.findall(onbekend) != []


def test_een_verkeerde_code_telt_mee_voor_de_blokkering(client: Client, geheim: str) -> None:
    geef_wachtwoord(client)
    for _ in range(blokkering.PER_NAAM):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    antwoord = client.post(reverse("mfa_authenticate"), {"code": code_van(geheim)})
    assert "Te veel mislukte pogingen" in antwoord.content.decode()


def test_een_sessie_eindigt_na_een_werkdag(client: Client, invoerder_gent: Any) -> None:
    client.force_login(invoerder_gent)
    assert client.get(reverse("toegang:mijn_gegevens")).status_code == 200
    sessie = client.session
    sessie["toegang"] = {**sessie["toegang"], "begin": time.time() - 11 * 3600}
    sessie.save()
    antwoord = client.get(reverse("toegang:mijn_gegevens"), follow=True)
    assert "Uw sessie is verlopen" in antwoord.content.decode()


def test_een_uitgeschakeld_account_is_bij_de_volgende_stap_weg(
    client: Client, invoerder_gent: Any
) -> None:
    client.force_login(invoerder_gent)
    Account.objects.filter(pk=invoerder_gent.pk).update(is_active=False)
    antwoord = client.post(reverse("toegang:gegevens_downloaden"), follow=True)
    assert "Uw account is niet langer actief" in antwoord.content.decode()
    assert not client.session.get("_auth_user_id")


def test_een_weggenomen_rol_eindigt_de_sessie(client: Client, invoerder_gent: Any) -> None:
    client.force_login(invoerder_gent)
    invoerder_gent.lidmaatschappen.all().delete()
    antwoord = client.get("/", follow=True)
    assert "Uw rol is gewijzigd of weggenomen" in antwoord.content.decode()


def test_een_sessie_zonder_onze_deur_telt_niet(client: Client, invoerder_gent: Any) -> None:
    """Signed in by Django alone (another door): no rights, and out at once."""
    Client.force_login(client, invoerder_gent)
    antwoord = client.get(reverse("toegang:mijn_gegevens"))
    assert antwoord["Location"] == reverse("toegang:gestopt", args=["deur"])


def test_maak_beheerder_vraagt_een_goed_wachtwoord(monkeypatch: Any) -> None:
    antwoorden = iter(["kort", "kort"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(antwoorden))
    with pytest.raises(CommandError, match="wachtwoord"):
        call_command("maak_beheerder", "a@voorbeeld.test")
    monkeypatch.setattr("getpass.getpass", lambda _: WACHTWOORD)
    call_command("maak_beheerder", "a@voorbeeld.test", "--technisch", verbosity=0)
    account = Account.objects.get(username="a@voorbeeld.test")
    assert account.is_superuser
    assert account.lidmaatschappen.get().rol == Rol.VLAAMSE_BEHEERDER
    with pytest.raises(CommandError, match="bestaat al"):
        call_command("maak_beheerder", "a@voorbeeld.test")
    with pytest.raises(CommandError, match="geen bekende Vlaamse organisatie"):
        call_command("maak_beheerder", "b@voorbeeld.test", "--organisatie", "gemeente-44021")


def test_wachtwoord_vergeten_gaat_via_de_mail_en_zwijgt_over_wie_bestaat(
    client: Client, geheim: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        een = client.post(reverse("account_reset_password"), {"email": "op@voorbeeld.test"})
        twee = client.post(reverse("account_reset_password"), {"email": "niemand@voorbeeld.test"})
    assert een["Location"] == twee["Location"]
    (brief,) = mail.outbox
    (link,) = re.findall(r"http://testserver(/toegang/lokaal/wachtwoord/nieuw/\S+)", brief.body)
    pagina = client.get(link, follow=True)
    adres = pagina.redirect_chain[-1][0]
    nieuw = "Negen-Groene-Fietsen-9"
    client.post(adres, {"password1": nieuw, "password2": nieuw})
    # A new password signs nobody in, and the second step stays.
    assert client.get("/").wsgi_request.toegang.aangemeld is False
    assert geef_wachtwoord(client, woord=nieuw)["Location"] == reverse("mfa_authenticate")
