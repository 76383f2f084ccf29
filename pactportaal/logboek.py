"""Logging by structlog: one event per line, JSON for machines or text for who looks along."""

from __future__ import annotations

from typing import Any

import structlog

VOORAF: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.UnicodeDecoder(),
]


def logging_instellingen(*, niveau: str, formaat: str) -> dict[str, Any]:
    """Give Django's LOGGING: the standard library's loggers and structlog's through one handler."""
    if formaat == "json":
        weergave: list[Any] = [
            # Without locals: they hold what people typed, and secrets.
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        weergave = [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "regel": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": VOORAF,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *weergave,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "regel"}},
        "root": {"handlers": ["console"], "level": niveau},
        "loggers": {
            # Every 404 and 403 is in the request's own line already.
            "django.request": {"level": "ERROR"},
            # Beat tells of every task it sends; the worker tells of those that went wrong.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            # A HEAD request makes Django send a body that gunicorn drops; nobody need know.
            "gunicorn.http.wsgi": {"level": "ERROR"},
            # Django's runserver has a handler of its own; ours is enough.
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def stel_structlog_in() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *VOORAF,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
