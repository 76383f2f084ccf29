from django.apps import AppConfig


class DataleveranciersConfig(AppConfig):
    name = "dataleveranciers"
    verbose_name = "Dataleveranciers"
    default_auto_field = "django.db.models.BigAutoField"
