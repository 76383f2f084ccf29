"""The forms of this room; each turns what was typed into a content or an argument of a service."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from doelstellingen.models import Doelstelling
from gemeenten.models import Gemeente
from gemeenten.selectors import register
from ondersteuners import tekst
from ondersteuners.catalogus import waardenamen
from ondersteuners.inhoud import AanbodInhoud, PaginaInhoud
from ondersteuners.models import (
    Aanbod,
    Gebied,
    Kosten,
    Ondersteuner,
    Vraag,
)
from ondersteuners.services.toepassen import OngeldigeInhoud, controleer
from ondersteuners.services.vragen import MAX_TEKST
from toegang.models import Organisatie

MARKDOWN_HULP = (
    "Opmaak met Markdown: een lege regel voor een nieuwe alinea, - voor een opsomming, "
    "**vet**, [tekst](https://adres)."
)
_PERSOON = re.compile(r"^[a-z]+[._-][a-z]+@", re.IGNORECASE)
_FUNCTIEWOORDEN = re.compile(
    r"^(info|klimaat|milieu|dienst|team|contact|secretariaat|post|loket|duurzaam|energie|water)",
    re.IGNORECASE,
)


def weiger_persoonsadres(adres: str) -> None:
    """Refuse a mail address that looks like a person's (voornaam.naam@…)."""
    if _PERSOON.match(adres) and not _FUNCTIEWOORDEN.match(adres):
        raise ValidationError(
            "Dit lijkt het adres van een persoon. Geef een gedeelde mailbox, zoals klimaat@…"
        )


class _Keuzes(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **opties: Any) -> None:
        super().__init__(required=False, **opties)


