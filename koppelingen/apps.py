from django.apps import AppConfig


class KoppelingenConfig(AppConfig):
    name = "koppelingen"
    verbose_name = "Koppelingen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doelstellingen.publicaties import nieuwste
        from gereedschap.api import editie
        from rapportering.selectors import nieuwste_stempel

        editie.stel_in(nieuwste_stempel, nieuwste)
