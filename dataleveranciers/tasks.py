"""Fetching on a schedule; a feed without an address in the settings is left alone."""

from celery import shared_task

from dataleveranciers import ophalen


@shared_task
def haal_groenblauwpeil() -> str:
    return ophalen.haal("groenblauwpeil")


@shared_task
def haal_groenblauwpeil_geheel() -> str:
    return ophalen.haal("groenblauwpeil", geheel=True)


@shared_task
def haal_fluvius_led() -> str:
    return ophalen.haal("fluvius-led")


@shared_task
def haal_fluvius_renovaties() -> str:
    return ophalen.haal("fluvius-renovaties")


@shared_task
def haal_cijfers() -> str:
    return ophalen.haal("cijfers")
