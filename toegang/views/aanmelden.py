"""The doors: sign in, choose for whom, switch, sign out, and why a session ended."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from toegang import demo, sessie
from toegang.oidc.provider import adres_einde
from toegang.rollen import Herkomst
from toegang.selectors import lidmaatschappen_van
from toegang.views.hulp import aangemeld, toegang_van, veilig_adres


@require_GET
@never_cache
def deur(request: HttpRequest) -> HttpResponse:
    """`/aanmelden/`: the ways to sign in that this portal has."""
    if toegang_van(request).account:
        return redirect(veilig_adres(request))
    return render(
        request,
        "toegang/aanmelden.html",
        {
            "acm": settings.OIDC is not None,
            "rolverdeling": demo.ROLVERDELING if settings.DEMO else (),
            "next": veilig_adres(request, ""),
        },
    )


@require_POST
@never_cache
def demo_aanmelden(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign in as one of the cast. Without DEMO=1 this address does not exist."""
    speler = demo.speler_met(slug)
    if not settings.DEMO or speler is None:
        raise Http404
    account = demo.account_van(speler)
    if account is None:
        messages.error(request, "De demo-accounts ontbreken. Voer `make demo` uit.")
        return redirect("toegang:deur")
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    leden = lidmaatschappen_van(account, deur=Herkomst.DEMO)
    sessie.begin(request, deur=Herkomst.DEMO, lidmaatschap=leden[0] if len(leden) == 1 else None)
    if len(leden) > 1:
        return redirect("toegang:namens_wie")
    return redirect(veilig_adres(request))


@require_http_methods(["GET", "HEAD", "POST"])
@aangemeld
def namens_wie(request: HttpRequest) -> HttpResponse:
    """Choose, or switch, for which organisatie this session acts."""
    nu = sessie.lees(request)
    account = toegang_van(request).account
    if nu is None or account is None or nu.deur == Herkomst.ACM_IDM:
        raise Http404
    leden = lidmaatschappen_van(account, deur=nu.deur)
    if request.method == "POST":
        gekozen = next((lid for lid in leden if str(lid.pk) == request.POST.get("lid")), None)
        if gekozen is None:
            messages.error(request, "Kies een van de organisaties in de lijst.")
            return redirect("toegang:namens_wie")
        sessie.wissel(request, lidmaatschap=gekozen)
        messages.success(
            request, f"U werkt nu namens {gekozen.organisatie}, als {gekozen.get_rol_display()}."
        )
        return redirect(veilig_adres(request))
    return render(
        request,
        "toegang/namens_wie.html",
        {"leden": leden, "gekozen": nu.lidmaatschap, "next": veilig_adres(request, "")},
    )


@require_POST
@aangemeld
def wissel(request: HttpRequest) -> HttpResponse:
    """Act for another organisatie: with ACM/IDM the issuer lets one choose, else we do."""
    nu = sessie.lees(request)
    if nu is None or nu.deur != Herkomst.ACM_IDM:
        return redirect("toegang:namens_wie")
    einde = adres_einde(request, wissel=True)
    if einde is None:
        messages.error(
            request, "ACM/IDM is niet bereikbaar. Meld u af en opnieuw aan om te wisselen."
        )
        return redirect("/")
    sessie.stop(request)
    return redirect(einde)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def afmelden(request: HttpRequest) -> HttpResponse:
    """End the local session first, then the single sign-on of ACM/IDM."""
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect("toegang:afgemeld")
        return render(request, "toegang/afmelden.html")
    nu = sessie.lees(request)
    sessie.stop(request)
    if nu and nu.deur == Herkomst.ACM_IDM and settings.OIDC:
        if einde := adres_einde(request, wissel=False):
            return redirect(einde)
        messages.warning(
            request,
            "U bent hier afgemeld, maar ACM/IDM antwoordde niet. Sluit uw browser om ook daar "
            "zeker afgemeld te zijn.",
        )
    return redirect("toegang:afgemeld")


@require_GET
@never_cache
def afgemeld(request: HttpRequest) -> HttpResponse:
    return render(request, "toegang/afgemeld.html")


@require_GET
@never_cache
def gestopt(request: HttpRequest, reden: str) -> HttpResponse:
    """Why a session ended by itself."""
    einde = sessie.Einde.met(reden)
    if einde is None:
        raise Http404
    return render(request, "toegang/gestopt.html", {"einde": einde})


@require_http_methods(["GET", "HEAD", "POST"])
def naar_de_deur(request: HttpRequest) -> HttpResponse:
    """What asks for a sign-in elsewhere (the admin) comes to the one door."""
    if toegang_van(request).account:
        # Signed in, but not for this: for them the page does not exist.
        raise Http404
    return redirect_to_login(veilig_adres(request, "/admin/"))


def csrf_fout(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without its token, in words for an official."""
    return render(request, "toegang/csrf.html", status=403)
