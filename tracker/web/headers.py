"""Headers that every answer carries, so that a page can do nothing but what Renaksi made it for."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.settings import get_settings

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
OF_DOWNLOADS = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""What somebody uploaded gets no origin and no script, should a browser show it after all."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "encrypted-media"),
            *("geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi"),
            *(
                "payment",
                "publickey-credentials-get",
                "screen-wake-lock",
                "serial",
                "usb",
                "xr-spatial-tracking",
            ),
        )
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
TRANSPORT = {"strict-transport-security": "max-age=31536000"}
"""Where people reach Renaksi by TLS: browsers then stay with it for a year."""


class SafeHeaders:
    """ASGI middleware: adds the headers, and keeps pages of signed-in people out of shared caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        always = HEADERS | (TRANSPORT if get_settings().is_https else {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-disposition", "").startswith("attachment"):
                    headers["content-security-policy"] = OF_DOWNLOADS
                for name, value in always.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
