from django.apps import AppConfig


class RapporteringConfig(AppConfig):
    name = "rapportering"
    verbose_name = "Rapportering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rapportering import volgen
        from toegang.avg import meld_aan, meld_opruiming_aan

        meld_aan(
            naam="gevolgde gemeenten",
            geef=volgen.geef,
            wis=volgen.wis,
            geef_adres=volgen.geef_adres,
            wis_adres=volgen.wis_adres,
        )
        meld_opruiming_aan(volgen.ruim_op)
