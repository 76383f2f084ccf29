"""Forms of abb.md §1.3 A and B."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator

from meldingen.bijlagen import HOOGSTENS
from meldingen.models import TEKST_HOOGSTENS, Toelichting
from toegang.models import Organisatie

NIEUWE_BRON = "nieuw"
_SCHEMAS = ["http", "https", "ftp", "sftp"]


def _lang_veld(label: str, hulp: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=TEKST_HOOGSTENS,
        widget=forms.Textarea(attrs={"rows": 6, "data-teller": TEKST_HOOGSTENS}),
        help_text=f"{hulp} Hoogstens {TEKST_HOOGSTENS} tekens.",
        error_messages={
            "required": f"Vul de {label.lower()} in.",
            "max_length": "Dit telt %(show_value)s tekens; hoogstens %(limit_value)s mag. Kort in.",
        },
    )


class ToelichtingForm(forms.Form):
    soort = forms.ChoiceField(
        label="Type toelichting",
        choices=Toelichting.Soort.choices,
        widget=forms.RadioSelect,
        initial=Toelichting.Soort.TOELICHTING,
        error_messages={"required": "Kies een type."},
    )
    tekst = _lang_veld(
        "Toelichting",
        "Bijvoorbeeld: de gemeente koos een andere aanpak (verwijs naar het besluit), werkt samen "
        "met een buurgemeente omdat er plaats te kort is, of geeft openbaar vervoer voorrang.",
    )
    meer_info = forms.CharField(
        label="Meer info",
        required=False,
        max_length=400,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        validators=[
            URLValidator(
                schemes=_SCHEMAS,
                message="Dit is geen adres van een pagina. Begin met https://.",
            )
        ],
        help_text="Adres van een langere uitleg op een andere site.",
    )


class _MeerBestanden(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Bestanden(forms.FileField):
    """Any number of files; each cleaned as one."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        gekozen = data if isinstance(data, list | tuple) else [data]
        enkel = super().clean
        return [enkel(bestand, initial) for bestand in gekozen if bestand]


class FoutForm(forms.Form):
    bron = forms.ChoiceField(
        label="Authentieke bron",
        help_text="Wie het cijfer levert. Verbeteringen uit Groenblauwpeil past u aan in het register zelf.",
        error_messages={"required": "Kies de bron."},
    )
    omschrijving = _lang_veld("Omschrijving", "Wat klopt er niet, en wat zou er moeten staan?")
    bestanden = _Bestanden(
        label="Bestanden",
        required=False,
        widget=_MeerBestanden,
        help_text=f"Hoogstens {HOOGSTENS} bestanden van 10 MB: PDF, Excel, CSV of foto.",
    )

    def __init__(self, *args: Any, leveranciers: list[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuze: Any = self.fields["bron"]
        keuze.choices = [
            *((str(o.pk), o.naam) for o in leveranciers),
            (NIEUWE_BRON, "Nieuwe (deel)databron"),
        ]
        self._leveranciers = {str(o.pk): o for o in leveranciers}

    def gekozen_bron(self) -> Organisatie | None:
        """The supplier that was chosen; None for a new source."""
        return self._leveranciers.get(self.cleaned_data["bron"])


class AntwoordForm(forms.Form):
    antwoord = _lang_veld("Uitkomst", "Wat is er met de melding gebeurd?")
