"""The web ends as it should: what is under way is answered, the database's end is told of."""

import signal
import socket

import httpx
import pytest

from tests.running.conftest import Tree, plain, wait_until

pytestmark = pytest.mark.slow
BODY = b"email=a%40b.id&password=x"
HEAD = (
    "POST /masuk HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
)


def test_a_request_that_is_under_way_is_answered_when_the_web_is_asked_to_stop(tree: Tree) -> None:
    tree.start().ready()
    (web,) = tree.children("web")
    with socket.create_connection(("127.0.0.1", tree.port), timeout=60) as slow:
        slow.sendall(HEAD.format(port=tree.port, length=len(BODY)).encode() + BODY[:5])
        wait_until(lambda: tree.get("/healthz").status_code == 200)
        web.send_signal(signal.SIGTERM)
        slow.sendall(BODY[5:])
        answer = b""
        while part := slow.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 ")
    assert b"x-request-id" in answer
    wait_until(lambda: plain(tree.shown()).count("web ✓ siap") == 2)  # the supervisor starts another
    assert tree.get("/healthz").status_code == 200


def test_ready_and_alive_tell_the_truth_while_the_database_is_gone(tree: Tree) -> None:
    tree.start().ready()
    wait_until(lambda: tree.get("/readyz").json().get("workers") == 1)
    (database,) = tree.children("database")
    database.suspend()
    try:
        assert tree.get("/healthz").json() == {"status": "ok"}
        gone = httpx.get(f"http://127.0.0.1:{tree.port}/readyz", timeout=60)
        assert (gone.status_code, gone.json()) == (503, {"status": "database"})
    finally:
        database.resume()
    wait_until(lambda: tree.get("/readyz").status_code == 200)
    metrics = tree.get("/metrics").text
    assert "renaksi_workers_seen 1.0" in metrics
    assert 'route="/readyz"' in metrics


def test_who_asks_while_the_database_is_gone_is_told_to_try_again(tree: Tree) -> None:
    tree.start().ready()
    (database,) = tree.children("database")
    supervisor = database.parent()
    assert supervisor is not None
    supervisor.suspend()  # so that the database stays away
    try:
        database.kill()
        there = f"http://127.0.0.1:{tree.port}"
        form = {"email": "a@b.id", "password": "x"}
        page = httpx.post(f"{there}/masuk", data=form, headers={"origin": there}, timeout=60)
        program = httpx.get(
            f"{there}/api/v1/plans", headers={"authorization": f"Bearer rnk_{'x' * 43}"}, timeout=60
        )
    finally:
        supervisor.resume()
    for answer in (page, program):
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "10"
        assert "Basis data sedang tidak menjawab" in answer.text
    wait_until(lambda: tree.get("/readyz").status_code == 200)
