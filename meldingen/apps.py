from django.apps import AppConfig


class MeldingenConfig(AppConfig):
    name = "meldingen"
    verbose_name = "Meldingen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doelstellingen.publicaties import bij_herroeping
        from meldingen import persoon
        from meldingen.herroeping import zet_terug
        from toegang.avg import meld_aan

        bij_herroeping(zet_terug)
        # A gemeente speaks in these texts: they stay, under "verwijderde account".
        meld_aan(naam="meldingen", geef=persoon.geef)
