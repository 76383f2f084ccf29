"""The form of a verbetering: fields of domein.md §4.2; works with and without JavaScript."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import shapely
from django import forms
from django.core.exceptions import ValidationError

from gemeenten.models import Gemeente
from gereedschap.getallen import GeenGetal, Notatie, lees_getal
from gereedschap.uploadwacht import (
    MEGABYTE,
    UploadGeweigerd,
    controleer_grootte,
    soort_van,
)
from toegang.wie import Toegang
from verbeteringen.aanvragers import aanvragers_voor, gewone_aanvrager
from verbeteringen.invoer import (
    MIN,
    PLUS,
    Invoer,
    Maatregelinvoer,
    OngeldigeInvoer,
    splits,
    stel_naam_voor,
)
from verbeteringen.parameters import BLAUW, GROEN, PARAMETERS, Parameter
from verbeteringen.vormlezen import een_vorm, lees_bestand, uit_coordinaten

MAX_VORMBESTAND = 20 * MEGABYTE
VORMSOORTEN = (("vlak", "Vlak"), ("lijn", "Lijn"), ("punt", "Punt"))
VECTORSOORTEN = ("geojson", "gpkg", "kml", "zip")


class Getalveld(forms.Field):
    """An amount as people here write it: 1.234,5 or 1234.5; gives Decimal or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "maxlength": 40}

    def to_python(self, value: Any) -> Any:
        tekst = str(value or "").strip()
        if not tekst:
            return None
        try:
            return lees_getal(tekst, Notatie.KOMMA)
        except GeenGetal as fout:
            raise ValidationError(str(fout)) from fout

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value.normalize():f}".replace(".", ",")
        return value


def datumveld(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": "Dit is geen datum. Schrijf bijvoorbeeld 15-11-2025."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **kwargs,
    )


class VormMixin(forms.Form):
    """Where it is: drawn, as coordinates, from a file, or the whole territory."""

    geometrie = forms.CharField(required=False, widget=forms.HiddenInput)
    vormsoort = forms.ChoiceField(
        label="Wat tekent u?",
        choices=VORMSOORTEN,
        required=False,
        initial="vlak",
        widget=forms.RadioSelect,
    )
    coordinaten = forms.CharField(
        label="Coördinaten",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eén punt per lijn: breedte en lengte (51.0543, 3.7174) of Lambert 72 "
        "(104500, 194200).",
    )
    straal_m = Getalveld(label="Straal rond elk punt (m)")
    breedte_m = Getalveld(label="Breedte van de strook (m)")
    vormbestand = forms.FileField(
        label="Vorm uit een bestand",
        required=False,
        help_text="GeoJSON, GPKG, KML of een shapefile in een zip, hoogstens 20 MB.",
    )
    heel_grondgebied = forms.BooleanField(
        label="Heel het grondgebied (bijvoorbeeld een campagne met regentonnen)", required=False
    )

    def clean_geometrie(self) -> Any:
        tekst = self.cleaned_data["geometrie"]
        if not tekst:
            return None
        try:
            return shapely.from_geojson(tekst)
        except shapely.errors.GEOSException as fout:
            raise ValidationError("De tekening is niet te lezen. Teken ze opnieuw.") from fout

    def lees_vorm(self) -> tuple[Any, list[str]]:
        """Give the shape of whichever way was used, with remarks; adds form errors."""
        schoon = self.cleaned_data
        if schoon.get("heel_grondgebied"):
            return None, []
        try:
            if bestand := schoon.get("vormbestand"):
                return lees_vormbestand(bestand)
            if schoon.get("coordinaten", "").strip():
                vorm = uit_coordinaten(
                    schoon["coordinaten"],
                    soort=schoon.get("vormsoort") or "vlak",
                    straal_m=_float(schoon.get("straal_m")),
                    breedte_m=_float(schoon.get("breedte_m")),
                )
                return vorm, []
        except UploadGeweigerd as fout:
            veld = "vormbestand" if schoon.get("vormbestand") else "coordinaten"
            self.add_error(veld, str(fout))
            return None, []
        return schoon.get("geometrie"), []


def _float(waarde: Decimal | None) -> float | None:
    return None if waarde is None else float(waarde)


