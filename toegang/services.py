"""Writes of toegang: accounts from ACM/IDM, memberships, invitations, organisaties."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gereedschap.versleuteling import Onleesbaar, hersleutel
from toegang.berichten import stuur
from toegang.handelende import handelt
from toegang.logboek import Daad, noteer
from toegang.models import Account, Lidmaatschap, Organisatie, Uitnodiging
from toegang.oidc.claims import Identiteit
from toegang.oidc.fouten import AanmeldFout, Reden
from toegang.rechten import Handeling, mag
from toegang.rollen import Herkomst, Rol, sterkste
from toegang.wie import Toegang

GELDIG = dt.timedelta(days=7)
DOEL_TWEEDE_STAP = "toegang.totp"


class Weigering(Exception):
    """A rule of the portal says no; the message is for the person who asked."""


# --- accounts from ACM/IDM ---------------------------------------------------------------------


def organisatie_voor(identiteit: Identiteit) -> Organisatie | None:
    """Give the organisatie that the claims name, None for a citizen; raise when it is unknown."""
    if identiteit.is_burger:
        return None
    organisatie = Organisatie.objects.met_code(identiteit.orgcode).first()
    if organisatie is None:
        raise AanmeldFout(Reden.ORGANISATIE, f"onbekende organisatie {identiteit.orgcode}")
    return organisatie


@transaction.atomic
def werk_account_bij(*, account: Account, identiteit: Identiteit) -> Lidmaatschap | None:
    """Take over names and roles of a sign-in; give the lidmaatschap to act for, None for a citizen.

    The roles of the token replace the stored ACM/IDM roles for that one organisatie. Roles for
    other organisaties, and those by invitation, stay as they are.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    nieuw = (identiteit.voornaam, identiteit.familienaam, identiteit.vo_id)
    if (account.first_name, account.last_name, account.vo_id) != nieuw:
        account.first_name, account.last_name, account.vo_id = nieuw
        account.save(update_fields=["first_name", "last_name", "vo_id"])
    organisatie = organisatie_voor(identiteit)
    if organisatie is None:
        return None
    with handelt(lambda: Toegang(account)):
        _zet_acm_rollen(account, organisatie, set(identiteit.rollen))
    return (
        Lidmaatschap.objects.via(Herkomst.ACM_IDM)
        .select_related("organisatie")
        .get(account=account, organisatie=organisatie, rol=sterkste(list(identiteit.rollen)))
    )


def _zet_acm_rollen(account: Account, organisatie: Organisatie, rollen: set[str]) -> None:
    oud = {
        lid.rol: lid
        for lid in Lidmaatschap.objects.via(Herkomst.ACM_IDM).filter(
            account=account, organisatie=organisatie
        )
    }
    for rol in oud.keys() - rollen:
        oud[rol].delete()
    for rol in sorted(rollen - oud.keys()):
        Lidmaatschap.objects.create(
            account=account, organisatie=organisatie, rol=rol, herkomst=Herkomst.ACM_IDM
        )
    if oud.keys() != rollen:
        noteer(
            Daad.ACM_ROLLEN,
            organisatie=organisatie,
            door=account,
            betrokkene=account,
            toelichting=", ".join(Rol(rol).label for rol in sorted(rollen)),
        )


# --- members -------------------------------------------------------------------------------------


def toekenbare_rollen(toegang: Toegang, organisatie: Organisatie) -> list[Rol]:
    """Give the roles that `toegang` may hand out in `organisatie`.

    Vlaamse beheerder exists only in the organisations that the operator named
    (OIDC_VLAAMSE_ORGANISATIES), and only a Vlaamse beheerder makes another.
    """
    if not mag(toegang, Handeling.LEDEN_BEHEREN, organisatie=organisatie):
        return []
    rollen = [Rol.LEZER, Rol.INVOERDER, Rol.PUBLICATOR, Rol.BEHEERDER]
    if mag(toegang, Handeling.ORGANISATIES_BEHEREN) and is_vlaamse_organisatie(organisatie):
        rollen.append(Rol.VLAAMSE_BEHEERDER)
    return rollen


def is_vlaamse_organisatie(organisatie: Organisatie) -> bool:
    return (
        organisatie.soort == Organisatie.Soort.VLAAMSE_ADMINISTRATIE
        and organisatie.ovo in settings.VLAAMSE_ORGANISATIES
    )


def _controleer_rol(toegang: Toegang, organisatie: Organisatie, rol: str) -> None:
    if rol not in toekenbare_rollen(toegang, organisatie):
        raise Weigering(f"Deze rol kunt u in {organisatie} niet geven.")


def _houd_beheerder(lid: Lidmaatschap, *, toegang: Toegang) -> None:
    """Refuse to take away the last beheerder, unless the Vlaamse beheerder does it knowingly."""
    if lid.rol != Rol.BEHEERDER or mag(toegang, Handeling.ORGANISATIES_BEHEREN):
        return
    anderen = Lidmaatschap.objects.filter(organisatie=lid.organisatie, rol=Rol.BEHEERDER)
    if not anderen.exclude(pk=lid.pk).exists():
        raise Weigering(
            f"Dit is de enige beheerder van {lid.organisatie}. Maak eerst iemand anders beheerder."
        )


