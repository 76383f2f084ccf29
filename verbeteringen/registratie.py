"""Writes by hand: register, change, submit, withdraw, mark as executed; one door, one publication each.

A publicator of the own gemeente approves by saving. Others submit: an invoerder of a gemeente that
switched on "eigen registraties meteen publiceren" and an organisatie that the gemeente trusts count
at once, all others wait in the check queue (`beoordeling`).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.utils import timezone

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from gemeenten.models import Gemeente
from gemeenten.selectors import opvolger
from toegang.models import Bestuur, Organisatie
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen import vastleggen
from verbeteringen.gevolg import Gevolg, gevolgen_van
from verbeteringen.grensdelen import Deel, als_json, invoer_van, vrije_sleutel, werkverdeling
from verbeteringen.invoer import Fout, Invoer, Maatregelinvoer, OngeldigeInvoer, controleer
from verbeteringen.levensloop import (
    GEMEENTE,
    GOEDGEKEURD,
    GOEDKEURING,
    INDIENER,
    INGEDIEND,
    LEVERANCIER,
    TERUGGESTUURD,
    UITGEVOERD,
    UITVOERING,
    VERVALLEN,
    StapNietToegestaan,
    stap,
)
from verbeteringen.models import Aanvrager, Instelling, Verbetering, Vertrouwen, Voorstel
from verbeteringen.openbaarheid import NAAM_BURGER
from verbeteringen.plaats import Plaats, bepaal_plaats, deel_toen, gemeente_uit
from verbeteringen.toename import schrijf_toename
from verbeteringen.vastleggen import Boeking, Wie
from verbeteringen.verschillen import Verschil, verschillen

PORTAAL = "pactportaal"


class NietToegestaan(Exception):
    """This actor may not do this; the message says so in Dutch."""


class IntussenGewijzigd(Exception):
    """Somebody else saved first; `verschillen` says what is different now."""

    def __init__(self, nu: Verbetering, anders: list[Verschil]) -> None:
        self.nu = nu
        self.verschillen = anders
        super().__init__(
            "Iemand anders wijzigde deze verbetering terwijl u bezig was. Kijk de verschillen na "
            "en bewaar opnieuw."
        )


class SleutelBestaat(Exception):
    """This organisatie has a verbetering with this external key already: `nu`."""

    def __init__(self, nu: Verbetering) -> None:
        self.nu = nu
        super().__init__(f"De sleutel “{nu.externe_sleutel}” bestaat al bij deze organisatie.")


@dataclass(frozen=True)
class Uitkomst:
    """What a write did: the rows, and in words what changed for each gemeente."""

    verbeteringen: tuple[Verbetering, ...]
    gevolgen: tuple[Gevolg, ...] = ()
    wacht: bool = False


def wie_van(toegang: Toegang, mail: str = "") -> Wie:
    return Wie(toegang.account, toegang.organisatie, mail)


@contextmanager
def boek(toegang: Toegang, omschrijving: str, *, mail: str = "") -> Iterator[Boeking]:
    """Open a publication for a registration; at its end the counts and monthly figures are written."""
    with publiceer(
        soort=Publicatie.Soort.REGISTRATIE,
        door=toegang.account,
        organisatie=toegang.organisatie,
        omschrijving=omschrijving[:300],
    ) as publicatie:
        boeking = Boeking(publicatie, wie_van(toegang, mail))
        yield boeking
        boeking.tel.schrijf()
        schrijf_toename(publicatie=publicatie, maanden=boeking.maanden)


def bestuur_van(gemeente: Gemeente) -> Organisatie | None:
    """Give the organisatie that governs the territory of `gemeente` today."""
    nu = opvolger(gemeente) or gemeente
    rij = Bestuur.objects.filter(gemeente=nu).select_related("organisatie").first()
    return rij.organisatie if rij else None


def eerste_goedkeuring(toegang: Toegang, gemeente: Gemeente) -> str:
    """Give the approval with which a registration by `toegang` in `gemeente` starts."""
    if mag(toegang, Handeling.VERBETERING_GOEDKEUREN, gemeente):
        return GOEDGEKEURD
    bestuur = bestuur_van(gemeente)
    if bestuur is None:
        return INGEDIEND
    if (
        mag(toegang, Handeling.VERBETERING_REGISTREREN, gemeente)
        and Instelling.objects.filter(organisatie=bestuur, eigen_meteen=True).exists()
    ):
        return GOEDGEKEURD
    if (
        toegang.organisatie
        and Vertrouwen.objects.filter(bestuur=bestuur, organisatie=toegang.organisatie).exists()
    ):
        return GOEDGEKEURD
    return INGEDIEND


def bron_van(toegang: Toegang) -> Organisatie:
    """Give under whose name the figures stand: the acting organisatie, else the portal itself."""
    return toegang.organisatie or Organisatie.objects.get(slug=PORTAAL)


def _weiger_fouten(invoer: Invoer) -> None:
    fouten = controleer(invoer, vandaag=timezone.localdate())
    if fouten:
        raise OngeldigeInvoer(fouten)


def _naam_in_publicatie(invoer: Invoer) -> str:
    """A publication is public: a citizen's words stay out of it."""
    return NAAM_BURGER if invoer.aanvrager == Aanvrager.BURGER else invoer.projectnaam


