"""The check queue, the settings of a gemeente, and the duplicates."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toegang.models import Organisatie
from toegang.rechten import Handeling, bereik, mag
from verbeteringen import beoordeling, dubbels, grensdelen
from verbeteringen.invoer import uit_json
from verbeteringen.levensloop import StapNietToegestaan
from verbeteringen.models import Instelling, Verbetering, Vertrouwen, Voorstel
from verbeteringen.openbaarheid import getoond
from verbeteringen.registratie import IntussenGewijzigd, NietToegestaan, rollen_op
from verbeteringen.selectors import datumzin, netto_van, regels_van
from verbeteringen.verschillen import Verschil, bedragenzin, verschillen
from verbeteringen.views.gemeen import eigen_gemeenten, toegang_van, zoek_verbetering
from verbeteringen.views.leven import deur_of_verboden, doe_samen, meld

PER_BLAD = 100


def _basis(request: HttpRequest) -> str:
    """Give the begin of the addresses in a mail about a decision."""
    return request.build_absolute_uri("/").rstrip("/")


@require_http_methods(["GET", "HEAD", "POST"])
def beoordelen(request: HttpRequest) -> HttpResponse:
    """What waits for the own gemeente; the ticked ones are approved in one act."""
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.VERBETERING_GOEDKEUREN):
        raise Http404
    if request.method == "POST":
        pks = [int(w) for w in request.POST.getlist("pk")[:500] if w.isdigit()]
        if (upload := request.POST.get("upload", "")).isdigit():
            pks = beoordeling.van_upload(int(upload), toegang)
        if not pks:
            messages.warning(request, "Duid eerst één of meer verbeteringen aan.")
            return redirect("verbeteringen:beoordelen")
        basis = _basis(request)
        doe_samen(
            request,
            lambda: beoordeling.keur_goed(pks=pks, toegang=toegang, basis=basis),
            "goedgekeurd",
        )
        return redirect("verbeteringen:beoordelen")
    rijen = list(
        beoordeling.wachtrij(toegang)
        .defer("geometrie")
        .select_related("gemeente", "indiener", "organisatie", "bron")
        .prefetch_related("maatregelen", "voorstellen")
        .order_by("gewijzigd_op", "pk")[: PER_BLAD + 1]
    )
    return render(
        request,
        "verbeteringen/beoordelen.html",
        {
            "regels": [
                {
                    "v": v,
                    "zicht": getoond(v, toegang, met_vorm=False),
                    "regels": regels_van(v),
                    "netto": netto_van(v),
                    "datum": datumzin(v),
                    "verschillen": _verschillen(v),
                }
                for v in rijen[:PER_BLAD]
            ],
            "meer": len(rijen) > PER_BLAD,
            "uploads": beoordeling.wachtende_uploads(toegang),
        },
    )


def _verschillen(v: Verbetering) -> list[object]:
    for voorstel in v.voorstellen.all():
        if voorstel.soort == Voorstel.Soort.WIJZIGING:
            invoer = uit_json(voorstel.inhoud)
            eigen, *andere = grensdelen.uit_json(invoer, voorstel.inhoud)
            return [
                *verschillen(v, grensdelen.invoer_van(invoer, eigen)),
                *(_andere_gemeente(v, deel, eerste=False) for deel in andere),
                *(
                    [_andere_gemeente(v, eigen, eerste=True)]
                    if eigen.gemeente != v.gemeente
                    else []
                ),
            ]
    return []


def _andere_gemeente(v: Verbetering, deel: grensdelen.Deel, *, eerste: bool) -> Verschil:
    """Say what a change would bring to another gemeente, which decides about it."""
    naam = deel.vandaag.naam
    wat, nu = ("Gemeente", v.gemeente.naam) if eerste else (f"Deel van {naam}", "")
    zin = naam if eerste else bedragenzin(deel.maatregelen)
    return Verschil(
        wat, nu or "–", zin if deel.vandaag == v.gemeente else f"{zin} ({naam} beslist)"
    )


@require_POST
def terugsturen(request: HttpRequest, pk: int) -> HttpResponse:
    """Send back with a reason."""
    toegang = toegang_van(request)
    v = zoek_verbetering(pk, toegang)
    if not mag(toegang, Handeling.VERBETERING_GOEDKEUREN, v.gemeente_id):
        return deur_of_verboden(request, terug=reverse("verbeteringen:detail", args=[pk]))
    versie = request.POST.get("versie", "")
    try:
        uitkomst = beoordeling.stuur_terug(
            pk=v.pk,
            versie=int(versie) if versie.isdigit() else 0,
            toegang=toegang,
            reden=request.POST.get("reden", "")[:500],
            basis=_basis(request),
        )
    except (NietToegestaan, StapNietToegestaan, IntussenGewijzigd) as fout:
        messages.error(request, str(fout))
    else:
        meld(request, uitkomst, "Teruggestuurd. De indiener krijgt bericht.")
    return redirect("verbeteringen:beoordelen")


@require_http_methods(["GET", "HEAD", "POST"])
def instellingen(request: HttpRequest) -> HttpResponse:
    """Whom the gemeente trusts, and whether own registrations count at once."""
    toegang = toegang_van(request)
    organisatie = toegang.organisatie
    if organisatie is None or not mag(toegang, Handeling.GEMEENTE_INSTELLEN):
        raise Http404
    if request.method == "POST":
        if slug := request.POST.get("vertrouw"):
            ander = get_object_or_404(Organisatie, slug=slug)
            beoordeling.vertrouw(toegang=toegang, organisatie=ander)
            messages.success(request, f"Voorstellen van {ander.naam} tellen voortaan meteen mee.")
        elif slug := request.POST.get("niet_meer"):
            ander = get_object_or_404(Organisatie, slug=slug)
            beoordeling.vertrouw_niet_meer(toegang=toegang, organisatie=ander)
            messages.success(request, f"Voorstellen van {ander.naam} kijkt u voortaan zelf na.")
        else:
            rij = beoordeling.stel_in(toegang=toegang, eigen_meteen="eigen_meteen" in request.POST)
            messages.success(
                request,
                "Eigen registraties tellen voortaan meteen mee."
                if rij.eigen_meteen
                else "Eigen registraties wachten voortaan op een publicator.",
            )
        return redirect("verbeteringen:instellingen")
    vertrouwd = Vertrouwen.objects.filter(bestuur=organisatie).select_related("organisatie")
    kandidaten = (
        Organisatie.objects.exclude(soort=Organisatie.Soort.GEMEENTE)
        .filter(is_ondersteuner=True)
        .exclude(pk__in=vertrouwd.values("organisatie"))
    )
    return render(
        request,
        "verbeteringen/instellingen.html",
        {
            "instelling": Instelling.objects.filter(organisatie=organisatie).first(),
            "vertrouwd": vertrouwd,
            "kandidaten": kandidaten,
            "organisatie": organisatie,
        },
    )


@require_safe
def dubbels_lijst(request: HttpRequest) -> HttpResponse:
    """Undecided doubles of the own gemeente."""
    toegang = toegang_van(request)
    if not mag(toegang, Handeling.DUBBELS_BESLISSEN):
        raise Http404
    ver = bereik(toegang, Handeling.DUBBELS_BESLISSEN)
    eigen = [g for g in eigen_gemeenten(toegang) if g.pk in ver.gemeenten]
    gemeente = next((g for g in eigen if g.nis == request.GET.get("gemeente")), eigen[0])
    return render(
        request,
        "verbeteringen/dubbels.html",
        {
            "gemeente": gemeente,
            "eigen": eigen,
            "paren": [
                (
                    v,
                    regels_van(v),
                    datumzin(v),
                    [(k, regels_van(k.verbetering), datumzin(k.verbetering)) for k in lijst],
                )
                for v, lijst in dubbels.open_dubbels(gemeente, toegang)
            ],
        },
    )


def _beslis(request: HttpRequest, v: Verbetering) -> None:
    toegang = toegang_van(request)
    parameter = request.POST.get("parameter", "")
    if parameter:
        anderen = next((g.ids for g in dubbels.groepsvragen(v) if g.parameter == parameter), ())
    else:
        anderen = tuple(int(w) for w in request.POST.getlist("ander") if w.isdigit())
    zelfde = request.POST.get("besluit") == "zelfde"
    try:
        uitkomst = dubbels.beslis(
            pk=v.pk, anderen=anderen, zelfde=zelfde, toegang=toegang, parameter=parameter
        )
    except NietToegestaan as fout:
        messages.error(request, str(fout))
        return
    if not zelfde:
        gedaan = "Onthouden: dit zijn verschillende projecten. We vragen het niet opnieuw."
    elif parameter:
        gedaan = "De kleinere registraties zijn afgetrokken, zodat niets dubbel telt."
    else:
        gedaan = "Onthouden: dit is hetzelfde project. Eén van beide telt niet meer mee."
    meld(request, uitkomst, gedaan)


@require_http_methods(["GET", "HEAD", "POST"])
def dubbels_van(request: HttpRequest, pk: int) -> HttpResponse:
    """Possible doubles of one verbetering, after saving or from its page."""
    toegang = toegang_van(request)
    v = zoek_verbetering(pk, toegang)
    if not rollen_op(toegang, v) and not mag(toegang, Handeling.DUBBELS_BESLISSEN, v.gemeente_id):
        raise Http404
    if request.method == "POST":
        _beslis(request, v)
        v = Verbetering.objects.select_related("gemeente", "bron").get(pk=v.pk)
    lijst = dubbels.kandidaten(v, toegang)
    vragen = dubbels.groepsvragen(v)
    if not lijst and not vragen:
        if request.method == "GET":
            messages.info(request, "Er is geen andere registratie op deze plaats rond die tijd.")
        return redirect("verbeteringen:detail", pk=v.pk)
    return render(
        request,
        "verbeteringen/dubbels_van.html",
        {
            "v": v,
            "regels": regels_van(v),
            "kandidaten": [(k, regels_van(k.verbetering), datumzin(k.verbetering)) for k in lijst],
            "vragen": vragen,
            "mag_beslissen": mag(toegang, Handeling.DUBBELS_BESLISSEN, v.gemeente_id)
            or v.goedkeuring == "ingediend",
        },
    )
