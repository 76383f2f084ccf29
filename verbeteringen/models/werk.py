"""What surrounds a verbetering: drafts, history, photos, decisions, uploads and kept counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from doelstellingen.models import Publicatie
from gemeenten.models import Gemeente
from toegang.historie import historie
from toegang.models import Account, Organisatie
from verbeteringen.models.verbetering import Goedkeuring, Uitvoering, Verbetering


class Voorstel(models.Model):
    """A draft, a change that waits while the old amount counts, or a citizen's unconfirmed entry."""

    class Soort(models.TextChoices):
        CONCEPT = "concept", "concept"
        WIJZIGING = "wijziging", "wijziging die op beoordeling wacht"
        ONBEVESTIGD = "onbevestigd", "wacht op bevestiging van het mailadres"

    soort = models.CharField(max_length=12, choices=Soort.choices)
    verbetering = models.ForeignKey(
        Verbetering,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="voorstellen",
    )
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="+")
    mail = models.EmailField(blank=True)
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="+"
    )
    inhoud = models.JSONField(default=dict)
    sleutel = models.CharField(
        max_length=64,
        blank=True,
        help_text="Hash van het bewijs in de bevestigingsmail.",
    )
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-gewijzigd_op"]
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        constraints = [
            models.UniqueConstraint(
                fields=["verbetering"],
                condition=Q(soort="wijziging"),
                name="voorstel_wijziging_uniek",
            ),
            models.CheckConstraint(
                condition=~Q(soort="wijziging") | Q(verbetering__isnull=False),
                name="voorstel_wijziging_van_verbetering",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.pk}"


class Gebeurtenis(models.Model):
    """One act in the life of a verbetering; rows are only added."""

    verbetering = models.ForeignKey(Verbetering, models.CASCADE, related_name="gebeurtenissen")
    op = models.DateTimeField()
    door = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="+"
    )
    wat = models.CharField(max_length=30)
    reden = models.CharField(max_length=500, blank=True)
    versie = models.PositiveIntegerField()

    class Meta:
        ordering = ["-id"]
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"

    def __str__(self) -> str:
        return f"{self.wat} ({self.op:%d-%m-%Y})"


class Foto(models.Model):
    """A re-encoded photo without EXIF; only submitter and gemeente see those of a burger."""

    verbetering = models.ForeignKey(
        Verbetering, models.CASCADE, related_name="fotos", null=True, blank=True
    )
    voorstel = models.ForeignKey(
        Voorstel, models.SET_NULL, related_name="fotos", null=True, blank=True
    )
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    bestand = models.CharField(max_length=120, help_text="Pad onder de map met bestanden.")
    alt = models.CharField("beschrijving", max_length=200, blank=True)
    breedte = models.PositiveIntegerField()
    hoogte = models.PositiveIntegerField()
    volgorde = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["volgorde", "id"]
        verbose_name = "foto"
        verbose_name_plural = "foto's"

    def __str__(self) -> str:
        return self.alt or self.bestand


class Dubbelbesluit(models.Model):
    """Whether two verbeteringen are the same project; asked once."""

    class Besluit(models.TextChoices):
        ZELFDE = "zelfde", "hetzelfde"
        VERSCHILLEND = "verschillend", "verschillend"

    a = models.ForeignKey(Verbetering, models.CASCADE, related_name="+")
    b = models.ForeignKey(Verbetering, models.CASCADE, related_name="+")
    besluit = models.CharField(max_length=12, choices=Besluit.choices)
    door = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "besluit over dubbels"
        verbose_name_plural = "besluiten over dubbels"
        constraints = [
            models.UniqueConstraint(fields=["a", "b"], name="dubbelbesluit_uniek"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="dubbelbesluit_volgorde"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} en {self.b_id}: {self.get_besluit_display()}"


class Instelling(models.Model):
    """How one gemeente handles its registrations."""

    organisatie = models.OneToOneField(
        Organisatie, models.CASCADE, related_name="verbeteringinstelling"
    )
    eigen_meteen = models.BooleanField("eigen registraties meteen publiceren", default=False)

    geschiedenis = historie()

    class Meta:
        verbose_name = "instelling voor verbeteringen"
        verbose_name_plural = "instellingen voor verbeteringen"

    def __str__(self) -> str:
        return f"instelling van {self.organisatie}"


class Vertrouwen(models.Model):
    """A gemeente lets the proposals of one organisatie count without checking each."""

    bestuur = models.ForeignKey(
        Organisatie, models.CASCADE, related_name="vertrouwt_verbeteringen_van"
    )
    organisatie = models.ForeignKey(Organisatie, models.CASCADE, related_name="+")
    door = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="+")
    op = models.DateTimeField(auto_now_add=True)

    geschiedenis = historie()

    class Meta:
        verbose_name = "vertrouwen"
        verbose_name_plural = "vertrouwen"
        constraints = [
            models.UniqueConstraint(fields=["bestuur", "organisatie"], name="vertrouwen_uniek")
        ]

    def __str__(self) -> str:
        return f"{self.bestuur} vertrouwt {self.organisatie}"


