"""`/beheer/rapporten/`: all reports of today as one zip, for the Vlaamse administratie."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rapportering.models import Rapportbundel
from rapportering.rapport.bundel import LOPEND, pad_van, vraag_bundel
from toegang.rechten import Handeling, mag


def _mag(request: HttpRequest) -> HttpResponse | None:
    toegang: Any = request.toegang  # type: ignore[attr-defined]
    if not toegang.aangemeld:
        return redirect_to_login(request.get_full_path())
    if not mag(toegang, Handeling.RAPPORTEN_BUNDELEN):
        raise Http404
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bundels(request: HttpRequest) -> HttpResponse:
    """Ask for a bundle and see how far each is."""
    if (deur := _mag(request)) is not None:
        return deur
    if request.method == "POST":
        toegang: Any = request.toegang  # type: ignore[attr-defined]
        vraag_bundel(peildatum=timezone.localdate(), door=toegang.account)
        return redirect("rapportering:bundels")
    rijen = list(Rapportbundel.objects.all()[:50])
    context = {"bundels": rijen, "loopt": any(b.status in LOPEND for b in rijen)}
    return render(request, "rapportering/bundels.html", context)


@never_cache
@require_safe
def bundel_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    if (deur := _mag(request)) is not None:
        return deur
    bundel = Rapportbundel.objects.filter(pk=pk, status=Rapportbundel.Status.KLAAR).first()
    if bundel is None:
        raise Http404
    pad = pad_van(bundel)
    return FileResponse(pad.open("rb"), as_attachment=True, filename=pad.name)
