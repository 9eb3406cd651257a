"""What pages hand to the macros, invented: an institution, its people, figures, files and findings."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

ON = datetime(2025, 10, 14, 2, 30, tzinfo=UTC)


def percentage(value: str | None, reason: str | None = None) -> SimpleNamespace:
    """A percentage as macros take it."""
    number = None if value is None else Decimal(value)
    return SimpleNamespace(
        value=number, numerator=number, denominator=Decimal(100), formula="terbukti-v1", reason=reason
    )


def deadline(state: str, left: int | None = None, late: int | None = None) -> SimpleNamespace:
    """A deadline as macros take it."""
    return SimpleNamespace(
        title="Input capaian TW III", closes_at=ON, state=state, working_days_left=left, days_late=late
    )


def finding(**changes: Any) -> SimpleNamespace:
    """A finding as macros take it: selected and proposed, unless changed."""
    plain = {
        "id": "t1",
        "state": "proposed",
        "says": "Nilai SAKIP tahun 2024",
        "value": "78,42",
        "kind": "Realisasi · 2024",
        "quote": "nilai SAKIP sebesar 78,42",
        "before": "evaluasi menunjukkan",
        "after": "naik dari tahun lalu",
        "source": "LKjIP 2024, halaman 14",
        "source_url": "/bukti/1",
        "confidence": "keyakinan 0,91",
        "reason": "Cocok dengan indikator Nilai SAKIP",
        "crop_url": None,
        "decided": None,
        "selected": True,
    }
    return SimpleNamespace(**(plain | changes))


def file(state: str, retry_url: str | None = None) -> SimpleNamespace:
    """An uploaded file as macros take it."""
    return SimpleNamespace(
        id="b1",
        name="LKjIP 2024.pdf",
        state=state,
        note="88 halaman",
        row_url="/berkas/b1",
        href=None,
        retry_url=retry_url,
    )


BOX = {
    "x0": 90,
    "top": 208,
    "x1": 420,
    "bottom": 222,
    "state": "proposed",
    "selected": True,
    "href": "#finding-t1",
    "label": "78,42",
}

CONTEXT: dict[str, Any] = {
    "p": percentage("61.2"),
    "over": percentage("120"),
    "zero": percentage("0"),
    "missing": percentage(None, "belum ada yang wajib diisi"),
    "links": {"reported": "/rumus/1", "proven": "/rumus/2", "verified": "/rumus/3"},
    "actions": [{"label": "Unggah", "url": "/unggah", "icon": "upload", "kind": "primary"}],
    "soon": deadline("soon", left=4),
    "late": deadline("late", late=3),
    "closed": deadline("closed"),
    "finding": finding(),
    "decided": finding(state="confirmed", selected=False, confidence=None, decided="Ratih Wulandari"),
    "file_reading": file("reading"),
    "file_failed": file("failed", retry_url="/berkas/b1/ulangi"),
    "box": BOX,
    "events": [
        {
            "icon": "send",
            "tone": "wait",
            "what": "Diajukan",
            "who": "Ratih",
            "when": ON,
            "why": "Sudah lengkap.",
        }
    ],
    "columns": [
        {"label": "Rencana aksi", "kind": "text", "sort_url": "?urut=nama", "sorted": "asc"},
        {"label": "Target", "kind": "number"},
        {"label": "Tindakan", "kind": "text", "hidden": True},
    ],
    "listing": SimpleNamespace(first=1, last=20, total=1248, previous_url=None, next_url="?mulai=20"),
    "heat_rows": [
        {
            "label": "Dinas Kesehatan",
            "href": "/opd/1",
            "cells": [
                {"step": 4, "text": "100 %", "word": "tuntas", "href": "/opd/1/1"},
                {"step": None, "text": "–", "word": "belum melapor", "href": None},
            ],
        }
    ],
    "steps": [
        {"label": "Seharusnya", "start": 0, "end": 100, "text": "100", "kind": "total"},
        {"label": "Tanpa bukti", "start": 100, "end": 85.6, "text": "−14,4", "kind": "loss", "note": "9 OPD"},
    ],
    "claims": [
        {
            "title": "LKjIP 2024",
            "value": "78,42",
            "source": "halaman 14",
            "source_url": "/bukti/1",
            "crop_url": "/bukti/1/potongan.png",
            "crop_width": 400,
            "crop_height": 40,
            "quote": "sebesar 78,42",
        }
    ],
}


def shell(**changes: Any) -> dict[str, Any]:
    """What base.html needs, for a signed-in person of the bureau."""
    places = [
        SimpleNamespace(url=f"/{n}", label=f"Tempat {n}", icon="home", active=n == 0, count=n or None)
        for n in range(6)
    ]
    plain: dict[str, Any] = {
        "url_for": lambda name, **_: f"/{name}",
        "lang": "id",
        "institution": SimpleNamespace(name="Pemerintah Provinsi Nusa Harapan", zone="WIB", is_demo=True),
        "current_user": SimpleNamespace(name="Ratih Wulandari", email="ratih@nusaharapan.example"),
        "current_role": "bureau",
        "role_names": {"bureau": "Perangkat daerah"},
        "nav": places,
        "flashes": [SimpleNamespace(kind="good", text="Temuan diterima.", undo_url="/urungkan/1")],
        "today": date(2025, 10, 14),
        "deadline_ahead": None,
        "acting_for": None,
        "status": 200,
    }
    return plain | changes
