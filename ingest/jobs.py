"""The work that a reading process does, as functions from a JSON-able request to a JSON-able answer."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from ingest import pictures
from ingest.document import to_dict
from ingest.errors import DocumentError
from ingest.findings import find_in_parts, finding_to_dict
from ingest.limits import Limits
from ingest.pdf.unlocking import unlocked
from ingest.read import read
from ingest.remarks import remarked

Json = dict[str, Any]
Send = Callable[[Json], None]
Report = Callable[[str, int, int], None]

_log = logging.getLogger(__name__)
NOT_SEARCHED = remarked("finding-failed")
_REPORT_EVERY = 0.1  # seconds


def read_request(
    path: Path,
    *,
    name: str,
    limits: Limits,
    published: date | None = None,
    password: str | None = None,
    indicators: str = "",
) -> Json:
    return {
        "job": "read",
        "path": str(path.resolve()),
        "name": name,
        "limits": asdict(limits),
        "published": published.isoformat() if published else None,
        "password": password,
        "indicators": indicators,
    }


def picture_request(
    path: Path, page_number: int, *, limits: Limits, password: str | None = None, **arguments: Any
) -> Json:
    """Arguments of `page_picture` (width_px, boxes, turn) or of `line_crop` (box, max_bytes, turn)."""
    return {
        "job": "line_crop" if "box" in arguments else "page_picture",
        "path": str(path.resolve()),
        "page_number": page_number,
        "limits": asdict(limits),
        "password": password,
        "arguments": arguments,
    }


def unlock_request(path: Path, *, name: str, limits: Limits, password: str) -> Json:
    return {
        "job": "unlock",
        "path": str(path.resolve()),
        "name": name,
        "limits": asdict(limits),
        "password": password,
    }


def run(request: Json, send: Send) -> Json:
    """The last answer; `send` gives earlier ones. Raises a DocumentError, or what a broken reader raises."""
    jobs = {"read": _read, "page_picture": _picture, "line_crop": _picture, "unlock": _unlock}
    return jobs[request["job"]](request, send)


def _read(request: Json, send: Send) -> Json:
    """Sends the document as soon as it is read, then its findings part by part; the end says what failed."""
    limits = Limits(**request["limits"])
    published = date.fromisoformat(request["published"]) if request["published"] else None
    slowly = _throttled(lambda stage, done, total: send({"progress": [stage, done, total]}))
    document = read(
        Path(request["path"]),
        name=request["name"],
        limits=limits,
        password=request["password"],
        on_page=lambda done, total: slowly("reading", done, total),
    )
    send({"document": to_dict(document)})
    try:
        for part in find_in_parts(
            document,
            published,
            lambda done, total: slowly("finding", done, total),
            limits,
            request["indicators"],
        ):
            found = [finding_to_dict(finding) for finding in part.findings]
            send({"findings": found, "last_page": part.last_page})
    except (DocumentError, MemoryError, BrokenPipeError):
        raise
    except Exception:
        _log.exception("finding failed")
        return {"is_searched": False}
    return {"is_searched": True}


def _picture(request: Json, _send: Send) -> Json:
    make = pictures.line_crop if request["job"] == "line_crop" else pictures.page_picture
    content = make(
        Path(request["path"]),
        request["page_number"],
        limits=Limits(**request["limits"]),
        password=request["password"],
        **request["arguments"],
    )
    return {"picture": base64.b64encode(content).decode("ascii")}


def _unlock(request: Json, _send: Send) -> Json:
    copy = unlocked(
        Path(request["path"]),
        name=request["name"],
        password=request["password"],
        limits=Limits(**request["limits"]),
    )
    return {"copy": base64.b64encode(copy).decode("ascii") if copy is not None else None}


def _throttled(report: Report) -> Report:
    """Reports pass at most every tenth of a second, the last of a stage always."""
    last = 0.0

    def pass_on(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = monotonic()
        if done == total or now - last >= _REPORT_EVERY:
            last = now
            report(stage, done, total)

    return pass_on
