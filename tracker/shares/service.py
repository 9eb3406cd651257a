"""Making, opening and revoking links to frozen states."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from beanie import PydanticObjectId

from tracker.accounts import throttle
from tracker.accounts.rights import Actor, Right, demand
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid, NotFound, TooOften
from tracker.i18n import _
from tracker.shares.models import Share
from tracker.snapshots.freezing import find_frozen
from tracker.snapshots.models import Frozen

DAYS = (7, 30, 90)
TOKEN_BYTES = 32
LONGEST_PURPOSE = 200
TRIED = "share"
ANY_NUMBER = 10**9
"""Wrong tokens are counted by address alone: nobody shuts everybody else out."""


async def make(actor: Actor, *, frozen_id: PydanticObjectId, purpose: str, days: int) -> tuple[Share, str]:
    """A new link and its token, which is not kept. Raises Invalid, naming every field that is wrong."""
    demand(actor, Right.SHARE, instansi=actor.instansi, unit=None)
    frozen = await find_frozen(actor, frozen_id)
    said = " ".join(purpose.split())
    problems = {}
    if not said or len(said) > LONGEST_PURPOSE:
        problems["purpose"] = _("Tulis untuk siapa tautan ini, paling panjang {count} karakter.").format(
            count=LONGEST_PURPOSE
        )
    if days not in DAYS:
        problems["days"] = _("Pilih berapa lama tautan ini berlaku.")
    if problems:
        raise Invalid(_("Tautan belum dapat dibuat. Perbaiki yang ditandai."), problems)
    token, at = secrets.token_urlsafe(TOKEN_BYTES), real_now()
    share = Share(
        instansi=actor.instansi,
        frozen_id=frozen.id,
        title=frozen.title,
        purpose=said,
        token_sha256=_hash(token),
        expires_at=at + timedelta(days=days),
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=at,
    )

    async def work(session: Session) -> None:
        await share.insert(session=session)
        await _record(session, actor, share, "share.made")

    await in_transaction(work)
    return share, token


async def listed(actor: Actor) -> Sequence[Share]:
    """The institution's links, newest first."""
    demand(actor, Right.SHARE, instansi=actor.instansi, unit=None)
    return await Share.find({"instansi": actor.instansi}).sort("-made_at").to_list()


async def revoke(actor: Actor, *, share_id: PydanticObjectId, version: int) -> Share:
    """Shut a link. Raises NotFound, or Conflict where somebody else was quicker."""
    return await _turn(actor, share_id, version, revoked=True)


async def restore(actor: Actor, *, share_id: PydanticObjectId, version: int) -> Share:
    """Open a revoked link again, for the rest of its time."""
    return await _turn(actor, share_id, version, revoked=False)


async def open_share(token: str, *, address: str) -> tuple[Share, Frozen]:
    """What a token shows. Raises NotFound, the same for wrong, expired and revoked, and TooOften."""
    attempt = await _begin(address)
    share = await Share.find_one({"token_sha256": _hash(token)})
    if share is None:
        raise NotFound(_("Tautan ini tidak berlaku. Mintalah yang baru kepada pengirimnya."))
    await throttle.forgive(attempt, account=TRIED, address=address)
    frozen = await Frozen.find_one({"_id": share.frozen_id, "instansi": share.instansi})
    if frozen is None or not share.opens(real_now()):
        raise NotFound(_("Tautan ini tidak berlaku. Mintalah yang baru kepada pengirimnya."))
    await Share.get_pymongo_collection().update_one(
        {"_id": share.id}, {"$inc": {"opened": 1}, "$set": {"opened_at": real_now()}}
    )
    return share, frozen


async def _begin(address: str) -> PydanticObjectId:
    try:
        return await throttle.begin(account=TRIED, address=address, most_of_account=ANY_NUMBER)
    except TooOften as error:
        text = _("Terlalu banyak tautan yang salah dari alamat ini. Coba lagi seperempat jam lagi.")
        raise TooOften(text) from error


async def _turn(actor: Actor, share_id: PydanticObjectId, version: int, *, revoked: bool) -> Share:
    share = await Share.find_one({"_id": share_id, "instansi": actor.instansi})
    if share is None:
        raise NotFound(_("Tautan ini tidak ditemukan."))
    demand(actor, Right.SHARE, instansi=share.instansi, unit=None)

    async def work(session: Session) -> None:
        done = await Share.get_pymongo_collection().update_one(
            {"_id": share.id, "version": version},
            {"$set": {"revoked_at": real_now() if revoked else None}, "$inc": {"version": 1}},
            session=session,
        )
        if not done.modified_count:
            raise Conflict(_("Tautan ini sudah diubah orang lain. Muat ulang halamannya."))
        await _record(session, actor, share, "share.revoked" if revoked else "share.restored")

    await in_transaction(work)
    share.version = version + 1
    return share


async def _record(session: Session, actor: Actor, share: Share, action: str) -> None:
    await audit.record(
        session,
        actor=actor,
        instansi=share.instansi,
        action=action,
        subject=Subject(kind="share", id=str(share.id), label=share.title),
        data={"frozen": str(share.frozen_id), "purpose": share.purpose, "expires_at": share.expires_at},
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
