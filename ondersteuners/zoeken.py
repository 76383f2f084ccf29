"""What somebody asks of the catalogue, as one value: read from an address, written to one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from ondersteuners.models import Facetregel
from ondersteuners.zoekwoorden import MAX_TEKENS, MAX_WOORDEN, woorden, zoekstammen

Facet = Facetregel.Facet
# The facets of the form, in this order. `gemeente` is a separate field: "works in my gemeente".
FACETTEN = (
    Facet.WERF,
    Facet.DOELSTELLING,
    Facet.SOORT,
    Facet.KOSTEN,
    Facet.GEBIED,
    Facet.DOELGROEP,
)
MAX_KEUZES = 30


@dataclass(frozen=True)
class Zoekvraag:
    """`keuzes`: chosen values per facet, or within a facet, and between facets."""

    tekst: str = ""
    keuzes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gemeente: str = ""
    organisaties: bool = False

    @classmethod
    def uit(cls, query: QueryDict) -> Zoekvraag:
        """Read an address; what no facet can hold (too long, too many) falls away."""
        keuzes = {}
        for facet in FACETTEN:
            waarden = [w for w in query.getlist(facet) if 0 < len(w) <= 60][:MAX_KEUZES]
            if waarden:
                keuzes[facet.value] = tuple(dict.fromkeys(waarden))
        gemeente = query.get("gemeente", "")
        return cls(
            tekst=" ".join(query.get("zoek", "")[: MAX_TEKENS + 1].split()),
            keuzes=keuzes,
            gemeente=gemeente if len(gemeente) == 5 and gemeente.isdigit() else "",
            organisaties=query.get("toon") == "organisaties",
        )

    @property
    def stammen(self) -> list[tuple[str, str]]:
        return zoekstammen(self.tekst)

    @property
    def ingekort(self) -> bool:
        """Whether only the beginning of the text was used; the field itself cuts what is pasted."""
        return len(self.tekst) >= MAX_TEKENS or len(woorden(self.tekst)) > MAX_WOORDEN * 2

    @property
    def alleen_stopwoorden(self) -> bool:
        return bool(self.tekst) and not self.stammen

    @property
    def leeg(self) -> bool:
        return not (self.tekst or self.keuzes or self.gemeente)

    def met(self, facet: str, waarde: str) -> Zoekvraag:
        gekozen = self.keuzes.get(facet, ())
        return replace(self, keuzes={**self.keuzes, facet: (*gekozen, waarde)})

    def zonder(self, facet: str, waarde: str) -> Zoekvraag:
        over = tuple(w for w in self.keuzes.get(facet, ()) if w != waarde)
        keuzes = {f: w for f, w in self.keuzes.items() if f != facet}
        return replace(self, keuzes={**keuzes, facet: over} if over else keuzes)

    def als_query(self) -> str:
        """Write the address part; equal questions give equal addresses."""
        paren = [("zoek", self.tekst[:MAX_TEKENS])] if self.tekst else []
        paren += [
            (facet.value, waarde)
            for facet in FACETTEN
            for waarde in sorted(self.keuzes.get(facet.value, ()))
        ]
        if self.gemeente:
            paren.append(("gemeente", self.gemeente))
        if self.organisaties:
            paren.append(("toon", "organisaties"))
        return urlencode(paren)
