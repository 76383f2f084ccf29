"""Words of Dutch texts for searching, without Django: folding, stems and parts of compounds.

PostgreSQL stems by itself (`to_tsvector('dutch')`); SQLite has nothing for Dutch. What this module
adds to the indexed text serves both: a stem per word (Snowball's rules for Dutch, described at
snowballstem.org, with additions, see `stam`) and the parts of compounds ("klimaattuinen" is
also found under "tuin"), which no Snowball stemmer gives.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_TEKENS = 200
MAX_WOORDEN = 8
# A shorter word is matched whole: "net" must not find "netwerk".
MIN_BEGIN = 4

_STOPWOORDEN = """
    aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een
    eens en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in
    is ja je kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om
    omdat onder ons ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was
    wat werd wezen wie wil worden wordt zal ze zelf zich zij zijn zo zonder zou
"""
STOPWOORDEN = frozenset(_STOPWOORDEN.split())

_KLINKERS = frozenset("aeiouy")
_DUBBEL = ("aa", "ee", "oo", "uu")
_VERKLEIND = re.compile(r"(?<=\w{3})t?jes?$")
_WOORD = re.compile(r"[a-z0-9]+")


def vouw(tekst: str) -> str:
    """Give `tekst` without accents and capitals: "Vergroéning" is "vergroening"."""
    kaal = unicodedata.normalize("NFKD", tekst)
    return "".join(teken for teken in kaal if not unicodedata.combining(teken)).casefold()


def woorden(tekst: str) -> list[str]:
    """Give the words of `tekst`, folded, in order; hyphens and signs part words."""
    return _WOORD.findall(vouw(tekst))


def _is_klinker(woord: str, plaats: int) -> bool:
    """A `y` at the start or after a vowel and an `i` between vowels sound as consonants."""
    teken = woord[plaats]
    if teken not in _KLINKERS:
        return False
    na_klinker = plaats > 0 and woord[plaats - 1] in _KLINKERS
    if teken == "y":
        return plaats > 0 and not na_klinker
    if teken == "i" and na_klinker:
        return not (plaats + 1 < len(woord) and woord[plaats + 1] in _KLINKERS)
    return True


def _gebied(woord: str, vanaf: int) -> int:
    """Start of the region after the first consonant that follows a vowel, from `vanaf` on."""
    for plaats in range(vanaf + 1, len(woord)):
        if not _is_klinker(woord, plaats) and _is_klinker(woord, plaats - 1):
            return plaats + 1
    return len(woord)


def _ontdubbel(woord: str) -> str:
    """Drop one of two equal consonants at the end ("boss" is "bos")."""
    if len(woord) > 2 and woord[-1] == woord[-2] and woord[-1] not in _KLINKERS:
        return woord[:-1]
    return woord


def _zonder_en(woord: str, eind: str, r1: int) -> str:
    stomp = woord[: -len(eind)]
    if len(stomp) < r1 or not stomp or _is_klinker(stomp, len(stomp) - 1):
        return woord
    return woord if stomp.endswith("gem") else _ontdubbel(stomp)


def _meervoud(woord: str, r1: int) -> str:
    if woord.endswith("heden"):
        return woord[:-5] + "heid" if len(woord) - 5 >= r1 else woord
    for eind in ("ene", "en"):
        if woord.endswith(eind):
            return _zonder_en(woord, eind, r1)
    for eind in ("se", "s"):
        if woord.endswith(eind):
            stomp = woord[: -len(eind)]
            mag = bool(stomp) and stomp[-1] != "j" and not _is_klinker(stomp, len(stomp) - 1)
            # Ours: "subsidies", "premies".
            mag = mag or (eind == "s" and stomp.endswith("ie"))
            return stomp if mag and len(stomp) >= r1 else woord
    return woord


def _slot_e(woord: str, r1: int) -> tuple[str, bool]:
    stomp = woord[:-1]
    if woord.endswith("e") and len(stomp) >= max(r1, 1) and not _is_klinker(stomp, len(stomp) - 1):
        return _ontdubbel(stomp), True
    return woord, False


def _afleiding(woord: str, *, r1: int, r2: int, e_weg: bool) -> str:
    if woord.endswith("heid") and len(woord) - 4 >= r2 and not woord.endswith("cheid"):
        woord = woord[:-4]
        if woord.endswith("en"):
            woord = _zonder_en(woord, "en", r1)
    for eind in ("end", "ing", "lijk", "baar", "bar", "ig"):
        if not woord.endswith(eind) or len(woord) - len(eind) < r2:
            continue
        stomp = woord[: -len(eind)]
        if eind == "ig":
            return woord if stomp.endswith("e") else stomp
        if eind == "bar":
            return stomp if e_weg else woord
        if eind == "lijk":
            return _slot_e(stomp, r1)[0]
        if eind in ("end", "ing"):
            if stomp.endswith("ig") and len(stomp) - 2 >= r2 and not stomp.endswith("eig"):
                return stomp[:-2]
            return _ontdubbel(stomp)
        return stomp
    return woord


@lru_cache(maxsize=20_000)
def stam(woord: str) -> str:
    """Give the stem of one folded word: "bomen" and "boom" are "bom", "ontharding" is "onthard".

    Snowball's steps for Dutch; ours: diminutives, every doubled consonant at the end becomes one,
    `-ies` loses its s, and a final z or v counts as s or f ("huizen", "huis"). Never empty.
    """
    if len(woord) < 3 or not woord.isalpha():
        return woord
    woord = _VERKLEIND.sub("", woord)
    r1 = max(_gebied(woord, 0), 3)
    r2 = _gebied(woord, r1)
    uit = _meervoud(woord, r1)
    uit, e_weg = _slot_e(uit, r1)
    uit = _ontdubbel(_afleiding(uit, r1=r1, r2=r2, e_weg=e_weg))
    if len(uit) > 3 and uit[-3:-1] in _DUBBEL and uit[-1] not in _KLINKERS:
        uit = uit[:-2] + uit[-1]
    return uit[:-1] + {"z": "s", "v": "f"}.get(uit[-1], uit[-1])


# Parts of the compounds that the catalogue is full of.
_DELEN = """
    actie advies afval auto beek begeleiding beheer beleid berm biodiversiteit boek bomen boom
    bos bouw buurt campagne coach contract dak deel dokter domein droogte energie fiets foto
    gebouw gemeenschap gemeente gemeenschappen gevel groen haag hemel huis huur info infiltratie
    infrastructuur kaart klimaat laad landschap licht makelaar mobiliteit model natuur net nul
    paal pad palen park patrimonium perk plaats plan plant platform plein premie project punt
    rapport regen reglement renovatie school sessie sloop speel stad straat streek subsidie
    tafel tegel traject tuin vastgoed verbeterings verbetering verlichting vermogen vervoer
    voorbeeld wagen warmte water weg wijk woning zon zone zonering zonnepaneel
