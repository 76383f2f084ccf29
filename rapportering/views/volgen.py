"""Following a gemeente by mail."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from rapportering import volgen
from rapportering.views.delen import gemeente_van_nu
from rapportering.views.rapport import kruimels

PAGINA = "rapportering/volgen.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def volg(request: HttpRequest, nis: str) -> HttpResponse:
    """Ask for a mail address; the answer never tells who already follows."""
    gemeente = gemeente_van_nu(nis)
    context = {
        "gemeente": gemeente,
        "kruimels": kruimels(gemeente),
        "stand": "vraag",
        "mail": "",
        "fout": "",
    }
    if request.method != "POST":
        return render(request, PAGINA, context)
    mail = request.POST.get("mail", "").strip()
    fout = ""
    try:
        validate_email(mail)
        volgen.vraag_aan(
            gemeente=gemeente,
            mail=mail,
            basis=request.build_absolute_uri("/").rstrip("/"),
            verbinding=request.META.get("REMOTE_ADDR", ""),
        )
    except ValidationError:
        fout = "Vul een mailadres in zoals naam@voorbeeld.be."
    except volgen.TeVeel as te_veel:
        fout = str(te_veel)
    if fout:
        return render(request, PAGINA, {**context, "mail": mail[:254], "fout": fout}, status=422)
    return redirect("rapportering:volgen-verstuurd", nis=gemeente.nis)


@require_safe
def verstuurd(request: HttpRequest, nis: str) -> HttpResponse:
    """What to do now: look in the mailbox."""
    gemeente = gemeente_van_nu(nis)
    context = {"gemeente": gemeente, "kruimels": kruimels(gemeente), "stand": "verstuurd"}
    return render(request, PAGINA, context)


def _ongeldig(request: HttpRequest, fout: volgen.LinkOngeldig) -> HttpResponse:
    context = {
        "stand": "fout",
        "fout": str(fout),
        "gemeente": None,
        "kruimels": _naar_gemeenten(),
    }
    return render(request, PAGINA, context, status=410)


def _naar_gemeenten() -> list[tuple[str, str]]:
    return [("Gemeenten", reverse("rapportering:gemeenten"))]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bevestigen(request: HttpRequest, bewijs: str) -> HttpResponse:
    """One click, so that a mail scanner confirms nothing."""
    try:
        klaar = request.method == "POST"
        volger = volgen.bevestig(bewijs) if klaar else volgen.zoek(bewijs)
    except volgen.LinkOngeldig as fout:
        return _ongeldig(request, fout)
    context = {
        "gemeente": volger.gemeente,
        "stand": "klaar" if klaar else "bevestig",
        "kruimels": kruimels(volger.gemeente),
    }
    return render(request, PAGINA, context)


# A mail program posts here by itself, without a token of ours; the signature is the right.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stoppen(request: HttpRequest, bewijs: str) -> HttpResponse:
    """Stop with one click on the page, or at once by the POST of a mail program."""
    try:
        volger = volgen.zoek_stop(bewijs)
        if request.method == "POST":
            volgen.stop(bewijs)
    except volgen.LinkOngeldig as fout:
        return _ongeldig(request, fout)
    stand = "gestopt" if request.method == "POST" or volger is None else "stop"
    context = {
        "stand": stand,
        "gemeente": volger.gemeente if volger else None,
        "kruimels": kruimels(volger.gemeente) if volger else _naar_gemeenten(),
    }
    return render(request, PAGINA, context)
