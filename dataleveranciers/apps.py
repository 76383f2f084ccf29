from django.apps import AppConfig


class DataleveranciersConfig(AppConfig):
    name = "dataleveranciers"
    verbose_name = "Dataleveranciers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dataleveranciers.models import Feed
        from toegang.sleutels import meld_feeds_aan

        # A key of an organisatie names the feeds it may deliver; toegang can't look up here.
        meld_feeds_aan(
            lambda organisatie: Feed.objects.filter(organisatie=organisatie).values_list(
                "slug", flat=True
            )
        )
