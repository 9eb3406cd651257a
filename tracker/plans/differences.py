"""Words for a plan's forms: what differs between what is stored and what was typed, choices, events."""

from collections.abc import Mapping
from typing import Any

from tracker.i18n import _
from tracker.plans.forms import AMOUNTS, NodeForm, OutputForm, RenaksiForm
from tracker.plans.models import Output

Difference = tuple[str, str, str]
"""A field's name, what is stored, what was typed."""


def of_renaksi(
    stored: RenaksiForm, typed: RenaksiForm, units: Mapping[str, str], places: Mapping[str, str]
) -> list[Difference]:
    """The fields of a renaksi that differ."""
    labels = {
        "text": _("Rencana aksi"),
        "code": _("Kode"),
        "node_id": _("Tempat dalam rencana"),
        "unit": _("Pelaksana"),
        "coordinator": _("Koordinator"),
        "weight": _("Bobot"),
        "fokus_intervensi": _("Fokus intervensi"),
    }
    words = {"unit": units, "coordinator": units, "node_id": places}
    return _differing(stored, typed, labels, words)


def of_output(stored: OutputForm, typed: OutputForm) -> list[Difference]:
    """The fields of an output that differ."""
    labels = {
        "indikator": _("Indikator output"),
        "satuan": _("Satuan"),
        "polarity": _("Polaritas"),
        "lower_formula": _("Rumus"),
        "accumulation": _("Akumulasi"),
        "proof": _("Pembuktian"),
        "weight": _("Bobot"),
        **{f"target_{name}": f"{_('Target')} {amount_names()[name]}" for name in AMOUNTS},
        **{f"budget_{name}": f"{_('Anggaran')} {amount_names()[name]}" for name in AMOUNTS},
    }
    return _differing(stored, typed, labels, {name: dict(listed) for name, listed in choices().items()})


def of_node(stored: NodeForm, typed: NodeForm) -> list[Difference]:
    """The fields of a node that differ."""
    labels = {
        "name": _("Nama"),
        "sasaran": _("Sasaran permasalahan"),
        "satuan": _("Satuan"),
        "baseline_year": _("Tahun baseline"),
        "baseline": _("Baseline"),
        "target": _("Target"),
        "catatan": _("Catatan"),
    }
    return _differing(stored, typed, labels, {})


def _differing(
    stored: Any, typed: Any, labels: Mapping[str, str], words: Mapping[str, Mapping[str, str]]
) -> list[Difference]:
    found = []
    for name, label in labels.items():
        before, after = str(getattr(stored, name)), str(getattr(typed, name))
        if before != after:
            known = words.get(name, {})
            found.append((label, known.get(before, before), known.get(after, after)))
    return found


def amount_names() -> dict[str, str]:
    """The five amounts of a year as people call them."""
    return {"tw1": "TW I", "tw2": "TW II", "tw3": "TW III", "tw4": "TW IV", "total": _("setahun")}


def choices() -> dict[str, list[tuple[str, str]]]:
    """The choices of an output's form, by field: value and words."""
    return {
        "polarity": [
            ("higher", _("Makin tinggi makin baik")),
            ("lower", _("Makin rendah makin baik")),
            ("exact", _("Harus tepat")),
        ],
        "lower_formula": [
            ("lower-deviation-1", _("(2 × target − realisasi) ÷ target")),
            ("lower-ratio-1", _("target ÷ realisasi")),
        ],
        "accumulation": [
            ("per_quarter", _("Per triwulan: nilai tiap triwulan dijumlahkan")),
            ("cumulative", _("Kumulatif: nilai dihitung sejak Januari")),
        ],
        "proof": [
            ("", _("Menurut satuannya")),
            ("claim", _("Angka di dalam bukti, yang dikonfirmasi")),
            ("document", _("Dokumen itu sendiri")),
        ],
    }


def empty_output(version: int) -> OutputForm:
    """The form of an output that is not there yet."""
    form = OutputForm.of(Output(id="", indikator=""), version)
    form.proof = ""
    return form


def empty_node(version: int) -> NodeForm:
    """The form of a node that is not there yet."""
    return NodeForm(
        version, name="", sasaran="", satuan="", baseline_year="", baseline="", target="", catatan=""
    )


def empty_renaksi(node_id: str) -> RenaksiForm:
    """The form of a renaksi that is not there yet."""
    return RenaksiForm(
        0, text="", code="", node_id=node_id, unit="", coordinator="", weight="1", fokus_intervensi=""
    )


def event_names() -> dict[str, str]:
    """The events about a renaksi as people call them."""
    return {
        "renaksi.added": _("Ditambahkan"),
        "renaksi.edited": _("Diubah"),
        "renaksi.removed": _("Dihapus dari rencana"),
        "renaksi.restored": _("Dikembalikan ke rencana"),
        "renaksi.output_added": _("Output ditambahkan"),
        "renaksi.output_edited": _("Output diubah"),
        "renaksi.output_removed": _("Output dihapus"),
    }
