"""What the administration does: add, highlight, merge, retire and bring back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.text import slugify

from doelstellingen.models import Publicatie
from doelstellingen.publicaties import publiceer
from ondersteuners.models import Aanbod, Ondersteuner
from ondersteuners.services.toepassen import OngeldigeInhoud
from ondersteuners.zoekindex import indexeer_aanbod, indexeer_ondersteuners
from toegang.models import Account, Organisatie

# Words that are addresses under /ondersteuners/ themselves.
VOORBEHOUDEN = frozenset({"alle", "beheer", "kansen", "uitvoer", "versies", "vragen"})


@contextmanager
def _publicatie(
    ondersteuner: Ondersteuner, *, door: Account | None, omschrijving: str
) -> Iterator[Publicatie]:
    with publiceer(
        soort=Publicatie.Soort.AANBOD,
        door=door,
        organisatie=ondersteuner.organisatie,
        omschrijving=omschrijving[:300],
    ) as publicatie:
        yield publicatie


def maak_ondersteuner(
    *, naam: str, soort: str, koepel: Ondersteuner | None, door: Account | None
) -> Ondersteuner:
    """Add an ondersteuner with its organisatie, as a page that is still to be filled in."""
    naam = naam.strip()
    slug = slugify(naam)[:80]
    if not slug or slug in VOORBEHOUDEN:
        raise OngeldigeInhoud("Geef de organisatie een (andere) naam.")
    if Organisatie.objects.filter(slug=slug).exists():
        raise OngeldigeInhoud(f"Er bestaat al een organisatie met de naam “{naam}”.")
    with publiceer(soort=Publicatie.Soort.AANBOD, door=door, omschrijving=naam) as publicatie:
        organisatie = Organisatie.objects.create(
            slug=slug, naam=naam, soort=soort, is_ondersteuner=True
        )
        ondersteuner = Ondersteuner.objects.create(
            organisatie=organisatie, slug=slug, koepel=koepel, publicatie=publicatie
        )
        indexeer_ondersteuners([ondersteuner.pk])
    return ondersteuner


def licht_uit(*, ding: Aanbod | Ondersteuner, aan: bool, door: Account | None) -> None:
    """Put an item or page at the front of the catalogue, or back in line."""
    ondersteuner = ding.ondersteuner if isinstance(ding, Aanbod) else ding
    woord = "uitgelicht" if aan else "niet meer uitgelicht"
    with _publicatie(ondersteuner, door=door, omschrijving=f"{woord}: {ding}"):
        type(ding)._default_manager.filter(pk=ding.pk).update(uitgelicht=aan)


def voer_aanbod_af(*, aanbod: Aanbod, door: Account | None) -> None:
    """Take an item out of the catalogue; its address says so, its questions stay."""
    with _publicatie(aanbod.ondersteuner, door=door, omschrijving=f"afgevoerd: {aanbod}") as pub:
        rij = Aanbod.objects.select_for_update().get(pk=aanbod.pk)
        rij.staat = Aanbod.Staat.AFGEVOERD
        rij.uitgelicht = False
        rij.publicatie = pub
        rij.save(update_fields=["staat", "uitgelicht", "publicatie"])


def herstel_aanbod(*, aanbod: Aanbod, door: Account | None) -> None:
    """Bring a retired item back as it was."""
    with _publicatie(aanbod.ondersteuner, door=door, omschrijving=f"hersteld: {aanbod}") as pub:
        rij = Aanbod.objects.select_for_update().get(pk=aanbod.pk)
        rij.staat = Aanbod.Staat.GEPUBLICEERD
        rij.opgegaan_in = None
        rij.publicatie = pub
        rij.save(update_fields=["staat", "opgegaan_in", "publicatie"])


def controleer_samenvoegen(weg: Aanbod | Ondersteuner, blijft: Aanbod | Ondersteuner) -> None:
    """Raise OngeldigeInhoud for a thing with itself, and for one into a thing that is retired."""
    is_aanbod = isinstance(blijft, Aanbod)
    if weg.pk == blijft.pk:
        soort = "items" if is_aanbod else "ondersteuners"
        raise OngeldigeInhoud(f"Kies twee verschillende {soort} om samen te voegen.")
    if blijft.staat == "afgevoerd":
        wat = "Het item" if is_aanbod else "De ondersteuner"
        raise OngeldigeInhoud(f"{wat} “{blijft}” is afgevoerd. Herstel eerst wat moet blijven.")


def voeg_aanbod_samen(*, weg: Aanbod, blijft: Aanbod, door: Account | None) -> None:
    """Merge two items that are the same: `weg` retires, its address leads to `blijft`.

    Themes and partners are joined, questions move along, texts of `blijft` stay. Raises
    OngeldigeInhoud for an item with itself or into a retired item.
    """
    with _publicatie(
        blijft.ondersteuner, door=door, omschrijving=f"samengevoegd: {weg} in {blijft}"
    ) as publicatie:
        # Locked in one order, so that two merges can't wait for each other.
        rijen = {
            rij.pk: rij
            for rij in Aanbod.objects.select_for_update()
            .filter(pk__in=[weg.pk, blijft.pk])
            .order_by("pk")
        }
        oud, nieuw = rijen[weg.pk], rijen[blijft.pk]
        controleer_samenvoegen(oud, nieuw)
        for veld in ("werven", "doelstellingen", "soorten", "doelgroepen", "partners"):
            getattr(nieuw, veld).add(*getattr(oud, veld).all())
        if oud.ondersteuner_id != nieuw.ondersteuner_id:
            nieuw.partners.add(oud.ondersteuner_id)
        oud.vragen.filter(ondersteuner=nieuw.ondersteuner_id).update(aanbod=nieuw)
        oud.onderdelen.exclude(pk=nieuw.pk).update(hoort_bij=nieuw)
        Aanbod.objects.filter(opgegaan_in=oud).update(opgegaan_in=nieuw)
        if nieuw.hoort_bij_id == oud.pk:
            nieuw.hoort_bij = oud.hoort_bij
        oud.staat, oud.opgegaan_in = Aanbod.Staat.AFGEVOERD, nieuw
        oud.uitgelicht = False
        oud.publicatie = nieuw.publicatie = publicatie
        oud.save()
        nieuw.save()
        indexeer_aanbod([oud.pk, nieuw.pk])


def voer_ondersteuner_af(*, ondersteuner: Ondersteuner, door: Account | None) -> None:
    """Retire an ondersteuner that no longer exists: its items leave the catalogue with it.

    What links to it keeps working: partners and members stay on record, open questions stay in the
    list of who asked, and the address says that it stopped.
    """
    with _publicatie(ondersteuner, door=door, omschrijving=f"afgevoerd: {ondersteuner}") as pub:
        rij = Ondersteuner.objects.select_for_update().get(pk=ondersteuner.pk)
        rij.staat = Ondersteuner.Staat.AFGEVOERD
        rij.uitgelicht = False
        rij.publicatie = pub
        rij.save(update_fields=["staat", "uitgelicht", "publicatie"])


def herstel_ondersteuner(*, ondersteuner: Ondersteuner, door: Account | None) -> None:
    """Bring a retired ondersteuner back, with its items."""
    with _publicatie(ondersteuner, door=door, omschrijving=f"hersteld: {ondersteuner}") as pub:
        rij = Ondersteuner.objects.select_for_update().get(pk=ondersteuner.pk)
        rij.staat = Ondersteuner.Staat.ACTIEF
        rij.opgegaan_in = None
        rij.publicatie = pub
        rij.save(update_fields=["staat", "opgegaan_in", "publicatie"])


def voeg_ondersteuners_samen(
    *, weg: Ondersteuner, blijft: Ondersteuner, door: Account | None
) -> None:
    """Merge two ondersteuners: items, questions, members and partnerships move to `blijft`."""
    with _publicatie(
        blijft, door=door, omschrijving=f"samengevoegd: {weg} in {blijft}"
    ) as publicatie:
        rijen = {
            rij.pk: rij
            for rij in Ondersteuner.objects.select_for_update()
            .filter(pk__in=[weg.pk, blijft.pk])
            .order_by("pk")
        }
        oud, nieuw = rijen[weg.pk], rijen[blijft.pk]
        controleer_samenvoegen(oud, nieuw)
        bezet = set(nieuw.aanbod.values_list("slug", flat=True))
        for item in oud.aanbod.select_for_update():
            if item.slug in bezet:
                item.slug = f"{item.slug[:60]}-{oud.slug[:19]}"
            item.ondersteuner = nieuw
            item.save(update_fields=["slug", "ondersteuner"])
        oud.versies.filter(aanbod__isnull=False).update(ondersteuner=nieuw)
        oud.vragen.update(ondersteuner=nieuw)
        oud.leden.exclude(pk=nieuw.pk).update(koepel=nieuw)
        for item in Aanbod.objects.filter(partners=oud):
            item.partners.remove(oud)
            if item.ondersteuner_id != nieuw.pk:
                item.partners.add(nieuw)
        Ondersteuner.objects.filter(opgegaan_in=oud).update(opgegaan_in=nieuw)
        if nieuw.koepel_id == oud.pk:
            nieuw.koepel = None
        oud.staat, oud.opgegaan_in, oud.koepel = Ondersteuner.Staat.AFGEVOERD, nieuw, None
        oud.uitgelicht = False
        oud.publicatie = nieuw.publicatie = publicatie
        oud.save()
        nieuw.save()
        indexeer_ondersteuners([oud.pk, nieuw.pk])
