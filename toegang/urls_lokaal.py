"""allauth's pages for local accounts, under the names that allauth looks up. The rest stays closed:
no registration, no mail addresses, no connecting of accounts, no switching off of the second step."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_http_methods

from toegang.views.hulp import alleen_lokaal
from toegang.views.lokaal import totp_instellen

urlpatterns = [
    path("aanmelden/", account.login, name="account_login"),
    path("inactief/", account.account_inactive, name="account_inactive"),
    path("bevestigen/", alleen_lokaal(account.reauthenticate), name="account_reauthenticate"),
    path(
        "wachtwoord/wijzigen/",
        alleen_lokaal(account.password_change),
        name="account_change_password",
    ),
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path(
        "wachtwoord/vergeten/verstuurd/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("tweede-stap/", mfa.authenticate, name="mfa_authenticate"),
    path("tweede-stap/bevestigen/", alleen_lokaal(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("tweede-stap/overzicht/", alleen_lokaal(mfa.index), name="mfa_index"),
    path("tweede-stap/instellen/", totp_instellen, name="mfa_activate_totp"),
    path(
        "tweede-stap/herstelcodes/",
        alleen_lokaal(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "tweede-stap/herstelcodes/nieuw/",
        alleen_lokaal(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]


def _alleen_formulier(patroon: URLPattern) -> URLPattern:
    """Django's form views take PUT for POST; nothing here does."""
    patroon.callback = require_http_methods(["GET", "HEAD", "POST"])(patroon.callback)
    return patroon


urlpatterns = [_alleen_formulier(patroon) for patroon in urlpatterns]
