"""The check queue: what others submitted, decided by the publicator of the gemeente.

Submitters are told by mail, bundled per day (`Bericht.bundel`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from toegang.berichten import stuur
from toegang.models import Organisatie
from toegang.rechten import Handeling, bereik, mag
from toegang.wie import Toegang
from verbeteringen import grensdelen, vastleggen
from verbeteringen.gevolg import gevolgen_van
from verbeteringen.invoer import Invoer, uit_json
from verbeteringen.levensloop import (
    GOEDGEKEURD,
    TERUGGESTUURD,
    UITGEVOERD,
    StapNietToegestaan,
)
from verbeteringen.models import Instelling, Upload, Verbetering, Vertrouwen, Voorstel
from verbeteringen.plaats import bepaal_plaats
from verbeteringen.querysets import VerbeteringQuerySet
from verbeteringen.registratie import (
    IntussenGewijzigd,
    NietToegestaan,
    Uitkomst,
    boek,
    grendel,
    pas_toe,
    zet_goedkeuring,
)

BUNDEL = "verbeteringen"


def wachtrij(toegang: Toegang) -> VerbeteringQuerySet:
    """Give what waits for a decision of `toegang`: new ones and proposed changes."""
    mijne = bereik(toegang, Handeling.VERBETERING_GOEDKEUREN).q("gemeente")
    alle = Verbetering.objects.levend().filter(mijne)
    return (
        alle.filter(goedkeuring="ingediend")
        | alle.filter(goedkeuring="goedgekeurd", voorstellen__soort=Voorstel.Soort.WIJZIGING)
    ).distinct()


@dataclass(frozen=True)
class WachtendeUpload:
    """A file of which rows wait for this gemeente; accepted in one act."""

    pk: int
    naam: str
    organisatie: str
    aantal: int


def wachtende_uploads(toegang: Toegang) -> list[WachtendeUpload]:
    """Give the uploads of which rows wait for `toegang`, the newest first."""
    aantallen = dict(
        wachtrij(toegang)
        .filter(goedkeuring="ingediend", externe_sleutel__startswith="upload-")
        .order_by()
        .values_list("publicatie")
        .annotate(n=Count("pk", distinct=True))
    )
    return [
        WachtendeUpload(
            u.pk, u.naam, u.organisatie.naam if u.organisatie else "", aantallen[u.publicatie_id]
        )
        for u in Upload.objects.filter(publicatie__in=aantallen).select_related("organisatie")
        if u.publicatie_id is not None
    ]


def van_upload(pk: int, toegang: Toegang) -> list[int]:
    """Give the ids of the rows of an upload that wait for `toegang`."""
    return list(
        wachtrij(toegang)
        .filter(goedkeuring="ingediend", externe_sleutel__startswith=f"upload-{pk}-")
        .values_list("pk", flat=True)
    )


def _meld(v: Verbetering, onderwerp: str, tekst: str) -> None:
    """Tell the submitter, unless there is no address."""
    adres = v.mail or (v.indiener.email if v.indiener else "")
    if not adres:
        return
    stuur(aan=adres, onderwerp=onderwerp, tekst=tekst, account=v.indiener, bundel=BUNDEL)


def _adres(basis: str, v: Verbetering) -> str:
    return f"{basis}{reverse('verbeteringen:detail', args=[v.pk])}"


def _goedgekeurd(v: Verbetering, basis: str) -> None:
    if v.goedkeuring != GOEDGEKEURD:
        _meld(
            v,
            f"Nu bij {v.gemeente.naam}: {v.projectnaam}",
            f"Uw gewijzigde verbetering “{v.projectnaam}” ligt in {v.gemeente.naam}. "
            f"Die gemeente kijkt ze nog na.\n{_adres(basis, v)}",
        )
        return
    _meld(
        v,
        f"Goedgekeurd: {v.projectnaam}",
        f"{v.gemeente.naam} keurde uw verbetering “{v.projectnaam}” goed. "
        + (
            "Ze telt nu mee voor de doelstellingen."
            if v.uitvoering == UITGEVOERD
            else "Ze telt mee voor de doelstellingen zodra ze uitgevoerd is."
        )
        + f"\nU vindt ze op {_adres(basis, v)}",
    )


def _wijzig_volgens(
    boeking: vastleggen.Boeking, v: Verbetering, voorstel: Voorstel, toegang: Toegang
) -> None:
    invoer: Invoer = uit_json(voorstel.inhoud)
    pas_toe(
        boeking,
        v,
        invoer=invoer,
        plaats=bepaal_plaats(invoer.geometrie) if invoer.geometrie is not None else None,
        delen=grensdelen.uit_json(invoer, voorstel.inhoud),
        toegang=toegang,
        wat="wijziging goedgekeurd",
    )
    voorstel.delete()


def _wat_nu(v: Verbetering, basis: str) -> str:
    """Say what the submitter does with what came back; without account there is no page to change."""
    if v.indiener_id:
        return f"Pas ze aan en dien ze opnieuw in: {_adres(basis, v)}"
    nieuw = f"{basis}{reverse('verbeteringen:nieuw')}?burger"
    return f"Wilt u ze aanpassen, registreer ze dan opnieuw: {nieuw}"


def keur_goed(*, pks: Iterable[int], toegang: Toegang, basis: str = "") -> Uitkomst:
    """Approve submitted verbeteringen and proposed changes, all in one publication.

    `basis` is the begin of the addresses in the mail ("https://…").
    """
    rijen: list[Verbetering] = []
    with boek(toegang, "Verbeteringen goedgekeurd") as boeking:
        for pk in sorted(set(pks)):
            v = grendel(pk, toegang)
            if not mag(toegang, Handeling.VERBETERING_GOEDKEUREN, v.gemeente_id):
                raise NietToegestaan("Alleen een publicator van de gemeente keurt goed.")
            voorstel = v.voorstellen.filter(soort=Voorstel.Soort.WIJZIGING).first()
            if v.goedkeuring == GOEDGEKEURD and voorstel:
                _wijzig_volgens(boeking, v, voorstel, toegang)
            else:
                zet_goedkeuring(boeking, v, GOEDGEKEURD, toegang)
            _goedgekeurd(v, basis)
            rijen.append(v)
    return Uitkomst(tuple(rijen), gevolgen_van(boeking.verschil))


def stuur_terug(*, pk: int, versie: int, toegang: Toegang, reden: str, basis: str = "") -> Uitkomst:
    """Send a submitted verbetering, or a proposed change, back with a reason for the submitter."""
    if not reden.strip():
        raise StapNietToegestaan("Zeg waarom u deze verbetering terugstuurt.")
    with boek(toegang, "Verbetering teruggestuurd") as boeking:
        v = grendel(pk, toegang)
        if v.versie != versie:
            raise IntussenGewijzigd(v, [])
        if not mag(toegang, Handeling.VERBETERING_GOEDKEUREN, v.gemeente_id):
            raise NietToegestaan("Alleen een publicator van de gemeente stuurt terug.")
        voorstel = v.voorstellen.filter(soort=Voorstel.Soort.WIJZIGING).first()
        if v.goedkeuring == GOEDGEKEURD and voorstel:
            # The approved content keeps counting; only the proposed change goes back.
            voorstel.soort = Voorstel.Soort.CONCEPT
            voorstel.save()
            vastleggen.noteer(boeking, v, "wijziging teruggestuurd", reden)
        else:
            zet_goedkeuring(boeking, v, TERUGGESTUURD, toegang, reden=reden)
        _meld(
            v,
            f"Teruggestuurd: {v.projectnaam}",
            f"{v.gemeente.naam} stuurde uw verbetering “{v.projectnaam}” terug: {reden.strip()}\n"
            + _wat_nu(v, basis),
        )
    return Uitkomst((v,), gevolgen_van(boeking.verschil))


def _eigen_bestuur(toegang: Toegang) -> Organisatie:
    organisatie = toegang.organisatie
    if organisatie is None or not mag(toegang, Handeling.GEMEENTE_INSTELLEN):
        raise NietToegestaan("Alleen een beheerder van de gemeente kiest deze instelling.")
    return organisatie


@transaction.atomic
def stel_in(*, toegang: Toegang, eigen_meteen: bool) -> Instelling:
    """Switch "eigen registraties meteen publiceren" on or off."""
    rij, _ = Instelling.objects.update_or_create(
        organisatie=_eigen_bestuur(toegang), defaults={"eigen_meteen": eigen_meteen}
    )
    return rij


@transaction.atomic
def vertrouw(*, toegang: Toegang, organisatie: Organisatie) -> Vertrouwen:
    """Let proposals of `organisatie` count at once from now on."""
    rij, _ = Vertrouwen.objects.get_or_create(
        bestuur=_eigen_bestuur(toegang), organisatie=organisatie, defaults={"door": toegang.account}
    )
    return rij


@transaction.atomic
def vertrouw_niet_meer(*, toegang: Toegang, organisatie: Organisatie) -> None:
    """From now on each proposal of `organisatie` is checked again; what counts stays."""
    Vertrouwen.objects.filter(bestuur=_eigen_bestuur(toegang), organisatie=organisatie).delete()
