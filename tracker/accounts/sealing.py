"""Secrets that must be read again, sealed: who reads the database alone cannot use them."""

import hashlib

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from tracker.settings import get_settings


def seal(text: str, *, purpose: str) -> str:
    """The text encrypted and signed (A256GCM) with a key made of the installation's for this purpose."""
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, text.encode(), _key(purpose))


def unseal(sealed: str, *, purpose: str) -> str | None:
    """What was sealed; None where it is forged, or sealed with another key than this installation's."""
    try:
        plain = jwe.decrypt_compact(sealed, _key(purpose), algorithms=["dir", "A256GCM"]).plaintext
    except (JoseError, ValueError):
        return None
    return plain.decode() if plain is not None else None


def _key(purpose: str) -> OctKey:
    return OctKey.import_key(hashlib.sha256(f"{purpose}\n{get_settings().signing_key()}".encode()).digest())