def registreer_verbetering(
    *,
    invoer: Invoer,
    gemeente: Gemeente,
    toegang: Toegang,
    voorganger: Gemeente | None = None,
    delen: Mapping[int, tuple[Maatregelinvoer, ...]] | None = None,
    mail: str = "",
    sleutel: str = "",
) -> Uitkomst:
    """Register a verbetering in `gemeente`, or over a border split as `delen` (gemeente id → amounts).

    `sleutel` is the submitter's own key, unique per organisatie. Raises OngeldigeInvoer with every
    message at once, NietToegestaan for who may not, SleutelBestaat.
    """
    if not mail and not mag(toegang, Handeling.VERBETERING_INDIENEN, gemeente):
        raise NietToegestaan("U mag geen verbeteringen voorstellen. Meld u eerst aan.")
    _weiger_fouten(invoer)
    plaats = bepaal_plaats(invoer.geometrie) if invoer.geometrie is not None else None
    werk = werkverdeling(invoer, gemeente, delen, plaats)
    bron, eigen_sleutel = bron_van(toegang), uuid.uuid4().hex
    with boek(toegang, f"Registratie: {_naam_in_publicatie(invoer)}", mail=mail) as boeking:
        # Under the lock of publications: two requests with one key never both come here.
        if sleutel and (al := Verbetering.objects.filter(bron=bron, externe_sleutel=sleutel)[:1]):
            raise SleutelBestaat(al[0])
        rijen: list[Verbetering] = []
        for deel in werk:
            waar = deel.gemeente
            toen = deel_toen(waar, gemeente, invoer.uitgevoerd_op, plaats, voorganger)
            goedkeuring = eerste_goedkeuring(toegang, waar)
            rijen.append(
                vastleggen.maak(
                    boeking,
                    invoer=invoer_van(invoer, deel),
                    vorm=plaats.vorm if plaats else None,
                    gemeente=toen,
                    gemeente_uit=gemeente_uit(plaats, waar),
                    goedkeuring=goedkeuring,
                    bron=bron,
                    sleutel=sleutel or eigen_sleutel,
                    deel_van=rijen[0] if rijen else None,
                    wat="geregistreerd" if goedkeuring == GOEDGEKEURD else "ingediend",
                )
            )
    return Uitkomst(
        tuple(rijen),
        gevolgen_van(boeking.verschil),
        wacht=any(r.goedkeuring == INGEDIEND for r in rijen),
    )


def _rol_van(toegang: Toegang, v: Verbetering) -> set[str]:
    rollen = set()
    if mag(toegang, Handeling.VERBETERING_GOEDKEUREN, v.gemeente_id):
        rollen.add(GEMEENTE)
    zelfde_organisatie = (
        toegang.organisatie is not None and v.organisatie_id == toegang.organisatie.pk
    )
    eigen = bool(toegang.account and v.indiener_id == toegang.account.pk) or zelfde_organisatie
    # A lezer of the same organisation reads; only who may hand in may change what was handed in.
    if eigen and mag(toegang, Handeling.VERBETERING_INDIENEN):
        rollen.add(INDIENER)
    return rollen


def rollen_op(toegang: Toegang, v: Verbetering) -> frozenset[str]:
    """Give in which roles `toegang` may act on `v`: as gemeente, as indiener, both or neither."""
    if v.goedkeuring == LEVERANCIER:
        return frozenset()
    return frozenset(_rol_van(toegang, v))


