"""Forms of toegang. Labels and errors in Dutch, also where allauth brings the form."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils import timezone

from toegang import blokkering
from toegang.models import Account, Organisatie
from toegang.rollen import Rol


class Aanmelden(LoginForm):
    """Name and password of a local account. Names are mail addresses, in small letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Gebruikersnaam"
        self.fields["login"].help_text = "Het e-mailadres waarop u werd uitgenodigd."
        self.fields["login"].widget.attrs = {"autocomplete": "username"}
        self.fields["password"].label = "Wachtwoord"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}

    def clean_login(self) -> str:
        return str(super().clean_login()).lower()


class WachtwoordVergeten(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mailadres"
        self.fields["email"].widget.attrs = {"autocomplete": "email"}


class TweedeStap(AuthenticateForm):
    """The code of the second step; failures count for the lockout, in rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].help_text = "Zes cijfers uit uw app, of een herstelcode."
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self) -> str:
        naam = f"totp:{self.user.pk}"
        if tot := blokkering.geblokkeerd_tot(naam=naam, adres=None):
            raise ValidationError(
                f"Te veel mislukte pogingen. Probeer opnieuw na {timezone.localtime(tot):%H.%M} uur."
            )
        try:
            code = str(super().clean_code())
        except ValidationError:
            blokkering.tel_mislukking(naam=naam, adres=None)
            raise
        blokkering.vergeet(naam=naam)
        return code


class UitnodigingAanvaarden(forms.Form):
    voornaam = forms.CharField(
        max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    familienaam = forms.CharField(
        max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    wachtwoord = forms.CharField(
        strip=False,
        help_text=" ".join(password_validators_help_texts()),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    herhaling = forms.CharField(
        label="Wachtwoord herhalen",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        wachtwoord = gegevens.get("wachtwoord")
        if wachtwoord:
            account = Account(
                username=self.email,
                email=self.email,
                first_name=gegevens.get("voornaam", ""),
                last_name=gegevens.get("familienaam", ""),
            )
            try:
                validate_password(wachtwoord, account)
            except ValidationError as fout:
                self.add_error("wachtwoord", fout)
            if gegevens.get("herhaling") and gegevens["herhaling"] != wachtwoord:
                self.add_error("herhaling", "Dit is niet hetzelfde wachtwoord als hierboven.")
        return gegevens


class Uitnodigen(forms.Form):
    email = forms.EmailField(
        label="E-mailadres",
        max_length=150,
        help_text="De link werkt één keer, zeven dagen lang.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    rol = forms.ChoiceField(label="Rol")

    def __init__(self, *args: Any, rollen: list[Rol], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rol"].choices = [(rol.value, rol.label) for rol in rollen]  # type: ignore[attr-defined]


class OrganisatieFormulier(forms.ModelForm):
    """Details of an organisatie; who may not manage all of them changes only the shared mailbox."""

    class Meta:
        model = Organisatie
        fields = [
            "naam",
            "soort",
            "kbo",
            "ovo",
            "provincie",
            "functieadres",
            "is_ondersteuner",
            "is_dataleverancier",
        ]

    def __init__(self, *args: Any, alles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not alles:
            for naam in list(self.fields):
                if naam != "functieadres":
                    del self.fields[naam]

    def clean_kbo(self) -> str | None:
        waarde = (self.cleaned_data["kbo"] or "").replace(".", "").replace(" ", "")
        return waarde or None

    def clean_ovo(self) -> str | None:
        return (self.cleaned_data["ovo"] or "").strip().upper() or None


class Bevestigen(forms.Form):
    """A deletion that can't be undone is confirmed by typing a word."""

    woord = forms.CharField(label="Typ VERWIJDER om te bevestigen", max_length=20)

    def clean_woord(self) -> str:
        woord = str(self.cleaned_data["woord"]).strip()
        if woord.casefold() != "verwijder":
            raise ValidationError("Typ het woord VERWIJDER om door te gaan.")
        return woord
