"""Outgoing mail: after commit, once, bundled per day, and safe when the mail server fails."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from toegang import postbode
from toegang.berichten import stuur
from toegang.models import Bericht

pytestmark = pytest.mark.django_db


def test_een_bericht_gaat_pas_na_het_vastleggen_weg(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        stuur(aan="a@voorbeeld.test", onderwerp="Dag", tekst="Tekst")
        assert not mail.outbox
    assert [brief.subject for brief in mail.outbox] == ["Dag"]
    assert postbode.verstuur_losse() == 0


@pytest.mark.django_db(transaction=True)
def test_een_teruggedraaide_daad_stuurt_niets() -> None:
    with transaction.atomic():
        stuur(aan="a@voorbeeld.test", onderwerp="Dag", tekst="Tekst")
        transaction.set_rollback(True)
    assert not mail.outbox
    assert not Bericht.objects.exists()


def test_gebundelde_berichten_worden_een_mail_per_adres() -> None:
    for nummer in range(3):
        stuur(aan="a@voorbeeld.test", onderwerp=f"Nr {nummer}", tekst="x", bundel="dag")
    stuur(aan="b@voorbeeld.test", onderwerp="Alleen", tekst="x", bundel="dag")
    assert postbode.verstuur_gebundelde() == 2
    assert sorted(brief.subject for brief in mail.outbox) == ["Alleen", "PactPortaal: 3 berichten"]
    assert postbode.verstuur_gebundelde() == 0


def test_een_mailserver_die_faalt_wordt_later_opnieuw_gevraagd(monkeypatch: Any) -> None:
    def weiger(*_: Any, **__: Any) -> int:
        raise ConnectionRefusedError("dicht")

    stuur(aan="a@voorbeeld.test", onderwerp="Dag", tekst="x")
    with monkeypatch.context() as m:
        m.setattr("django.core.mail.EmailMessage.send", weiger)
        assert postbode.verstuur_losse() == 0
    bericht = Bericht.objects.get()
    assert (bericht.status, bericht.pogingen) == (Bericht.Status.WACHT, 1)
    assert "dicht" in bericht.fout
    assert postbode.verstuur_losse() == 1


def test_een_afgebroken_worker_laat_geen_bericht_liggen() -> None:
    stuur(aan="a@voorbeeld.test", onderwerp="Dag", tekst="x")
    lang = timezone.now() - postbode.CLAIM - dt.timedelta(seconds=1)
    Bericht.objects.update(status=Bericht.Status.BEZIG, bezig_sinds=lang)
    assert postbode.verstuur_losse() == 1


def test_een_onderwerp_kan_geen_kop_smokkelen() -> None:
    bericht = stuur(aan="a@voorbeeld.test", onderwerp="Dag\r\nBcc: x@y.z", tekst="x")
    assert "\n" not in bericht.onderwerp
