"""Institutions (a province, kabupaten or kota) and their units (OPD, biro, kecamatan, puskesmas)."""

from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from beanie import Document
from pydantic import Field
from pymongo import IndexModel

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class Level(StrEnum):
    """The kind of regional government, which decides which indicators apply."""

    PROVINSI = "provinsi"
    KABUPATEN = "kabupaten"
    KOTA = "kota"


class Institution(Document):
    """A regional government. Its id is its Kemendagri code, such as 62 or 33.03."""

    id: Annotated[str, Field(pattern=r"^\d{2}(\.\d{2})?$")]  # type: ignore[assignment]
    name: str
    level: Level
    zone: str = "WIB"
    is_demo: bool = False
    second_factor_roles: list[str] = Field(default_factory=list)  # whose sign-in demands a second factor

    class Settings:
        name = "institutions"

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which the institution's days begin and its deadlines end."""
        return ZoneInfo(ZONES[self.zone])


class Unit(Document):
    """A unit of an institution. Its id is `instansi:code`, so it says whose it is."""

    id: str  # type: ignore[assignment]
    instansi: str
    code: str
    name: str
    short_name: str
    active: bool = True

    class Settings:
        name = "units"
        indexes = [IndexModel([("instansi", 1), ("code", 1)], unique=True, name="unit_code")]


def unit_id(instansi: str, code: str) -> str:
    """The id of a unit: ("62", "bkd") -> "62:bkd"."""
    return f"{instansi}:{code}"
