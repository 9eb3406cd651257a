"""What a reading process logs: a line an event, with the ids of the request and the job that it works for.

The form is that of the process that asked (`RENAKSI_LOG_FORMAT`: "text" or "json"), so that its own lines and
those of its children can be read as one log.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime

FORM = "RENAKSI_LOG_FORMAT"


class _Lines(logging.Formatter):
    """Lines that bear ids."""

    def __init__(self, ids: Mapping[str, str], *, as_json: bool) -> None:
        super().__init__()
        self._ids, self._as_json = dict(ids), as_json

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat()
        told = {"level": record.levelname.lower(), "logger": record.name, **self._ids}
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        if self._as_json:
            event = {"event": record.getMessage(), **told, "timestamp": at}
            return json.dumps(event | ({"exception": trace} if trace else {}), ensure_ascii=False)
        level = told.pop("level")
        ids = " ".join(f"{name}={value}" for name, value in told.items() if name != "logger")
        line = f"{at} [{level}] {record.getMessage()} [{record.name}] {ids}".rstrip()
        return f"{line}\n{trace}" if trace else line


def configure(ids: Mapping[str, str]) -> None:
    """Have all that this process logs bear these ids, on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines(ids, as_json=os.environ.get(FORM) == "json"))
    logging.getLogger().handlers = [handler]
