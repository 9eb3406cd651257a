"""Rules of sign-ins and passwords: plain values in, plain values out."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources

from tracker.i18n import _

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 256
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890", "09876543210")


def device_name(agent: str) -> str:
    """A browser's long name in short: "Chrome, Android"; "Perangkat lain" where nothing is known."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), None)
    system = next((name for sign, name in _SYSTEMS if sign in agent), None)
    return ", ".join(part for part in (browser, system) if part) or _("Perangkat lain")


def is_address(text: str) -> bool:
    """Whether a text may be an address for mail: one @ between parts without spaces, a dot behind it."""
    return (
        len(text) <= 254
        and re.fullmatch(r"[^\s@<>\"',;]+@[^\s@<>\"',;.]+(\.[^\s@<>\"',;.]+)+", text) is not None
    )


def is_over(*, now: datetime, expires_at: datetime, seen_at: datetime, idle: timedelta) -> bool:
    """Whether a sign-in has ended by itself: its time is up, or nothing was done for too long."""
    return now >= expires_at or now - seen_at >= idle


def password_problem(password: str, *, email: str, name: str) -> str | None:
    """What is wrong with a new password, as a sentence that says what to do; None where it may be taken.

    Length counts, and that it is not among those which are tried first; no mixture of signs is asked for.
    Source: NIST SP 800-63B, "Password Verifiers".
    """
    if len(password) < SHORTEST_PASSWORD:
        return _("Kata sandi paling sedikit {count} karakter. Beberapa kata acak mudah diingat.").format(
            count=SHORTEST_PASSWORD
        )
    if len(password) > LONGEST_PASSWORD:
        return _("Kata sandi paling banyak {count} karakter.").format(count=LONGEST_PASSWORD)
    letters = re.sub(r"[^a-z]", "", password.casefold())
    own = {re.sub(r"[^a-z]", "", text.casefold()) for text in (email.partition("@")[0], email, name)}
    if letters and letters in own:
        return _("Kata sandi ini terlalu dekat dengan nama atau surel Anda. Pilih yang lain.")
    if _is_common(password.casefold(), letters):
        return _(
            "Kata sandi ini termasuk yang paling sering ditebak. Pilih beberapa kata yang tidak berurutan."
        )
    return None


def _is_common(password: str, letters: str) -> bool:
    """Whether it is a common word with figures and signs around it, one piece repeated, or a run of keys."""
    spelled = re.sub(r"[^a-z]", "", password.translate(str.maketrans("4301$@5", "aeoisas")))
    return (
        {password, letters, spelled} & common_words() != set()
        or len(set(password)) <= 4
        or re.fullmatch(r"(.{1,6}?)\1+.{0,2}", password) is not None
        or (not letters and _runs_in(password) >= len(password) - 2)
        or (len(letters) >= 8 and _runs_in(letters) >= len(letters) - 2)
    )


def _runs_in(text: str) -> int:
    """How many characters of the text belong to runs of four or more neighbouring keys, either way."""
    covered, at = 0, 0
    while at < len(text):
        length = max(
            (
                size
                for size in range(4, len(text) - at + 1)
                if any(text[at : at + size] in run or text[at : at + size] in run[::-1] for run in _RUNS)
            ),
            default=0,
        )
        covered += length
        at += length or 1
    return covered


@lru_cache
def common_words() -> frozenset[str]:
    """Words that passwords are commonly made of, in small letters, without figures and signs."""
    text = resources.files("tracker.accounts").joinpath("common_words.tsv").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