def grendel(pk: int, toegang: Toegang) -> Verbetering:
    """Lock and give the row; refuses what ended, of a supplier, or not for `toegang` to touch."""
    v = (
        Verbetering.objects.zichtbaar_voor(toegang)
        .select_for_update(of=("self",))
        .select_related("gemeente", "bron")
        .get(pk=pk)
    )
    if v.goedkeuring == LEVERANCIER:
        raise NietToegestaan(
            f"Deze verbetering komt van {v.bron.naam} en is hier alleen te lezen. "
            f"Verbeter ze bij {v.bron.naam}; bij de volgende levering volgt het portaal."
        )
    if not rollen_op(toegang, v):
        raise NietToegestaan("U mag deze verbetering niet wijzigen.")
    if v.is_vervallen:
        raise StapNietToegestaan("Deze verbetering is vervallen; u kunt ze wel kopiëren.")
    return v


def zet_goedkeuring(
    boeking: Boeking, v: Verbetering, naar: str, toegang: Toegang, *, reden: str = ""
) -> None:
    """Take one step on the approval axis; raises StapNietToegestaan outside the table."""
    gekozen = stap(GOEDKEURING, v.goedkeuring, naar)
    if not gekozen.wie & rollen_op(toegang, v):
        raise NietToegestaan(f"U mag deze verbetering niet {gekozen.wat}.")
    vastleggen.bewaar_oud(boeking, v)
    v.goedkeuring = naar
    vastleggen.vervang(boeking, v, wat=gekozen.wat, reden=reden)


def wijzig_verbetering(
    *,
    pk: int,
    versie: int,
    invoer: Invoer,
    gemeente: Gemeente,
    toegang: Toegang,
    voorganger: Gemeente | None = None,
    delen: Mapping[int, tuple[Maatregelinvoer, ...]] | None = None,
) -> Uitkomst:
    """Change a verbetering; raises IntussenGewijzigd when `versie` is no longer the newest.

    The gemeente's change holds at once. A submitter's change of an approved one waits as a Voorstel
    while the old amount counts; of one that waits or was sent back it replaces the content. With
    `delen` (gemeente id → amounts) the row keeps the part of `gemeente` and the others get their own.
    """
    _weiger_fouten(invoer)
    plaats = bepaal_plaats(invoer.geometrie) if invoer.geometrie is not None else None
    op = invoer.uitgevoerd_op
    werk = [
        replace(deel, gemeente=deel_toen(deel.gemeente, gemeente, op, plaats, voorganger))
        for deel in werkverdeling(invoer, gemeente, delen, plaats)
    ]
    with boek(toegang, f"Wijziging: {_naam_in_publicatie(invoer)}") as boeking:
        v = grendel(pk, toegang)
        if v.versie != versie:
            raise IntussenGewijzigd(v, verschillen(v, invoer))
        meteen = eerste_goedkeuring(toegang, werk[0].gemeente) == GOEDGEKEURD
        if v.goedkeuring == GOEDGEKEURD and not meteen:
            Voorstel.objects.update_or_create(
                verbetering=v,
                soort=Voorstel.Soort.WIJZIGING,
                defaults={
                    "inhoud": vastleggen.naar_json(invoer)
                    | {"gemeente": werk[0].gemeente.pk, "delen": als_json(werk)},
                    "account": toegang.account,
                    "organisatie": toegang.organisatie,
                },
            )
            vastleggen.noteer(boeking, v, "wijziging voorgesteld")
            return Uitkomst((v,), wacht=True)
        rijen = pas_toe(boeking, v, invoer=invoer, plaats=plaats, delen=werk, toegang=toegang)
    return Uitkomst(
        rijen, gevolgen_van(boeking.verschil), wacht=any(r.goedkeuring == INGEDIEND for r in rijen)
    )


