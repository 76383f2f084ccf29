"""One's own data (AVG), and the history of an object."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toegang import avg, sessie
from toegang.formulieren import Bevestigen
from toegang.historie import VOLGBAAR, versies_van
from toegang.logboek import Daad, noteer
from toegang.models import Account
from toegang.rollen import Herkomst
from toegang.views.hulp import aangemeld, toegang_van


def _account(request: HttpRequest) -> Account:
    account = toegang_van(request).account
    assert account is not None
    return account


@require_safe
@aangemeld
def mijn_gegevens(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    nu = sessie.lees(request)
    return render(
        request,
        "toegang/mijn_gegevens.html",
        {
            "account": account,
            "leden": account.lidmaatschappen.select_related("organisatie"),
            "form": Bevestigen(),
            "lokaal": nu is not None and nu.deur == Herkomst.LOKAAL,
            "demo": nu is not None and nu.deur == Herkomst.DEMO,
        },
    )


@require_POST
@aangemeld
def downloaden(request: HttpRequest) -> HttpResponse:
    """Everything that is kept about the person, as one JSON file."""
    account = _account(request)
    noteer(Daad.GEGEVENS_OPGEVRAAGD, organisatie=None, betrokkene=account)
    inhoud = json.dumps(avg.exporteer(account), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    antwoord = HttpResponse(inhoud, content_type="application/json; charset=utf-8")
    naam = f"pactportaal-mijn-gegevens-{timezone.localdate():%Y-%m-%d}.json"
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


@require_http_methods(["GET", "HEAD", "POST"])
@aangemeld
def verwijderen(request: HttpRequest) -> HttpResponse:
    """Delete the own account, after typing a word."""
    account, nu = _account(request), sessie.lees(request)
    if nu is None or nu.deur == Herkomst.DEMO:
        # The cast is shared by everybody who tries the demonstration.
        raise Http404
    form = Bevestigen(request.POST or None)
    if request.method == "POST" and form.is_valid():
        avg.verwijder_account(account)
        sessie.stop(request)
        return redirect("toegang:afgemeld")
    return render(request, "toegang/account_verwijderen.html", {"form": form})


@require_safe
@aangemeld
def historiek(request: HttpRequest, soort: str, nummer: int) -> HttpResponse:
    """The history of one object, for who may see it; for others it does not exist."""
    versies = versies_van(soort, nummer, toegang=toegang_van(request))
    if versies is None:
        raise Http404
    return render(
        request, "toegang/historiek.html", {"titel": VOLGBAAR[soort].titel, "versies": versies}
    )