def lees_vormbestand(bestand: Any) -> tuple[Any, list[str]]:
    """Read an uploaded file as one shape; raises UploadGeweigerd."""
    naam = bestand.name
    controleer_grootte(bestand, naam, hoogstens=MAX_VORMBESTAND)
    soort = soort_van(bestand, naam)
    if soort not in VECTORSOORTEN:
        raise UploadGeweigerd(f"“{naam}” bevat geen vorm. Kies GeoJSON, GPKG, KML of een zip.")
    return een_vorm(lees_bestand(bestand, naam, soort), naam)


class MaatregelMixin(forms.Form):
    """The eight parameters with their amounts, plus and min, and what must be asked."""

    vervanging = forms.BooleanField(label="Deze bomen vervangen gevelde bomen", required=False)
    maatregelen: tuple[Maatregelinvoer, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in PARAMETERS:
            self._voeg_toe(parameter)

    def _voeg_toe(self, p: Parameter) -> None:
        self.fields[f"{p.sleutel}_plus"] = Getalveld(label=f"{p.vraag} ({p.eenheid})")
        self.fields[f"{p.sleutel}_min"] = Getalveld(label=f"{p.min_vraag} ({p.eenheid})")
        self.fields[f"{p.sleutel}_min_reden"] = forms.CharField(
            label="Waarom?", required=False, max_length=200
        )
        if p.sleutel == "natuurgroenperken":
            for richting in (PLUS, MIN):
                self.fields[f"{p.sleutel}_{richting}_m2"] = Getalveld(
                    label="Totale oppervlakte (m²)",
                    help_text="Minstens 10 m² per perk." if richting == PLUS else "",
                )
        for uitsluiting in p.uitsluitingen:
            naam = f"{p.sleutel}_{uitsluiting.sleutel}"
            self.fields[naam] = forms.BooleanField(label=uitsluiting.vraag, required=False)
            self.fields[f"{naam}_deel"] = Getalveld(
                label=f"Hoeveel daarvan? ({p.eenheid}; leeg is alles)"
            )

    def groepen(self) -> list[dict[str, Any]]:
        """Give the parameters in their two groups with their bound fields, for the template."""
        return [
            {
                "naam": naam,
                "parameters": [self._parameter(p) for p in PARAMETERS if p.groep == groep],
            }
            for groep, naam in ((GROEN, "Groen"), (BLAUW, "Blauw"))
        ]

    def _parameter(self, p: Parameter) -> dict[str, Any]:
        perk = p.sleutel == "natuurgroenperken"
        velden: dict[str, Any] = {
            "plus": self[f"{p.sleutel}_plus"],
            "min": self[f"{p.sleutel}_min"],
            "min_reden": self[f"{p.sleutel}_min_reden"],
            "plus_m2": self[f"{p.sleutel}_plus_m2"] if perk else None,
            "min_m2": self[f"{p.sleutel}_min_m2"] if perk else None,
            "uitsluitingen": [
                (self[f"{p.sleutel}_{u.sleutel}"], self[f"{p.sleutel}_{u.sleutel}_deel"])
                for u in p.uitsluitingen
            ],
        }
        gevuld = bool(velden["plus"].value() or velden["min"].value())
        fouten = any(self[naam].errors for naam in self.fields if naam.startswith(p.sleutel))
        min_open = bool(velden["min"].value() or velden["min"].errors or velden["min_reden"].errors)
        return {
            "p": p,
            "open": gevuld or fouten,
            "min_open": min_open,
            "vervanging": self["vervanging"] if p.sleutel == "bomen" else None,
            **velden,
        }

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        gevonden: list[Maatregelinvoer] = []
        for p in PARAMETERS:
            for richting in (PLUS, MIN):
                try:
                    gevonden += self._bedragen(p, richting, schoon)
                except OngeldigeInvoer as fout:
                    self.neem_fouten_over(fout.fouten)
        self.maatregelen = tuple(gevonden)
        return schoon

    def _bedragen(
        self, p: Parameter, richting: str, schoon: dict[str, Any]
    ) -> list[Maatregelinvoer]:
        hoeveelheid = schoon.get(f"{p.sleutel}_{richting}")
        if hoeveelheid in (None, 0):
            return []
        reden = schoon.get(f"{p.sleutel}_min_reden", "") if richting == MIN else ""
        m = Maatregelinvoer(
            p.sleutel,
            richting,
            hoeveelheid,
            schoon.get(f"{p.sleutel}_{richting}_m2"),
            reden=reden.strip(),
        )
        if richting == MIN:
            return [m]
        return splits(
            m,
            {
                u.sleutel: schoon.get(f"{p.sleutel}_{u.sleutel}_deel")
                for u in p.uitsluitingen
                if schoon.get(f"{p.sleutel}_{u.sleutel}")
            },
        )

    def neem_fouten_over(self, fouten: Any) -> None:
        """Put the messages of the rules at their fields; those without a field at the top."""
        for fout in fouten:
            self.add_error(fout.veld if fout.veld in self.fields else None, fout.tekst)


class VerbeteringForm(MaatregelMixin, VormMixin):
    """Everything of one registration; `als_invoer` gives the checked-for-form content."""

    gemeente = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Gemeente.objects.none(),
        required=False,
        empty_label="volgt uit de kaart",
    )
    voorganger = forms.ModelChoiceField(
        label="Gemeente van toen", queryset=Gemeente.objects.none(), required=False
    )
    straat = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    projectnaam = forms.CharField(
        label="Projectnaam",
        required=False,
        max_length=200,
        help_text="Laat leeg en we stellen een naam voor uit de maatregel en de plaats.",
    )
    uitgevoerd = forms.BooleanField(
        label="Deze verbetering is reeds uitgevoerd", required=False, initial=True
    )
    uitgevoerd_op = datumveld(
        "Uitgevoerd op", help_text="Alleen nieuwe aanplantingen en installaties sinds 1-1-2021."
    )
    gepland_op = datumveld("Geplande datum")
    aanvrager = forms.ChoiceField(label="Aanvrager", choices=())
    opmerking = forms.CharField(
        label="Opmerking",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    links = forms.CharField(
        label="Links",
        required=False,
        max_length=3200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Eén webadres per lijn, bijvoorbeeld een projectpagina of een besluit.",
    )
    versie = forms.IntegerField(required=False, widget=forms.HiddenInput)
    concept = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conceptversie = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, toegang: Toegang, eigen: list[Gemeente], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.toegang = toegang
        self.vormmeldingen: list[str] = []
        velden: dict[str, Any] = self.fields
        velden["gemeente"].queryset = Gemeente.objects.filter(tot=None)
        velden["voorganger"].queryset = Gemeente.objects.filter(tot__year=2025)
        velden["aanvrager"].choices = aanvragers_voor(toegang)
        # Who has no choice isn't asked: the field is hidden then, and must still be filled in.
        self.fields["aanvrager"].initial = gewone_aanvrager(toegang)
        if eigen:
            self.fields["gemeente"].initial = eigen[0].pk
        if not toegang.aangemeld:
            self.fields["mail"] = forms.EmailField(
                label="Uw mailadres",
                help_text="U krijgt een mail om te bevestigen, en later de beslissing van de gemeente.",
            )

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or self.cleaned_data
        vorm, self.vormmeldingen = self.lees_vorm()
        schoon["vorm"] = vorm
        if vorm is None and not schoon.get("heel_grondgebied") and not self.errors:
            self.add_error(
                "geometrie",
                "Duid de plaats aan op de kaart, geef coördinaten in, of kies heel het grondgebied.",
            )
        if schoon.get("heel_grondgebied") and not schoon.get("gemeente"):
            self.add_error("gemeente", "Kies de gemeente.")
        return schoon

    def als_invoer(self, gemeente_naam: str) -> Invoer:
        """Give the content; an empty name is proposed from what and where."""
        schoon = self.cleaned_data
        maatregelen = self.maatregelen
        naam = schoon["projectnaam"].strip() or stel_naam_voor(
            maatregelen, schoon["straat"].split(",")[0], gemeente_naam
        )
        return Invoer(
            projectnaam=naam,
            aanvrager=schoon["aanvrager"],
            maatregelen=maatregelen,
            uitgevoerd=schoon["uitgevoerd"],
            uitgevoerd_op=schoon["uitgevoerd_op"],
            gepland_op=schoon["gepland_op"],
            opmerking=schoon["opmerking"],
            links=tuple(r.strip() for r in schoon["links"].splitlines() if r.strip()),
            geometrie=schoon["vorm"],
            vervanging=schoon["vervanging"],
        )


class BerekenForm(MaatregelMixin):
    """What would it count for? Nothing of this is stored."""

    gemeente = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Gemeente.objects.none(),
        empty_label="kies uw gemeente",
        error_messages={"required": "Kies uw gemeente."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        velden: dict[str, Any] = self.fields
        velden["gemeente"].queryset = Gemeente.objects.filter(tot=None)


def als_geojson(vorm: Any) -> str:
    return "" if vorm is None else orjson.dumps(shapely.geometry.mapping(vorm)).decode()