def _te_beheren(pk: int) -> Lidmaatschap:
    lid = Lidmaatschap.objects.select_for_update().get(pk=pk)
    if lid.herkomst == Herkomst.ACM_IDM:
        raise Weigering(
            "Deze rol komt van ACM/IDM. Wijzig ze in het gebruikersbeheer van de Vlaamse overheid; "
            "bij de volgende aanmelding volgt het portaal."
        )
    return lid


@transaction.atomic
def zet_rol(*, lid: Lidmaatschap, rol: str, toegang: Toegang) -> Lidmaatschap:
    """Give a member another role; raises Weigering."""
    lid = _te_beheren(lid.pk)
    _controleer_rol(toegang, lid.organisatie, rol)
    if lid.rol == rol:
        return lid
    _houd_beheerder(lid, toegang=toegang)
    dubbel = Lidmaatschap.objects.filter(
        account=lid.account, organisatie=lid.organisatie, rol=rol, herkomst=lid.herkomst
    )
    if dubbel.exists():
        raise Weigering("Deze persoon heeft die rol al. Verwijder de andere.")
    vorige = lid.get_rol_display()
    lid.rol = rol
    lid.save()
    noteer(
        Daad.ROL_GEGEVEN,
        organisatie=lid.organisatie,
        betrokkene=lid.account,
        toelichting=f"van {vorige} naar {lid.get_rol_display()}",
        object_=lid,
    )
    return lid


@transaction.atomic
def verwijder_lid(*, lid: Lidmaatschap, toegang: Toegang) -> None:
    """Take a membership away. Drafts and tasks stay with the organisatie; raises Weigering."""
    lid = _te_beheren(lid.pk)
    _houd_beheerder(lid, toegang=toegang)
    noteer(
        Daad.LID_VERWIJDERD,
        organisatie=lid.organisatie,
        betrokkene=lid.account,
        toelichting=lid.get_rol_display(),
        object_=lid,
    )
    lid.delete()


# --- invitations ---------------------------------------------------------------------------------


def _hash(sleutel: str) -> str:
    return hashlib.sha256(sleutel.encode()).hexdigest()


@transaction.atomic
def nodig_uit(
    *,
    organisatie: Organisatie,
    email: str,
    rol: str,
    toegang: Toegang,
    adres: Callable[[str], str],
) -> Uitnodiging:
    """Invite one address for one role; `adres` makes the link of the secret.

    An earlier open invitation of the same address is withdrawn. The secret itself is only in the
    mail; the database has its hash. Raises Weigering.
    """
    _controleer_rol(toegang, organisatie, rol)
    if toegang.account is None:
        raise Weigering("Alleen een persoon kan iemand uitnodigen.")
    email = email.strip().lower()
    nu = timezone.now()
    Uitnodiging.objects.filter(
        organisatie=organisatie, email=email, gebruikt_op=None, ingetrokken_op=None
    ).update(ingetrokken_op=nu)
    sleutel = secrets.token_urlsafe(32)
    uitnodiging = Uitnodiging.objects.create(
        organisatie=organisatie,
        rol=rol,
        email=email,
        sleutel_hash=_hash(sleutel),
        gemaakt_door=toegang.account,
        verloopt_op=nu + GELDIG,
    )
    verloopt = timezone.localtime(uitnodiging.verloopt_op)
    stuur(
        aan=email,
        onderwerp=f"Uitnodiging voor het PactPortaal namens {organisatie}",
        tekst=(
            f"{toegang.account.weergavenaam} nodigt u uit om in het PactPortaal te werken als "
            f"{uitnodiging.get_rol_display()} van {organisatie}.\n\n"
            f"Aanvaard de uitnodiging vóór {verloopt:%d-%m-%Y, %H.%M} uur:\n{adres(sleutel)}\n\n"
            "De link werkt één keer. Verwachtte u deze uitnodiging niet, dan hoeft u niets te doen."
        ),
        organisatie=organisatie,
    )
    noteer(
        Daad.LID_UITGENODIGD,
        organisatie=organisatie,
        toelichting=f"als {uitnodiging.get_rol_display()}",
        object_=uitnodiging,
    )
    return uitnodiging


@transaction.atomic
def trek_uitnodiging_in(*, uitnodiging: Uitnodiging) -> None:
    rij = Uitnodiging.objects.select_for_update().get(pk=uitnodiging.pk)
    if rij.gebruikt_op or rij.ingetrokken_op:
        raise Weigering("Deze uitnodiging is al gebruikt of ingetrokken.")
    rij.ingetrokken_op = timezone.now()
    rij.save(update_fields=["ingetrokken_op"])
    noteer(Daad.UITNODIGING_INGETROKKEN, organisatie=rij.organisatie, object_=rij)


