"""What acts leave behind: the log, outgoing mail, and counted failures of signing in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from toegang.models.leden import Account
from toegang.models.organisaties import Organisatie
from toegang.querysets import LogboekQuerySet


class AlleenToevoegen(TypeError):
    """Somebody tried to change or remove a row of a log."""


class Logboek(models.Model):
    """Who did what for whom, and when. Rows are added, never changed or removed.

    The row names persons only by foreign key, so that a deleted person needs no rewriting here.
    """

    op = models.DateTimeField(default=timezone.now, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, related_name="logboek")
    rol = models.CharField(max_length=20, blank=True)
    handeling = models.CharField(max_length=40)
    betrokkene = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", help_text="Over wie het gaat."
    )
    toelichting = models.CharField(
        max_length=300, blank=True, help_text="Zonder namen of adressen."
    )
    object_soort = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)

    objects = LogboekQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "logregel"
        verbose_name_plural = "logboek"
        indexes = [models.Index(fields=["organisatie", "-id"], name="logboek_organisatie")]

    def __str__(self) -> str:
        return f"{self.op:%d-%m-%Y %H:%M} {self.handeling}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AlleenToevoegen("Een logregel wordt nooit gewijzigd.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AlleenToevoegen("Een logregel wordt nooit verwijderd.")


class Bericht(models.Model):
    """An outgoing mail. Written in the transaction of its cause, sent after commit by a task.

    With a `bundel` the task gathers all messages of one address and one bundel into one mail a day.
    """

    class Status(models.TextChoices):
        WACHT = "wacht", "wacht"
        BEZIG = "bezig", "wordt verzonden"
        VERZONDEN = "verzonden", "verzonden"
        MISLUKT = "mislukt", "mislukt"

    aan = models.EmailField(blank=True, help_text="Leeg nadat de bewaartermijn verliep.")
    account = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="berichten"
    )
    organisatie = models.ForeignKey(
        Organisatie, models.SET_NULL, null=True, blank=True, related_name="berichten"
    )
    onderwerp = models.CharField(max_length=200)
    tekst = models.TextField()
    bundel = models.CharField(max_length=60, blank=True)
    stoplink = models.URLField(
        max_length=400,
        blank=True,
        default="",
        db_default="",
        help_text="Waar een mailprogramma met één klik stopt (List-Unsubscribe, RFC 8058).",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WACHT)
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)
    bezig_sinds = models.DateTimeField(null=True, blank=True, editable=False)
    verzonden_op = models.DateTimeField(null=True, blank=True, editable=False)
    pogingen = models.PositiveSmallIntegerField(default=0)
    fout = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        indexes = [
            models.Index(
                fields=["bundel", "aan"],
                condition=models.Q(status="wacht"),
                name="bericht_wacht",
            )
        ]

    def __str__(self) -> str:
        return self.onderwerp


class Aanmeldpoging(models.Model):
    """Failures of signing in, counted per name and per address, in a row: true for all processes.

    `sleutel` is a keyed hash: the table tells nobody which names were tried.
    """

    sleutel = models.CharField(max_length=64, unique=True)
    mislukt = models.PositiveIntegerField(default=0)
    sinds = models.DateTimeField(default=timezone.now)
    geblokkeerd_tot = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "mislukte aanmeldpoging"
        verbose_name_plural = "mislukte aanmeldpogingen"

    def __str__(self) -> str:
        return f"{self.mislukt} keer mislukt"
