"""The brake: does a whole delivery look like the last one? Only whole deliveries are judged."""

from __future__ import annotations

from dataclasses import dataclass

from dataleveranciers.models import Importrun

# So many percent fewer usable rows than the last whole delivery make a run wait.
DALING_PROCENT = 20


@dataclass(frozen=True)
class Oordeel:
    reden: str
    afgekeurd: bool = False


def _vorige(run: Importrun) -> Importrun | None:
    """The last whole delivery of this feed that was taken over (or equal), demo apart from real."""
    return (
        Importrun.objects.filter(
            feed=run.feed,
            geheel=True,
            demo=run.demo,
            status__in=(Importrun.Status.GEPUBLICEERD, Importrun.Status.ONGEWIJZIGD),
        )
        .exclude(pk=run.pk)
        .order_by("-pk")
        .first()
    )


def beoordeel(run: Importrun) -> Oordeel | None:
    """Give why a whole delivery is refused or waits; None when it may go on."""
    if not run.geheel:
        return None
    bruikbaar = run.gelezen - run.afgewezen
    if not run.gelezen:
        return Oordeel(
            "De levering bevat geen enkele rij. Controleer het adres of de filter "
            "(hoofdletters?); de vorige cijfers blijven staan.",
            afgekeurd=True,
        )
    if not bruikbaar:
        return Oordeel(
            f"Geen van de {run.gelezen} rijen is bruikbaar; de vorige cijfers blijven staan.",
            afgekeurd=True,
        )
    vorige = _vorige(run)
    if vorige is None:
        return None
    toen = vorige.gelezen - vorige.afgewezen
    if bruikbaar * 100 <= toen * (100 - DALING_PROCENT):
        return Oordeel(
            f"De levering heeft {bruikbaar} bruikbare rijen, de vorige (run {vorige.pk}) had er "
            f"{toen}: minstens {DALING_PROCENT} % minder. Ze wacht op een beslissing met "
            f"`manage.py importrun {run.pk} --aanvaard` of `--weiger`."
        )
    return None
