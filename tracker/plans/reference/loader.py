"""Reference data per year from TOML files; a file in the administrator's folder replaces the shipped one.

The shipped files are named `general_2023.toml`, `tematik_2025.toml` and `bands.toml`; a folder's file of the
same name is taken instead, and one of another year adds that year.
"""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tracker.plans.reference.bands import Scale
from tracker.plans.reference.errors import ReferenceInvalid, ReferenceMissing
from tracker.plans.values import PlanKind

SHIPPED = Path(__file__).parent
FIRST_YEAR = 2020
Group = Literal["provinsi", "kabupaten", "kota", "kl"]
FileModel = TypeVar("FileModel", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, str_strip_whitespace=True)


class ReferenceIndikator(_Part):
    """An indicator with the groups of government that it applies to; unknown figures stay None."""

    name: str = Field(min_length=1)
    groups: tuple[Group, ...] = Field(alias="for")
    satuan: str = ""
    weight: Decimal | None = None
    target_baik: Decimal | None = None


class ReferenceKegiatan(_Part):
    """A kegiatan utama of RB General."""

    name: str = Field(min_length=1)
    indikator: tuple[ReferenceIndikator, ...] = ()


class ReferenceTema(_Part):
    """A theme of RB Tematik."""

    name: str = Field(min_length=1)


class Reference(_Part):
    """What is given for a year: kegiatan utama (General), or themes and fokus intervensi (Tematik)."""

    year: int = Field(ge=2000, le=2100)
    kind: PlanKind
    kegiatan_utama: tuple[ReferenceKegiatan, ...] = ()
    tema: tuple[ReferenceTema, ...] = ()
    fokus_intervensi: tuple[str, ...] = ()


class _Bands(_Part):
    scale: tuple[Scale, ...]


def load_reference(year: int, kind: PlanKind, level: Group, folder: Path | None = None) -> Reference:
    """What applies to a group of government in a year, without kegiatan utama that hold no indicator of it.

    Raises ReferenceMissing or ReferenceInvalid.
    """
    name = f"{kind}_{year}.toml"
    found = _load(name, Reference, folder)
    if (found.year, found.kind) != (year, kind):
        raise ReferenceInvalid(name, "year, kind", f"{found.year}, {found.kind}")
    kept = tuple(
        kegiatan.model_copy(update={"indikator": applying})
        for kegiatan in found.kegiatan_utama
        if (applying := tuple(item for item in kegiatan.indikator if level in item.groups))
    )
    return found.model_copy(update={"kegiatan_utama": kept})


def load_fokus(year: int, folder: Path | None = None) -> tuple[str, ...]:
    """The list of fokus intervensi of a year, or of the latest year before it that has one."""
    for candidate in range(year, FIRST_YEAR - 1, -1):
        if _path(f"tematik_{candidate}.toml", folder) is not None:
            found = _load(f"tematik_{candidate}.toml", Reference, folder)
            if found.fokus_intervensi:
                return found.fokus_intervensi
    return ()


def load_scales(folder: Path | None = None) -> tuple[Scale, ...]:
    """All scales with their bands. Raises ReferenceInvalid."""
    return _load("bands.toml", _Bands, folder).scale


def _path(name: str, folder: Path | None) -> Path | None:
    for place in (folder, SHIPPED):
        if place is not None and (place / name).is_file():
            return place / name
    return None


def _load(name: str, model: type[FileModel], folder: Path | None) -> FileModel:
    path = _path(name, folder)
    if path is None:
        raise ReferenceMissing(name)
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReferenceInvalid(name, "", str(error)) from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
        raise ReferenceInvalid(name, place, first["msg"]) from error
