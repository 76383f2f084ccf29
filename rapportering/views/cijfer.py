"""Source, history and permanent link of the figures of one goal.

Of a gemeente (`/gemeenten/<nis>/cijfers/<slug>/`), of the Gewest and of a provincie.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dataleveranciers.selectors import runs_van
from doelstellingen.selectors import Herkomst, cijferherkomst, groepsherkomst
from gemeenten.models import Gemeente
from gereedschap.bewaren import bewaarbaar
from rapportering.blokken import blok
from rapportering.editie import Editie, editie_van
from rapportering.herkomst import uitleg_van
from rapportering.views.gemeente import gemeente_of_uitweg
from rapportering.views.provincies import provincie_met_slug
from rapportering.views.rapport import kruimels
from verbeteringen.selectors import bijdragen, heeft_bijdragen


@dataclass(frozen=True)
class Gebied:
    """Whose figures a page explains.

    `adres`: its own page; `bron`: this page; `register` and `tabel`: where its registrations and,
    of a group, the figures of its gemeenten are.
    """

    naam: str
    adres: str
    bron: str
    register: str
    tabel: str = ""


def _inhoud(gebied: Gebied, h: Herkomst | None, editie: Editie) -> dict[str, Any]:
    if h is None:
        raise Http404
    slug = h.doelstelling.slug
    rijen, meer = (
        bijdragen(h.afkomst, slug, peildatum=editie.peildatum, publicatie=editie.publicatie)
        if heeft_bijdragen(slug)
        else ([], False)
    )
    return {
        "gebied": gebied,
        "editie": editie,
        "doel": h.doelstelling,
        "delen": h.delen,
        "cijfers": uitleg_van(h, waar=gebied.naam, runs=runs_van(list(h.publicaties))),
        "heeft_rijen": heeft_bijdragen(slug),
        "rijen": rijen,
        "meer": meer,
        "vast": gebied.bron + editie.vaste_vraag,
    }


def _pagina(
    request: HttpRequest,
    gebied: Gebied,
    herkomst: Callable[[], Herkomst | None],
    editie: Editie,
    kruimelpad: list[tuple[str, str]],
) -> HttpResponse:
    context = {
        "gebied": gebied,
        "editie": editie,
        "blok": blok(
            "rapportering/cijfer_blok.html",
            editie=editie,
            sleutel=(gebied.bron,),
            context=lambda: _inhoud(gebied, herkomst(), editie),
        ),
        "kruimels": kruimelpad,
    }
    return render(request, "rapportering/cijfer.html", context)


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def cijfer(request: HttpRequest, nis: str, slug: str) -> HttpResponse:
    """Where the figures of one goal of one gemeente come from, and why they changed."""
    editie = editie_van(request)
    gevonden, uitweg = gemeente_of_uitweg(request, nis=nis, editie=editie)
    if gevonden is None:
        return uitweg
    gemeente: Gemeente = gevonden
    register = reverse("verbeteringen:lijst")
    gebied = Gebied(
        gemeente.naam,
        reverse("rapportering:gemeente", args=[nis]) + f"#{slug}",
        reverse("rapportering:cijfer", args=[nis, slug]),
        f"{register}?gemeente={nis}&doelstelling={slug}",
    )
    return _pagina(
        request,
        gebied,
        lambda: cijferherkomst(
            gemeente, slug, peildatum=editie.peildatum, publicatie=editie.publicatie
        ),
        editie,
        kruimels(gemeente),
    )


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def gewest_cijfer(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for the Vlaams Gewest."""
    editie = editie_van(request)
    vlaanderen = reverse("rapportering:vlaanderen")
    gebied = Gebied(
        "het Vlaams Gewest",
        f"{vlaanderen}?doelstelling={slug}",
        reverse("rapportering:gewest-cijfer", args=[slug]),
        f"{reverse('verbeteringen:lijst')}?doelstelling={slug}",
        f"{reverse('rapportering:tabel')}?doel={slug}&per=gemeente",
    )
    return _pagina(
        request,
        gebied,
        lambda: groepsherkomst(
            None, slug, peildatum=editie.peildatum, publicatie=editie.publicatie
        ),
        editie,
        [("Vlaanderen", vlaanderen)],
    )


@require_safe
@bewaarbaar(parameters=("op", "gekend_op"))
def provincie_cijfer(request: HttpRequest, provincie: str, slug: str) -> HttpResponse:
    """The same for the gemeenten of a provincie together."""
    editie = editie_van(request)
    gevonden = provincie_met_slug(provincie)
    eigen = reverse("rapportering:provincie", args=[provincie])
    gebied = Gebied(
        f"de provincie {gevonden.naam}",
        f"{eigen}?doelstelling={slug}",
        reverse("rapportering:provincie-cijfer", args=[provincie, slug]),
        f"{reverse('verbeteringen:lijst')}?doelstelling={slug}",
        f"{eigen}?doelstelling={slug}#tabel",
    )

    kruimelpad = [("Vlaanderen", reverse("rapportering:vlaanderen")), (gevonden.naam, eigen)]
    return _pagina(
        request,
        gebied,
        lambda: groepsherkomst(
            gevonden.pk, slug, peildatum=editie.peildatum, publicatie=editie.publicatie
        ),
        editie,
        kruimelpad,
    )
