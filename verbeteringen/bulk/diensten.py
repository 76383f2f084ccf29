"""The life of an upload: stored, mapped, read, registered, undone; the long steps run in the worker."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from doelstellingen.services import herroep
from gemeenten.models import Gemeente
from gereedschap.getallen import bewijs
from gereedschap.massaschrijver import Massaschrijver
from gereedschap.opmaak import toon_getal
from gereedschap.uploadwacht import (
    MEGABYTE,
    UploadGeweigerd,
    controleer_grootte,
    soort_van,
)
from toegang.models import Organisatie
from toegang.rechten import Handeling, mag
from toegang.wie import Toegang
from verbeteringen.adressen import Adreszoeker
from verbeteringen.bulk.kolommen import PER_NAAM, raad_koppeling, vingerafdruk
from verbeteringen.bulk.lezen import Bronbestand, lees
from verbeteringen.bulk.rijen import Gelezen, Rijlezer, als_inhoud
from verbeteringen.levensloop import INGEDIEND
from verbeteringen.models import (
    Kolomkoppeling,
    Upload,
    Uploadrij,
    Verbetering,
    VerbeteringOud,
)
from verbeteringen.parameters import PARAMETERS
from verbeteringen.registratie import NietToegestaan, eerste_goedkeuring

MAX_UPLOAD = 100 * MEGABYTE
SOORTEN = ("csv", "xlsx", "geojson", "gpkg", "zip", "kml")
BLOK = 1_000
_T = TypeVar("_T")
_GETALKOLOMMEN = {p.sleutel for p in PARAMETERS} | {"natuurgroenperk_m2"}


class UploadStapKanNiet(Exception):
    """The upload is in a state in which this can't be done; the message says so in Dutch."""


def in_blokken(rijen: Iterable[_T], aantal: int) -> Iterator[list[_T]]:
    """Give lists of at most `aantal` items."""
    bron = iter(rijen)
    while blok := list(islice(bron, aantal)):
        yield blok


def _map() -> Path:
    pad = Path(settings.MEDIA_ROOT) / "uploads"
    pad.mkdir(parents=True, exist_ok=True)
    return pad


def pad_van(upload: Upload) -> Path:
    return Path(settings.MEDIA_ROOT) / upload.bestand


def _soort(upload: Upload) -> str:
    return upload.bestand.rsplit(".", 1)[-1]


def maak_upload(
    *,
    bestand: IO[bytes],
    naam: str,
    toegang: Toegang,
    aanvrager: str,
    gemeente: Gemeente | None,
) -> Upload:
    """Check and store a file and guess its columns; raises UploadGeweigerd, NietToegestaan."""
    if not mag(toegang, Handeling.BULK_OPLADEN):
        raise NietToegestaan("U mag geen bestanden met verbeteringen opladen.")
    controleer_grootte(bestand, naam, hoogstens=MAX_UPLOAD)
    soort = soort_van(bestand, naam)
    if soort not in SOORTEN:
        raise UploadGeweigerd(f"“{naam}” is geen CSV, XLSX, GeoJSON, GPKG, KML of zip.")
    kort = f"uploads/{secrets.token_hex(12)}.{soort}"
    som = hashlib.sha256()
    _map()
    doel = Path(settings.MEDIA_ROOT) / kort
    with doel.open("xb") as uit:
        while blok := bestand.read(1 << 20):
            som.update(blok)
            uit.write(blok)
    try:
        bron = lees(doel, naam, soort)
    except UploadGeweigerd:
        doel.unlink()
        raise
    return Upload.objects.create(
        account=toegang.account,
        organisatie=toegang.organisatie,
        gemeente=gemeente,
        aanvrager=aanvrager,
        naam=naam[:200],
        bestand=kort,
        sha256=som.hexdigest(),
        crs=bron.crs[:60],
        kolommen=bron.koppen,
        koppeling=_begin_koppeling(bron.koppen, toegang.organisatie),
        melding=" ".join(bron.meldingen),
    )


