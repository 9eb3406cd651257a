"""What is secret stands in no log and no output: passwords, tokens, links, codes, passwords of servers."""

import logging
import os
import re
import subprocess
import sys

import pyotp
import pytest
from httpx import AsyncClient

from tests.tracker.world import PASSWORD, World
from tracker.clock import real_now

NEW = "kuda-lari-hujan-satu"
KNOWN = "rahasia-yang-dikenal-4711"


async def test_no_log_tells_what_opens_an_account(
    world: World, client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """At the most talkative level, that of the database driver too; the browser's own log is not ours."""
    secrets = [PASSWORD, NEW]
    with caplog.at_level(logging.DEBUG):
        await client.post("/masuk", data={"email": "admin@uji.id", "password": PASSWORD})
        secrets.append(client.cookies["renaksi_session"])
        form = {"name": "Dewi", "email": "dewi@uji.id", "role": "leadership", "reach": "all"}
        html = (await client.post("/orang/undang", data=form)).text
        path = re.search(r"/undangan/[\w.~-]+", html)
        assert path is not None
        secrets.append(path[0].rpartition("/")[2])
        client.cookies.clear()
        await client.post(path[0], data={"password": NEW, "again": NEW})
        page = (await client.get("/akun/pengaman")).text
        key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert key is not None
        assert token is not None
        secret = key[1].replace(" ", "")
        code = pyotp.TOTP(secret).at(int(real_now().timestamp()))
        shown = (await client.post("/akun/pengaman", data={"token": token[1], "code": code})).text
        codes = re.findall(r"<code>((?:[a-z0-9]{4}-?){4})</code>", shown)
        assert len(codes) == 10
        secrets += [secret, *codes]
    ours = [one for one in caplog.records if not one.name.startswith(("httpx", "httpcore"))]
    assert ours, "nothing was logged, so nothing was tried"
    text = "\n".join(one.getMessage() for one in ours)
    assert [one for one in secrets if one in text] == []


@pytest.mark.parametrize("command", [["settings"], ["doctor"], ["web"], ["user", "list", "--instansi", "62"]])
def test_no_command_prints_a_secret_even_when_it_fails(command: list[str], tmp_path_factory: object) -> None:
    folder = tmp_path_factory.mktemp("kosong")  # type: ignore[attr-defined]
    env = os.environ | {
        "RENAKSI_DATA_DIR": str(folder),
        "RENAKSI_MONGODB_URI": f"mongodb://renaksi:{KNOWN}@127.0.0.1:1/?serverSelectionTimeoutMS=300",
        "RENAKSI_BROKER_URL": f"redis://:{KNOWN}@127.0.0.1:1/0",
        "RENAKSI_SECRET_KEY": KNOWN,
        "RENAKSI_OIDC_ISSUER": "http://127.0.0.1:1",
        "RENAKSI_OIDC_CLIENT_SECRET": KNOWN,
        "RENAKSI_SMTP_PASSWORD": KNOWN,
        "RENAKSI_LOG_LEVEL": "debug",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tracker.cli", *command],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert KNOWN not in done.stdout + done.stderr
    assert done.stdout + done.stderr
