"""The second factor: an authenticator app (TOTP), and codes on paper for when the phone is gone."""

import hashlib
import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import pyotp
import segno
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pymongo.results import UpdateResult

from tracker.accounts import sealing, sessions, throttle, tokens
from tracker.accounts.models import SecondFactor, User
from tracker.accounts.rights import Actor
from tracker.audit import service as audit
from tracker.audit.models import Subject
from tracker.clock import real_now
from tracker.database import Session, in_transaction
from tracker.errors import Conflict, Invalid
from tracker.i18n import _
from tracker.settings import get_settings

PURPOSE = "second-factor"
SET_UP_SECONDS = 1800
CODE_SECONDS = 30
RECOVERY_CODES = 10
MOST_CODES = 10
"""Wrong codes of one person within the window, from wherever: 10 of a million every quarter of an hour."""
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the page of the set-up shows: the picture to scan, the key to type, and the form's own token."""

    token: str
    key: str  # the secret in groups of four
    address: str  # opens the app on the telephone itself
    qr_svg: str


def begin(user: User, *, token: str | None = None) -> SetUp:
    """A new secret to scan, or the one of a form that came back; nothing is stored until a code proves it."""
    secret = (_secret_of(token, user) if token else None) or pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name="Renaksi")
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=True, nl=False
    )
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return SetUp(_serializer().dumps([str(user.id), secret]), groups, address, picture.getvalue().decode())


async def confirm(user: User, *, token: str, code: str, instansi: str, address: str) -> list[str]:
    """Keep the second factor once a code of it is right; the recovery codes, to be shown this once.

    Raises Invalid for a wrong code or a form that lay too long, Conflict where there is one already.
    """
    secret = _secret_of(token, user)
    if secret is None:
        raise Invalid(_("Halaman ini terlalu lama terbuka. Pindai kode QR yang baru."))
    account = f"pasang {user.id}"
    attempt = await throttle.begin(account=account, address=address, most_of_account=MOST_CODES)
    step = _step_of(secret, code, after=0)
    if step is None:
        raise _wrong()
    await throttle.forgive(attempt, account=account, address=address)
    codes = [_recovery_code() for _one in range(RECOVERY_CODES)]
    factor = SecondFactor(
        secret=sealing.seal(secret, purpose=PURPOSE),
        since=real_now(),
        last_step=step,
        recovery=[_digest(one) for one in codes],
    )

    async def work(session: Session) -> None:
        changed = await User.get_pymongo_collection().update_one(
            {"_id": user.id, "second_factor": None},
            {"$set": {"second_factor": factor.model_dump()}},
            session=session,
        )
        if not changed.modified_count:
            raise Conflict(_("Pengaman kedua sudah terpasang. Lepas dahulu bila hendak menggantinya."))
        await sessions.record(session, user, instansi, "account.factor_added")

    await in_transaction(work)
    return codes


async def check(user: User, *, code: str, address: str) -> bool:
    """Take a code of the app or of paper, once; True when it was one of paper.

    Raises Invalid for a wrong or a used one, TooOften after many.
    """
    account = f"kode {user.id}"
    attempt = await throttle.begin(account=account, address=address, most_of_account=MOST_CODES)
    by_paper = False
    if not await _take_step(user, code):
        by_paper = await _take_recovery(user, code)
        if not by_paper:
            raise _wrong()
    await throttle.forgive(attempt, account=account, address=address)
    return by_paper


async def _take_step(user: User, code: str) -> bool:
    """Whether it is a code of the app that nobody used before; it is used up by this."""
    factor = user.second_factor
    secret = sealing.unseal(factor.secret, purpose=PURPOSE) if factor else None
    step = _step_of(secret, code, after=factor.last_step) if factor and secret else None
    if step is None:
        return False
    taken: UpdateResult = await User.get_pymongo_collection().update_one(
        {"_id": user.id, "second_factor.last_step": {"$lt": step}},
        {"$set": {"second_factor.last_step": step}},
    )
    return taken.modified_count == 1


async def _take_recovery(user: User, code: str) -> bool:
    """Whether it is a code of paper that nobody used before; it is used up by this."""
    digest = _digest(code)
    if user.second_factor is None or digest not in user.second_factor.recovery:
        return False
    instansi = user.memberships[0].instansi

    async def work(session: Session) -> bool:
        taken = await User.get_pymongo_collection().update_one(
            {"_id": user.id, "second_factor.recovery": digest},
            {"$pull": {"second_factor.recovery": digest}},
            session=session,
        )
        if taken.modified_count == 1:
            await sessions.record(session, user, instansi, "account.recovery_used")
        return taken.modified_count == 1

    return await in_transaction(work)


async def renew_recovery(user: User, actor: Actor) -> list[str]:
    """Ten new recovery codes in place of the old ones, shown this once. Raises Conflict without a factor."""
    codes = [_recovery_code() for _one in range(RECOVERY_CODES)]
    changes = {"$set": {"second_factor.recovery": [_digest(one) for one in codes]}}
    await _change(user, actor, actor.instansi, changes, "account.recovery_renewed")
    return codes


async def remove(
    user: User, actor: Actor | None, *, instansi: str, reason: str | None = None, ends_sessions: bool = False
) -> None:
    """Take a person's second factor away. `actor` None: the operator. Raises Conflict where there is none."""
    changes = {"$set": {"second_factor": None}}
    action = "account.factor_removed"
    await _change(user, actor, instansi, changes, action, reason=reason, ends_sessions=ends_sessions)


async def _change(
    user: User,
    actor: Actor | None,
    instansi: str,
    changes: Mapping[str, object],
    action: str,
    *,
    reason: str | None = None,
    ends_sessions: bool = False,
) -> None:
    async def work(session: Session) -> None:
        changed = await User.get_pymongo_collection().update_one(
            {"_id": user.id, "second_factor": {"$ne": None}}, changes, session=session
        )
        if not changed.matched_count:
            raise Conflict(_("Pengaman kedua belum terpasang, atau sudah dilepas."))
        if ends_sessions:
            await sessions.end_all(session, user.id)
            await tokens.end_all(session, user.id, because="factor")
        subject = Subject(kind="user", id=str(user.id), label=user.email)
        await audit.record(
            session, actor=actor, instansi=instansi, action=action, subject=subject, reason=reason
        )

    await in_transaction(work)


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """The 30-second step to which a code belongs, of the last, this and the next; None for a wrong one."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdecimal() and len(typed) == 6):
        return None
    totp, current = pyotp.TOTP(secret), int(real_now().timestamp()) // CODE_SECONDS
    steps = (step for step in (current - 1, current, current + 1) if step > after)
    return next((step for step in steps if secrets.compare_digest(totp.generate_otp(step), typed)), None)


def _recovery_code() -> str:
    """Sixteen signs in groups of four: 79 bits, so a plain hash is enough to keep them."""
    signs = [secrets.choice(_SIGNS) for _one in range(16)]
    return "-".join("".join(signs[at : at + 4]) for at in range(0, 16, 4))


def _digest(code: str) -> str:
    """Hash of a recovery code, however it was typed."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def _secret_of(token: str, user: User) -> str | None:
    try:
        whose, secret = _serializer().loads(token, max_age=SET_UP_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return secret if whose == str(user.id) and isinstance(secret, str) else None


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(get_settings().signing_key(), salt=PURPOSE)


def _wrong() -> Invalid:
    text = _(
        "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya, dan pastikan jam ponsel tepat."
    )
    return Invalid(text, {"code": text})
