"""What a person typed in the place of what was found, checked and as it is stored."""

from collections.abc import Mapping
from typing import Any

from tracker.errors import Invalid
from tracker.evidence.labels import claim_kinds, claim_roles, date_roles, indicator_names
from tracker.evidence.periods import days_of
from tracker.evidence.proof import claim_value
from tracker.i18n import _
from tracker.progress.numbers import parse_value

LONGEST = 200
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def edited_fields(kind: str, before: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a finding after an edit; what the form does not name stays.

    Numbers may be written as Indonesians or as English people write them. Raises Invalid, naming the fields.
    """
    checks = {"claim": _claim, "date": _date, "regulation": _regulation}
    said = {name: " ".join(text.split()) for name, text in typed.items()}
    known = {name: "" if value is None else str(value) for name, value in before.items()}
    after = {**before, **checks[kind]({**known, **said})}
    if claim_value(after.get("value")) is not None and claim_value(after["value"]) == claim_value(
        before["value"]
    ):
        after["value"] = before["value"]  # 4.44 as typed is the 4.44 that was found
    return after


def _claim(said: Mapping[str, str]) -> dict[str, Any]:
    problems: dict[str, str] = {}
    kind = _choice(said, "kind", claim_kinds(), problems)
    role = _choice(said, "role", claim_roles(), problems)
    indicator = said.get("indicator", "") or None
    if indicator is not None and indicator not in indicator_names():
        problems["indicator"] = _("Pilih indikator dari daftar.")
    period = _period(said.get("period", ""), problems, required=False)
    value: Any = said.get("value", "")
    if not value:
        problems["value"] = _("Isi nilainya.")
    elif kind == "grade":
        _short(value, "value", problems)
    else:
        value = _number(value, problems)
    unit = said.get("unit", "") or None
    _short(unit or "", "unit", problems)
    _raise(problems)
    return {
        "kind": kind,
        "value": value,
        "unit": unit,
        "role": role,
        "indicator": indicator,
        "period": period,
    }


def _date(said: Mapping[str, str]) -> dict[str, Any]:
    problems: dict[str, str] = {}
    role = _choice(said, "role", date_roles(), problems)
    value = _period(said.get("value", ""), problems, field="value", required=True)
    _raise(problems)
    return {"value": value, "role": role}


def _regulation(said: Mapping[str, str]) -> dict[str, Any]:
    problems: dict[str, str] = {}
    for name in ("type", "number"):
        if not said.get(name):
            problems[name] = _("Isi bagian ini.")
        _short(said.get(name, ""), name, problems)
    year = said.get("year", "")
    is_year = year.isdecimal() and len(year) == len(str(LATEST_YEAR))
    if not is_year or not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        problems["year"] = _("Tulis tahunnya dengan empat angka, misalnya 2023.")
    _raise(problems)
    return {"type": said["type"], "number": said["number"], "year": int(year)}


def _choice(said: Mapping[str, str], name: str, choices: Mapping[str, str], problems: dict[str, str]) -> str:
    value = said.get(name, "")
    if value not in choices:
        problems[name] = _("Pilih salah satu.")
    return value


def _period(text: str, problems: dict[str, str], *, field: str = "period", required: bool) -> str | None:
    if not text and not required:
        return None
    if days_of(text) is None:
        problems[field] = _("Tulis seperti 2023-10-20, 2023-07/2023-09 atau 2023.")
    return text


def _number(text: str, problems: dict[str, str]) -> Any:
    try:
        return parse_value(text)
    except Invalid as error:
        problems.update(error.fields)
        return None


def _short(text: str, name: str, problems: dict[str, str]) -> None:
    if len(text) > LONGEST:
        problems[name] = _("Terlalu panjang. Ringkas.")


def _raise(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(_("Perubahan belum disimpan. Perbaiki yang ditandai."), problems)
