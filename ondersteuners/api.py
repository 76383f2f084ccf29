"""REST edge of the catalogue: ondersteuners and their aanbod, as the public pages show them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.urls import path, reverse
from rest_framework import serializers as s

from gereedschap.api import parameters as p
from gereedschap.api import velden as v
from gereedschap.api.editie import stempel
from gereedschap.api.problemen import Probleem
from gereedschap.api.views import (
    LIJSTFORMATEN,
    DetailView,
    LijstView,
    identificator,
    totaal_van,
    versie_van,
)
from gereedschap.bewaren import per_editie
from gereedschap.platte_sql import een_van
from ondersteuners.models import Aanbod, Gebied, Kosten, Ondersteuner, herkomst

GROEP = "Ondersteuning"
SLUG = r"[a-z0-9_-]{1,80}"
# What hangs on a row, and by which code it is called.
_MEER = {
    "werven": "slug",
    "doelstellingen": "slug",
    "soorten": "slug",
    "provincies": "nis",
    "gemeenten": "nis",
}
_BIJ_AANBOD = {**_MEER, "doelgroepen": "slug"}


@cache
def _codevraag(model: type[Model]) -> str:
    """Write the question for what some rows of `model` are linked with, with a gap for their numbers.

    The ORM needs longer to write six tables anew each time than the database to answer.
    """
    naar = connection.ops.quote_name
    delen = []
    for nummer, naam in enumerate(_MEER if model is Ondersteuner else _BIJ_AANBOD):
        veld: Any = model._meta.get_field(naam)
        tussen = naar(veld.remote_field.through._meta.db_table)
        eigen, ander = naar(veld.m2m_column_name()), naar(veld.m2m_reverse_name())
        delen.append(f"SELECT {nummer}, {eigen}, {ander} FROM {tussen} WHERE {eigen} {{0}}")
    return " UNION ALL ".join(delen)


class _Lijstcodes(dict[tuple[int, int], str]):
    """The code of every choice, by list and number; read anew for a choice that came since."""

    def __init__(self) -> None:
        self._lees()

    def _lees(self) -> None:
        naar = connection.ops.quote_name
        delen = []
        for nummer, (naam, code) in enumerate(_BIJ_AANBOD.items()):
            veld: Any = Aanbod._meta.get_field(naam)
            tabel = naar(veld.related_model._meta.db_table)
            delen.append(f"SELECT {nummer}, id, {naar(code)} FROM {tabel}")
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(delen))
            self.update({(nummer, pk): code for nummer, pk, code in cursor.fetchall()})

    def __missing__(self, plaats: tuple[int, int]) -> str:
        self._lees()
        return dict(self)[plaats]


@per_editie(hoogstens=1)
def _lijstcodes(stempel: str) -> _Lijstcodes:
    """Give the codes of every list, once an edition: a code never changes, only new ones come."""
    return _Lijstcodes()


Codes = dict[str, list[str]]


def codes_van(model: type[Model], pks: Collection[int], stempel: str) -> dict[int, Codes]:
    """Give the codes of everything that these rows are linked with: one query for all."""
    uit: dict[int, Codes] = {pk: {naam: [] for naam in _BIJ_AANBOD} for pk in pks}
    if uit:
        namen, lijst = list(_BIJ_AANBOD), _lijstcodes(stempel)
        with connection.cursor() as cursor:
            cursor.execute(_codevraag(model).format(een_van(uit)))
            for nummer, pk, ander in cursor.fetchall():
                uit[pk][namen[nummer]].append(lijst[nummer, ander])
    for codes in uit.values():
        for waarden in codes.values():
            waarden.sort()
    return uit


class _Kenmerken(v.Vorm):
    at_type = v.tekst()
    at_id = v.adres()
    identificator = v.IdentificatorVorm()
    slug = v.tekst()
    gebied = s.ChoiceField(Gebied.values)
    werven = s.ListField(child=s.CharField(), help_text="Slugs.")
    doelstellingen = s.ListField(child=s.CharField(), help_text="Slugs.")
    soorten = s.ListField(child=s.CharField(), help_text="Soorten ondersteuning, slugs.")
    provincies = s.ListField(child=s.CharField(), help_text="NIS-codes.")
    gemeenten = s.ListField(child=s.CharField(), help_text="NIS-codes.")
    herkomst = v.tekst("Waarschuwing bij overgenomen gegevens.", allow_blank=True)
    gewijzigdOp = v.tekst()  # noqa: N815
    pagina = v.adres("De pagina voor mensen.")
    detail = v.adres()


class OndersteunerVorm(_Kenmerken):
    naam = v.tekst()
    uitleg = v.tekst(allow_blank=True)
    site = v.adres(allow_blank=True)
    functieadres = v.tekst("Gedeelde mailbox.", allow_blank=True)
    volledigheid = s.ChoiceField(Ondersteuner.Volledigheid.values)
    energiegemeenschappen = s.BooleanField()
    koepel = v.tekst("Slug van de koepel.", allow_null=True)


class AanbodVorm(_Kenmerken):
    ondersteuner = v.tekst("Slug van de ondersteuner.")
    titel = v.tekst()
    omschrijving = v.tekst(allow_blank=True)
    doelgroepen = s.ListField(child=s.CharField())
    kosten = s.ChoiceField(Kosten.values)
    kostenUitleg = v.tekst(allow_blank=True)  # noqa: N815
    jaar = v.getal(allow_null=True)
    link = v.adres(allow_blank=True)
    geldigVan = s.DateField(allow_null=True)  # noqa: N815
    geldigTot = s.DateField(allow_null=True)  # noqa: N815
    teltNietMee = v.tekst("Waarom dit niet meetelt.", allow_blank=True)  # noqa: N815


@cache
def _paginavorm(naam: str, delen: int) -> str:
    """Give the address of a page with a gap per slug: finding it anew for each row costs most of it."""
    gaten = [f"gat-{nummer}" for nummer in range(delen)]
    adres = reverse(naam, args=gaten)
    for gat in gaten:
        adres = adres.replace(gat, "{}")
    return adres


def _kenmerken(
    rij: Any, codes: Codes, soort: str, sleutel: str, basis: str, *, pagina: str
) -> dict[str, Any]:
    ruimte = f"{basis}/id/{soort.lower()}"
    verzameling = "ondersteuners" if soort == "Ondersteuner" else "aanbod"
    versie = versie_van(rij.gewijzigd_op)
    return {
        "@type": soort,
        "@id": f"{ruimte}/{sleutel}",
        "identificator": identificator(ruimte, sleutel, versie),
        "slug": rij.slug,
        "gebied": rij.gebied,
        **{naam: codes[naam] for naam in _MEER},
        "herkomst": herkomst(rij.gegevens_van, rij.nagekeken_op),
        "gewijzigdOp": versie,
        "pagina": basis + pagina,
        "detail": f"{basis}/api/v1/{verzameling}/{sleutel}",
    }


def ondersteuner_item(rij: Any, codes: Codes, basis: str) -> dict[str, Any]:
    pagina = _paginavorm("ondersteuners:pagina", 1).format(rij.slug)
    return _kenmerken(rij, codes, "Ondersteuner", rij.slug, basis, pagina=pagina) | {
        "naam": rij.organisatie__naam,
        "uitleg": rij.uitleg,
        "site": rij.site,
        "functieadres": rij.functieadres,
        "volledigheid": rij.volledigheid,
        "energiegemeenschappen": rij.energiegemeenschappen,
        "koepel": rij.koepel__slug,
    }


def aanbod_item(rij: Any, codes: Codes, basis: str) -> dict[str, Any]:
    pagina = _paginavorm("ondersteuners:aanbod", 2).format(rij.ondersteuner__slug, rij.slug)
    return _kenmerken(rij, codes, "Aanbod", str(rij.pk), basis, pagina=pagina) | {
        "ondersteuner": rij.ondersteuner__slug,
        "titel": rij.titel,
        "omschrijving": rij.omschrijving,
        "doelgroepen": codes["doelgroepen"],
        "kosten": rij.kosten,
        "kostenUitleg": rij.kosten_uitleg,
        "jaar": rij.jaar,
        "link": rij.link,
        "geldigVan": rij.geldig_van,
        "geldigTot": rij.geldig_tot,
        "teltNietMee": rij.telt_niet_mee,
    }


# Just what a line shows, as a tuple: the rest of a row is wide.
_BEIDE = ("pk", "slug", "gebied", "gegevens_van", "nagekeken_op", "gewijzigd_op")
_VAN_ONDERSTEUNER = (
    *("uitleg", "site", "functieadres", "volledigheid", "energiegemeenschappen"),
    *("organisatie__naam", "koepel__slug"),
)
_VAN_AANBOD = (
    *("titel", "omschrijving", "kosten", "kosten_uitleg", "jaar", "link"),
    *("geldig_van", "geldig_tot", "telt_niet_mee", "ondersteuner__slug"),
)


def _ondersteuners() -> Any:
    return Ondersteuner.objects.openbaar().values_list(*_BEIDE, *_VAN_ONDERSTEUNER, named=True)


def _aanbod() -> Any:
    return Aanbod.objects.openbaar().values_list(*_BEIDE, *_VAN_AANBOD, named=True)


_FILTERS = (
    p.tekst(
        "doelstelling", "Slug van een doelstelling.", voorbeeld="bomen", patroon=SLUG, lengte=80
    ),
    p.tekst("werf", "Slug van een werf.", voorbeeld="werf-1", patroon=SLUG, lengte=80),
    p.tekst("soort", "Slug van een soort ondersteuning.", patroon=SLUG, lengte=80),
)


def _gefilterd(rijen: Any, keuze: dict[str, Any]) -> Any:
    for naam, veld in (
        ("doelstelling", "doelstellingen__slug"),
        ("werf", "werven__slug"),
        ("soort", "soorten__slug"),
    ):
        if keuze[naam]:
            rijen = rijen.filter(**{veld: keuze[naam]})
    return rijen


class Ondersteuners(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Ondersteuners"
    type_ = "Ondersteuners"
    item = OndersteunerVorm
    parameters = _FILTERS
    sorteringen = {"naam": ("sorteernaam", "pk")}
    standaard_sort = "naam"
    csv_velden = (
        "slug",
        "naam",
        "gebied",
        "werven",
        "doelstellingen",
        "soorten",
        "provincies",
        "gemeenten",
        "uitleg",
        "site",
        "functieadres",
        "koepel",
        "herkomst",
    )

    def rijen(self) -> Any:
        return _gefilterd(_ondersteuners(), self.keuze)

    def laad(self, rijen: list[Any]) -> None:
        self.codes = codes_van(Ondersteuner, [rij.pk for rij in rijen], stempel(self.request))

    def regel(self, rij: Any) -> dict[str, Any]:
        return ondersteuner_item(rij, self.codes[rij.pk], self.basis)


class OndersteunerDetail(DetailView):
    groep = GROEP
    titel = "Eén ondersteuner"
    type_ = "Ondersteuner"
    item = OndersteunerVorm
    pad = {"slug": p.tekst("slug", "Slug.", voorbeeld="vvsg", patroon=SLUG, lengte=80)}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        slug = kwargs["slug"]
        rij = _ondersteuners().filter(slug=slug).first()
        if rij is not None:
            codes = codes_van(Ondersteuner, [rij.pk], stempel(self.request))
            return ondersteuner_item(rij, codes[rij.pk], self.basis)
        if Ondersteuner.objects.filter(slug=slug).exists():
            raise Probleem(410, "Deze ondersteuner staat niet meer in de catalogus.")
        raise Probleem(404, "Deze ondersteuner bestaat niet.")


class Aanbodlijst(LijstView):
    renderer_classes = LIJSTFORMATEN
    groep = GROEP
    titel = "Aanbod van ondersteuners"
    type_ = "Aanbod"
    item = AanbodVorm
    parameters = (
        *_FILTERS,
        p.tekst("ondersteuner", "Slug van de ondersteuner.", patroon=SLUG, lengte=80),
        p.keuze("kosten", "Wat het kost.", Kosten.values),
    )
    sorteringen = {"titel": ("sorteernaam", "pk")}
    standaard_sort = "titel"
    csv_velden = (
        "slug",
        "ondersteuner",
        "titel",
        "omschrijving",
        "gebied",
        "werven",
        "doelstellingen",
        "soorten",
        "doelgroepen",
        "kosten",
        "kostenUitleg",
        "jaar",
        "link",
        "geldigVan",
        "geldigTot",
        "teltNietMee",
        "herkomst",
    )

    def rijen(self) -> Any:
        rijen = _gefilterd(_aanbod(), self.keuze)
        if self.keuze["ondersteuner"]:
            rijen = rijen.filter(ondersteuner__slug=self.keuze["ondersteuner"])
        return rijen.filter(kosten=self.keuze["kosten"]) if self.keuze["kosten"] else rijen

    def laad(self, rijen: list[Any]) -> None:
        self.codes = codes_van(Aanbod, [rij.pk for rij in rijen], stempel(self.request))

    def regel(self, rij: Any) -> dict[str, Any]:
        return aanbod_item(rij, self.codes[rij.pk], self.basis)


class AanbodDetail(DetailView):
    groep = GROEP
    titel = "Eén aanbod"
    type_ = "Aanbod"
    item = AanbodVorm
    pad = {"pk": p.geheel("pk", "Nummer van het aanbod.", minimum=1, voorbeeld=1)}

    def ding(self, **kwargs: Any) -> dict[str, Any]:
        pk = kwargs["pk"]
        rij: Any = _aanbod().filter(pk=pk).first() if pk < 2**63 else None
        if rij is not None:
            return aanbod_item(rij, codes_van(Aanbod, [pk], stempel(self.request))[pk], self.basis)
        if pk < 2**63 and Aanbod.objects.filter(pk=pk).exclude(staat="concept").exists():
            raise Probleem(410, "Dit aanbod is er niet meer.")
        raise Probleem(404, "Dit aanbod bestaat niet.")


urlpatterns = [
    path("ondersteuners", Ondersteuners.as_view(), name="ondersteuners"),
    path(
        "ondersteuners/totaal-aantal", totaal_van(Ondersteuners).as_view(), name="ondersteuners-n"
    ),
    path("ondersteuners/<str:slug>", OndersteunerDetail.as_view(), name="ondersteuner"),
    path("aanbod", Aanbodlijst.as_view(), name="aanbod"),
    path("aanbod/totaal-aantal", totaal_van(Aanbodlijst).as_view(), name="aanbod-n"),
    path("aanbod/<int:pk>", AanbodDetail.as_view(), name="aanbod-een"),
]
