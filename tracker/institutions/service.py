"""Reading and adding institutions and their units."""

from pydantic import ValidationError
from pymongo.errors import DuplicateKeyError

from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.database import Session, in_transaction
from tracker.errors import Invalid
from tracker.i18n import _
from tracker.institutions.models import ZONES, Institution, Level, Unit, unit_id


async def units_by_id(instansi: str) -> dict[str, Unit]:
    """All units of an institution, by id, in the order of their names."""
    units = await Unit.find({"instansi": instansi}).to_list()
    return {unit.id: unit for unit in sorted(units, key=lambda unit: unit.name)}


async def add_institution(
    *, code: str, name: str, level: str, zone: str = "WIB", is_demo: bool = False
) -> Institution:
    """Make an institution. Raises Invalid for a malformed or taken code, an unknown level or zone."""
    if level not in set(Level):
        raise Invalid(
            _("Tingkat {level} tidak dikenal. Pilih: {known}.").format(level=level, known=", ".join(Level))
        )
    if zone not in ZONES:
        raise Invalid(
            _("Zona {zone} tidak dikenal. Pilih: {known}.").format(zone=zone, known=", ".join(ZONES))
        )
    try:
        institution = Institution(id=code, name=name, level=Level(level), zone=zone, is_demo=is_demo)
    except ValidationError as error:
        raise Invalid(_("Kode {code} tidak berbentuk 62 atau 33.03.").format(code=code)) from error

    async def work(session: Session) -> None:
        await institution.insert(session=session)
        subject = Subject(kind="institution", id=code, label=name)
        await audit.record(session, actor=None, instansi=code, action="institution.added", subject=subject)

    try:
        await in_transaction(work)
    except DuplicateKeyError as error:
        raise Invalid(_("Instansi {code} sudah ada.").format(code=code)) from error
    return institution


async def add_unit(*, instansi: str, code: str, name: str, short_name: str = "") -> Unit:
    """Make a unit of an institution. Raises Invalid for an unknown institution or a taken code."""
    if await Institution.get(instansi) is None:
        raise Invalid(_("Instansi {code} belum ada.").format(code=instansi))
    unit = Unit(
        id=unit_id(instansi, code), instansi=instansi, code=code, name=name, short_name=short_name or name
    )

    async def work(session: Session) -> None:
        await unit.insert(session=session)
        subject = Subject(kind="unit", id=unit.id, label=name)
        await audit.record(session, actor=None, instansi=instansi, action="unit.added", subject=subject)

    try:
        await in_transaction(work)
    except DuplicateKeyError as error:
        raise Invalid(_("Unit {code} sudah ada.").format(code=code)) from error
    return unit
