"""What the views of this room share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from ondersteuners.models import Aanbod, Ondersteuner
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang

View = Callable[..., HttpResponse]


def toegang_van(request: HttpRequest) -> Toegang:
    """For whom this request acts."""
    return getattr(request, "toegang", None) or Toegang()


def aangemeld(view: View) -> View:
    """Only for who is signed in; others go to the door and come back after."""

    @never_cache
    @wraps(view)
    def omhuld(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not toegang_van(request).account:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return omhuld


def mag_beheren(toegang: Toegang) -> bool:
    return mag(toegang, Handeling.AANBOD_BEHEREN)


def mag_bewerken(toegang: Toegang, ondersteuner: Ondersteuner) -> bool:
    """Own people write; the administration may help a page that nobody writes."""
    return mag_beheren(toegang) or mag(
        toegang, Handeling.AANBOD_BEWERKEN, organisatie=ondersteuner.organisatie_id
    )


def mag_publiceren(toegang: Toegang, ondersteuner: Ondersteuner) -> bool:
    return mag_beheren(toegang) or mag(
        toegang, Handeling.AANBOD_PUBLICEREN, organisatie=ondersteuner.organisatie_id
    )


def eigen_ondersteuner(request: HttpRequest, slug: str) -> Ondersteuner:
    """Give the ondersteuner that this request may edit; for others the address doesn't exist."""
    rijen = Ondersteuner.objects.bewerkbaar_door(toegang_van(request))
    return get_object_or_404(rijen.select_related("organisatie"), slug=slug)


def eigen_aanbod(request: HttpRequest, slug: str, aanbod: str) -> Aanbod:
    rijen = Aanbod.objects.bewerkbaar_door(toegang_van(request))
    return get_object_or_404(
        rijen.select_related("ondersteuner__organisatie", "hoort_bij"),
        ondersteuner__slug=slug,
        slug=aanbod,
    )


def alleen_beheer(view: View) -> View:
    """Only for the administration of the catalogue."""

    @aangemeld
    @wraps(view)
    def omhuld(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not mag_beheren(toegang_van(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return omhuld
