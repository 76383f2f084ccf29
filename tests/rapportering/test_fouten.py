"""Pages for what went wrong."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from rapportering.views import fouten


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adres", "voorstel"),
    [
        ("/gemeenten/44022/", "44021"),
        ("/gemeenten/gent/", "/gemeenten/44021/"),
        ("/gemeenten/gennt/", "/gemeenten/44021/"),
        ("/gemeenten/9000/", "/gemeenten/44021/"),
        ("/doelstellingen/boomen/", "/doelstellingen/bomen/"),
    ],
)
def test_404_noemt_wat_er_dicht_bij_ligt(client: Client, adres: str, voorstel: str) -> None:
    antwoord = client.get(adres)
    assert antwoord.status_code == 404
    assert voorstel in antwoord.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "adres", ["/bestaat-niet/", "/gemeenten/<script>/", "/gemeenten/%00/", "/gemeenten/é/"]
)
def test_404_verdraagt_elk_adres(client: Client, adres: str) -> None:
    antwoord = client.get(adres)
    assert antwoord.status_code == 404
    assert "Deze pagina bestaat niet" in antwoord.content.decode()
    assert "<script>/" not in antwoord.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vraag", "reden"),
    [
        ("op=gisteren", "geen datum"),
        ("op=2999-01-01", "Kies een datum"),
        ("op=1800-01-01", "Kies een datum"),
        ("gekend_op=999999", "bestaat niet"),
        ("gekend_op=-1", "bestaat niet"),
        ("gekend_op=٣", "bestaat niet"),
        ("gekend_op=007", "bestaat niet"),
    ],
)
def test_400_zegt_wat_er_niet_klopt(client: Client, vraag: str, reden: str) -> None:
    antwoord = client.get(f"/gemeenten/44021/?{vraag}")
    assert antwoord.status_code == 400
    assert reden in antwoord.content.decode()


@pytest.mark.django_db
def test_403_zegt_wat_te_doen() -> None:
    antwoord = fouten.geen_toegang(RequestFactory().get("/"), PermissionDenied())
    assert antwoord.status_code == 403
    inhoud = antwoord.content.decode()
    assert "voorbehouden aan wie aangemeld is" in inhoud
    assert 'href="/aanmelden/' in inhoud


def test_500_werkt_zonder_databank() -> None:
    # No django_db mark: a query would fail the test.
    antwoord = fouten.serverfout(RequestFactory().get("/"))
    assert antwoord.status_code == 500
    assert "Er ging iets mis" in antwoord.content.decode()
