"""What every export needs: cells that no spreadsheet takes for a formula."""

from __future__ import annotations

FORMULETEKENS = ("=", "+", "-", "@", "\t", "\r")


def veilig(cel: object) -> str:
    """Write a cell as text; a leading quote keeps a spreadsheet from running it."""
    tekst = str(cel)
    return f"'{tekst}" if tekst.lstrip(" ").startswith(FORMULETEKENS) else tekst
