"""Files that mean harm: kept as they are, given back as attachments alone, and named harmlessly."""

import pytest
from httpx import AsyncClient

from tests.tracker.world import World
from tracker.evidence.models import Evidence

SCRIPT = b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<!doctype html><html><body>" + SCRIPT + b"<p>2 dokumen</p></body></html>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>"),
        ("a.pdf", b"%PDF-1.4\n" + SCRIPT),
        ('a"\r\nx-header: b.txt', b"isi satu " * 9),
        ("../../etc/passwd.txt", b"isi dua " * 9),
        ("\u202egpj.\u2066exe.txt", b"isi tiga " * 9),
        ("<img src=x onerror=alert(1)>.txt", b"isi empat " * 9),
        ("a" * 400 + ".txt", b"isi lima " * 9),
    ],
)
async def test_a_file_is_never_shown_as_a_page_of_ours(
    world: World, client: AsyncClient, name: str, content: bytes
) -> None:
    await world.sign_in(client, "bureau")
    row = await client.post(
        "/bukti/unggah",
        data={"unit": world.units["kominfo"]},
        files={"files": (name, content)},
        headers={"hx-request": "true"},
    )
    assert row.status_code == 201
    assert "<img src=x" not in row.text
    [evidence] = await Evidence.find({"instansi": "98"}).sort("-created_at").limit(1).to_list()
    assert evidence.title.isprintable()
    assert evidence.revisions[0].file_name.isprintable()
    answer = await client.get(f"/berkas/{evidence.id}/1/unduh")
    assert answer.content == content
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.count('"') == 2
    assert "sandbox" in answer.headers["content-security-policy"]
    assert not set(disposition.partition("''")[2]) & set('"/\\;')
