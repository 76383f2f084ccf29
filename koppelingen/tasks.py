"""Work outside the request: fill the outbox, deliver webhooks, tidy up."""

from celery import shared_task


@shared_task
def verzamel() -> int:
    from koppelingen import verzamelen

    geraakt = verzamelen.verzamel()
    for pk in sorted(geraakt):
        bezorg.delay(pk)
    return len(geraakt)


@shared_task
def bezorg(pk: int) -> int:
    from koppelingen import bezorgen

    return bezorgen.bezorg(pk)


@shared_task
def bezorg_wachtende() -> int:
    from koppelingen import bezorgen

    wachtend = bezorgen.wachtende_webhooks()
    for pk in wachtend:
        bezorg.delay(pk)
    return len(wachtend)


@shared_task
def ruim_op() -> int:
    from koppelingen import bezorgen

    return bezorgen.ruim_op()


@shared_task
def maak_momentopname() -> str:
    from koppelingen import momentopnames

    return momentopnames.maak_momentopname().map.name
