"""Reading institutions and their units."""

from tracker.institutions.models import Unit


async def units_by_id(instansi: str) -> dict[str, Unit]:
    """All units of an institution, by id, in the order of their names."""
    units = await Unit.find({"instansi": instansi}).to_list()
    return {unit.id: unit for unit in sorted(units, key=lambda unit: unit.name)}
