"""Serializer pieces for the document: the shape of what leaves, with Dutch texts and JSON-LD keys.

Lines are built as plain dicts (a serializer per row costs five times as much); the contract test
holds them against these shapes.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as s


class Vorm(s.Serializer[Any]):
    """A shape; a field `at_id` is called `@id` outside. Nothing else than declared may appear."""

    def get_fields(self) -> dict[str, Any]:
        return {
            f"@{naam.removeprefix('at_')}" if naam.startswith("at_") else naam: veld
            for naam, veld in super().get_fields().items()
        }


def tekst(uitleg: str = "", **kwargs: Any) -> s.CharField:
    return s.CharField(help_text=uitleg, **kwargs)


def getal(uitleg: str = "", **kwargs: Any) -> s.IntegerField:
    return s.IntegerField(help_text=uitleg, **kwargs)


def hoeveelheid(uitleg: str = "Exact getal als tekst.", **kwargs: Any) -> s.RegexField:
    return s.RegexField(r"^-?[0-9]+(\.[0-9]+)?$", help_text=uitleg, **kwargs)


def adres(uitleg: str = "Adres.", **kwargs: Any) -> s.CharField:
    return s.CharField(help_text=uitleg, **kwargs)


class GestructureerdeIdentificator(Vorm):
    naamruimte = tekst("Van wie de identificator is.")
    lokaleIdentificator = tekst("De identificator binnen die naamruimte.")  # noqa: N815
    versieIdentificator = tekst("Tijdstip van deze versie (RFC 3339).", required=False)  # noqa: N815


class IdentificatorVorm(Vorm):
    at_type = tekst()
    gestructureerdeIdentificator = GestructureerdeIdentificator()  # noqa: N815


class Verwijzing(Vorm):
    """A gemeente by NIS and name, with where to read more."""

    nis = tekst("NIS-code.")
    naam = tekst()
    detail = adres()


class Probleemvorm(Vorm):
    type = tekst("URN van de soort fout.")
    title = tekst("Korte titel.")
    status = getal("HTTP-status.")
    detail = tekst("Wat er is en wat u kunt doen.")
    instance = tekst("Nummer van deze aanvraag, zoals in ons logboek.")
    validationErrors = s.DictField(  # noqa: N815
        child=s.ListField(child=s.CharField()),
        required=False,
        help_text="Per veld wat eraan scheelt.",
    )
