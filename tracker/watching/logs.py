"""Logs: one line an event, for people or as JSON, with the ids of the request and the job that it belongs to.

What people wrote, their addresses and secrets do not belong in a log. Events name ids and codes; as a second
fence, values of fields that are named like a secret and passwords in addresses are taken out.
"""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars, merge_contextvars

from tracker.settings import Settings

_SECRET = re.compile(r"pass|secret|token|cookie|authorization|api_?key", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(\w+://[^/\s:@]*):[^@\s]+@")
_HIDDEN = "…"
TELL_TOO_MUCH = ("pymongo", "httpx", "httpcore", "multipart", "python_multipart")
"""Their lines below a warning hold what people wrote: questions to the database, whole addresses, forms."""


def configure(settings: Settings, *, role: str) -> None:
    """Send everything that is logged in this process to standard error, in the form that was set."""
    shared: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        without_secrets,
    ]
    shown: Any
    shared.append(structlog.processors.format_exc_info)  # without the values of variables
    if settings.log_format == "json":
        shown = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        plain = structlog.dev.plain_traceback
        shown = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0, exception_formatter=plain)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _last_look, shown],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in TELL_TOO_MUCH:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    structlog.contextvars.bind_contextvars(role=role)


def without_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event without what is named like a secret, and without passwords in addresses."""
    for key, value in event.items():
        if _SECRET.search(key):
            event[key] = _HIDDEN
        elif isinstance(value, str):
            event[key] = _IN_ADDRESS.sub(rf"\1:{_HIDDEN}@", value)
    return event


def _last_look(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Texts that were put together after the first look, such as a traceback."""
    return without_secrets(logger, name, event)


def request_id() -> str | None:
    """The id of the request that this work began with, or None."""
    found = get_contextvars().get("request_id")
    return str(found) if found else None


@contextmanager
def about(**ids: str | None) -> Iterator[None]:
    """What is logged in the block bears these ids; those that are None are left out."""
    with bound_contextvars(**{name: value for name, value in ids.items() if value is not None}):
        yield
