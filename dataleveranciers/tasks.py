"""Fetching on a schedule (a feed without an address is left alone), and what keys deliver."""

from celery import shared_task

from dataleveranciers import aanleverwerk, ophalen


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


@shared_task
def verwerk_aanleveringen(slug: str) -> int:
    return aanleverwerk.verwerk(slug)


@shared_task
def verwerk_alle_aanleveringen() -> int:
    return sum(aanleverwerk.verwerk(slug) for slug in aanleverwerk.wachtende_feeds())


@shared_task
def ruim_aanleveringen_op() -> int:
    return aanleverwerk.ruim_op()
