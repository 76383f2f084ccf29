from django.apps import AppConfig


class VerbeteringenConfig(AppConfig):
    name = "verbeteringen"
    verbose_name = "Verbeteringen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doelstellingen.publicaties import bij_herroeping
        from toegang import historie
        from toegang.avg import meld_aan, meld_opruiming_aan
        from toegang.rechten import Handeling, mag
        from verbeteringen import persoon
        from verbeteringen.herroeping import zet_terug
        from verbeteringen.models import Instelling, Vertrouwen

        bij_herroeping(zet_terug)
        historie.meld_aan(
            "verbeteringinstelling",
            historie.Volgbaar(
                "Instelling voor verbeteringen",
                Instelling,
                lambda toegang, rij: mag(
                    toegang, Handeling.HISTORIEK_LEZEN, organisatie=rij.organisatie_id
                ),
            ),
        )
        historie.meld_aan(
            "vertrouwen",
            historie.Volgbaar(
                "Vertrouwen in een organisatie",
                Vertrouwen,
                lambda toegang, rij: mag(
                    toegang, Handeling.HISTORIEK_LEZEN, organisatie=rij.bestuur_id
                ),
            ),
        )
        meld_aan(
            naam="verbeteringen",
            geef=persoon.geef,
            wis=persoon.wis,
            geef_adres=persoon.geef_adres,
            wis_adres=persoon.wis_adres,
        )
        meld_opruiming_aan(persoon.ruim_op)
