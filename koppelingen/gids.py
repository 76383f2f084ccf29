"""The guides for partners (docs/api.md, docs/aanleveren.md) as pages: the same text, tried by tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

MAP = Path(__file__).resolve().parent.parent / "docs"
GIDSEN = {"api": "api.md", "aanleveren": "aanleveren.md"}
VOORBEELDADRES = "http://127.0.0.1:8000"
# Where a link between the files leads on the site.
LINKS = {
    "openapi.yaml": "../../openapi.yaml",
    "api.md": "../api/",
    "aanleveren.md": "../aanleveren/",
}
TALEN = {"sh": "Opdracht", "python": "Voorbeeld in Python", "json": "Voorbeeld"}


@dataclass(frozen=True)
class Gids:
    """`html` holds `VOORBEELDADRES` where the address of the visited portal belongs."""

    titel: str
    html: str
    koppen: list[tuple[str, str]]


class _Tekener(RendererHTML):
    """What scrolls can be reached by keyboard and has a name; headings can be linked to."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        naam = TALEN.get(tokens[idx].info.strip(), "Voorbeeld")
        return (
            f'<pre class="apidocs-code" tabindex="0" role="region" aria-label="{naam}">'
            f"<code>{escape(tokens[idx].content)}</code></pre>\n"
        )

    code_block = fence

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return '<div class="apidocs-tabel" tabindex="0" role="region" aria-label="Tabel"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return '<th scope="col">'


@lru_cache(maxsize=len(GIDSEN))
def lees_gids(naam: str) -> Gids:
    """Give the guide; KeyError for a name that is not in GIDSEN."""
    tekst = (MAP / GIDSEN[naam]).read_text(encoding="utf-8")
    titel, _, rest = tekst.removeprefix("# ").partition("\n")
    lezer = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Tekener).enable("table")
    stukken = lezer.parse(rest)
    koppen = []
    for stuk, erna in pairwise(stukken):
        if stuk.type == "heading_open" and stuk.tag == "h2":
            slug = slugify(erna.content)
            stuk.attrSet("id", slug)
            koppen.append((slug, erna.content))
        for kind in stuk.children or ():
            if kind.type == "link_open":
                kind.attrSet(
                    "href", LINKS.get(str(kind.attrGet("href")), str(kind.attrGet("href")))
                )
    html = str(lezer.renderer.render(stukken, lezer.options, {}))
    # An address of the portal itself, in the running text, can be followed.
    html = re.sub(
        r"<code>(/(?:api|opendata|toegang)/(?:[a-z-]+/)*)</code>",
        r'<a href="\1"><code>\1</code></a>',
        html,
    )
    return Gids(titel, html, koppen)
