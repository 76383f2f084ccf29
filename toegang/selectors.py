"""Reads of toegang for pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gemeenten.models import Gemeente
from gemeenten.namen import zoeksleutel
from toegang.models import Account, ApiSleutel, Lidmaatschap, Organisatie, Uitnodiging
from toegang.rollen import sterkste
from toegang.wie import Toegang


def lidmaatschappen_van(account: Account, *, deur: str) -> list[Lidmaatschap]:
    """Give for whom `account` may act through `deur`: one per organisatie, in its strongest role."""
    per_organisatie: dict[int, list[Lidmaatschap]] = {}
    rijen = Lidmaatschap.objects.via(deur).filter(account=account).select_related("organisatie")
    for rij in rijen.order_by("organisatie__naam", "pk"):
        per_organisatie.setdefault(rij.organisatie_id, []).append(rij)
    return [
        next(rij for rij in groep if rij.rol == sterkste([lid.rol for lid in groep]))
        for groep in per_organisatie.values()
    ]


@dataclass(frozen=True)
class Opgegaan:
    """A bestuur whose gemeente went on in another; for the line in the header."""

    oud: str
    nieuw: str


def opgegaan_van(toegang: Toegang) -> Opgegaan | None:
    """Tell when a fusie left the acting bestuur without a gemeente."""
    if not (paar := toegang.opgegaan):
        return None
    namen = dict(Gemeente.objects.filter(pk__in=paar).values_list("pk", "naam"))
    return Opgegaan(oud=namen[paar[0]], nieuw=namen[paar[1]])


def organisaties_lijst(
    toegang: Toegang, *, zoek: str = "", soort: str = ""
) -> QuerySet[Organisatie]:
    """Give the organisaties that `toegang` may read, with `aantal_leden`, by name.

    Each word of `zoek` must appear in the name; a number finds KBO or OVO too.
    """
    rijen = Organisatie.objects.zichtbaar_voor(toegang)
    for woord in zoek.split()[:8]:
        rijen = rijen.filter(
            Q(naam__icontains=woord)
            | Q(slug__icontains=zoeksleutel(woord) or woord)
            | Q(kbo__startswith=woord.replace(".", ""))
            | Q(ovo__iexact=woord)
        )
    if soort:
        rijen = rijen.filter(soort=soort)
    return rijen.annotate(aantal_leden=Count("lidmaatschappen__account", distinct=True)).order_by(
        "naam", "pk"
    )


def leden_van(organisatie: Organisatie, *, zoek: str = "") -> QuerySet[Lidmaatschap]:
    """Give the memberships of one organisatie with their accounts, by name."""
    rijen = Lidmaatschap.objects.filter(organisatie=organisatie).select_related("account")
    for woord in zoek.split()[:8]:
        rijen = rijen.filter(
            Q(account__first_name__icontains=woord)
            | Q(account__last_name__icontains=woord)
            | Q(account__email__icontains=woord)
        )
    return rijen.order_by("account__last_name", "account__first_name", "pk")


def open_uitnodigingen(organisatie: Organisatie) -> QuerySet[Uitnodiging]:
    return Uitnodiging.objects.open().filter(organisatie=organisatie)


@dataclass(frozen=True)
class Sleutelregel:
    """A key as people see it."""

    sleutel: ApiSleutel
    toestand: str
    gemeenten: list[str]


def sleutels_van(organisatie: Organisatie) -> list[Sleutelregel]:
    """Give the keys of one organisatie, living ones first, with who let them in: two queries."""
    nu = timezone.now()
    sleutels = ApiSleutel.objects.filter(organisatie=organisatie).prefetch_related(
        "toestemmingen__gemeente"
    )
    uit = []
    for sleutel in sleutels:
        if sleutel.ingetrokken_op:
            toestand = "ingetrokken"
        elif sleutel.verloopt_op <= nu:
            toestand = "verlopen"
        else:
            toestand = "actief"
        namen = [t.gemeente.naam for t in sleutel.toestemmingen.all() if not t.ingetrokken_op]
        uit.append(Sleutelregel(sleutel, toestand, sorted(namen)))
    return sorted(uit, key=lambda regel: regel.toestand != "actief")