class KenmerkenForm(forms.Form):
    """What a page and an item share: themes and area."""

    werven = _Keuzes(label="Werven")
    doelstellingen = _Keuzes(label="Doelstellingen")
    soorten = _Keuzes(label="Soorten ondersteuning")
    gebied = forms.ChoiceField(label="Waar werkt dit?")
    provincies = _Keuzes(label="Provincies")
    gemeenten = forms.CharField(
        label="Gemeenten",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen als u bij gebied “een aantal gemeenten” kiest: naam of NIS-code, één per regel.",
    )

    def __init__(self, *args: Any, gebieden: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        namen = waardenamen()
        for veld in ("werven", "doelstellingen", "soorten", "doelgroepen", "provincies"):
            if veld in self.fields:
                self._keuze(veld).choices = list(namen[veld].items())
        self._keuze("gebied").choices = gebieden

    def _keuze(self, naam: str) -> Any:
        return self.fields[naam]

    def clean_gemeenten(self) -> tuple[str, ...]:
        regels = [r.strip() for r in re.split(r"[\n,;]", self.cleaned_data["gemeenten"])]
        regels = [r for r in regels if r]
        if not regels:
            return ()
        gekend, vandaag = register(), timezone.localdate()
        uit, fout = set(), []
        for regel in regels[:400]:
            rij = gekend.met_nis(regel, vandaag) or gekend.met_naam(regel, vandaag)
            if rij:
                uit.add(rij.nis)
            else:
                fout.append(regel[:60])
        if fout:
            raise ValidationError(f"Geen huidige Vlaamse gemeente: {', '.join(fout)}.")
        return tuple(sorted(uit))

    def _lijst(self, naam: str) -> tuple[str, ...]:
        return tuple(sorted(self.cleaned_data[naam]))


class AanbodForm(KenmerkenForm):
    titel = forms.CharField(max_length=120, label="Titel")
    omschrijving = forms.CharField(
        label="Omschrijving",
        required=False,
        max_length=tekst.MAX_TEKENS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=MARKDOWN_HULP,
    )
    kosten = forms.ChoiceField(choices=Kosten.choices, label="Kosten", initial=Kosten.ONBEKEND)
    kosten_uitleg = forms.CharField(max_length=200, required=False, label="Uitleg bij de kosten")
    doelgroepen = _Keuzes(label="Voor wie")
    partners = _Keuzes(label="Partners met een eigen pagina")
    andere_partners = forms.CharField(max_length=300, required=False, label="Andere partners")
    jaar = forms.IntegerField(
        required=False, min_value=2000, max_value=2100, label="Jaar van de start"
    )
    link = forms.URLField(
        required=False, max_length=200, label="Meer info (webadres)", assume_scheme="https"
    )
    geldig_van = forms.DateField(
        required=False,
        label="Geldig van",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    geldig_tot = forms.DateField(
        required=False,
        label="Geldig tot",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Eerste dag waarop het niet meer geldt. U krijgt dertig dagen vooraf een herinnering.",
    )
    telt_niet_mee = forms.CharField(
        max_length=300,
        required=False,
        label="Telt niet mee voor LEKP, omdat…",
        help_text="Alleen invullen als dit aan geen enkele doelstelling van het pact bijdraagt.",
    )
    hoort_bij = forms.ChoiceField(required=False, label="Onderdeel van")

    field_order = (
        "titel", "omschrijving", "werven", "doelstellingen", "telt_niet_mee", "soorten",
        "doelgroepen", "kosten", "kosten_uitleg", "gebied", "provincies", "gemeenten", "link",
        "jaar", "geldig_van", "geldig_tot", "hoort_bij", "partners", "andere_partners",
    )  # fmt: skip

    def __init__(
        self, *args: Any, ondersteuner: Ondersteuner, aanbod: Aanbod | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, gebieden=list(Gebied.choices), **kwargs)
        self.fields["gebied"].initial = Gebied.ORGANISATIE
        self._keuze("partners").choices = (
            Ondersteuner.objects.openbaar()
            .exclude(pk=ondersteuner.pk)
            .values_list("slug", "organisatie__naam")
        )
        broers = ondersteuner.aanbod.exclude(staat=Aanbod.Staat.AFGEVOERD)
        if aanbod is not None:
            broers = broers.exclude(pk=aanbod.pk)
        self._keuze("hoort_bij").choices = [("", "geen"), *broers.values_list("slug", "titel")]

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        if schoon.get("telt_niet_mee") and schoon.get("doelstellingen"):
            self.add_error(
                "telt_niet_mee",
                "Kies geen doelstelling als het niet meetelt, of laat dit veld leeg.",
            )
        if not self.errors:
            try:
                controleer(self.inhoud())
            except OngeldigeInhoud as fout:
                self.add_error(None, str(fout))
        return schoon

    def inhoud(self) -> AanbodInhoud:
        """Give the content as typed; call after `is_valid`."""
        schoon = self.cleaned_data
        return AanbodInhoud(
            titel=schoon["titel"].strip(),
            omschrijving=schoon["omschrijving"].replace("\r\n", "\n").strip(),
            werven=self._lijst("werven"),
            doelstellingen=self._lijst("doelstellingen"),
            soorten=self._lijst("soorten"),
            doelgroepen=self._lijst("doelgroepen"),
            kosten=schoon["kosten"],
            kosten_uitleg=schoon["kosten_uitleg"],
            gebied=schoon["gebied"],
            provincies=self._lijst("provincies") if schoon["gebied"] == "provincies" else (),
            gemeenten=schoon["gemeenten"] if schoon["gebied"] == "gemeenten" else (),
            partners=self._lijst("partners"),
            andere_partners=schoon["andere_partners"],
            jaar=schoon["jaar"],
            link=schoon["link"],
            geldig_van=schoon["geldig_van"],
            geldig_tot=schoon["geldig_tot"],
            telt_niet_mee=schoon["telt_niet_mee"],
            hoort_bij=schoon["hoort_bij"],
        )


class PaginaForm(KenmerkenForm):
    uitleg = forms.CharField(
        label="Korte uitleg",
        required=False,
        max_length=tekst.MAX_TEKENS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=MARKDOWN_HULP,
    )
    inleiding = forms.CharField(
        label="Inleiding bij het aanbod",
        required=False,
        max_length=tekst.MAX_TEKENS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    site = forms.URLField(required=False, max_length=200, label="Website", assume_scheme="https")
    functieadres = forms.EmailField(
        required=False,
        label="Mailadres van de dienst",
        help_text="Een gedeelde mailbox, nooit het adres van een persoon. Vragen van gemeenten komen hier aan.",
        validators=[weiger_persoonsadres],
    )
    energiegemeenschappen = forms.BooleanField(
        required=False, label="Helpt bij de opstart van energiegemeenschappen of energiedelen"
    )

    field_order = (
        "uitleg", "inleiding", "site", "functieadres", "werven", "doelstellingen",
        "energiegemeenschappen", "soorten", "gebied", "provincies", "gemeenten",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        gebieden = [keuze for keuze in Gebied.choices if keuze[0] != Gebied.ORGANISATIE]
        super().__init__(*args, gebieden=gebieden, **kwargs)

    def clean(self) -> dict[str, Any]:
        schoon = super().clean() or {}
        if not self.errors:
            try:
                controleer(self.inhoud())
            except OngeldigeInhoud as fout:
                self.add_error(None, str(fout))
        return schoon

    def inhoud(self) -> PaginaInhoud:
        schoon = self.cleaned_data
        return PaginaInhoud(
            uitleg=schoon["uitleg"].replace("\r\n", "\n").strip(),
            inleiding=schoon["inleiding"].replace("\r\n", "\n").strip(),
            site=schoon["site"],
            functieadres=schoon["functieadres"],
            werven=self._lijst("werven"),
            doelstellingen=self._lijst("doelstellingen"),
            soorten=self._lijst("soorten"),
            energiegemeenschappen=schoon["energiegemeenschappen"],
            gebied=schoon["gebied"],
            provincies=self._lijst("provincies") if schoon["gebied"] == "provincies" else (),
            gemeenten=schoon["gemeenten"] if schoon["gebied"] == "gemeenten" else (),
        )


class VraagForm(forms.Form):
    """A question for support. `gemeenten`: those for which the visitor may ask."""

    gemeente = forms.ModelChoiceField(Gemeente.objects.none(), label="Voor welke gemeente?")
    doelstelling = forms.ModelChoiceField(
        Doelstelling.objects.all(),
        required=False,
        label="Voor welke doelstelling?",
        empty_label="geen of meer dan één",
        to_field_name="slug",
    )
    tekst = forms.CharField(
        label="Uw vraag",
        max_length=MAX_TEKST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Waarmee zit u, wat is er al, en tegen wanneer? Schrijf geen gegevens van inwoners op.",
    )
    antwoord_naar = forms.EmailField(
        required=False,
        label="Mailadres van uw dienst",
        help_text="Een gedeelde mailbox; de ondersteuner ziet dit adres.",
        validators=[weiger_persoonsadres],
    )

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuze: Any = self.fields["gemeente"]
        keuze.queryset = gemeenten
        if len(gemeenten) == 1:
            keuze.initial = gemeenten[0]
            keuze.empty_label = None


class StapForm(forms.Form):
    naar = forms.ChoiceField(choices=Vraag.Staat.choices, widget=forms.HiddenInput)
    bericht = forms.CharField(
        required=False, max_length=MAX_TEKST, widget=forms.Textarea(attrs={"rows": 4}),
        label="Bericht",
    )  # fmt: skip


class InvoerForm(forms.Form):
    bestand = forms.FileField(
        label="Bestand",
        help_text="CSV of Excel (.xlsx), hoogstens 5 MB, met de kolommen van de uitvoer.",
    )


class NieuweOndersteunerForm(forms.Form):
    naam = forms.CharField(max_length=80, label="Naam van de organisatie")
    soort = forms.ChoiceField(
        label="Soort organisatie",
        choices=[k for k in Organisatie.Soort.choices if k[0] not in ("gemeente", "provincie")],
        initial=Organisatie.Soort.VERENIGING,
    )
    koepel = forms.ModelChoiceField(
        Ondersteuner.objects.openbaar().select_related("organisatie"),
        required=False,
        label="Lid van",
        empty_label="geen koepel",
        to_field_name="slug",
    )
