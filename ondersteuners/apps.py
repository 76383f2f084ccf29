from django.apps import AppConfig


class OndersteunersConfig(AppConfig):
    name = "ondersteuners"
    verbose_name = "Ondersteuners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ondersteuners import persoon
        from toegang.avg import meld_aan

        meld_aan(
            naam="ondersteuning", geef=persoon.geef, wis=persoon.wis, wis_adres=persoon.wis_adres
        )
