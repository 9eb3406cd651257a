"""The OpenAPI document of the API, in the reader's language, and what the page about it shows of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from tracker.api.problems import MEDIA_TYPE, Problem
from tracker.i18n import _

VERSION = "1.0.0"
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One request that can be made, as the page lists it."""

    method: str
    path: str
    summary: str
    parameters: list[tuple[str, str, bool]]  # name, what it takes, whether it is required
    body: str | None
    answer: str | None
    statuses: list[str]


def document(routers: Iterable[APIRouter]) -> Schema:
    """The OpenAPI document of the routers' routes."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    made = get_openapi(
        title="Renaksi API",
        version=VERSION,
        description=_(
            "Data rencana aksi, capaian, bukti, dan persentase satu instansi, untuk program yang memegang "
            "token seseorang. Token dibuat di halaman akun dan dikirim sebagai Authorization: Bearer."
        ),
        routes=routes,
    )
    schemas = made["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    said = summaries()
    names = {(method.lower(), route.path): route.name for route in routes for method in route.methods or ()}
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            name = names[method, path]
            operation["operationId"] = name
            operation["summary"] = said[name]
            operation.pop("description", None)
            operation["responses"] = {
                status: answer | {"description": answer["description"] or said[name]}
                for status, answer in sorted(operation["responses"].items())
            }
    return made


def summaries() -> dict[str, str]:
    """What each route of the API does, by its name."""
    return {
        "api_me": _("Pemilik token: instansi, peran, unit, cakupan, dan masa berlakunya"),
        "api_units": _("Perangkat daerah instansi"),
        "api_roadmaps": _("Road map instansi"),
        "api_plans": _("Rencana instansi, tahun terbaru lebih dahulu"),
        "api_plan": _("Satu rencana dengan pohonnya"),
        "api_plan_renaksi": _("Renaksi satu rencana dengan output dan targetnya"),
        "api_renaksi": _("Satu renaksi dengan output dan targetnya"),
        "api_progress": _("Laporan per output dan triwulan, dengan keadaan dan keputusannya"),
        "api_report": _("Satu laporan; kosong bila belum ada yang mengisi"),
        "api_report_save": _("Simpan rancangan laporan (mengajukan tetap dilakukan orang)"),
        "api_report_link": _("Kaitkan bukti dengan laporan"),
        "api_evidence": _("Bukti dengan berkas, sidik SHA-256, dan tautannya"),
        "api_evidence_one": _("Satu bukti"),
        "api_evidence_add": _("Unggah satu berkas sebagai bukti baru"),
        "api_findings": _("Temuan dalam berkas bukti, menurut kontrak ekstraksi"),
        "api_file": _("Isi berkas; pengambilannya tercatat di jejak audit"),
        "api_figures": _("Persentase rencana: nilai, pembilang, penyebut, rumus, dan yang tidak dihitung"),
        "api_snapshots": _("Persentase rencana menurut hari"),
        "api_deadlines": _("Tenggat, dengan riwayat perpindahan dan perpanjangannya"),
        "api_frozen_list": _("Keadaan beku, yang terbaru lebih dahulu"),
        "api_frozen": _("Satu keadaan beku dengan persentase saat itu"),
        "api_manifest": _("Manifes keadaan beku dengan semua faktanya; tercatat di jejak audit"),
        "api_audit": _("Ujung jejak audit: nomor dan sidik catatan terakhir"),
        "api_audit_export": _("Seluruh jejak audit sebagai baris JSON; tercatat di jejak audit"),
        "api_search": _("Cari dalam rencana, isi bukti, dan temuan"),
    }


def operations(made: Mapping[str, Any]) -> list[Operation]:
    """The requests of a document, in its order."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            summary=one["summary"],
            parameters=[
                (each["name"], _kind(each["schema"]), each.get("required", False))
                for each in one.get("parameters", [])
            ],
            body=_body(one),
            answer=_answer(one),
            statuses=sorted(one["responses"]),
        )
        for path, by_method in made["paths"].items()
        for method, one in by_method.items()
    ]


def shapes(made: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The schemas of a document with their fields and what each holds."""
    return [
        (name, [(field, _kind(schema)) for field, schema in one["properties"].items()])
        for name, one in sorted(made["components"]["schemas"].items())
        if "properties" in one
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    """What a schema takes, in few words: "integer, 1–4", "text | null", "list of …"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    kind = str(schema.get("format") or schema.get("type", "–"))
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind} {low}–{high}" if low is not None and high is not None else kind


def _body(one: Mapping[str, Any]) -> str | None:
    content = one.get("requestBody", {}).get("content", {})
    return next((f"{media}: {_kind(told['schema'])}" for media, told in content.items()), None)


def _answer(one: Mapping[str, Any]) -> str | None:
    for status in ("200", "201"):
        for media, told in one["responses"].get(status, {}).get("content", {}).items():
            if media != MEDIA_TYPE:
                return _kind(told.get("schema", {}))
    return None
