from django.apps import AppConfig


class DoelstellingenConfig(AppConfig):
    name = "doelstellingen"
    verbose_name = "Doelstellingen"
    default_auto_field = "django.db.models.BigAutoField"
