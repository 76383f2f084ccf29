"""Reads of the territory. Everything is "as of a date": the same call gives 300 or 285."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from gemeenten.afstamming import afstamming
from gemeenten.models import Fusie, Gemeente, Postcode, Provincie
from gemeenten.namen import sorteernaam, zoeksleutel
from gemeenten.tellingen import (
    Telling,
    TellingWooneenheden,
    inwoners,
    inwonersjaren,
    veel_tweede_verblijven,
    wooneenheden,
)

__all__ = [
    "Register",
    "Suggestie",
    "Telling",
    "TellingWooneenheden",
    "afstamming",
    "gemeente_met_nis",
    "gemeente_op",
    "gemeenten_op",
    "inwoners",
    "inwonersjaren",
    "opvolger",
    "per_provincie",
    "register",
    "suggesties",
    "veel_tweede_verblijven",
    "voorgangers",
    "wooneenheden",
    "zoek",
]


def vandaag() -> dt.date:
    """Give today's date in Flanders."""
    return timezone.localdate()


def gemeenten_op(datum: dt.date) -> list[Gemeente]:
    """Give the gemeenten of `datum` by name, with provincie and arrondissement: 300 or 285."""
    return list(Gemeente.objects.op_datum(datum).select_related("provincie", "arrondissement"))


def gemeente_op(nis: str, datum: dt.date) -> Gemeente | None:
    """Give the gemeente that bore `nis` on `datum`."""
    return (
        Gemeente.objects.op_datum(datum)
        .filter(nis=nis)
        .select_related("provincie", "arrondissement")
        .first()
    )


def gemeente_met_nis(nis: str) -> Gemeente | None:
    """Give today's gemeente with `nis`, else the row that bore it last."""
    return (
        Gemeente.objects.filter(nis=nis, van__lte=vandaag())
        .select_related("provincie", "arrondissement")
        .order_by("-van")
        .first()
    )


def opvolger(gemeente: Gemeente) -> Gemeente | None:
    """Give the gemeente of today in which `gemeente` went on; None when it still exists itself."""
    if gemeente.tot is None:
        return None
    doel = afstamming(vandaag()).get(gemeente.pk)
    if doel is None or doel == gemeente.pk:
        return None
    return Gemeente.objects.select_related("provincie", "arrondissement").get(pk=doel)


def voorgangers(gemeente: Gemeente) -> list[Gemeente]:
    """Give every gemeente that ended in `gemeente`, all levels, the latest fusie first."""
    uit: dict[int, list[int]] = {}
    for oud, nieuw in Fusie.objects.values_list("oud_id", "nieuw_id"):
        uit.setdefault(nieuw, []).append(oud)
    ids: list[int] = []
    wachtrij = [gemeente.pk]
    while wachtrij:
        vorige = uit.get(wachtrij.pop(), [])
        ids += vorige
        wachtrij += vorige
    return sorted(
        Gemeente.objects.filter(pk__in=ids).select_related("provincie"),
        key=lambda g: (-(g.tot or dt.date.max).toordinal(), g.sorteernaam),
    )


def per_provincie(op: dt.date) -> list[tuple[Provincie, list[Gemeente]]]:
    """Give the provincies by name, each with its gemeenten of `op` by name."""
    uit: dict[int, tuple[Provincie, list[Gemeente]]] = {
        provincie.pk: (provincie, []) for provincie in Provincie.objects.all()
    }
    for gemeente in gemeenten_op(op):
        uit[gemeente.provincie_id][1].append(gemeente)
    return list(uit.values())


@dataclass(frozen=True)
class Suggestie:
    """One hit of a search; `via` is the former name or the postcode that matched, or empty."""

    gemeente: Gemeente
    via: str = ""


def _rang(vraag: str, sleutel: str) -> int | None:
    """Order hits: whole name 0, start of the name 1, start of a word 2, inside a word 3."""
    if sleutel == vraag:
        return 0
    if sleutel.startswith(vraag):
        return 1
    if f" {vraag}" in sleutel:
        return 2
    return 3 if len(vraag) > 2 and vraag in sleutel else None


