"""What a person or a program fills in, route by route, so that a route does what it is for.

Texts name the things of an institution by their parameters ("{evidence_id}"), as tests/tracker/things.py
makes them.
"""

from collections.abc import Mapping
from typing import Any

Params = Mapping[str, str]

FORMS = {
    "renaksi_add": {"node_id": "k1i1", "text": "Rencana aksi lain"},
    "renaksi_save": {
        "version": "{renaksi_version}",
        "node_id": "{node_id}",
        "text": "Menyusun peta rencana SPBE",
        "unit": "{unit}",
    },
    "node_add": {"kind": "indikator", "parent": "k1", "name": "Indikator lain"},
    "plan_add": {"kind": "general", "year": "2024", "title": "Rencana lain", "roadmap_id": "{roadmap_id}"},
    "evidence_period": {"period": "2023"},
    "finding_decide": {"decision": "confirmed", "version": "{finding_version}"},
    "upload_finish": {"unit": "{unit}"},
    "progress_link": {"revision": "{progress_revision}"},
    "deadline_create": {
        "title": "Penginputan lain",
        "year": "2023",
        "through": "4",
        "closes_on": "2024-01-20",
        "sure": "1",
    },
    "deadline_move_save": {
        "version": "{deadline_version}",
        "closes_on": "2023-10-27",
        "reason": "Surat Sekda",
    },
    "frozen_make": {"reason": "Tenggat ditutup"},
    "share_make": {"frozen": "{frozen_id}", "purpose": "Rapat", "days": "7"},
    "sample_take": {"size": "1", "seed": "benih lain"},
    "review_view_save": {"name": "Tampilan lain"},
    "deadline_extend": {
        "version": "{deadline_version}",
        "unit": "{unit}",
        "closes_on": "2023-11-20",
        "reason": "Surat permohonan unit",
    },
    "inquiry_ask": {
        "kind": "renaksi",
        "about": "{renaksi_id}",
        "text": "Mengapa belum diisi?",
        "due_on": "{next_week}",
    },
    "inquiry_answer": {"version": "{inquiry_version}", "text": "Sedang disusun."},
    "person_invite": {
        "name": "Dewi Lestari",
        "email": "dewi@uji.id",
        "role": "bureau",
        "reach": "some",
        "units": "{unit}",
    },
    "person_save": {
        "version": "{person_version}",
        "name": "Bahan Uji",
        "role": "bureau",
        "reach": "some",
        "units": "{unit}",
    },
    "deputy_appoint": {
        "deputy": "{successor_id}",
        "first": "{today}",
        "last": "{next_week}",
        "reason": "Surat perintah Plh.",
    },
    "handover_do": {"successor": "{successor_id}"},
}
QUERIES = {
    "search": {"cari": "peta rencana", "jenis": ""},
    "inquiry_new": {"jenis": "renaksi", "tentang": "{renaksi_id}"},
    "deadline_extension_end": {"v": "{deadline_version}"},
}
FILE_FIELDS = {
    "evidence_upload": "files",
    "import_upload": "file",
    "evidence_revise": "files",
    "api_evidence_add": "files",
}


def query(route: str, params: Params) -> dict[str, str]:
    """What a route asks for in the address besides the path."""
    return {
        "jenis": "indikator",
        "induk": "k1",
        "version": "1",
        "versi": "1",
        "v": "1",
        "q": "peta rencana",
        "temuan": params["finding_id"],
        "unit": params["unit"],
        "kunci": params["row_key"],
    } | named(QUERIES.get(route, {}), params)


def form(route: str, params: Params) -> dict[str, str]:
    """A form that the route takes."""
    usual = {
        "version": "1",
        "revision": "1",
        "finding": params["finding_id"],
        "evidence": params["evidence_id"],
        "key": params["row_key"],
    }
    return usual | named(FORMS.get(route, {}), params)


def json(route: str, params: Params) -> dict[str, Any]:
    """A JSON body that the route takes."""
    revision = int(params["progress_revision"])
    bodies: dict[str, dict[str, Any]] = {
        "api_report_save": {"revision": revision, "value": "2"},
        "api_report_link": {"revision": revision, "evidence_id": params["evidence_id"]},
    }
    return bodies[route]


def files(route: str) -> dict[str, tuple[str, bytes]] | None:
    """A file where the route takes one."""
    return {FILE_FIELDS[route]: ("lain.txt", b"Teks lain.")} if route in FILE_FIELDS else None


def named(texts: Mapping[str, str], params: Params) -> dict[str, str]:
    """The texts with the parameters that they name."""
    return {name: text.format_map(params) for name, text in texts.items()}
