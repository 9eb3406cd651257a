"""Addresses of static files that change with their content, so that browsers may keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC_FOLDER = Path(__file__).parents[2] / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@lru_cache
def _version(path: Path, changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static(path: str) -> str:
    """Address of a file below static/, with the hash of its content. Raises FileNotFoundError."""
    file = STATIC_FOLDER / path
    return f"/static/{path}?v={_version(file, file.stat().st_mtime_ns)}"


class KeptStaticFiles(StaticFiles):
    """Static files that may be kept for good when they are asked for with their hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        has_version = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = FOR_GOOD if has_version else "no-cache"
        return response
