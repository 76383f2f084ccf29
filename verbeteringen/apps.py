from django.apps import AppConfig


class VerbeteringenConfig(AppConfig):
    name = "verbeteringen"
    verbose_name = "Verbeteringen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doelstellingen.publicaties import bij_herroeping
        from toegang.avg import meld_aan
        from verbeteringen import persoon
        from verbeteringen.herroeping import zet_terug

        bij_herroeping(zet_terug)
        meld_aan(naam="verbeteringen", geef=persoon.geef, wis=persoon.wis)
