"""Markdown of ondersteuners to HTML that is safe to show; pure.

Raw HTML in the source is shown as text (markdown-it without `html`), and nh3 lets only a short list
of elements through: no images, no styles, no scripts, links only to http(s) and mailto.
"""

from __future__ import annotations

import html
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

MAX_TEKENS = 10_000
_ELEMENTEN = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote", "code"}
# Headings of a text hang under the h2 of the page it stands on.
_KOPPEN = {"h1": "h3", "h2": "h3", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


def _lezer() -> MarkdownIt:
    lezer = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": False})
    return lezer.disable(["image", "html_block", "html_inline", "code", "fence"])


_LEZER = _lezer()


@lru_cache(maxsize=2_000)
def naar_html(bron: str) -> str:
    """Give `bron` as safe HTML; text beyond `MAX_TEKENS` falls away."""
    delen = _LEZER.parse(bron[:MAX_TEKENS])
    for deel in delen:
        deel.tag = _KOPPEN.get(deel.tag, deel.tag)
    ruw = _LEZER.renderer.render(delen, _LEZER.options, {})
    return nh3.clean(
        ruw,
        tags=_ELEMENTEN,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )


def naar_platte_tekst(bron: str, *, lengte: int = 220) -> str:
    """Give the words of `bron` without marks, cut at a word to at most `lengte` characters."""
    # nh3 leaves entities; the template escapes again.
    kaal = " ".join(html.unescape(nh3.clean(naar_html(bron), tags=set())).split())
    if len(kaal) <= lengte:
        return kaal
    return kaal[:lengte].rsplit(" ", 1)[0].rstrip(".,;:–") + "…"
