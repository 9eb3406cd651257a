"""The forms of a plan: as they are typed, and as they are understood."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from fastapi import Form

from tracker.errors import Invalid
from tracker.i18n import _
from tracker.percentages.rules import Accumulation, LowerFormula, Polarity
from tracker.plans.models import Output, PlanNode, Renaksi
from tracker.plans.rules import proof_kind
from tracker.plans.sheets.cells import NumberCell, read_number, read_year, same_unit
from tracker.plans.values import Budgets, Measure, ProofKind, Targets, Texts
from tracker.progress.numbers import parse_rupiah, parse_value, typed
from tracker.web.limits import MOST_NUMBER

AMOUNTS = ("tw1", "tw2", "tw3", "tw4", "total")
LONG, SHORT = 4_000, 300


@dataclass
class RenaksiForm:
    """A renaksi's fields as texts, with the version that the person saw."""

    version: int = Form(0, ge=0, le=MOST_NUMBER)
    text: str = Form("", max_length=LONG)
    code: str = Form("", max_length=SHORT)
    node_id: str = Form("", max_length=SHORT)
    unit: str = Form("", max_length=SHORT)
    coordinator: str = Form("", max_length=SHORT)
    weight: str = Form("1", max_length=SHORT)
    fokus_intervensi: str = Form("", max_length=SHORT)

    @classmethod
    def of(cls, renaksi: Renaksi) -> Self:
        """The form as the renaksi stands."""
        return cls(
            version=renaksi.version,
            text=renaksi.text,
            code=renaksi.code,
            node_id=renaksi.node_id,
            unit=renaksi.unit or "",
            coordinator=renaksi.coordinator or "",
            weight=typed(renaksi.weight),
            fokus_intervensi=renaksi.fokus_intervensi,
        )

    def values(self, before: Renaksi | None, names: dict[str, str]) -> dict[str, Any]:
        """Fields of a Renaksi; `names` are the units'. Raises Invalid, which names the fields at fault.

        Where a unit is chosen anew, its name takes the place of what the plan wrote.
        """
        unit, coordinator = self.unit or None, self.coordinator or None
        values: dict[str, Any] = {
            "text": " ".join(self.text.split()),
            "code": self.code.strip(),
            "node_id": self.node_id,
            "unit": unit,
            "coordinator": coordinator,
            "weight": read_weight(self.weight),
            "fokus_intervensi": self.fokus_intervensi.strip(),
        }
        if before is None or before.unit != unit:
            values["pelaksana_text"] = names.get(unit or "", "")
        if before is None or before.coordinator != coordinator:
            values["koordinator_text"] = names.get(coordinator or "", "")
        return values


@dataclass
class OutputForm:
    """An output's fields as texts, with the version of its renaksi that the person saw."""

    version: int = Form(0, ge=0, le=MOST_NUMBER)
    indikator: str = Form("", max_length=LONG)
    satuan: str = Form("", max_length=SHORT)
    polarity: str = Form("higher", max_length=SHORT)
    lower_formula: str = Form("lower-deviation-1", max_length=SHORT)
    accumulation: str = Form("per_quarter", max_length=SHORT)
    proof: str = Form("", max_length=SHORT)
    """Empty: as the unit of measure suggests."""
    weight: str = Form("1", max_length=SHORT)
    target_tw1: str = Form("", max_length=SHORT)
    target_tw2: str = Form("", max_length=SHORT)
    target_tw3: str = Form("", max_length=SHORT)
    target_tw4: str = Form("", max_length=SHORT)
    target_total: str = Form("", max_length=SHORT)
    budget_tw1: str = Form("", max_length=SHORT)
    budget_tw2: str = Form("", max_length=SHORT)
    budget_tw3: str = Form("", max_length=SHORT)
    budget_tw4: str = Form("", max_length=SHORT)
    budget_total: str = Form("", max_length=SHORT)

    @classmethod
    def of(cls, output: Output, version: int) -> Self:
        """The form as the output stands."""
        targets = {
            f"target_{name}": getattr(output.target_texts, name)
            or typed(getattr(output.targets, name), locale="id")
            for name in AMOUNTS
        }
        budgets = {f"budget_{name}": typed(getattr(output.budgets, name)) for name in AMOUNTS}
        return cls(
            version=version,
            indikator=output.indikator,
            satuan=output.satuan,
            polarity=output.polarity,
            lower_formula=output.lower_formula,
            accumulation=output.accumulation,
            proof=output.proof,
            weight=typed(output.weight),
            **targets,
            **budgets,
        )

    def values(self) -> dict[str, Any]:
        """Fields of an Output. Raises Invalid, which names every field at fault."""
        problems: dict[str, str] = {}
        weight = _understood(problems, read_weight, self.weight)
        satuan = " ".join(self.satuan.split())
        typed_choices = {name: getattr(self, name) for name in _CHOICES}
        typed_choices["proof"] = self.proof or proof_kind(satuan)
        choices = {
            name: _chosen(problems, kinds, typed_choices[name], name) for name, kinds in _CHOICES.items()
        }
        budgets = {
            name: _understood(problems, parse_rupiah, getattr(self, f"budget_{name}"), f"budget_{name}")
            for name in AMOUNTS
        }
        targets = {name: read_number(getattr(self, f"target_{name}") or None) for name in AMOUNTS}
        if problems:
            raise _invalid(problems)
        return {
            "indikator": " ".join(self.indikator.split()),
            "satuan": satuan,
            **choices,
            "weight": weight,
            "targets": Targets(**{name: number.value for name, number in targets.items()}),
            "target_texts": Texts(**{name: _wording(number, satuan) for name, number in targets.items()}),
            "budgets": Budgets(**budgets),
        }


