"""Passwords: which are taken, and how they are kept (argon2id)."""

import asyncio
import secrets

from pwdlib import PasswordHash

from tracker.accounts.rules import password_problem
from tracker.errors import Invalid

_hasher = PasswordHash.recommended()  # argon2id
_nobody = _hasher.hash(secrets.token_urlsafe())


def hash_password(password: str, *, email: str = "", name: str = "") -> str:
    """Argon2id hash of a new password. Raises Invalid where it is too short or too common."""
    problem = password_problem(password, email=email, name=name)
    if problem:
        raise Invalid(problem, {"password": problem})
    return _hasher.hash(password)


async def fits(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one that was kept; without one it takes as long, and is False."""
    right = await asyncio.to_thread(_hasher.verify, password, password_hash or _nobody)
    return right and password_hash is not None