"""
DELEN = tuple(sorted(_DELEN.split(), key=len, reverse=True))


@lru_cache(maxsize=20_000)
def delen(woord: str) -> tuple[str, ...]:
    """Give the known parts of a compound ("klimaattuinen": klimaat, tuin); none for a plain word."""
    voor = next((d for d in DELEN if len(woord) > len(d) + 2 and woord.startswith(d)), None)
    if voor is None:
        return ()
    rest = woord[len(voor) :]
    for tussen in ("", "s", "en", "e"):
        kern = rest.removeprefix(tussen) if rest.startswith(tussen) else ""
        for deel in DELEN:
            if kern == deel or stam(kern) == stam(deel):
                return (voor, deel)
        if kern and (verder := delen(kern)):
            return (voor, *verder)
    return ()


def indextekst(*teksten: str) -> str:
    """Give what is stored to search in: every word once, with its stem and its parts, spaced.

    Starts and ends with a space, so that ` stam ` and ` begin` are whole words and beginnings.
    """
    uit: dict[str, None] = {}
    for tekst in teksten:
        for woord in woorden(tekst):
            if woord in STOPWOORDEN:
                continue
            uit.setdefault(woord)
            uit.setdefault(stam(woord))
            for deel in delen(woord):
                uit.setdefault(stam(deel))
    return f" {' '.join(uit)} "


def zoekstammen(vraag: str) -> list[tuple[str, str]]:
    """Give the words of a question that count, each as (word, stem); at most `MAX_WOORDEN`.

    Only the first `MAX_TEKENS` characters are read. Stop words and repeats fall away.
    """
    uit: dict[str, tuple[str, str]] = {}
    for woord in woorden(vraag[:MAX_TEKENS]):
        if woord not in STOPWOORDEN:
            uit.setdefault(stam(woord), (woord, stam(woord)))
    return list(uit.values())[:MAX_WOORDEN]