_CHOICES: dict[str, type[StrEnum]] = {
    "polarity": Polarity,
    "lower_formula": LowerFormula,
    "accumulation": Accumulation,
    "proof": ProofKind,
}


def _chosen(problems: dict[str, str], kinds: type[StrEnum], text: str, field: str) -> StrEnum | None:
    if text not in set(kinds):
        problems[field] = _("Pilih salah satu dari daftar.")
        return None
    return kinds(text)


def _wording(number: NumberCell, satuan: str) -> str | None:
    """The text of a target that says more than its number and the unit of measure do."""
    says_unit = number.value is not None and not number.doubt and same_unit(number.unit, satuan)
    return None if not number.text or says_unit else number.text


@dataclass
class NodeForm:
    """A node's fields as texts, with the version of the plan that the person saw."""

    version: int = Form(0, ge=0, le=MOST_NUMBER)
    name: str = Form("", max_length=LONG)
    sasaran: str = Form("", max_length=LONG)
    satuan: str = Form("", max_length=SHORT)
    baseline_year: str = Form("", max_length=SHORT)
    baseline: str = Form("", max_length=SHORT)
    target: str = Form("", max_length=SHORT)
    catatan: str = Form("", max_length=LONG)

    @classmethod
    def of(cls, node: PlanNode, version: int) -> Self:
        """The form as the node stands."""
        measure = node.measure
        return cls(
            version=version,
            name=node.name,
            sasaran=node.sasaran,
            satuan=measure.satuan,
            baseline_year=str(measure.baseline_year or ""),
            baseline=measure.baseline_text or typed(measure.baseline, locale="id"),
            target=measure.target_text or typed(measure.target, locale="id"),
            catatan=measure.catatan,
        )

    def values(self, before: PlanNode | None) -> dict[str, Any]:
        """Name, sasaran and measure of a node; what the form does not show stays. Raises Invalid."""
        year = read_year(self.baseline_year.strip() or None)
        if self.baseline_year.strip() and year is None:
            raise _invalid({"baseline_year": _("Tulis tahun, misalnya 2022.")})
        baseline, target = read_number(self.baseline or None), read_number(self.target or None)
        measure = (before.measure if before else Measure()).model_copy(
            update={
                "satuan": self.satuan.strip(),
                "baseline_year": year,
                "baseline": baseline.value,
                "baseline_text": _wording(baseline, self.satuan) or "",
                "target": target.value,
                "target_text": _wording(target, self.satuan) or "",
                "catatan": self.catatan.strip(),
            }
        )
        return {
            "name": " ".join(self.name.split()),
            "sasaran": " ".join(self.sasaran.split()),
            "measure": measure,
        }


def read_weight(text: str, *, field: str = "weight") -> Decimal:
    """A weight as typed, 1 where nothing was. Raises Invalid for a negative one or no number."""
    value = parse_value(text, field=field)
    if value is None:
        return Decimal(1)
    if value < 0:
        raise _invalid({field: _("Bobot tidak boleh negatif.")})
    return value


def _understood(problems: dict[str, str], read: Any, text: str, field: str = "weight") -> Any:
    """What `read` makes of the text; where it cannot, the problem is noted and None given."""
    try:
        return read(text, field=field)
    except Invalid as error:
        problems |= error.fields
        return None


def _invalid(fields: dict[str, str]) -> Invalid:
    return Invalid(
        _("Ada isian yang belum dapat disimpan. Perbaiki yang ditandai, lalu simpan lagi."), fields
    )
