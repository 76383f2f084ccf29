"""The open datasets: the same rows and columns as the collection of the API that they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from rest_framework import serializers as s

from doelstellingen.api import Doelstellingen, Indicatoren, Ondertekeningen
from doelstellingen.api_cijfers import Metingen, Standen
from doelstellingen.api_doelen import Doelen
from gemeenten.api import Gemeenten
from gemeenten.api_tellingen import Inwoners, Wooneenheden
from gemeenten.grenzen import grenzenindex
from gereedschap.api import bladeren
from gereedschap.api.views import LijstView
from meldingen.api import Toelichtingen
from ondersteuners.api import Aanbodlijst, Ondersteuners
from toegang.wie import Toegang
from verbeteringen.api_lezen import Verbeteringen
from verbeteringen.openbaarheid import getoond

DAGELIJKS, MAANDELIJKS, JAARLIJKS = "DAILY", "MONTHLY", "ANNUAL"

SOORTNAMEN = {
    "tekst": "tekst",
    "geheel": "geheel getal",
    "exact": "getal",
    "janee": "ja of nee",
    "datum": "datum",
}


@dataclass(frozen=True)
class Kolom:
    """One column: `pad` in the line of the API, `naam` in the file."""

    pad: str
    soort: str  # tekst, geheel, exact, janee, datum
    uitleg: str

    @property
    def naam(self) -> str:
        return self.pad.replace(".", "_")

    @property
    def soortnaam(self) -> str:
        return SOORTNAMEN[self.soort]


@dataclass(frozen=True)
class Dataset:
    """One dataset; `vorm` gives the public shape of a row where it has one."""

    slug: str
    titel: str
    uitleg: str
    view: type[LijstView]
    trefwoorden: tuple[str, ...]
    frequentie: str = DAGELIJKS
    vorm: Callable[[Any], Any] | None = None
    privacy: str = ""

    @property
    def kolommen(self) -> list[Kolom]:
        vorm = self.view.item()
        return [_kolom(vorm, pad) for pad in self.view.csv_velden]


# What the document of the API leaves to the name alone.
UITLEG = {
    "naam": "Naam.",
    "slug": "Vaste korte naam, zoals in de adressen.",
    "nis": "NIS-code.",
    "titel": "Titel.",
    "motto": "Motto van de werf.",
    "code": "Nummer van de doelstelling in het pact.",
    "doelstelling": "Slug van de doelstelling.",
    "indicator": "Slug van de indicator.",
    "eenheid": "Eenheid van de bedragen in deze rij.",
    "waarde": "Exact cijfer; leeg bij geheim of niet van toepassing.",
    "teller": "Teller van een aandeel.",
    "noemer": "Noemer van een aandeel.",
    "kwaliteit": "Toestand van het cijfer: zie de codelijst kwaliteit.",
    "basisjaar": "Jaar waarmee vergeleken wordt.",
    "jaar": "Jaar.",
    "aantal": "Aantal op 1 januari van dat jaar.",
    "bronvermelding": "Waar het vandaan komt.",
    "bron": "Slug van wie het leverde.",
    "van": "Eerste dag van de periode.",
    "peildatum": "Dag waarop het cijfer geldt.",
    "opmerking": "Opmerking bij de bron.",
    "status": "Stand van zaken.",
    "pact": "Versie van het pact.",
    "datum": "Dag van de ondertekening.",
    "id": "Nummer in het portaal.",
    "versie": "Hoe vaak het gewijzigd werd, plus één.",
    "projectnaam": "Naam van het project; bij een burger een vaste tekst.",
    "aanvrager": "Wie het uitvoerde.",
    "uitvoering": "Gepland of uitgevoerd.",
    "uitgevoerdOp": "Dag van uitvoering.",
    "geplandOp": "Geplande dag.",
    "goedkeuring": "Of de gemeente het goedkeurde.",
    "oppervlakteM2": "Oppervlakte van de vorm in m²; leeg bij een burger.",
    "lengteM": "Lengte van de vorm in m; leeg bij een burger.",
    "editie": "Nummer van de publicatie.",
    "gebied": "Werkgebied.",
    "werven": "Slugs van de werven.",
    "werf": "Slug van de werf.",
    "doelstellingen": "Slugs van de doelstellingen.",
    "soorten": "Slugs van de soorten ondersteuning.",
    "provincies": "NIS-codes van de provincies.",
    "gemeenten": "NIS-codes van de gemeenten.",
    "doelgroepen": "Slugs van de doelgroepen.",
    "uitleg": "Wat de organisatie doet.",
    "omschrijving": "Wat het aanbod inhoudt.",
    "site": "Webadres.",
    "link": "Webadres.",
    "functieadres": "Algemeen mailadres.",
    "koepel": "Slug van de koepel.",
    "herkomst": "Waar de gegevens vandaan komen.",
    "ondersteuner": "Slug van de ondersteuner.",
    "kosten": "Wat het kost.",
    "kostenUitleg": "Uitleg bij de kosten.",
    "geldigVan": "Eerste dag.",
    "geldigTot": "Eerste dag waarop niet meer.",
    "soort": "Soort.",
    "tekst": "Wat de gemeente schreef.",
    "meerInfo": "Webadres met meer.",
    "samenvoeging": "Hoe gemeenten samen geteld worden.",
    "vorm": "Niveau op een dag, of toename over een periode.",
    "netto": "Wat meetelt van deze maatregel: de som, met wat wegviel afgetrokken.",
    "gewijzigdOp": "Laatste wijziging.",
    "zin": "De berekening in woorden.",
    "gemeente.naam": "Naam van de gemeente.",
    "gemeente.nis": "NIS-code van de gemeente.",
}


def _veld(vorm: Any, pad: str) -> Any:
    for deel in pad.split("."):
        if isinstance(vorm, s.DictField):
            return vorm.child
        vorm = vorm.fields[deel]
    return vorm


def _soort(veld: Any) -> str:
    match veld:
        case s.BooleanField():
            return "janee"
        case s.IntegerField():
            return "geheel"
        case s.DateField():
            return "datum"
        case s.RegexField():
            return "exact"
    return "tekst"


def _kolom(vorm: Any, pad: str) -> Kolom:
    veld = _veld(vorm, pad)
    soort = _soort(veld)
    if pad == "exact":
        soort = "exact"
    kop, _, staart = pad.partition(".")
    algemeen = veld.help_text if veld.help_text != "Exact getal als tekst." else ""
    if kop == "netto":
        return Kolom(
            pad,
            soort,
            f"Wat meetelt van {staart.replace('_', ' ')}: de som, met wat wegviel afgetrokken.",
        )
    uitleg = UITLEG.get(pad) or algemeen or UITLEG.get(staart or kop) or ""
    return Kolom(pad, soort, str(uitleg))


def _vorm_verbetering(rij: Any) -> Any:
    return getoond(rij, Toegang()).vorm


def _vorm_gemeente(rij: Any) -> Any:
    index = grenzenindex()
    return index.vorm(rij.pk) if rij.tot is None and rij.pk in index.ids else None


DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "verbeteringen",
        "Verbeteringen op de kaart",
        "Elke goedgekeurde of door een leverancier geleverde verbetering (bomen, hagen, perken, "
        "ontharding, regenwater, …) met haar maatregelen en vorm.",
        Verbeteringen,
        ("vergroening", "ontharding", "hemelwater", "bomen"),
        vorm=_vorm_verbetering,
        privacy="Van een verbetering door een burger staan alleen hoeveelheid, datum, gemeente en "
        "het vak van de kaart (ongeveer 770 m, nooit minder dan 500 m) in dit bestand; naam, "
        "opmerking en exacte plaats niet.",
    ),
    Dataset(
        "standen",
        "Standen per gemeente",
        "Het cijfer van elke gemeente voor elke indicator op elke peildatum, zoals berekend uit de "
        "metingen.",
        Standen,
        ("klimaat", "energie", "indicatoren"),
    ),
    Dataset(
        "metingen",
        "Metingen van de leveranciers",
        "De cijfers zoals de bronnen ze leverden, elk met zijn publicatie en rij.",
        Metingen,
        ("klimaat", "energie", "brongegevens"),
    ),
    Dataset(
        "doelen",
        "Doelen per gemeente",
        "Het doel voor 2030 van elke gemeente bij elke indicator, met de som die het maakte.",
        Doelen,
        ("klimaatdoelen", "2030"),
    ),
    Dataset(
        "gemeenten",
        "Gemeenten met hun grens",
        "De gemeenten van vandaag met hun grens; het portaal zegt bij elke kaart hoe nauwkeurig "
        "die grens is.",
        Gemeenten,
        ("gemeenten", "grenzen"),
        JAARLIJKS,
        vorm=_vorm_gemeente,
    ),
    Dataset(
        "inwoners",
        "Inwoners per gemeente",
        "Aantal inwoners op 1 januari van het nieuwste jaar, met herkomst en marge.",
        Inwoners,
        ("bevolking",),
        JAARLIJKS,
    ),
    Dataset(
        "wooneenheden",
        "Wooneenheden per gemeente",
        "Aantal wooneenheden op 1 januari van het nieuwste jaar.",
        Wooneenheden,
        ("wonen",),
        JAARLIJKS,
    ),
    Dataset(
        "ondertekeningen",
        "Ondertekeningen van het pact",
        "Welke gemeente (van haar tijd) welke versie van het pact ondertekende.",
        Ondertekeningen,
        ("lokaal energie- en klimaatpact",),
        JAARLIJKS,
    ),
    Dataset(
        "doelstellingen",
        "Doelstellingen van het pact",
        "De doelstellingen met hun werf en hetzelfde begrip bij ABB.",
        Doelstellingen,
        ("klimaatdoelen",),
        JAARLIJKS,
    ),
    Dataset(
        "indicatoren",
        "Indicatoren",
        "Wat bij elke doelstelling gemeten wordt, in welke eenheid.",
        Indicatoren,
        ("indicatoren",),
        JAARLIJKS,
    ),
    Dataset(
        "ondersteuners",
        "Ondersteuners",
        "Organisaties die gemeenten helpen, met hun werkgebied.",
        Ondersteuners,
        ("ondersteuning",),
        MAANDELIJKS,
    ),
    Dataset(
        "aanbod",
        "Aanbod van ondersteuners",
        "Wat de ondersteuners aanbieden, voor wie en tegen welke kost.",
        Aanbodlijst,
        ("ondersteuning",),
        MAANDELIJKS,
    ),
    Dataset(
        "toelichtingen",
        "Toelichtingen van gemeenten",
        "Wat gemeenten openbaar bij een doelstelling schreven (pas toe of leg uit).",
        Toelichtingen,
        ("verantwoording",),
    ),
)
PER_SLUG = {dataset.slug: dataset for dataset in DATASETS}


@dataclass
class Lezing:
    """The rows of one dataset as an anonymous visitor sees them, one line at a time."""

    dataset: Dataset

    def __post_init__(self) -> None:
        view = self.dataset.view()
        # What a request without parameters would have chosen.
        view.keuze = {p.naam: p.standaard for p in view.alle_parameters()}
        view.basis = ""
        soort = "geojson" if self.dataset.vorm else "csv"
        verzoek: Any = SimpleNamespace(
            toegang=Toegang(),
            auth=None,
            method="GET",
            accepted_renderer=SimpleNamespace(format=soort),
            _request=SimpleNamespace(),
        )
        view.request = verzoek
        self.view = view

    def regels(self) -> Iterator[tuple[dict[str, Any], Any]]:
        """Give each line with its shape, in constant memory."""
        vorm = self.dataset.vorm
        for rij in bladeren.alle_rijen(self.view.rijen(), self.view.volgorde, self.view.laad):
            yield self.view.regel(rij), vorm(rij) if vorm else None