def _op_naam(
    vraag: str, *, doelen: dict[int, int], allen: dict[int, Gemeente]
) -> Iterable[tuple[tuple[int, int, str], Suggestie]]:
    for pk, doel in doelen.items():
        gemeente, eindig = allen[pk], allen[doel]
        rang = _rang(vraag, zoeksleutel(gemeente.naam))
        if rang is not None:
            vroeger = pk != doel and gemeente.sorteernaam not in eindig.sorteernaam
            orde = (rang, int(vroeger), eindig.sorteernaam)
            yield orde, Suggestie(eindig, gemeente.naam if vroeger else "")


def suggesties(tekst: str, *, op: dt.date, limiet: int = 10) -> list[Suggestie]:
    """Give gemeenten of `op` by name, former name (of a fusie) or postcode, the best first.

    Accents, capitals and hyphens don't matter. At most four queries.
    """
    vraag = zoeksleutel(tekst[:80])
    if not vraag:
        return []
    doelen = afstamming(op)
    allen = {g.pk: g for g in Gemeente.objects.select_related("provincie")}
    if vraag.isdigit():
        treffers = [
            ((0, 0, code), Suggestie(allen[pk], code))
            for pk, code in Postcode.objects.filter(
                code__startswith=vraag, gemeente__in=set(doelen.values())
            ).values_list("gemeente_id", "code")
        ]
        treffers += [
            ((1, 0, allen[pk].sorteernaam), Suggestie(allen[pk], allen[pk].nis))
            for pk in set(doelen.values())
            if allen[pk].nis == vraag
        ]
    else:
        treffers = list(_op_naam(vraag, doelen=doelen, allen=allen))
    uit: dict[int, Suggestie] = {}
    for _, suggestie in sorted(treffers, key=lambda paar: paar[0]):
        uit.setdefault(suggestie.gemeente.pk, suggestie)
    return list(uit.values())[:limiet]


def zoek(tekst: str, *, op: dt.date, limiet: int = 10) -> list[Gemeente]:
    """Give the gemeenten of `suggesties`, without why they matched."""
    return [s.gemeente for s in suggesties(tekst, op=op, limiet=limiet)]


@dataclass(frozen=True)
class Rij:
    """What an import needs of a gemeente row."""

    pk: int
    nis: str
    naam: str
    van: dt.date
    tot: dt.date | None

    def geldt_op(self, datum: dt.date) -> bool:
        return self.van <= datum and (self.tot is None or datum < self.tot)


@dataclass(frozen=True)
class Register:
    """All gemeenten in memory, to look up many NIS codes and names with their date."""

    rijen: dict[int, Rij]
    _nis: dict[str, list[Rij]] = field(default_factory=dict, repr=False)
    _naam: dict[str, list[Rij]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for rij in self.rijen.values():
            self._nis.setdefault(rij.nis, []).append(rij)
            self._naam.setdefault(zoeksleutel(rij.naam), []).append(rij)

    def kent_nis(self, nis: str) -> bool:
        """Whether `nis` was ever the code of a Flemish gemeente since 1983."""
        return nis in self._nis

    def met_nis(self, nis: str, datum: dt.date) -> Rij | None:
        """Give the gemeente that bore `nis` on `datum`."""
        return next((r for r in self._nis.get(nis, []) if r.geldt_op(datum)), None)

    def met_naam(self, naam: str, datum: dt.date) -> Rij | None:
        """Give the gemeente that bore `naam` on `datum`, however it is spelled.

        Capitals, accents, hyphens and a suffix between brackets ("Halle (Arr.)") don't matter.
        """
        rijen = self._naam.get(zoeksleutel(naam)) or self._naam.get(
            zoeksleutel(naam.partition("(")[0]), []
        )
        return next((r for r in rijen if r.geldt_op(datum)), None)

    def namen(self) -> list[str]:
        """Give every name, for a message with the nearest ones."""
        return sorted({r.naam for r in self.rijen.values()}, key=sorteernaam)


def register() -> Register:
    """Read the register: one query."""
    return Register(
        {
            pk: Rij(pk, nis, naam, van, tot)
            for pk, nis, naam, van, tot in Gemeente.objects.order_by("van").values_list(
                "pk", "nis", "naam", "van", "tot"
            )
        }
    )
