"""The form pages of signing in share one template; each keeps its own title, heading and button."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sjabloon",
    [
        "account/login.html",
        "account/password_change.html",
        "account/password_reset.html",
        "account/reauthenticate.html",
        "mfa/authenticate.html",
        "mfa/reauthenticate.html",
    ],
)
def test_elke_formulierpagina_heeft_een_kop_en_een_knop(sjabloon: str) -> None:
    verzoek = RequestFactory().get("/")
    verzoek.user = AnonymousUser()
    bladzijde = render_to_string(sjabloon, {"form": []}, request=verzoek)
    (kop,) = re.findall(r"<h1>(.*?)</h1>", bladzijde, re.S)
    assert kop.strip()
    assert f"<title>{kop} · PactPortaal</title>" in bladzijde
    assert re.search(
        r'<form method="post".*?<button class="knop" type="submit">\w', bladzijde, re.S
    )