def _begin_koppeling(koppen: list[str], organisatie: Organisatie | None) -> dict[str, str]:
    """Give the mapping this organisatie chose before for the same headers, else a guess."""
    bewaard = Kolomkoppeling.objects.filter(
        organisatie=organisatie, koppen=vingerafdruk(koppen)
    ).first()
    return dict(bewaard.koppeling) if bewaard else raad_koppeling(koppen)


@transaction.atomic
def koppel(*, upload: Upload, koppeling: dict[str, str], toegang: Toegang) -> None:
    """Take the chosen mapping, remember it, and let the worker read the rows."""
    from verbeteringen.tasks import lees_upload

    gekozen = list(koppeling.values())
    if len(gekozen) != len(set(gekozen)):
        raise UploadStapKanNiet("Twee kolommen zijn aan hetzelfde gekoppeld. Kies er één.")
    if not _GETALKOLOMMEN & set(gekozen):
        raise UploadStapKanNiet("Koppel minstens één kolom met een hoeveelheid, zoals bomen.")
    if not {"uitgevoerd_op", "gepland_op"} & set(gekozen):
        raise UploadStapKanNiet("Koppel de datum van uitvoering of de geplande datum.")
    rij = Upload.objects.select_for_update().get(pk=upload.pk)
    if rij.status not in (Upload.Status.NIEUW, Upload.Status.GELEZEN, Upload.Status.MISLUKT):
        raise UploadStapKanNiet("Dit bestand is al in verwerking.")
    rij.koppeling = {k: d for k, d in koppeling.items() if k in rij.kolommen and d in PER_NAAM}
    rij.status, rij.gedaan, rij.goed, rij.fout = Upload.Status.WACHT, 0, 0, 0
    rij.save()
    Kolomkoppeling.objects.update_or_create(
        organisatie=rij.organisatie,
        account=None,
        koppen=vingerafdruk(rij.kolommen),
        defaults={"koppeling": rij.koppeling},
    )
    transaction.on_commit(lambda: lees_upload.delay(rij.pk))


def _lezer(upload: Upload, bron: Bronbestand) -> Rijlezer:
    """Make the reader of rows; the decimal mark is proved by all numbers of the file first."""
    kolommen = [k for k, doel in upload.koppeling.items() if doel in _GETALKOLOMMEN]
    notatie = bewijs(rij.cellen.get(k, "") for rij in bron.rijen() for k in kolommen)
    return Rijlezer(
        koppeling=upload.koppeling,
        notatie=notatie,
        aanvrager=upload.aanvrager,
        gemeente=upload.gemeente,
        adreszoeker=Adreszoeker(settings.ADRESZOEKER),
    )


def _open(upload: Upload) -> Bronbestand:
    return lees(pad_van(upload), upload.naam, _soort(upload))


def lees_rijen(pk: int) -> None:
    """Read and check all rows into Uploadrij, showing progress; the work of the first task."""
    upload = Upload.objects.get(pk=pk)
    if upload.status != Upload.Status.WACHT:
        return
    try:
        _lees_rijen(upload)
    except UploadGeweigerd as fout:
        Upload.objects.filter(pk=pk).update(status=Upload.Status.MISLUKT, melding=str(fout))


