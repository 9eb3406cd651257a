"""Providers of single sign-on for tests: a real one in a process of its own, and one that lies as told."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "renaksi"


@contextmanager
def real_provider(people: list[dict[str, Any]]) -> Iterator[str]:
    """The issuer of a provider that runs as a process and knows these people by their claims."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    claims = [option for person in people for option in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{issuer}/.well-known/openid-configuration")
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(url: str) -> None:
    """Return once the address answers."""
    for _time in range(300):
        try:
            if httpx.get(url).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(url)


class Liar:
    """A provider whose ID token and answers are what the test says."""

    def __init__(self) -> None:
        self.key, self.other_key = RSAKey.generate_key(), RSAKey.generate_key()
        self.nonce = ""
        self.claims: dict[str, Any] = {}
        self.signed_with = self.key
        self.token: str | None = None  # in place of a signed one
        self.metadata: dict[str, Any] = {}
        self.asked: dict[str, str] = {}  # what the token endpoint was sent
        self.userinfo: dict[str, Any] = {}
        self.issuer = ""

    def id_token(self) -> str:
        """The token, with claims that are right but for what the test changed."""
        at = int(time.time())
        right = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "s-1",
            "iat": at,
            "exp": at + 60,
            "nonce": self.nonce,
            "email": "leadership@uji.id",
            "email_verified": True,
        }
        claims = {name: value for name, value in (right | self.claims).items() if value is not None}
        return self.token or jwt.encode({"alg": "RS256", "kid": "k"}, claims, self.signed_with)

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        """What an address of the provider answers."""
        if path == "/token":
            self.asked = form
            return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False) | {"kid": "k"}]}
        if path == "/userinfo":
            return {"sub": "s-1"} | self.userinfo
        addresses = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "jwks_uri": "/keys",
            "userinfo_endpoint": "/userinfo",
        }
        return {"issuer": self.issuer} | {n: self.issuer + p for n, p in addresses.items()} | self.metadata


@contextmanager
def liar() -> Iterator[Liar]:
    """A lying provider that listens on a port of its own."""
    provider = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(size).decode()).items()}
            content = json.dumps(provider.answer(self.path, form)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
