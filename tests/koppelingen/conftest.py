"""Keys, figures and registrations for the API tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from doelstellingen.models import Indicator, Kwaliteit, Publicatie
from doelstellingen.publicaties import publiceer
from doelstellingen.services import MetingRij, herbereken_standen, schrijf_metingen
from gemeenten.models import Gemeente
from tests.rolverdeling import bestuur_van
from tests.verbeteringen.hulp import GENT, bomen, gemeente, invoer, toegang_van, vak
from toegang.models import Account, ApiSleutel, Organisatie
from toegang.sleutels import _hash
from verbeteringen.models import Verbetering
from verbeteringen.registratie import registreer_verbetering


class ApiClient(Client):
    """A client that sends JSON, and a key when it has one."""

    def __init__(self, sleutel: str = "", **kwargs: Any) -> None:
        super().__init__(raise_request_exception=False, **kwargs)
        if sleutel:
            self.defaults["HTTP_X_API_KEY"] = sleutel

    def stuur(self, methode: str, adres: str, ding: Any, **kop: str) -> Any:
        import orjson

        return self.generic(
            methode,
            adres,
            ding if isinstance(ding, bytes) else orjson.dumps(ding),
            content_type=kop.pop("soort", "application/json"),
            headers={naam.replace("_", "-"): waarde for naam, waarde in kop.items()},
        )


def maak_sleutel(
    organisatie: Organisatie, *scopes: str, naam: str = "test", dagen: int = 30, **kwargs: Any
) -> str:
    account, _ = Account.objects.get_or_create(username="sleutelmaker")
    nummer = ApiSleutel.objects.count()
    voorvoegsel = f"ppk_{nummer:08x}"
    geheim = f"{voorvoegsel}_geheim"
    ApiSleutel.objects.create(
        organisatie=organisatie,
        naam=naam,
        voorvoegsel=voorvoegsel,
        hash=_hash(geheim),
        scopes=list(scopes),
        gemaakt_door=account,
        verloopt_op=timezone.now() + dt.timedelta(days=dagen),
        **kwargs,
    )
    return geheim


@pytest.fixture
def api(db: None) -> ApiClient:
    return ApiClient()


@pytest.fixture
def gent(db: None) -> ApiClient:
    """A key of Gent that registers and reads."""
    return ApiClient(maak_sleutel(bestuur_van("44021"), "lezen", "registreren", per_minuut=100_000))


ADRES_GBP = "/api/v1/feeds/groenblauwpeil/aanleveringen"


@pytest.fixture
def gbp(db: None) -> ApiClient:
    """A key of the supplier Groenblauwpeil that delivers its feed."""
    organisatie = Organisatie.objects.get(slug="groenblauwpeil")
    return ApiClient(maak_sleutel(organisatie, "aanleveren:groenblauwpeil", per_minuut=100_000))


@pytest.fixture
def eigen_datamap(settings: Any, tmp_path: Path) -> None:
    settings.DATA_MAP = tmp_path


def paden() -> list[Path]:
    """Give the folders of deliveries that are kept now."""
    return list((Path(settings.DATA_MAP) / "aanleveringen").glob("*"))


@pytest.fixture
def verbetering(publicator_gent: Account) -> Verbetering:
    uitkomst = registreer_verbetering(
        invoer=invoer(), gemeente=gemeente("44021"), toegang=toegang_van(publicator_gent)
    )
    return uitkomst.verbeteringen[0]


@pytest.fixture
def tuin(publicator_gent: Account) -> Verbetering:
    """What a burger did: public, but not its name and place."""
    uitkomst = registreer_verbetering(
        invoer=invoer(
            aanvrager="burger",
            projectnaam="Tuin van de familie Peeters",
            opmerking="achter het huis",
            geometrie=vak(GENT[0] + 0.01, GENT[1]),
            maatregelen=bomen(2),
        ),
        gemeente=gemeente("44021"),
        toegang=toegang_van(publicator_gent),
    )
    return uitkomst.verbeteringen[0]


@pytest.fixture
def cijfers(db: None) -> Publicatie:
    """Made-up figures of trees in Gent and Aalst, on two dates."""
    indicator = Indicator.objects.get(doelstelling__slug="bomen", hoofd=True)
    bron = indicator.bron or Organisatie.objects.get(slug="groenblauwpeil")
    with publiceer(soort=Publicatie.Soort.IMPORT, omschrijving="test", demo=True) as p:
        rijen = [
            MetingRij(
                gemeente_id=Gemeente.objects.get(nis=nis, tot=None).pk,
                indicator_id=indicator.pk,
                bron_id=bron.pk,
                vorm="niveau",
                van=dag,
                tot=dag + dt.timedelta(days=1),
                waarde=Decimal(waarde),
                teller=None,
                noemer=None,
                kwaliteit=Kwaliteit.GEMETEN,
                basisjaar=None,
                opmerking="",
                rij=nummer,
            )
            for nummer, (nis, dag, waarde) in enumerate(
                [
                    ("44021", dt.date(2025, 1, 1), "100.5"),
                    ("44021", dt.date(2026, 1, 1), "250"),
                    ("41002", dt.date(2026, 1, 1), "75"),
                ]
            )
        ]
        schrijf_metingen(publicatie=p, metingen=rijen)
        herbereken_standen(publicatie=p, gemeenten=None, indicatoren={indicator.pk})
    return p
