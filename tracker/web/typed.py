"""A form that could not be read, given back with what was typed: nothing has to be typed again.

The page of the form shows its own mistakes; this is for what comes in a shape that no field of it takes, such
as a text where a number belongs, or far more than fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from tracker.i18n import _
from tracker.progress.dimensions import dimension_names

SECRET = frozenset({"password", "current", "again", "token"})
"""Fields that are never shown again."""
LONG = 80
MOST_SHOWN = 20_000  # characters of one field


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as it was sent. `label` None: one that the page filled in itself, and nobody typed."""

    name: str
    label: str | None
    value: str
    error: str | None
    is_long: bool
    is_secret: bool


def typed_fields(form: FormData, errors: Sequence[Mapping[str, Any]]) -> list[Typed]:
    """The fields of a form with what is wrong with each; those that are missing come last."""
    wrong = {str(error["loc"][-1]): said(error) for error in errors if error["loc"][0] == "body"}
    names = field_names()
    fields = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            text = value[:MOST_SHOWN]
            label = names.get(name) or (name if name in wrong else None)
            is_long = len(text) > LONG or "\n" in text
            fields.append(Typed(name, label, text, wrong.get(name), is_long, name in SECRET))
    sent = {name for name, _value in form.multi_items()}
    missing = [name for name in wrong if name not in sent]
    return fields + [
        Typed(name, names.get(name, name), "", wrong[name], False, name in SECRET) for name in missing
    ]


def said(error: Mapping[str, Any]) -> str:
    """What is wrong with a field, from pydantic's error, and what to do."""
    kind, told = str(error["type"]), error.get("ctx") or {}
    if kind.startswith(("int", "decimal", "float")):
        return _("Isi dengan angka.")
    if kind.startswith("date"):
        return _("Isi dengan tanggal, misalnya 2023-10-20.")
    texts = {
        "missing": _("Wajib diisi."),
        "string_too_long": _("Paling banyak {max_length} huruf. Ringkas."),
        "greater_than_equal": _("Paling kecil {ge}."),
        "less_than_equal": _("Paling besar {le}."),
        "enum": _("Pilih salah satu dari daftar di halaman sebelumnya."),
        "literal_error": _("Pilih salah satu dari daftar di halaman sebelumnya."),
    }
    return texts.get(kind, _("Bentuk atau nilainya tidak dapat dipakai.")).format(**told)


def field_names() -> dict[str, str]:
    """What people call the fields that they fill in."""
    return {
        "about": _("Tentang"),
        "aliases": _("Nama lain"),
        "baseline": _("Nilai awal"),
        "baseline_year": _("Tahun nilai awal"),
        "budget_total": _("Anggaran"),
        **{f"budget_tw{number}": _("Anggaran TW {number}").format(number=number) for number in range(1, 5)},
        "catatan": _("Catatan"),
        "closes_on": _("Ditutup pada"),
        "code": _("Kode"),
        "days": _("Masa berlaku"),
        "due_on": _("Jawab paling lambat"),
        "email": _("Alamat surel"),
        "first": _("Hari pertama"),
        "fokus_intervensi": _("Fokus intervensi"),
        "follow_up": _("Tindak lanjut"),
        "indikator": _("Indikator output"),
        "last": _("Hari terakhir"),
        "name": _("Nama"),
        "number": _("Nomor"),
        "obstacles": _("Kendala"),
        "opens_on": _("Dibuka pada"),
        "password": _("Kata sandi"),
        "period": _("Periode"),
        "purpose": _("Untuk apa"),
        "reason": _("Alasan"),
        "reference": _("Dasar"),
        "roadmap_title": _("Nama road map baru"),
        "sasaran": _("Sasaran"),
        "satuan": _("Satuan"),
        "size": _("Banyaknya"),
        "spent": _("Realisasi anggaran"),
        "target_total": _("Target"),
        **{f"target_tw{number}": _("Target TW {number}").format(number=number) for number in range(1, 5)},
        "text": _("Teks"),
        "title": _("Judul"),
        "unit": _("Unit"),
        "value": _("Realisasi"),
        "weight": _("Bobot"),
        "why": _("Mengapa"),
        "year": _("Tahun"),
        **{f"pm_{code}": name for code, name in dimension_names().items()},
        **{
            f"pm_{code}_note": _("Catatan: {name}").format(name=name)
            for code, name in dimension_names().items()
        },
    }
