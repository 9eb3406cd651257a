"""The table of indicators of an institution: the common one with its own rows."""

import hashlib
from collections.abc import Mapping
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from nlp.claims.indicators import load_indicators
from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid, NotFound
from tracker.i18n import _
from tracker.indicators.models import OwnIndicator
from tracker.indicators.rules import Row, as_table, code_of, faults


async def own_rows(instansi: str) -> list[OwnIndicator]:
    """The institution's own rows, by name, without the removed ones."""
    return await OwnIndicator.find({"instansi": instansi, "removed": False}).sort("+name").to_list()


async def own_table(instansi: str) -> str:
    """The institution's own rows as the extraction takes them; "" where there are none."""
    return as_table(Row(one.code, one.name, tuple(one.aliases)) for one in await own_rows(instansi))


def mark_of(table: str) -> str:
    """What tells readings by different tables apart: a few signs of its hash, "" for no rows."""
    return f" +{hashlib.sha256(table.encode()).hexdigest()[:8]}" if table else ""


async def names_of(instansi: str) -> dict[str, str]:
    """The name of every indicator by code, the institution's own names first."""
    return {**load_indicators().names, **{one.code: one.name for one in await own_rows(instansi)}}


async def add(actor: Actor, *, name: str, aliases: tuple[str, ...], code: str = "") -> OwnIndicator:
    """Add a row. Without a code one is made of the name; a code of the common table gives it more names.

    Raises Invalid, naming every field; a code that was removed comes back with what is given.
    """
    demand(actor, Right.MANAGE_INDICATORS, instansi=actor.instansi, unit=None)
    cleaned = " ".join(name.split())
    row = Row(code.strip() or code_of(cleaned), cleaned, aliases)
    _demand_fit(row)
    made = OwnIndicator(
        id=f"{actor.instansi}:{row.code}",
        instansi=actor.instansi,
        code=row.code,
        name=row.name,
        aliases=list(row.aliases),
        changed_by_name=actor.name,
        changed_at=now(),
    )

    async def work(session: Session) -> OwnIndicator:
        old = await OwnIndicator.find_one({"_id": made.id}, session=session)
        if old is not None and not old.removed:
            text = _("Kode {code} sudah dipakai. Ubah baris itu, atau pilih kode lain.").format(code=row.code)
            raise Invalid(text, {"code": text})
        made.version = old.version + 1 if old else 1
        fields = made.model_dump(exclude={"id", "revision_id"})
        await OwnIndicator.get_pymongo_collection().update_one(
            {"_id": made.id}, {"$set": fields}, upsert=True, session=session
        )
        await _record(session, actor, made, "indicator.added", {"aliases": made.aliases})
        return made

    try:
        return await in_transaction(work)
    except DuplicateKeyError as error:
        raise Conflict(_("Baris ini baru saja ditambahkan orang lain. Muat ulang halaman ini.")) from error


async def edit(
    actor: Actor, *, indicator_id: str, version: int, name: str, aliases: tuple[str, ...]
) -> OwnIndicator:
    """Change a row's names; its code stays. Raises Invalid, Conflict."""
    found = await find(actor, indicator_id)
    row = Row(found.code, " ".join(name.split()), aliases)
    _demand_fit(row)
    data = {
        "before": {"name": found.name, "aliases": found.aliases},
        "after": {"name": row.name, "aliases": list(aliases)},
    }
    fields = {"name": row.name, "aliases": list(row.aliases)}
    return await _change(actor, found, version, fields, "indicator.edited", data)


async def remove(actor: Actor, *, indicator_id: str, version: int) -> OwnIndicator:
    """Take a row out of the table; it can be put back."""
    found = await find(actor, indicator_id)
    return await _change(actor, found, version, {"removed": True}, "indicator.removed", {})


async def restore(actor: Actor, *, indicator_id: str, version: int) -> OwnIndicator:
    """Put a removed row back."""
    found = await find(actor, indicator_id)
    return await _change(actor, found, version, {"removed": False}, "indicator.restored", {})


async def find(actor: Actor, indicator_id: str) -> OwnIndicator:
    """A row of the person's institution, whom it lets manage them. Raises NotFound."""
    found = await OwnIndicator.find_one({"_id": indicator_id, "instansi": actor.instansi})
    if found is None:
        raise NotFound(_("Indikator ini tidak ditemukan."))
    demand(actor, Right.MANAGE_INDICATORS, instansi=found.instansi, unit=None)
    return found


def _demand_fit(row: Row) -> None:
    texts = {
        ("code", "form"): _("Kode hanya huruf kecil, angka, dan garis bawah, misalnya ikd."),
        ("name", "length"): _("Tulis nama indikatornya, paling panjang 120 huruf."),
        ("aliases", "length"): _("Paling banyak 30 sebutan, masing-masing paling panjang 120 huruf."),
        ("aliases", "short"): _("Setiap sebutan paling sedikit dua huruf dan memuat huruf."),
    }
    problems = {field: texts[field, code] for field, code in faults(row).items()}
    if problems:
        raise Invalid(_("Indikator belum dapat disimpan. Perbaiki yang ditandai."), problems)


async def _change(
    actor: Actor,
    found: OwnIndicator,
    version: int,
    fields: Mapping[str, Any],
    action: str,
    data: Mapping[str, Any],
) -> OwnIndicator:
    async def work(session: Session) -> OwnIndicator:
        written = await OwnIndicator.get_pymongo_collection().find_one_and_update(
            {"_id": found.id, "version": version},
            {
                "$set": {**fields, "changed_by_name": actor.name, "changed_at": now()},
                "$inc": {"version": 1},
            },
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if written is None:
            raise Conflict(
                _("Indikator ini diubah orang lain setelah Anda membukanya. Muat ulang, lalu ulangi.")
            )
        await _record(session, actor, found, action, data)
        after: OwnIndicator = OwnIndicator.model_validate(written)
        return after

    return await in_transaction(work)


async def _record(
    session: Session, actor: Actor, about: OwnIndicator, action: str, data: Mapping[str, Any]
) -> None:
    subject = Subject(kind="indicator", id=about.id, label=about.name)
    await audit.record(
        session, actor=actor, instansi=about.instansi, action=action, subject=subject, data=data
    )
