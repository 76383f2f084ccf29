"""The cast of the demonstration: one click each, only with DEMO=1. Nobody here is a real person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from toegang.models import Account, Lidmaatschap, Organisatie
from toegang.rollen import Herkomst, Rol


@dataclass(frozen=True)
class Rolspeler:
    """`leden`: pairs of the slug of an organisatie and a role; empty for a citizen."""

    slug: str
    naam: str
    uitleg: str
    leden: tuple[tuple[str, Rol], ...] = ()


LANDSCHAP = "regionaal-landschap-meetjesland"
ROLVERDELING = (
    Rolspeler(
        "invoerder-gent",
        "Invoerder van Gent",
        "Registreert verbeteringen; een publicator keurt ze goed.",
        (("gemeente-44021", Rol.INVOERDER),),
    ),
    Rolspeler(
        "publicator-gent",
        "Publicator van Gent",
        "Keurt goed, maakt toelichtingen openbaar en legt het rapport vast.",
        (("gemeente-44021", Rol.PUBLICATOR),),
    ),
    Rolspeler(
        "publicator-aalst",
        "Publicator van Aalst",
        "Ziet van Gent alleen wat openbaar is.",
        (("gemeente-41002", Rol.PUBLICATOR),),
    ),
    Rolspeler(
        "ambtenaar-merelbeke-melle",
        "Ambtenaar van Merelbeke-Melle",
        "Werkt voor een fusiegemeente en ziet ook de historiek van Merelbeke en Melle.",
        (("gemeente-44088", Rol.PUBLICATOR),),
    ),
    Rolspeler(
        "ambtenaar-diepenbeek-heers",
        "Ambtenaar van Diepenbeek en Heers",
        "Werkt voor twee gemeenten en kiest namens wie.",
        (("gemeente-71011", Rol.PUBLICATOR), ("gemeente-73022", Rol.PUBLICATOR)),
    ),
    Rolspeler(
        "provincie-oost-vlaanderen",
        "Provincie Oost-Vlaanderen",
        "Ziet kansen en vragen van haar gemeenten en beheert haar aanbod.",
        (("provincie-oost-vlaanderen", Rol.BEHEERDER),),
    ),
    Rolspeler(
        "vlaamse-beheerder",
        "Vlaamse beheerder",
        "Beheert organisaties, importruns en referentiegegevens.",
        (("abb", Rol.VLAAMSE_BEHEERDER),),
    ),
    Rolspeler(
        "regionaal-landschap",
        "Regionaal landschap (ondersteuner)",
        "Stelt verbeteringen voor aan gemeenten en beheert een aanbod.",
        ((LANDSCHAP, Rol.PUBLICATOR),),
    ),
    Rolspeler(
        "dataleverancier",
        "Dataleverancier",
        "Levert cijfers aan en volgt de importruns.",
        (("fluvius", Rol.BEHEERDER),),
    ),
    Rolspeler("burger", "Burger", "Stelt een verbetering voor, zonder organisatie."),
)


def speler_met(slug: str) -> Rolspeler | None:
    return next((speler for speler in ROLVERDELING if speler.slug == slug), None)


def gebruikersnaam(speler: Rolspeler) -> str:
    return f"demo-{speler.slug}"


@transaction.atomic
def maak_demo_accounts() -> int:
    """Create or repair the accounts of the cast; give how many are new. Idempotent.

    The accounts have no password and their memberships open only by the demonstration door.
    Raises Organisatie.DoesNotExist where the reference data is not loaded.
    """
    Organisatie.objects.get_or_create(
        slug=LANDSCHAP,
        defaults={
            "naam": "Regionaal Landschap Meetjesland",
            "soort": Organisatie.Soort.VERENIGING,
            "is_ondersteuner": True,
        },
    )
    nieuw = 0
    for speler in ROLVERDELING:
        account, gemaakt = Account.objects.get_or_create(
            username=gebruikersnaam(speler),
            defaults={"last_name": speler.naam, "herkomst": Herkomst.DEMO},
        )
        if gemaakt:
            account.set_unusable_password()
            nieuw += 1
        # A domain that can never exist: the mails are there to look at, in DATA_MAP/mail.
        account.email = f"{speler.slug}@voorbeeld.example"
        account.save(update_fields=["password", "email"])
        for slug, rol in speler.leden:
            Lidmaatschap.objects.get_or_create(
                account=account,
                organisatie=Organisatie.objects.get(slug=slug),
                rol=rol,
                herkomst=Herkomst.DEMO,
            )
    return nieuw


def account_van(speler: Rolspeler) -> Account | None:
    return Account.objects.filter(
        username=gebruikersnaam(speler), herkomst=Herkomst.DEMO, is_active=True
    ).first()
