"""Read the structure tree and text of a tagged PDF with pikepdf, as a screen reader would."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf


@dataclass
class Element:
    """One node of the structure tree: its role, its own text and its children, in order."""

    rol: str
    alt: str = ""
    scope: str = ""
    tekst: str = ""
    kinderen: list[Element] = field(default_factory=list)

    def alle(self, *rollen: str) -> Iterator[Element]:
        for kind in self.kinderen:
            if kind.rol in rollen:
                yield kind
            yield from kind.alle(*rollen)

    @property
    def volledig(self) -> str:
        """All text under this node, with runs of space as one."""
        delen = [self.tekst, *(kind.volledig for kind in self.kinderen)]
        return re.sub(r"\s+", " ", " ".join(delen)).strip()


def unicode_van(lettertype: Any) -> dict[int, str]:
    """Give what a font says that its codes mean."""
    uit: dict[int, str] = {}
    cmap = bytes(lettertype.ToUnicode.read_bytes()).decode("latin-1")
    for blok in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, tekst in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", blok):
            uit[int(code, 16)] = bytes.fromhex(tekst).decode("utf-16-be")
    for blok in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for van, tot, begin in re.findall(
            r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", blok
        ):
            for stap in range(int(tot, 16) - int(van, 16) + 1):
                eerste = bytes.fromhex(begin).decode("utf-16-be")
                uit[int(van, 16) + stap] = eerste[:-1] + chr(ord(eerste[-1]) + stap)
    return uit


def _tekst_per_mcid(pagina: Any) -> dict[int, str]:
    lettertypes = pagina.get("/Resources", {}).get("/Font", {})
    kaarten: dict[str, dict[int, str]] = {}
    stapel: list[int | None] = []
    huidig: dict[int, str] = {}
    uit: dict[int, str] = {}
    for operanden, operator in pikepdf.parse_content_stream(pagina):
        naam = str(operator)
        if naam == "BDC":
            eigen = operanden[1]
            stapel.append(int(eigen["/MCID"]) if "/MCID" in eigen else None)
        elif naam == "BMC":
            stapel.append(None)
        elif naam == "EMC":
            stapel.pop()
        elif naam == "Tf":
            sleutel = str(operanden[0])
            if sleutel not in kaarten:
                kaarten[sleutel] = unicode_van(lettertypes[sleutel])
            huidig = kaarten[sleutel]
        elif naam in {"Tj", "TJ"} and stapel and stapel[-1] is not None:
            delen = operanden[0] if naam == "TJ" else [operanden[0]]
            for deel in delen:
                if isinstance(deel, pikepdf.String):
                    ruw = bytes(deel)
                    for i in range(0, len(ruw), 2):
                        teken = huidig.get(int.from_bytes(ruw[i : i + 2], "big"), "")
                        uit[stapel[-1]] = uit.get(stapel[-1], "") + teken
    return uit


def lees(inhoud: bytes) -> tuple[pikepdf.Pdf, Element]:
    """Open the PDF and give its structure tree."""
    pdf = pikepdf.open(io.BytesIO(inhoud))
    teksten = {pagina.obj.objgen: _tekst_per_mcid(pagina.obj) for pagina in pdf.pages}

    def bouw(knoop: Any, pagina: Any) -> Element:
        pagina = knoop.get("/Pg", pagina)
        element = Element(str(knoop.get("/S", "/Document"))[1:], str(knoop.get("/Alt", "")))
        attributen = knoop.get("/A", [])
        for attribuut in attributen if isinstance(attributen, pikepdf.Array) else [attributen]:
            if isinstance(attribuut, pikepdf.Dictionary) and "/Scope" in attribuut:
                element.scope = str(attribuut["/Scope"])[1:]
        kinderen = knoop.get("/K", [])
        for kind in kinderen if isinstance(kinderen, pikepdf.Array) else [kinderen]:
            if isinstance(kind, pikepdf.Dictionary):
                if kind.get("/Type") == "/OBJR":
                    continue
                if kind.get("/Type") == "/MCR":
                    eigen = kind.get("/Pg", pagina)
                    element.tekst += teksten[eigen.objgen].get(int(kind["/MCID"]), "") + " "
                else:
                    element.kinderen.append(bouw(kind, pagina))
            else:
                element.tekst += teksten[pagina.objgen].get(int(kind), "") + " "
        return element

    return pdf, bouw(pdf.Root.StructTreeRoot, None)
