"""What the tests in a real browser share: a context in Dutch, and an ear for what is spoken."""

from __future__ import annotations

from typing import Any

# A live region keeps its last line only. A test that polls it misses a line that another one
# followed quickly, so every line is kept from the start of the page.
_OOR = """
window.gehoord = [];
new MutationObserver((wijzigingen) => {
    for (const { target } of wijzigingen) {
        const el = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
        if (!(el instanceof Element && el.matches("[data-spreek]"))) continue;
        if (el.textContent) window.gehoord.push(el.textContent);
    }
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
# Lines up to the one that is waited for are taken off, so that each is heard once.
_GEHOORD = """(tekst) => {
    const plaats = window.gehoord.findIndex((regel) => regel.includes(tekst));
    if (plaats < 0) return false;
    window.gehoord.splice(0, plaats + 1);
    return true;
}"""


def open_context(chromium: Any, live_server: Any, breed: int = 1280, **opties: Any) -> Any:
    """Open a Dutch browser of `breed` px on the running portal; a narrow one is a phone."""
    if breed < 500:
        opties = {"has_touch": True, "is_mobile": True, **opties}
    context = chromium.new_context(
        base_url=live_server.url,
        locale="nl-BE",
        timezone_id="Europe/Brussels",
        viewport={"width": breed, "height": 844 if breed < 500 else 900},
        **opties,
    )
    context.add_init_script(_OOR)
    return context


def gezegd(pagina: Any, tekst: str) -> None:
    """Wait until the page's live region has said `tekst`, since what was heard before."""
    pagina.wait_for_function(_GEHOORD, arg=tekst)
