from django.apps import AppConfig


class VerbeteringenConfig(AppConfig):
    name = "verbeteringen"
    verbose_name = "Verbeteringen"
    default_auto_field = "django.db.models.BigAutoField"
