"""The cast: who may do what, the same ten people in every test (stijl.md)."""

from __future__ import annotations

import pytest

from toegang.models import Account, Lidmaatschap, Organisatie

Rol = Lidmaatschap.Rol


def bestuur_van(nis: str) -> Organisatie:
    """Give the organisatie that governs the gemeente with this NIS code today."""
    return Organisatie.objects.get(besturen__gemeente__nis=nis, besturen__gemeente__tot=None)


def maak_account(naam: str, *leden: tuple[Organisatie, str]) -> Account:
    account = Account.objects.create_user(username=naam, email=f"{naam}@voorbeeld.test")
    for organisatie, rol in leden:
        Lidmaatschap.objects.create(account=account, organisatie=organisatie, rol=rol)
    return account


@pytest.fixture
def invoerder_gent(db: None) -> Account:
    return maak_account("invoerder_gent", (bestuur_van("44021"), Rol.INVOERDER))


@pytest.fixture
def publicator_gent(db: None) -> Account:
    return maak_account("publicator_gent", (bestuur_van("44021"), Rol.PUBLICATOR))


@pytest.fixture
def publicator_aalst(db: None) -> Account:
    return maak_account("publicator_aalst", (bestuur_van("41002"), Rol.PUBLICATOR))


@pytest.fixture
def ambtenaar_merelbeke_melle(db: None) -> Account:
    """An official of a fusie of 2025: the history of Merelbeke and of Melle is theirs too."""
    return maak_account("ambtenaar_merelbeke_melle", (bestuur_van("44088"), Rol.PUBLICATOR))


@pytest.fixture
def ambtenaar_diepenbeek_heers(db: None) -> Account:
    """One official who works for two gemeenten."""
    return maak_account(
        "ambtenaar_diepenbeek_heers",
        (bestuur_van("71011"), Rol.PUBLICATOR),
        (bestuur_van("73022"), Rol.PUBLICATOR),
    )


@pytest.fixture
def provincie_ovl(db: None) -> Account:
    provincie = Organisatie.objects.get(soort=Organisatie.Soort.PROVINCIE, provincie__nis="40000")
    return maak_account("provincie_ovl", (provincie, Rol.PUBLICATOR))


@pytest.fixture
def vlaamse_beheerder(db: None) -> Account:
    abb = Organisatie.objects.get(slug="abb")
    return maak_account("vlaamse_beheerder", (abb, Rol.VLAAMSE_BEHEERDER))


@pytest.fixture
def landschap(db: None) -> Account:
    """A regionaal landschap: an ondersteuner that registers for the gemeenten it helps."""
    organisatie, _ = Organisatie.objects.get_or_create(
        slug="regionaal-landschap-meetjesland",
        defaults={
            "naam": "Regionaal Landschap Meetjesland",
            "soort": Organisatie.Soort.VERENIGING,
            "is_ondersteuner": True,
        },
    )
    return maak_account("landschap", (organisatie, Rol.PUBLICATOR))


@pytest.fixture
def leverancier(db: None) -> Account:
    fluvius = Organisatie.objects.get(slug="fluvius")
    return maak_account("leverancier", (fluvius, Rol.PUBLICATOR))


@pytest.fixture
def burger(db: None) -> Account:
    """Somebody without organisatie."""
    return maak_account("burger")
