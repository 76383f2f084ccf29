"""Questions for support: the table of allowed steps, and the two acts that write them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from doelstellingen.models import Doelstelling
from gemeenten.models import Gemeente
from ondersteuners.adressen import volledig_adres
from ondersteuners.models import Aanbod, Ondersteuner, Vraag, VraagStap
from toegang.berichten import stuur
from toegang.models import Account, Organisatie

MAX_TEKST = 2_000
Staat = Vraag.Staat


class OngeldigeStap(ValueError):
    """A step that the table doesn't allow; the message is for the official."""


class Kant(StrEnum):
    """Who takes a step: the gemeente that asks, or the ondersteuner that helps."""

    VRAGER = "vrager"
    HELPER = "helper"


@dataclass(frozen=True)
class Stap:
    """One allowed step: from a state, to a state, by whom, and the words on the button."""

    van: str
    naar: str
    kant: Kant
    knop: str
    vraagt_bericht: bool = False

    @property
    def rang(self) -> str:
        """How loud the button is: what goes on first, a message beside it, an end quietly."""
        if self.naar in (Staat.INGETROKKEN, Staat.NIET_MOGELIJK):
            return "stille"
        return "tweede" if self.van == self.naar else ""


# The whole life of a question. A step with equal states is a message.
STAPPEN: tuple[Stap, ...] = (
    Stap(Staat.NIEUW, Staat.IN_BEHANDELING, Kant.HELPER, "In behandeling nemen"),
    Stap(Staat.NIEUW, Staat.NIET_MOGELIJK, Kant.HELPER, "Niet mogelijk", vraagt_bericht=True),
    Stap(Staat.IN_BEHANDELING, Staat.LOOPT, Kant.HELPER, "Ondersteuning starten"),
    Stap(Staat.IN_BEHANDELING, Staat.AFGEROND, Kant.HELPER, "Afronden"),
    Stap(
        Staat.IN_BEHANDELING, Staat.NIET_MOGELIJK, Kant.HELPER, "Niet mogelijk", vraagt_bericht=True
    ),
    Stap(Staat.LOOPT, Staat.AFGEROND, Kant.HELPER, "Afronden"),
    Stap(Staat.NIEUW, Staat.INGETROKKEN, Kant.VRAGER, "Vraag intrekken"),
    Stap(Staat.IN_BEHANDELING, Staat.INGETROKKEN, Kant.VRAGER, "Vraag intrekken"),
    Stap(Staat.AFGEROND, Staat.IN_BEHANDELING, Kant.VRAGER, "Heropenen", vraagt_bericht=True),
    Stap(Staat.NIET_MOGELIJK, Staat.NIEUW, Kant.VRAGER, "Opnieuw vragen", vraagt_bericht=True),
    *(
        Stap(staat, staat, kant, "Bericht sturen", vraagt_bericht=True)
        for staat in (Staat.NIEUW, Staat.IN_BEHANDELING, Staat.LOOPT)
        for kant in Kant
    ),
)


def mogelijke_stappen(vraag: Vraag, *, kanten: set[Kant]) -> list[Stap]:
    """Give the steps that somebody on `kanten` can take now, each once; the loudest first."""
    gezien: dict[str, Stap] = {}
    for stap in STAPPEN:
        if stap.van == vraag.staat and stap.kant in kanten:
            gezien.setdefault(stap.naar, stap)
    return sorted(gezien.values(), key=lambda stap: ("", "tweede", "stille").index(stap.rang))


def _adres_helper(ondersteuner: Ondersteuner) -> str:
    return ondersteuner.functieadres or ondersteuner.organisatie.functieadres


def _meld(
    *, vraag: Vraag, aan: str, organisatie: Organisatie, onderwerp: str, regels: list[str]
) -> None:
    """Write the outgoing mail in this transaction; without a function address there is none."""
    if not aan:
        return
    stuur(
        aan=aan,
        organisatie=organisatie,
        onderwerp=onderwerp,
        tekst="\n\n".join([*regels, f"Bekijk de vraag: {volledig_adres('vraagpagina', vraag.pk)}"]),
    )


