"""What can be asked about: each kind with its unit, name and page, found for a person who may see it."""

from dataclasses import dataclass

from beanie import PydanticObjectId
from bson.errors import InvalidId

from tracker.accounts.rights import Actor, Right, demand
from tracker.dashboards.explain import SLUGS, explanation
from tracker.errors import NotFound
from tracker.i18n import _
from tracker.inquiries.models import Subject
from tracker.institutions.service import units_by_id
from tracker.plans.models import Plan, Renaksi
from tracker.progress.cells import cell_of
from tracker.web.formats import roman
from tracker.web.pages import with_query


@dataclass(frozen=True, slots=True)
class Found:
    """A thing with the unit that answers for it."""

    subject: Subject
    unit: str | None


async def find_subject(actor: Actor, kind: str, identifier: str) -> Found:
    """The thing of that kind and id. Raises NotFound."""
    finders = {"renaksi": _renaksi, "output": _output, "sel": _cell, "unit": _unit, "angka": _figure}
    if kind not in finders:
        raise NotFound(_("Hal yang ditanyakan tidak ditemukan."))
    return await finders[kind](actor, identifier)


async def _renaksi(actor: Actor, identifier: str) -> Found:
    found = await Renaksi.find_one({"_id": _object_id(identifier), "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Rencana aksi ini tidak ditemukan."))
    path = f"/rencana/renaksi/{found.id}"
    return Found(Subject(kind="renaksi", id=str(found.id), label=found.text, path=path), found.unit)


async def _output(actor: Actor, identifier: str) -> Found:
    found = await Renaksi.find_one({"instansi": actor.instansi, "outputs.id": identifier})
    output = found.output(identifier) if found else None
    if found is None or output is None:
        raise NotFound(_("Output ini tidak ditemukan."))
    path = f"/rencana/renaksi/{found.id}"
    return Found(Subject(kind="output", id=identifier, label=output.indikator, path=path), found.unit)


async def _cell(actor: Actor, identifier: str) -> Found:
    cell = await cell_of(actor, progress_id=identifier)
    path = f"/capaian/{cell.output.id}/{cell.progress.triwulan}"
    return Found(Subject(kind="sel", id=identifier, label=cell.label, path=path), cell.renaksi.unit)


async def _unit(actor: Actor, identifier: str) -> Found:
    unit = (await units_by_id(actor.instansi)).get(identifier)
    if unit is None:
        raise NotFound(_("Perangkat daerah ini tidak ditemukan."))
    path = f"/pimpinan/unit/{unit.id}"
    return Found(Subject(kind="unit", id=unit.id, label=unit.name, path=path), unit.id)


async def _figure(actor: Actor, identifier: str) -> Found:
    """A figure by `plan/slug/triwulan`, or `plan/slug/triwulan/unit`."""
    plan_id, slug, triwulan, *rest = (*identifier.split("/", 3), "", "", "")[:4]
    plan = await Plan.find_one({"_id": _object_id(plan_id), "instansi": actor.instansi})
    if plan is None or slug not in SLUGS or triwulan not in {"1", "2", "3", "4"}:
        raise NotFound(_("Angka ini tidak ditemukan."))
    demand(actor, Right.VIEW_FIGURES, instansi=plan.instansi, unit=None)
    unit = (await units_by_id(actor.instansi)).get(rest[0]) if rest and rest[0] else None
    name = explanation(SLUGS[slug]).name
    label = _("{figure}, {plan} s.d. TW {triwulan}").format(
        figure=name, plan=plan.title, triwulan=roman(int(triwulan))
    )
    path = with_query(f"/persentase/{plan.id}/{slug}", tw=triwulan, unit=unit.id if unit else None)
    if unit is not None:
        label = f"{label}, {unit.short_name}"
    return Found(Subject(kind="angka", id=identifier, label=label, path=path), unit.id if unit else None)


def _object_id(identifier: str) -> PydanticObjectId:
    try:
        return PydanticObjectId(identifier)
    except InvalidId as error:
        raise NotFound(_("Hal yang ditanyakan tidak ditemukan.")) from error
