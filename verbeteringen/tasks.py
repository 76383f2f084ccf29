"""Work outside the request: reading and registering an upload, forgetting what was not confirmed."""

from celery import shared_task

from toegang.models import Lidmaatschap
from toegang.wie import Toegang
from verbeteringen import burger
from verbeteringen.bulk import diensten, schrijven


@shared_task
def lees_upload(pk: int) -> None:
    diensten.lees_rijen(pk)


@shared_task
def registreer_upload(pk: int, lidmaatschap: int | None) -> None:
    lid = (
        Lidmaatschap.objects.select_related("account", "organisatie")
        .filter(pk=lidmaatschap or 0)
        .first()
    )
    schrijven.registreer(pk, Toegang(lid.account if lid else None, lid))


@shared_task
def wis_onbevestigd() -> int:
    return burger.ruim_op()
