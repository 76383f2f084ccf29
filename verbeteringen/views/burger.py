"""Without account: see what an action would count for, and confirm a mail address."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doelstellingen.publicaties import nieuwste
from doelstellingen.selectors import overzicht
from gemeenten.models import Gemeente
from gereedschap.opmaak import toon_hoeveelheid, toon_percentage
from verbeteringen import burger
from verbeteringen.burger import BewijsOngeldig
from verbeteringen.forms import BerekenForm
from verbeteringen.invoer import Invoer, Maatregelinvoer, OngeldigeInvoer, controleer
from verbeteringen.parameters import PER_SLEUTEL


@dataclass(frozen=True)
class Bijdrage:
    """What an action would do for one goal, in words."""

    doelstelling: str
    naam: str
    zin: str


def _deel(deel: Decimal) -> str:
    """Say a share; what is too small to show is still something."""
    return "minder dan 0,01 %" if 0 < deel < Decimal("0.0001") else toon_percentage(deel)


def _zinnen(
    maatregelen: tuple[Maatregelinvoer, ...], gemeente: Gemeente
) -> tuple[list[Bijdrage], list[str]]:
    som: dict[str, Decimal] = {}
    niet: list[str] = []
    for m in maatregelen:
        p = PER_SLEUTEL[m.parameter]
        if m.telt_mee:
            som[p.doelstelling] = som.get(p.doelstelling, Decimal(0)) + m.netto
        else:
            hoeveel = toon_hoeveelheid(m.hoeveelheid, p.eenheid, p.decimalen)
            niet.append(f"Telt niet mee: {hoeveel} ({m.redentekst}).")
    uit = []
    for doel in overzicht(gemeente, peildatum=timezone.localdate(), publicatie=nieuwste()):
        slug = doel.doelstelling.slug
        if slug not in som:
            continue
        hoofd = doel.hoofd
        bedrag = toon_hoeveelheid(som[slug], hoofd.indicator.eenheid, hoofd.indicator.decimalen)
        zin = f"Uw actie telt voor {bedrag}. {gemeente.naam} staat nu op {hoofd.cijfer.toon}"
        if hoofd.doel is not None and hoofd.doel.exact:
            deel = _deel(som[slug] / hoofd.doel.exact)
            zin += f" van {hoofd.doel.toon}; dit is {deel} van het doel van de gemeente"
        uit.append(Bijdrage(slug, doel.doelstelling.naam, f"{zin}."))
    return uit, niet


@require_http_methods(["GET", "HEAD", "POST"])
def berekenen(request: HttpRequest) -> HttpResponse:
    """Compute what an action would count for; nothing is stored."""
    form = BerekenForm(request.POST or None)
    bijdragen: list[Bijdrage] = []
    niet: list[str] = []
    if request.method == "POST" and form.is_valid():
        vandaag = timezone.localdate()
        invoer = Invoer(
            projectnaam="berekening",
            aanvrager="burger",
            maatregelen=form.maatregelen,
            uitgevoerd=True,
            uitgevoerd_op=vandaag,
            vervanging=form.cleaned_data["vervanging"],
        )
        fouten = controleer(invoer, vandaag=vandaag)
        form.neem_fouten_over(fouten)
        if not fouten:
            bijdragen, niet = _zinnen(invoer.maatregelen, form.cleaned_data["gemeente"])
    return render(
        request,
        "verbeteringen/berekenen.html",
        {"form": form, "bijdragen": bijdragen, "niet": niet},
        status=422 if form.errors else 200,
    )


@require_safe
def verstuurd(request: HttpRequest) -> HttpResponse:
    """Tell that a mail is on its way."""
    return render(request, "verbeteringen/bevestigen.html", {"stand": "verstuurd"})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bevestigen(request: HttpRequest, bewijs: str) -> HttpResponse:
    """Ask for one click, then submit to the gemeente."""
    context: dict[str, object] = {"stand": "vraag"}
    try:
        if request.method == "POST":
            uitkomst = burger.bevestig(bewijs)
            context = {"stand": "klaar", "v": uitkomst.verbeteringen[0]}
        else:
            context["naam"] = burger.zoek(bewijs).inhoud["projectnaam"]
    except (BewijsOngeldig, OngeldigeInvoer) as fout:
        return render(
            request, "verbeteringen/bevestigen.html", {"stand": "fout", "fout": fout}, status=410
        )
    return render(request, "verbeteringen/bevestigen.html", context)
