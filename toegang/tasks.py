"""Work outside the request: mail."""

from celery import shared_task

from toegang import avg, postbode


@shared_task
def verstuur_berichten() -> int:
    return postbode.verstuur_losse()


@shared_task
def verstuur_bundels() -> int:
    return postbode.verstuur_gebundelde()


@shared_task
def ruim_op() -> int:
    return sum(regel.aantal for regel in avg.ruim_op(echt=True))
