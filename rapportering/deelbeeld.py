"""Pictures to share: the social preview of a gemeente and a tile of one goal, as PNG by typst."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from PIL import Image

from doelstellingen.selectors import DoelstellingOverzicht
from gereedschap.opmaak import eenheid_bij, toon_datum
from rapportering.editie import Editie
from rapportering.tegels import eenheid_van, label_van, samenvatting

_SJABLOON = Path(__file__).with_name("deelbeeld.typ")
_LETTERTYPES = Path(__file__).with_name("lettertypes")


@dataclass(frozen=True)
class Beeld:
    """What stands on a picture; `balk` in percent, None draws no bar."""

    kop: str
    onder: str
    groot: str
    klein: str
    regels: tuple[str, ...]
    balk: float | None
    voet: str


@cache
def _lettertypes() -> typst.Fonts:
    """Our own sans, the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_LETTERTYPES])


@cache
def _bron() -> bytes:
    return _SJABLOON.read_bytes()


def _voet(editie: Editie, *, demo: bool) -> str:
    zin = f"PactPortaal · stand op {toon_datum(editie.peildatum)}"
    return f"{zin} · demonstratiegegevens" if demo else zin


def beeld_van_gemeente(
    naam: str, provincie: str, doelen: Sequence[DoelstellingOverzicht], editie: Editie
) -> Beeld:
    """How many goals stand where."""
    telling = samenvatting(doelen)
    klaar = sum(t.aantal for t in telling if t.status.slug in {"gehaald", "op_schema"})
    return Beeld(
        kop=naam,
        onder=f"Lokaal Energie- en Klimaatpact, provincie {provincie}",
        groot=str(klaar),
        klein=f"van {len(doelen)} doelstellingen gehaald of op schema",
        regels=tuple(f"{t.aantal} {t.status.woord}" for t in telling),
        balk=None,
        voet=_voet(editie, demo=any(d.hoofd.cijfer.demo for d in doelen)),
    )


def beeld_van_doel(naam: str, doel: DoelstellingOverzicht, editie: Editie) -> Beeld:
    """One goal of a gemeente: figure, target, pace."""
    o = doel.hoofd
    eenheid = eenheid_van(o.indicator)
    klein = eenheid_bij(o.cijfer.toon, eenheid) if o.cijfer.waarde is not None else ""
    regels = []
    if o.doel and o.doel.exact is not None:
        regels.append(f"doel 2030: {o.doel.toon} {eenheid_bij(o.doel.toon, eenheid)}".strip())
    regels.append(label_van(o).woord)
    balk = None
    if o.percentage is not None:
        regels.insert(0, f"{o.toon_percentage} van het doel")
        balk = max(0.0, min(100.0, float(o.percentage) * 100))
    return Beeld(
        kop=doel.doelstelling.naam,
        onder=naam,
        groot=o.cijfer.toon,
        klein=klein,
        regels=tuple(regels),
        balk=balk,
        voet=_voet(editie, demo=o.cijfer.demo),
    )


def als_png(beeld: Beeld) -> bytes:
    """Draw 1200 × 630 pixels; text goes in as data and never as typst source."""
    inhoud = typst.compile(
        _bron(),
        format="png",
        ppi=72,
        font_paths=_lettertypes(),
        ignore_system_fonts=True,
        sys_inputs={"gegevens": json.dumps(vars(beeld) | {"regels": list(beeld.regels)})},
    )
    assert isinstance(inhoud, bytes)
    return _kleiner(inhoud)


def _kleiner(png: bytes) -> bytes:
    """The same in 64 colours: a sixth of the bytes, and flat areas lose nothing."""
    uit = io.BytesIO()
    with Image.open(io.BytesIO(png)) as beeld:
        beeld.convert("RGB").quantize(64).save(uit, "PNG", optimize=True)
    return uit.getvalue()
