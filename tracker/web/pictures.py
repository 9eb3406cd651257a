"""Pictures that a browser keeps but asks about each time, so that the right to see them is checked."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response


async def kept_picture(request: Request, tag: str, draw: Callable[[], Awaitable[bytes]]) -> Response:
    """The WebP picture of that tag, or that the browser has it already; drawn only where it has not."""
    headers = {"cache-control": "private, no-cache", "etag": f'"{tag}"'}
    if request.headers.get("if-none-match") == f'"{tag}"':
        return Response(status_code=304, headers=headers)
    return Response(await draw(), media_type="image/webp", headers=headers)