def _lees_rijen(upload: Upload) -> None:
    Uploadrij.objects.filter(upload=upload).delete()
    bron = _open(upload)
    lezer = _lezer(upload, bron)
    schrijver = Massaschrijver(Uploadrij, ("upload_id", "nr", "inhoud", "gemeente_id", "fouten"))
    goed = fout = 0
    meldingen: Counter[str] = Counter()
    for blok in in_blokken(bron.rijen(), BLOK):
        gelezen = lezer.lees_blok(blok)
        with transaction.atomic():
            schrijver.schrijf(_als_rij(upload.pk, r) for r in gelezen)
        fout += sum(bool(r.fouten) for r in gelezen)
        goed += sum(not r.fouten for r in gelezen)
        meldingen.update(m for r in gelezen if not r.fouten for m in set(r.meldingen))
        Upload.objects.filter(pk=upload.pk).update(
            gedaan=goed + fout, goed=goed, fout=fout, hartslag=timezone.now()
        )
    Upload.objects.filter(pk=upload.pk).update(
        status=Upload.Status.GELEZEN,
        totaal=goed + fout,
        gedaan=goed + fout,
        melding=" ".join([*bron.meldingen, *_samen(meldingen)]),
    )


def _samen(meldingen: Counter[str]) -> list[str]:
    """Say each remark once, with the number of rows that it holds for."""
    return [
        f"Bij {toon_getal(aantal)} {'rij' if aantal == 1 else 'rijen'}: {melding}."
        for melding, aantal in meldingen.most_common(10)
    ]


def _als_rij(upload: int, r: Gelezen) -> tuple[Any, ...]:
    fouten = [{"veld": f.veld, "tekst": f.tekst} for f in r.fouten]
    return (upload, r.nr, als_inhoud(r), r.gemeente_id, fouten)


@transaction.atomic
def start_registratie(*, upload: Upload, alleen_goede: bool, toegang: Toegang) -> None:
    """Let the worker register the rows that were read; all of them, or only the good ones."""
    from verbeteringen.tasks import registreer_upload

    rij = Upload.objects.select_for_update().get(pk=upload.pk)
    if rij.status != Upload.Status.GELEZEN:
        raise UploadStapKanNiet("Dit bestand is nog niet gelezen, of al geregistreerd.")
    if not rij.goed:
        raise UploadStapKanNiet("Er is geen enkele goede rij om te registreren.")
    if rij.fout and not alleen_goede:
        raise UploadStapKanNiet(
            f"{rij.fout} rijen hebben fouten. Verbeter het bestand, of kies “alleen de goede rijen”."
        )
    rij.alleen_goede, rij.status, rij.gedaan = alleen_goede, Upload.Status.BEZIG, 0
    rij.save()
    lid = toegang.lidmaatschap.pk if toegang.lidmaatschap else None
    transaction.on_commit(lambda: registreer_upload.delay(rij.pk, lid))


def maak_ongedaan(*, upload: Upload, toegang: Toegang) -> int:
    """Undo a whole upload: its verbeteringen no longer count, the history stays.

    Gives how many stay because they were changed since: those are no longer what the file said.
    """
    if upload.status != Upload.Status.KLAAR or upload.publicatie is None:
        raise UploadStapKanNiet("Alleen een geregistreerde upload kan ongedaan gemaakt worden.")
    herroep(upload.publicatie, door=toegang.account)
    Upload.objects.filter(pk=upload.pk).update(status=Upload.Status.HERROEPEN)
    eerste = VerbeteringOud.objects.filter(publicatie=upload.publicatie, versie=1)
    blijft: int = Verbetering.objects.levend().filter(pk__in=eerste.values("verbetering")).count()
    return blijft


def aandeel_per_gemeente(upload: Upload) -> list[tuple[Gemeente, int, bool]]:
    """Give for the preview: gemeente, number of good rows, and whether others must accept them."""
    aantallen = Counter(
        Uploadrij.objects.filter(upload=upload, fouten=[])
        .order_by()
        .values_list("gemeente_id", flat=True)
        .iterator()
    )
    toegang = Toegang(
        upload.account,
        upload.account.lidmaatschappen.filter(organisatie=upload.organisatie).first()
        if upload.account
        else None,
    )
    rijen = Gemeente.objects.filter(pk__in=[pk for pk in aantallen if pk]).order_by("sorteernaam")
    return [(g, aantallen[g.pk], eerste_goedkeuring(toegang, g) == INGEDIEND) for g in rijen]
