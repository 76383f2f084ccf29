"""All reports of one day in a zip, made by a task that says how far it is."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from doelstellingen.publicaties import nieuwste
from gemeenten.selectors import gemeenten_op
from gereedschap.geheugen import stil_geheugen
from rapportering.models import Rapportbundel
from rapportering.rapport.maken import alle_rapporten
from rapportering.rapport.pdf import als_pdf
from rapportering.tasks import maak_bundel
from toegang.models import Account

_VAST = (2021, 1, 1, 0, 0, 0)
_STAP = 10
LOPEND = (Rapportbundel.Status.WACHT, Rapportbundel.Status.BEZIG)
# A worker that was stopped half-way says nothing any more; who asks again after this gets a new one.
VERLOREN_NA = dt.timedelta(minutes=15)


def pad_van(bundel: Rapportbundel) -> Path:
    return Path(settings.MEDIA_ROOT) / bundel.bestand


@transaction.atomic
def vraag_bundel(*, peildatum: dt.date, door: Account | None) -> Rapportbundel:
    """Give the bundle of this day and the newest edition; a new one goes to a worker."""
    bundel, nieuw = Rapportbundel.objects.get_or_create(
        peildatum=peildatum,
        editie=nieuwste(),
        defaults={"gevraagd_op": timezone.now(), "door": door},
    )
    nu = timezone.now()
    stil = bundel.status in LOPEND and bundel.gevraagd_op < nu - VERLOREN_NA
    if nieuw or stil or bundel.status == Rapportbundel.Status.MISLUKT:
        Rapportbundel.objects.filter(pk=bundel.pk).update(
            status=Rapportbundel.Status.WACHT, gevraagd_op=nu
        )
        transaction.on_commit(lambda: maak_bundel.delay(bundel.pk))
    return bundel


def alle_pdfs(peildatum: dt.date, editie: int) -> Iterator[tuple[str, bytes]]:
    """Make the reports of all gemeenten one by one: the name of the file, and the PDF."""
    with stil_geheugen():
        for rapport in alle_rapporten(peildatum=peildatum, editie=editie):
            yield rapport.bestandsnaam, als_pdf(rapport)


def maak(pk: int) -> None:
    """Make the zip of bundle `pk`; running twice gives the same file."""
    bundel = Rapportbundel.objects.get(pk=pk)
    if bundel.status == Rapportbundel.Status.KLAAR:
        return
    eigen = Rapportbundel.objects.filter(pk=pk)
    totaal = len(gemeenten_op(bundel.peildatum))
    eigen.update(status=Rapportbundel.Status.BEZIG, klaar=0, totaal=totaal)
    bestand = f"bundels/lekp-rapporten-{bundel.peildatum}-editie-{bundel.editie}.zip"
    doel = Path(settings.MEDIA_ROOT) / bestand
    doel.parent.mkdir(parents=True, exist_ok=True)
    aan_het_werk = doel.with_suffix(f".{pk}.deel")
    try:
        aantal = 0
        with zipfile.ZipFile(aan_het_werk, "w", zipfile.ZIP_STORED) as archief:
            for bestandsnaam, inhoud in alle_pdfs(bundel.peildatum, bundel.editie):
                naam = zipfile.ZipInfo(f"{bestandsnaam}.pdf", date_time=_VAST)
                archief.writestr(naam, inhoud)
                aantal += 1
                if aantal % _STAP == 0:
                    eigen.update(klaar=aantal)
        aan_het_werk.replace(doel)
    except BaseException:
        aan_het_werk.unlink(missing_ok=True)
        eigen.update(status=Rapportbundel.Status.MISLUKT)
        raise
    eigen.update(status=Rapportbundel.Status.KLAAR, klaar=aantal, totaal=aantal, bestand=bestand)