class Telling(models.Model):
    """How many living verbeteringen a gemeente has per status; kept, so that no page counts."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    goedkeuring = models.CharField(max_length=14, choices=Goedkeuring.choices)
    uitvoering = models.CharField(max_length=10, choices=Uitvoering.choices)
    aantal = models.PositiveIntegerField()

    class Meta:
        verbose_name = "telling"
        verbose_name_plural = "tellingen"
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "goedkeuring", "uitvoering"], name="telling_uniek"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente_id}: {self.aantal}"


class Celtelling(models.Model):
    """How many public verbeteringen lie in a map tile; what the map shows when zoomed out."""

    zoom = models.PositiveSmallIntegerField()
    cel = models.BigIntegerField(help_text="Mortonsleutel van de tegel op deze zoom.")
    aantal = models.PositiveIntegerField()

    class Meta:
        verbose_name = "telling per tegel"
        verbose_name_plural = "tellingen per tegel"
        constraints = [models.UniqueConstraint(fields=["zoom", "cel"], name="celtelling_uniek")]

    def __str__(self) -> str:
        return f"{self.zoom}/{self.cel}: {self.aantal}"


class Upload(models.Model):
    """One file with many verbeteringen, from preview to publication and undo."""

    class Status(models.TextChoices):
        NIEUW = "nieuw", "kolommen nog te koppelen"
        WACHT = "wacht", "wacht op verwerking"
        GELEZEN = "gelezen", "gelezen, klaar om te bekijken"
        BEZIG = "bezig", "wordt geregistreerd"
        KLAAR = "klaar", "geregistreerd"
        HERROEPEN = "herroepen", "ongedaan gemaakt"
        MISLUKT = "mislukt", "mislukt"

    account = models.ForeignKey(Account, models.SET_NULL, null=True, related_name="uploads")
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="+"
    )
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Gemeente voor rijen zonder plaats.",
    )
    aanvrager = models.CharField(max_length=12)
    naam = models.CharField(max_length=200)
    bestand = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NIEUW)
    crs = models.CharField(max_length=60, blank=True)
    kolommen = models.JSONField(default=list)
    koppeling = models.JSONField(default=dict)
    alleen_goede = models.BooleanField("alleen de goede rijen registreren", default=False)
    totaal = models.PositiveIntegerField(default=0)
    gedaan = models.PositiveIntegerField(default=0)
    goed = models.PositiveIntegerField(default=0)
    fout = models.PositiveIntegerField(default=0)
    melding = models.TextField(blank=True)
    gemaakt_op = models.DateTimeField(auto_now_add=True)
    hartslag = models.DateTimeField(null=True, blank=True)
    publicatie = models.ForeignKey(
        Publicatie, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = "upload"
        verbose_name_plural = "uploads"

    def __str__(self) -> str:
        return f"{self.naam} ({self.get_status_display()})"


class Uploadrij(models.Model):
    """One row of an upload as read, with what is wrong with it or the gemeente it goes to."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rijen")
    nr = models.PositiveIntegerField(help_text="Rijnummer zoals in het bestand.")
    inhoud = models.JSONField()
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, null=True, blank=True, related_name="+")
    fouten = models.JSONField(default=list)

    class Meta:
        ordering = ["nr"]
        verbose_name = "rij van een upload"
        verbose_name_plural = "rijen van uploads"
        constraints = [models.UniqueConstraint(fields=["upload", "nr"], name="uploadrij_uniek")]

    def __str__(self) -> str:
        return f"{self.upload_id}, rij {self.nr}"


class Kolomkoppeling(models.Model):
    """The column mapping an organisatie chose for files with these headers; remembered."""

    organisatie = models.ForeignKey(
        Organisatie, models.CASCADE, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="+")
    koppen = models.CharField(max_length=64, help_text="Hash van de kolomkoppen.")
    koppeling = models.JSONField(default=dict)

    class Meta:
        verbose_name = "kolomkoppeling"
        verbose_name_plural = "kolomkoppelingen"
        constraints = [
            models.UniqueConstraint(
                fields=["organisatie", "account", "koppen"],
                name="kolomkoppeling_uniek",
            )
        ]

    def __str__(self) -> str:
        return f"koppeling {self.koppen[:8]}"