def vind_uitnodiging(sleutel: str, *, slot: bool = False) -> Uitnodiging:
    """Give the invitation of a link; raise Weigering, with the reason, when it can't be used."""
    rijen = Uitnodiging.objects.select_related("organisatie")
    if slot:
        rijen = rijen.select_for_update(of=("self",))
    rij = rijen.filter(sleutel_hash=_hash(sleutel)).first()
    if rij is None:
        raise Weigering(
            "Deze link is niet volledig of bestaat niet. Kopieer ze volledig uit de mail."
        )
    if rij.gebruikt_op:
        raise Weigering(
            "Deze uitnodiging is al gebruikt. Meld u aan met het account dat u toen maakte."
        )
    if rij.ingetrokken_op:
        raise Weigering("Deze uitnodiging is ingetrokken. Vraag een nieuwe aan wie u uitnodigde.")
    if rij.verloopt_op <= timezone.now():
        raise Weigering("Deze uitnodiging is verlopen. Vraag een nieuwe aan wie u uitnodigde.")
    return rij


@dataclass(frozen=True)
class NieuwAccount:
    """What a person fills in to accept an invitation without having an account."""

    voornaam: str
    familienaam: str
    wachtwoord: str


@transaction.atomic
def aanvaard_uitnodiging(
    sleutel: str, *, account: Account | None = None, nieuw: NieuwAccount | None = None
) -> Lidmaatschap:
    """Use an invitation once, for an existing local `account` or a `nieuw` one; raises Weigering."""
    rij = vind_uitnodiging(sleutel, slot=True)
    if account is None:
        if nieuw is None:
            raise ValueError("een bestaand account of de gegevens van een nieuw")
        account = _maak_lokaal_account(rij.email, nieuw)
    if account.herkomst != Herkomst.LOKAAL or account.username != rij.email:
        raise Weigering(
            "Deze uitnodiging is voor een ander account. Meld u eerst af, of meld u aan met het "
            "account van het adres waarop u de uitnodiging kreeg."
        )
    lid, _ = Lidmaatschap.objects.get_or_create(
        account=account, organisatie=rij.organisatie, rol=rij.rol, herkomst=Herkomst.LOKAAL
    )
    rij.gebruikt_op, rij.gebruikt_door, rij.email = timezone.now(), account, ""
    rij.save(update_fields=["gebruikt_op", "gebruikt_door", "email"])
    noteer(
        Daad.LID_GEWORDEN,
        organisatie=rij.organisatie,
        door=account,
        betrokkene=account,
        toelichting=f"als {lid.get_rol_display()}",
        object_=lid,
    )
    return lid


def heeft_lokaal_account(email: str) -> bool:
    return Account.objects.filter(username=email).exists()


def _maak_lokaal_account(email: str, nieuw: NieuwAccount) -> Account:
    if heeft_lokaal_account(email):
        raise Weigering(
            "Er bestaat al een account met dit adres. Meld u aan en open de link opnieuw."
        )
    return Account.objects.create_user(
        username=email,
        email=email,
        password=nieuw.wachtwoord,
        first_name=nieuw.voornaam,
        last_name=nieuw.familienaam,
        herkomst=Herkomst.LOKAAL,
    )


# --- organisaties --------------------------------------------------------------------------------


@transaction.atomic
def bewaar_organisatie(organisatie: Organisatie, *, velden: list[str]) -> Organisatie:
    """Save a new or changed organisatie; `velden` names what changed, for the log."""
    is_nieuw = organisatie.pk is None
    organisatie.full_clean()
    organisatie.save()
    noteer(
        Daad.ORGANISATIE_GEMAAKT if is_nieuw else Daad.ORGANISATIE_GEWIJZIGD,
        organisatie=organisatie,
        toelichting="" if is_nieuw else ", ".join(velden),
        object_=organisatie,
    )
    return organisatie


@transaction.atomic
def schakel_account(*, account: Account, actief: bool, organisatie: Organisatie | None) -> None:
    """Disable or enable an account; a disabled one is signed out at its next request."""
    rij = Account.objects.select_for_update().get(pk=account.pk)
    rij.is_active = actief
    rij.save(update_fields=["is_active"])
    noteer(
        Daad.ACCOUNT_UITGESCHAKELD,
        organisatie=organisatie,
        betrokkene=rij,
        toelichting="opnieuw ingeschakeld" if actief else "",
    )


# --- secrets kept closed -----------------------------------------------------------------------


def hersleutel_tweede_stappen() -> tuple[int, int]:
    """Close every secret of a second factor with today's SECRET_KEY.

    Give how many were, and how many no key of the portal opens.
    """
    gedaan = onleesbaar = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            rij = Authenticator.objects.select_for_update().filter(pk=pk).first()
            if rij is None:
                continue
            try:
                nieuw = {
                    naam: hersleutel(DOEL_TWEEDE_STAP, rij.data[naam])
                    for naam in ("secret", "seed")
                    if naam in rij.data
                }
            except Onleesbaar:
                onleesbaar += 1
                continue
            if anders := {naam: tekst for naam, tekst in nieuw.items() if tekst}:
                rij.data |= anders
                rij.save(update_fields=["data"])
                gedaan += 1
    return gedaan, onleesbaar