@transaction.atomic
def stel_vraag(
    *,
    ondersteuner: Ondersteuner,
    aanbod: Aanbod | None,
    gemeente: Gemeente,
    organisatie: Organisatie,
    tekst: str,
    door: Account | None,
    doelstelling: Doelstelling | None = None,
    antwoord_naar: str = "",
) -> Vraag:
    """Send a question of `gemeente`; it lands in the task list of the ondersteuner.

    Raises OngeldigeStap when the ondersteuner or its item disappeared meanwhile, or without text.
    """
    tekst = tekst.strip()[:MAX_TEKST]
    if not tekst:
        raise OngeldigeStap("Schrijf eerst waarbij je hulp wilt.")
    ondersteuner = Ondersteuner.objects.select_for_update().get(pk=ondersteuner.pk)
    if ondersteuner.staat != Ondersteuner.Staat.ACTIEF:
        raise OngeldigeStap(
            f"{ondersteuner.naam} biedt geen ondersteuning meer aan. Zoek een andere ondersteuner."
        )
    if aanbod is not None and (
        aanbod.ondersteuner_id != ondersteuner.pk
        or not Aanbod.objects.openbaar().filter(pk=aanbod.pk).exists()
    ):
        raise OngeldigeStap("Dit aanbod bestaat niet meer. Kies een ander aanbod.")
    vraag = Vraag.objects.create(
        ondersteuner=ondersteuner,
        aanbod=aanbod,
        gemeente=gemeente,
        organisatie=organisatie,
        doelstelling=doelstelling,
        tekst=tekst,
        antwoord_naar=antwoord_naar,
        gesteld_door=door,
    )
    VraagStap.objects.create(vraag=vraag, naar=Staat.NIEUW, organisatie=organisatie, door=door)
    _meld(
        vraag=vraag,
        aan=_adres_helper(ondersteuner),
        organisatie=ondersteuner.organisatie,
        onderwerp=f"Vraag om ondersteuning van {gemeente}: {vraag.onderwerp}",
        regels=[f"{gemeente} vraagt ondersteuning: {vraag.onderwerp}.", tekst],
    )
    return vraag


@transaction.atomic
def zet_stap(
    *,
    vraag: Vraag,
    naar: str,
    kanten: set[Kant],
    organisatie: Organisatie | None,
    door: Account | None,
    bericht: str = "",
) -> Vraag:
    """Take one step of the table, with a message where it asks for one; the other side hears of it.

    Raises OngeldigeStap when the step isn't possible (any more): somebody may have been first.
    """
    vraag = (
        Vraag.objects.select_for_update(of=("self",))
        .select_related("ondersteuner__organisatie", "aanbod", "gemeente", "organisatie")
        .get(pk=vraag.pk)
    )
    bericht = bericht.strip()[:MAX_TEKST]
    stap = next((s for s in mogelijke_stappen(vraag, kanten=kanten) if s.naar == naar), None)
    if stap is None:
        raise OngeldigeStap(
            f"Deze stap kan niet bij de stand “{vraag.get_staat_display()}”. "
            "Misschien was een collega eerst; bekijk de vraag opnieuw."
        )
    if stap.vraagt_bericht and not bericht:
        raise OngeldigeStap("Schrijf een bericht bij deze stap.")
    van, vraag.staat, vraag.gewijzigd_op = vraag.staat, naar, timezone.now()
    vraag.save(update_fields=["staat", "gewijzigd_op"])
    VraagStap.objects.create(
        vraag=vraag, van=van, naar=naar, bericht=bericht, organisatie=organisatie, door=door
    )
    naar_vrager = stap.kant is Kant.HELPER
    ontvanger = vraag.organisatie if naar_vrager else vraag.ondersteuner.organisatie
    aan = (
        vraag.antwoord_naar or vraag.organisatie.functieadres
        if naar_vrager
        else _adres_helper(vraag.ondersteuner)
    )
    regel = (
        "Er is een nieuw bericht bij de vraag."
        if van == naar
        else f"De vraag is nu: {vraag.get_staat_display()}."
    )
    _meld(
        vraag=vraag,
        aan=aan,
        organisatie=ontvanger,
        onderwerp=f"{vraag.onderwerp}: {vraag.get_staat_display()}",
        regels=[regel, bericht] if bericht else [regel],
    )
    return vraag
