from django.apps import AppConfig


class VerbeteringenConfig(AppConfig):
    name = "verbeteringen"
    verbose_name = "Verbeteringen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doelstellingen.publicaties import bij_herroeping
        from verbeteringen.herroeping import zet_terug

        bij_herroeping(zet_terug)
