"""What the views of toegang share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from toegang import sessie
from toegang.rechten import Handeling, mag
from toegang.rollen import Herkomst
from toegang.wie import Toegang

PER_PAGINA = 50
# Pages about signing in and out are no place to come back to.
GEEN_DOEL = ("/aanmelden/", "/toegang/afgemeld/", "/toegang/gestopt/", "/toegang/lokaal/")
View = Callable[..., HttpResponse]


def toegang_van(request: HttpRequest) -> Toegang:
    gegeven: Toegang = request.toegang  # type: ignore[attr-defined]
    return gegeven


def veilig_adres(request: HttpRequest, standaard: str = "/") -> str:
    """Give `next` of the request when it stays on this host, else `standaard`."""
    adres = request.POST.get("next") or request.GET.get("next") or ""
    veilig = url_has_allowed_host_and_scheme(
        adres, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return adres if veilig and not adres.startswith(GEEN_DOEL) else standaard


def aangemeld(view: View) -> View:
    """Only for who is signed in; others go to the door and come back after."""

    @never_cache
    @wraps(view)
    def omhuld(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not toegang_van(request).account:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return omhuld


def met_recht(handeling: Handeling) -> Callable[[View], View]:
    """Only for who may do `handeling` somewhere; for others the page does not exist."""

    def maak(view: View) -> View:
        @aangemeld
        @wraps(view)
        def omhuld(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not mag(toegang_van(request), handeling):
                raise Http404
            return view(request, *args, **kwargs)

        return omhuld

    return maak


def alleen_lokaal(view: View) -> View:
    """Only for local accounts: who comes from ACM/IDM has no password or second step here."""

    @wraps(view)
    def omhuld(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        nu = sessie.lees(request)
        if nu is None or nu.deur != Herkomst.LOKAAL:
            raise Http404
        return view(request, *args, **kwargs)

    return omhuld


def blader(request: HttpRequest, rijen: QuerySet[Any], *, per: int = PER_PAGINA) -> Page[Any]:
    """Give the asked page of a list; an impossible number gives the nearest page."""
    return Paginator(rijen, per).get_page(request.GET.get("pagina"))