def pas_toe(
    boeking: Boeking,
    v: Verbetering,
    *,
    invoer: Invoer,
    plaats: Plaats | None,
    delen: Sequence[Deel],
    toegang: Toegang,
    wat: str = "gewijzigd",
) -> tuple[Verbetering, ...]:
    """Replace the content of `v` by the first part, write the others; give all rows.

    Where `toegang` may not approve (another gemeente than one's own) the part waits there.
    """
    vastleggen.bewaar_oud(boeking, v)
    eigen, *andere = delen
    vastleggen.zet_inhoud(v, invoer_van(invoer, eigen), plaats.vorm if plaats else None)
    v.gemeente_uit = gemeente_uit(plaats, eigen.gemeente)
    v.gemeente = eigen.gemeente
    dubbel = set(
        v.maatregelen.filter(telt_mee=False, reden=vastleggen.DUBBEL).values_list(
            "parameter", flat=True
        )
    )
    v.maatregelen.all().delete()
    vastleggen.zet_maatregelen(v, eigen.maatregelen, dubbel=dubbel)
    v.goedkeuring = eerste_goedkeuring(toegang, eigen.gemeente)
    vastleggen.vervang(boeking, v, wat=wat)
    return (v, *(_leg_deel(boeking, v, invoer, plaats, deel, toegang) for deel in andere))


def _leg_deel(
    boeking: Boeking,
    v: Verbetering,
    invoer: Invoer,
    plaats: Plaats | None,
    deel: Deel,
    toegang: Toegang,
) -> Verbetering:
    """Write the part of another gemeente of a changed `v`, for whoever handed `v` in."""
    goedkeuring = eerste_goedkeuring(toegang, deel.vandaag)
    return vastleggen.maak(
        boeking,
        invoer=invoer_van(invoer, deel),
        vorm=plaats.vorm if plaats else None,
        gemeente=deel.gemeente,
        gemeente_uit=gemeente_uit(plaats, deel.vandaag),
        goedkeuring=goedkeuring,
        bron=v.bron,
        sleutel=vrije_sleutel(v, deel.gemeente),
        deel_van=v.deel_van or v,
        namens=Wie(v.indiener, v.organisatie, v.mail),
        wat="geregistreerd" if goedkeuring == GOEDGEKEURD else "ingediend",
    )


def laat_vervallen(*, pk: int, versie: int, toegang: Toegang, reden: str) -> Uitkomst:
    """Withdraw a verbetering: it no longer counts, its history stays."""
    with boek(toegang, "Verbetering vervallen") as boeking:
        v = grendel(pk, toegang)
        if v.versie != versie:
            raise IntussenGewijzigd(v, [])
        zet_goedkeuring(boeking, v, VERVALLEN, toegang, reden=reden)
        Voorstel.objects.filter(verbetering=v).delete()
    return Uitkomst((v,), gevolgen_van(boeking.verschil))


def dien_in(*, pk: int, toegang: Toegang) -> Uitkomst:
    """Submit again what was sent back."""
    with boek(toegang, "Verbetering opnieuw ingediend") as boeking:
        v = grendel(pk, toegang)
        if v.goedkeuring != TERUGGESTUURD:
            raise StapNietToegestaan("Deze verbetering is niet teruggestuurd.")
        zet_goedkeuring(boeking, v, INGEDIEND, toegang)
    return Uitkomst((v,), wacht=True)


def markeer_uitgevoerd(
    *, pks: Iterable[int], toegang: Toegang, op: dt.date | None = None
) -> Uitkomst:
    """Mark planned ones as executed, each on its own planned date unless `op` is given."""
    vandaag = timezone.localdate()
    rijen: list[Verbetering] = []
    with boek(toegang, "Als uitgevoerd aangeduid") as boeking:
        for pk in pks:
            v = grendel(pk, toegang)
            gekozen = stap(UITVOERING, v.uitvoering, UITGEVOERD)
            rollen = rollen_op(toegang, v)
            if not gekozen.wie & rollen or (
                v.goedkeuring == GOEDGEKEURD and GEMEENTE not in rollen
            ):
                raise NietToegestaan("U mag deze verbetering niet als uitgevoerd aanduiden.")
            datum = op or v.gepland_op or vandaag
            if datum > vandaag:
                raise OngeldigeInvoer(
                    [Fout("op", f"De geplande datum van “{v.projectnaam}” moet nog komen.")]
                )
            vastleggen.bewaar_oud(boeking, v)
            v.uitvoering, v.uitgevoerd_op = UITGEVOERD, datum
            vastleggen.vervang(boeking, v, wat=gekozen.wat)
            rijen.append(v)
    return Uitkomst(tuple(rijen), gevolgen_van(boeking.verschil))
