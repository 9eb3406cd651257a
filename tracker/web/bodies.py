"""Take no more from the wire than a form holds: a form is read before it is known who sends it.

The uploads of evidence and of plans are larger. They read their form themselves, once the right is known,
within limits of their own (`tracker.evidence.intake`).
"""

import re

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 21 * 2**20  # a sheet of a plan and what stands around it in the form
LIMITED_ELSEWHERE = re.compile(r"/bukti/(unggah|[^/]+/revisi)|/rencana/[^/]+/impor|/api/v1/evidence")


class BoundedBodies:
    """ASGI middleware: 413 for a body of more than `MOST_BYTES`, as soon as so much was declared or came."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or LIMITED_ELSEWHERE.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        came = 0
        announced = int(declared) if declared.isdecimal() and len(declared) < 20 else 0

        async def bounded() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if max(came, announced) > MOST_BYTES:
                raise HTTPException(413)
            return message

        await self.app(scope, bounded, send)
