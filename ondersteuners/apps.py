from django.apps import AppConfig


class OndersteunersConfig(AppConfig):
    name = "ondersteuners"
    verbose_name = "Ondersteuners"
    default_auto_field = "django.db.models.BigAutoField"
