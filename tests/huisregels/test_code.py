"""House rules on Python code that ruff and mypy cannot see."""

from __future__ import annotations

import ast
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.huisregels.bronnen import KAMERS, WORTEL, boom, plek, python_bestanden

MAX_REGELS = 400
# Modules that work out targets and pace: a float there turns 69.999,99 into 69.999.
EXACT = ("doelstellingen/doelberekening.py", "doelstellingen/tempo.py", "gereedschap/getallen.py")
VERWIJZENDE_VELDEN = {"ForeignKey", "OneToOneField", "ManyToManyField"}
# What one room may use of another, beside tools without domain: its reads, writes and tables, the
# door of publicaties, and pure modules (no Django inside) that compute or hold types.
OPENBAAR = {"services", "selectors", "models", "publicaties"}
OPENBAAR_EXTRA = {
    "gemeenten.api": "REST edge: how a gemeente is named and chosen in every resource",
    "gemeenten.grenzen": "index of boundaries for bulk work (ontwerp §4.9)",
    "gemeenten.grensimport": "reads and checks a boundary file; dataleveranciers owns the commands",
    "gemeenten.grensophaler": "fetches boundaries; same",
    "verbeteringen.herverdeling": "write door: reassigns verbeteringen after new boundaries",
    "gemeenten.kaart": "light shapes of the gemeenten for the map of Vlaanderen",
    "gemeenten.namen": "pure: folds a name for search and order",
    "toegang.berichten": "write door: outgoing mail, in the transaction of its cause",
    "toegang.referentie": "loads organisaties as part of laad_referentie",
    "toegang.rechten": "the table of rights and its one check",
    "toegang.sleutels": "keys: their check, their feeds, their limit",
    "toegang.avg": "where a room hands in its share of a person's data",
    "toegang.historie": "history with account and organisatie, and its page",
    "toegang.logboek": "write door: a line in the log of an organisatie",
    "toegang.handelende": "who acts now, for tasks and commands",
    "toegang.api_authenticatie": "a key in the header, for the API of a room",
    "doelstellingen.vormen": "frozen types of what the selectors give",
    "toegang.demo": "the cast of the demonstration, for what a room shows it",
    "toegang.wie": "who is asking: account, organisatie, rol",
    "verbeteringen.levering": "door of a supplier's delivery, for bulk work (ADR 0008)",
    "gemeenten.querysets": "base of the querysets of figures: levend, gekend op",
    "doelstellingen.doelberekening": "pure: types of a target and its derivation",
    "doelstellingen.tempo": "pure: types of pace",
}


def test_geen_module_is_te_lang() -> None:
    lang = {
        plek(pad): aantal
        for pad in python_bestanden()
        if (aantal := len(pad.read_text(encoding="utf-8").splitlines())) > MAX_REGELS
    }
    assert not lang, f"splits deze modules: {lang}"


@pytest.mark.parametrize("naam", EXACT)
def test_geen_float_in_een_berekening_van_doelen(naam: str) -> None:
    pad = WORTEL / naam
    fout = []
    for knoop in ast.walk(boom(pad)):
        is_getal = isinstance(knoop, ast.Constant) and isinstance(knoop.value, float)
        is_naam = isinstance(knoop, ast.Name) and knoop.id == "float"
        if is_getal or is_naam:
            fout.append(plek(pad, knoop.lineno))
    assert not fout


def test_geen_floatveld_voor_een_hoeveelheid() -> None:
    fout = [
        str(veld)
        for model in apps.get_models()
        if model._meta.app_label in {"doelstellingen", "dataleveranciers"}
        for veld in model._meta.local_fields
        if isinstance(veld, models.FloatField)
    ]
    assert not fout


def _is_naief(knoop: ast.AST) -> bool:
    """Whether this is `date.today()`, `datetime.utcnow()` or `datetime.now()` without a zone."""
    if not (isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Attribute)):
        return False
    drager = knoop.func.value
    soort = drager.attr if isinstance(drager, ast.Attribute) else getattr(drager, "id", "")
    if soort not in {"date", "datetime"}:
        return False
    zonder_zone = knoop.func.attr == "now" and not knoop.args and not knoop.keywords
    return knoop.func.attr in {"today", "utcnow"} or zonder_zone


def test_geen_datum_zonder_tijdzone() -> None:
    fout = [
        plek(pad, getattr(knoop, "lineno", None))
        for pad in python_bestanden(*KAMERS)
        for knoop in ast.walk(boom(pad))
        if _is_naief(knoop)
    ]
    assert not fout, "gebruik django.utils.timezone.localdate() of now()"


def _tekstverwijzingen(pad: Path, klasse: str) -> list[str]:
    gevonden = []
    for knoop in ast.walk(boom(pad)):
        if not (isinstance(knoop, ast.ClassDef) and knoop.name == klasse):
            continue
        for oproep in (deel for deel in ast.walk(knoop) if isinstance(deel, ast.Call)):
            naam = getattr(oproep.func, "attr", getattr(oproep.func, "id", ""))
            doelen = oproep.args[:1] + [k.value for k in oproep.keywords if k.arg == "to"]
            gevonden += [
                plek(pad, oproep.lineno)
                for doel in doelen
                if naam in VERWIJZENDE_VELDEN
                and isinstance(doel, ast.Constant)
                and doel.value != "self"
            ]
    return gevonden


def test_geen_verwijzing_als_tekst() -> None:
    """A class cannot point upward without an import that import-linter sees; a string can."""
    fout = []
    for model in apps.get_models():
        bron = WORTEL / (model.__module__.replace(".", "/") + ".py")
        if model._meta.app_label in settings.ROOMS and bron.exists():
            fout += _tekstverwijzingen(bron, model.__name__)
    assert not fout


def test_rooms_gebruiken_van_elkaar_alleen_wat_openbaar_is() -> None:
    """Wiring excepted: pactportaal and koppelingen put the rooms together."""
    graaf = grimp.build_graph(*KAMERS, cache_dir=None)
    fout = []
    for importeur in graaf.modules:
        room = importeur.split(".")[0]
        if room in {"pactportaal", "koppelingen"}:
            continue
        for doel in graaf.find_modules_directly_imported_by(importeur):
            ander, _, module = doel.partition(".")
            if ander in {room, "gereedschap"}:
                continue
            openbaar = module.split(".")[0] in OPENBAAR or doel in OPENBAAR_EXTRA
            if not openbaar:
                fout.append(f"{importeur} → {doel}")
    assert not fout, "\n".join(sorted(fout))


def test_elke_room_staat_in_de_importregels() -> None:
    regels = (WORTEL / ".importlinter").read_text()
    voor_de_regels = regels.split("include_external_packages")[0]
    for kamer in KAMERS:
        assert f"    {kamer}\n" in voor_de_regels, kamer
