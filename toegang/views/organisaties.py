"""Beheer of an organisation: its details, members, invitations and log."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toegang.formulieren import OrganisatieFormulier, Uitnodigen
from toegang.logboek import woord_van
from toegang.models import Lidmaatschap, Logboek, Organisatie, Uitnodiging
from toegang.rechten import Handeling, mag
from toegang.rollen import Herkomst
from toegang.selectors import leden_van, open_uitnodigingen, organisaties_lijst
from toegang.services import (
    Weigering,
    bewaar_organisatie,
    nodig_uit,
    schakel_account,
    toekenbare_rollen,
    trek_uitnodiging_in,
    verwijder_lid,
    zet_rol,
)
from toegang.views.hulp import aangemeld, blader, met_recht, toegang_van

H = Handeling


def organisatie_of_404(request: HttpRequest, slug: str, handeling: Handeling) -> Organisatie:
    """Give the organisatie when `handeling` is allowed on it; else it does not exist."""
    organisatie = get_object_or_404(
        Organisatie.objects.zichtbaar_voor(toegang_van(request)), slug=slug
    )
    if not mag(toegang_van(request), handeling, organisatie=organisatie):
        raise Http404
    return organisatie


@require_safe
@aangemeld
def eigen(request: HttpRequest) -> HttpResponse:
    """`/toegang/organisatie/`: to the organisatie one acts for."""
    organisatie = toegang_van(request).organisatie
    if organisatie is None:
        raise Http404
    return redirect("toegang:organisatie", organisatie.slug)


@require_safe
@met_recht(H.ORGANISATIES_BEHEREN)
def lijst(request: HttpRequest) -> HttpResponse:
    zoek, soort = request.GET.get("zoek", "")[:80], request.GET.get("soort", "")
    soort = soort if soort in Organisatie.Soort.values else ""
    rijen = organisaties_lijst(toegang_van(request), zoek=zoek, soort=soort)
    return render(
        request,
        "toegang/organisaties.html",
        {
            "pagina": blader(request, rijen),
            "zoek": zoek,
            "soort": soort,
            "soorten": Organisatie.Soort.choices,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@met_recht(H.ORGANISATIES_BEHEREN)
def nieuw(request: HttpRequest) -> HttpResponse:
    form = OrganisatieFormulier(request.POST or None, alles=True)
    if request.method == "POST" and form.is_valid():
        organisatie = form.save(commit=False)
        organisatie.slug = _vrije_slug(organisatie.naam)
        bewaar_organisatie(organisatie, velden=[])
        messages.success(request, f"{organisatie} is aangemaakt.")
        return redirect("toegang:organisatie", organisatie.slug)
    return render(request, "toegang/organisatie_bewerken.html", {"form": form})


def _vrije_slug(naam: str) -> str:
    kern = slugify(naam)[:70] or "organisatie"
    slug, nummer = kern, 2
    while Organisatie.objects.filter(slug=slug).exists():
        slug, nummer = f"{kern}-{nummer}", nummer + 1
    return slug


def _leden(request: HttpRequest, organisatie: Organisatie) -> dict[str, Any]:
    toegang = toegang_van(request)
    zoek = request.GET.get("zoek", "")[:80]
    rollen = toekenbare_rollen(toegang, organisatie)
    return {
        "organisatie": organisatie,
        "pagina": blader(request, leden_van(organisatie, zoek=zoek)),
        "zoek": zoek,
        "rollen": rollen,
        "uitnodigingen": open_uitnodigingen(organisatie) if rollen else [],
        "mag_beheren": bool(rollen),
        "mag_sleutels": mag(toegang, H.SLEUTELS_BEHEREN, organisatie=organisatie),
        "mag_alles": mag(toegang, H.ORGANISATIES_BEHEREN),
        "acm": Herkomst.ACM_IDM,
    }


@require_safe
@met_recht(H.LEDEN_ZIEN)
def organisatie(request: HttpRequest, slug: str) -> HttpResponse:
    """Members of one organisatie, and for its beheerder the means to change them."""
    rij = organisatie_of_404(request, slug, H.LEDEN_ZIEN)
    inhoud = _leden(request, rij)
    form = Uitnodigen(rollen=inhoud["rollen"]) if inhoud["rollen"] else None
    return render(request, "toegang/organisatie.html", inhoud | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@met_recht(H.LEDEN_BEHEREN)
def bewerken(request: HttpRequest, slug: str) -> HttpResponse:
    rij = organisatie_of_404(request, slug, H.LEDEN_BEHEREN)
    alles = mag(toegang_van(request), H.ORGANISATIES_BEHEREN)
    form = OrganisatieFormulier(request.POST or None, instance=rij, alles=alles)
    if request.method == "POST" and form.is_valid():
        bewaar_organisatie(form.save(commit=False), velden=form.changed_data)
        messages.success(request, "De gegevens zijn bewaard.")
        return redirect("toegang:organisatie", rij.slug)
    return render(request, "toegang/organisatie_bewerken.html", {"form": form, "organisatie": rij})


@require_POST
@met_recht(H.LEDEN_BEHEREN)
def uitnodigen(request: HttpRequest, slug: str) -> HttpResponse:
    rij = organisatie_of_404(request, slug, H.LEDEN_BEHEREN)
    inhoud = _leden(request, rij)
    form = Uitnodigen(request.POST, rollen=inhoud["rollen"])
    if form.is_valid():
        try:
            nodig_uit(
                organisatie=rij,
                email=form.cleaned_data["email"],
                rol=form.cleaned_data["rol"],
                toegang=toegang_van(request),
                adres=lambda sleutel: request.build_absolute_uri(
                    reverse("toegang:uitnodiging", args=[sleutel])
                ),
            )
        except Weigering as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(
                request, f"De uitnodiging is verstuurd naar {form.cleaned_data['email']}."
            )
            return redirect("toegang:organisatie", rij.slug)
    return render(request, "toegang/organisatie.html", inhoud | {"form": form}, status=422)


def _doe(request: HttpRequest, slug: str, *, gelukt: str, actie: Any) -> HttpResponse:
    try:
        actie()
    except Weigering as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, gelukt)
    return redirect("toegang:organisatie", slug)


@require_POST
@met_recht(H.LEDEN_BEHEREN)
def intrekken(request: HttpRequest, slug: str, nummer: int) -> HttpResponse:
    rij = organisatie_of_404(request, slug, H.LEDEN_BEHEREN)
    open_ = get_object_or_404(Uitnodiging, pk=nummer, organisatie=rij)
    return _doe(
        request,
        slug,
        gelukt="De uitnodiging is ingetrokken.",
        actie=lambda: trek_uitnodiging_in(uitnodiging=open_),
    )


@require_POST
@met_recht(H.LEDEN_BEHEREN)
def rol(request: HttpRequest, slug: str, nummer: int) -> HttpResponse:
    rij = organisatie_of_404(request, slug, H.LEDEN_BEHEREN)
    lid = get_object_or_404(Lidmaatschap, pk=nummer, organisatie=rij)
    gekozen = request.POST.get("rol", "")
    return _doe(
        request,
        slug,
        gelukt="De rol is gewijzigd. Ze geldt vanaf de volgende stap van deze persoon.",
        actie=lambda: zet_rol(lid=lid, rol=gekozen, toegang=toegang_van(request)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@met_recht(H.LEDEN_BEHEREN)
def verwijderen(request: HttpRequest, slug: str, nummer: int) -> HttpResponse:
    """Ask, then take the membership away."""
    rij = organisatie_of_404(request, slug, H.LEDEN_BEHEREN)
    lid = get_object_or_404(
        Lidmaatschap.objects.select_related("account"), pk=nummer, organisatie=rij
    )
    if request.method != "POST":
        return render(request, "toegang/lid_verwijderen.html", {"lid": lid, "organisatie": rij})
    return _doe(
        request,
        slug,
        gelukt="Het lidmaatschap is weggenomen. Concepten en taken blijven bij de organisatie.",
        actie=lambda: verwijder_lid(lid=lid, toegang=toegang_van(request)),
    )


@require_POST
@met_recht(H.ORGANISATIES_BEHEREN)
def account(request: HttpRequest, slug: str, nummer: int) -> HttpResponse:
    """A Vlaamse beheerder disables or enables the account behind a membership."""
    rij = organisatie_of_404(request, slug, H.ORGANISATIES_BEHEREN)
    lid = get_object_or_404(Lidmaatschap, pk=nummer, organisatie=rij)
    if lid.account_id == request.user.pk:
        messages.error(request, "Uw eigen account kunt u niet uitschakelen.")
        return redirect("toegang:organisatie", slug)
    actief = request.POST.get("actief") == "1"
    schakel_account(account=lid.account, actief=actief, organisatie=rij)
    messages.success(
        request, "Het account is ingeschakeld." if actief else "Het account is uitgeschakeld."
    )
    return redirect("toegang:organisatie", slug)


@require_safe
@met_recht(H.LEDEN_ZIEN)
def logboek(request: HttpRequest, slug: str) -> HttpResponse:
    rij = organisatie_of_404(request, slug, H.LEDEN_ZIEN)
    rijen = Logboek.objects.filter(organisatie=rij).select_related("account", "betrokkene")
    pagina = blader(request, rijen)
    regels = [(regel, woord_van(regel.handeling)) for regel in pagina]
    return render(
        request, "toegang/logboek.html", {"organisatie": rij, "pagina": pagina, "regels": regels}
    )
