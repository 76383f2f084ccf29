from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from doelstellingen.models import Publicatie

DADEN = {
    "webhook_gemaakt": "maakte een webhook",
    "webhook_gewijzigd": "wijzigde een webhook",
    "webhook_gepauzeerd": "pauzeerde een webhook",
    "webhook_hervat": "hervatte een webhook",
    "webhook_geheim_vernieuwd": "vernieuwde het geheim van een webhook",
    "webhook_opnieuw": "liet berichten van een webhook opnieuw sturen",
    "webhook_uitgeschakeld": "schakelde een webhook uit",
    "webhook_verwijderd": "verwijderde een webhook",
}


class KoppelingenConfig(AppConfig):
    name = "koppelingen"
    verbose_name = "Koppelingen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from doelstellingen.publicaties import abonneer, nieuwste, nieuwste_op, nieuwste_stempel
        from gereedschap.api import editie
        from koppelingen.models import Webhook
        from toegang import historie, logboek
        from toegang.rechten import Handeling, mag

        editie.stel_in(nieuwste_stempel, nieuwste, nieuwste_op)
        logboek.meld_daden_aan(DADEN)
        abonneer(_vertel)
        historie.meld_aan(
            "webhook",
            historie.Volgbaar(
                "Webhook",
                Webhook,
                lambda toegang, rij: mag(
                    toegang, Handeling.WEBHOOKS_BEHEREN, organisatie=rij.organisatie_id
                ),
            ),
        )


def _vertel(publicatie: Publicatie) -> None:
    from koppelingen.tasks import verzamel

    verzamel.delay()
