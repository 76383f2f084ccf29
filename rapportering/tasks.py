"""Work of the reports that takes longer than a request."""

from celery import shared_task


@shared_task
def maak_bundel(pk: int) -> None:
    # Imported here: the room of the reports asks for this task itself.
    from rapportering.rapport.bundel import maak

    maak(pk)


@shared_task
def verstuur_overzichten() -> int:
    from rapportering import volgen

    return volgen.verstuur_overzichten()
