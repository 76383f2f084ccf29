"""Secrets at rest: closed with a key derived from SECRET_KEY, opened with that of today or of before.

`doel` (a fixed name such as "toegang.totp") gives every use a key of its own. What an earlier
SECRET_KEY closed still opens while that key stands in SECRET_KEY_FALLBACKS; `hersleutel` closes it
anew, after which the earlier key may go.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Onleesbaar(Exception):
    """No SECRET_KEY that the portal has opens this."""


def _fernet(doel: str, sleutel: str) -> Fernet:
    som = hashlib.sha256(f"{doel}:{sleutel}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(som))


def _slot(doel: str) -> MultiFernet:
    return MultiFernet(
        [_fernet(doel, str(s)) for s in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def versleutel(doel: str, tekst: str) -> str:
    return _slot(doel).encrypt(tekst.encode()).decode()


def ontsleutel(doel: str, gesloten: str) -> str:
    """Give the text; raises Onleesbaar."""
    try:
        return _slot(doel).decrypt(gesloten.encode()).decode()
    except InvalidToken as fout:
        raise Onleesbaar(doel) from fout


def opent(doel: str, gesloten: str) -> bool:
    try:
        ontsleutel(doel, gesloten)
    except Onleesbaar:
        return False
    return True


def hersleutel(doel: str, gesloten: str) -> str | None:
    """Give it closed with today's key, or None where it already is; raises Onleesbaar."""
    try:
        _fernet(doel, settings.SECRET_KEY).decrypt(gesloten.encode())
    except InvalidToken:
        return versleutel(doel, ontsleutel(doel, gesloten))
    return None


def hersleutel_rijen(doel: str, rijen: Any, velden: Iterable[str]) -> tuple[int, int]:
    """Close these fields of a queryset anew where needed; give how many rows were, and don't open."""
    gedaan = onleesbaar = 0
    for rij in rijen.iterator(chunk_size=500):
        nieuw: dict[str, str] = {}
        try:
            for veld in velden:
                oud = getattr(rij, veld)
                if oud and (anders := hersleutel(doel, oud)):
                    nieuw[veld] = anders
        except Onleesbaar:
            onleesbaar += 1
            continue
        # Only what still stands there: meanwhile a person may have made a new secret.
        if nieuw:
            toen = {veld: getattr(rij, veld) for veld in nieuw}
            gedaan += rijen.model.objects.filter(pk=rij.pk, **toen).update(**nieuw)
    return gedaan, onleesbaar
