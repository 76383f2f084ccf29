"""From the claims of ACM/IDM to a person, an organisation and roles (abb.md §2.2-2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toegang.oidc.fouten import AanmeldFout, Reden
from toegang.oidc.instellingen import OidcInstellingen
from toegang.rollen import Rol

BURGER = "BUR"
VLAAMS = "GID"
# What is kept of the claims with the account; names live on the account itself.
BEWAARDE_CLAIMS = ("sub", "vo_id", "vo_doelgroepcode", "vo_orgcode", "vo_orgnaam")


@dataclass(frozen=True)
class Identiteit:
    """One person as ACM/IDM vouches for: a citizen has no `orgcode` and no `rollen`."""

    sub: str
    vo_id: str
    voornaam: str
    familienaam: str
    doelgroep: str
    orgcode: str = ""
    orgnaam: str = ""
    rollen: tuple[str, ...] = ()

    @property
    def is_burger(self) -> bool:
        return self.doelgroep == BURGER


def maak_code_gelijk(code: str) -> str:
    """Write a KBO number or OVO code one way: capitals, without dots, spaces or “BE” before it."""
    kort = "".join(teken for teken in code.upper() if teken.isalnum())
    return kort.removeprefix("BE") if kort.removeprefix("BE").isdigit() else kort


def lees_rolregels(claim: object) -> Iterator[tuple[str, str]]:
    """Give (role name, organisation key) for each right in a role claim.

    The claim is a list or one text; a text may hold several rights, or one role with several keys,
    separated by commas: `Invoerder:0207451227,0207472209`.
    """
    regels = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    for regel in regels:
        if not isinstance(regel, str):
            continue
        rol = ""
        for deel in regel.split(","):
            voor, teken, na = deel.strip().rpartition(":")
            if teken:
                rol = voor.strip()
            if rol and na.strip():
                yield rol.casefold(), maak_code_gelijk(na)


def _tekst(claims: Mapping[str, Any], naam: str) -> str:
    waarde = claims.get(naam, "")
    return waarde.strip()[:150] if isinstance(waarde, str) else ""


def _rollen(
    claims: Mapping[str, Any], *, orgcode: str, doelgroep: str, instellingen: OidcInstellingen
) -> tuple[str, ...]:
    namen = {
        rol for rol, code in lees_rolregels(claims.get(instellingen.rol_claim)) if code == orgcode
    }
    rollen = {instellingen.rollen[naam] for naam in namen if naam in instellingen.rollen}
    if doelgroep != VLAAMS or orgcode not in instellingen.vlaamse_organisaties:
        # Whatever the token says: only the administration itself gives this role.
        rollen.discard(Rol.VLAAMSE_BEHEERDER)
    return tuple(sorted(rollen))


def lees_identiteit(claims: Mapping[str, Any], *, instellingen: OidcInstellingen) -> Identiteit:
    """Read who signs in and for whom; raise AanmeldFout where a claim is missing or no role fits."""
    doelgroep = _tekst(claims, "vo_doelgroepcode").upper()
    if not _tekst(claims, "sub"):
        raise AanmeldFout(Reden.CLAIM, "sub ontbreekt")
    if not doelgroep:
        raise AanmeldFout(Reden.CLAIM, "vo_doelgroepcode ontbreekt")
    persoon: dict[str, Any] = {
        "sub": _tekst(claims, "sub"),
        "vo_id": _tekst(claims, "vo_id")[:64],
        "voornaam": _tekst(claims, "given_name"),
        "familienaam": _tekst(claims, "family_name"),
        "doelgroep": doelgroep,
    }
    if doelgroep == BURGER:
        return Identiteit(**persoon)
    orgcode = maak_code_gelijk(_tekst(claims, "vo_orgcode"))
    if not orgcode:
        raise AanmeldFout(Reden.CLAIM, f"vo_orgcode ontbreekt (doelgroep {doelgroep})")
    rollen = _rollen(claims, orgcode=orgcode, doelgroep=doelgroep, instellingen=instellingen)
    if not rollen:
        raise AanmeldFout(Reden.GEEN_ROL, f"geen rol voor {orgcode} (doelgroep {doelgroep})")
    return Identiteit(
        **persoon, orgcode=orgcode, orgnaam=_tekst(claims, "vo_orgnaam"), rollen=rollen
    )
