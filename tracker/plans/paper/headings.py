"""What a column's head says by its words, alone and in its kind: a role, how surely, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.i18n import _
from tracker.plans.paper.contents import MONTH_OF, Evidence
from tracker.plans.paper.kinds import Kind
from tracker.plans.sheets import headers
from tracker.plans.sheets.build import SPINE
from tracker.plans.sheets.fields import FIELDS_OF, label
from tracker.plans.sheets.headers import UNKNOWN, Reading, fold_header
from tracker.plans.values import PlanKind

PERSON, CONFIRMED, EXACT, BESIDE, BY_CONTENT, BORROWED = 1.0, 0.97, 0.96, 0.9, 0.7, 0.75
QUARTER_ROLES = tuple(f"indikator_tw{number}" for number in range(1, 5))
MONTH_ROLES = tuple(f"bulan_{number}" for number in range(1, 13))
YEAR_ROLE = re.compile(r"tahun_(20\d\d)")
SCHEDULE_ROLES = frozenset({"waktu", *MONTH_ROLES})
_CELL_ROLES = frozenset({"kelompok", "tipe", "uraian_tipe"})
_LEVELS = ("atas", "lanjut", "bawah")
SURELY_BARE = 0.9  # a bare word alone; with others around it a part that is known says more
_SCHEDULE = re.compile(r"\b(?:jadwal|bulan|waktu|pelaksanaan|trw|tw|triwulan)\b")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a head was understood as; `reading` is for words that mean something beside their neighbours."""

    role: str = ""
    confidence: float = 0.0
    reason: str = ""
    reading: Reading = UNKNOWN
    other: str = ""


def by_head(head: str, held: Evidence, plan: PlanKind, year: int, kind: Kind | None) -> Guess:
    title = fold_header(head)
    if kind is not None and (role := kind.role_of(title)):
        return _of_kind(role, head, plan, kind)
    parts = [part.strip() for part in head.split(" / ")]
    return (
        _month(parts)
        or _year(parts, year, held)
        or _key(parts, plan)
        or _by_words([" ".join(parts), parts[-1], *parts[:-1]], plan)
    )


def _of_kind(role: str, head: str, plan: PlanKind, kind: Kind) -> Guess:
    reason = _("arti kolom ini dalam {kind}").format(kind=kind.name)
    if role in _LEVELS:
        spine = SPINE[plan]
        level = _LEVELS.index(role)
        if level >= len(spine):
            return Guess("", 0.0, reason, other=role)
        named = headers.read_heading(head)
        if spine[level] in {named.field, named.bare}:
            return _guess_of(replace(named, field=spine[level], bare=""), head)
        reason = _("dipakai sebagai tingkat {level} rencana").format(level=label(spine[level]).lower())
        return Guess(spine[level], BORROWED, reason)
    known = FIELDS_OF[plan] | SCHEDULE_ROLES | _CELL_ROLES
    if role in known:
        return Guess(role, EXACT, reason)
    return Guess("", 0.0, reason, other=role)


def _month(parts: Sequence[str]) -> Guess | None:
    last = fold_header(parts[-1])
    number = MONTH_OF.get(last)
    above = " ".join(fold_header(part) for part in parts[:-1])
    if number is None and last.isdigit() and 1 <= int(last) <= 12 and _SCHEDULE.search(above):
        number = int(last)
    if number is None:
        return None
    return Guess(f"bulan_{number}", EXACT, _("judulnya nama atau nomor bulan"))


def _year(parts: Sequence[str], year: int, held: Evidence) -> Guess | None:
    match = re.fullmatch(r"(?:tahun\s*)?(20\d\d)", parts[-1].strip(), re.IGNORECASE)
    if match is None:
        return None
    stated = int(match[1])
    above = " ".join(parts[:-1]).casefold()
    if held.content == "tick" or "pelaksanaan" in above or ("tahun" in above and "target" not in above):
        return Guess(f"tahun_{stated}", EXACT, _("judulnya tahun dan isinya tanda"))
    if "target" in above and stated == year:
        return Guess("target_total", BESIDE, _("target tahun {year}").format(year=year))
    return Guess("", 0.0, "", other=f"tahun {stated}")


def _key(parts: Sequence[str], plan: PlanKind) -> Guess | None:
    keys = headers.keys_for(plan)
    for part in parts:
        if "_" in part and (field := keys.get(headers.key_of(part))) and field in FIELDS_OF[plan]:
            return Guess(field, PERSON, _("kunci kolom templat"))
    return None


def _by_words(texts: Sequence[str], plan: PlanKind) -> Guess:
    """The best of the head's words: the whole, then its last part, then the parts above.

    A name known word for word is better than a likeness or a bare word among others, and the whole better
    than a part.
    """
    known: list[Guess] = []
    for place, text in enumerate(texts):
        reading = headers.read_heading(text)
        if reading.bare == "realisasi" and re.search(r"anggaran|pagu|biaya", texts[0], re.IGNORECASE):
            reading = replace(reading, field="realisasi_anggaran_total", bare="")
        if not reading.is_known or (reading.field and reading.field not in FIELDS_OF[plan]):
            continue
        if reading.bare and place > 1:
            continue
        guess = _guess_of(reading, text)
        if reading.how != "fuzzy" and (not reading.bare or reading.confidence >= SURELY_BARE):
            return guess
        known.append(guess)
    return max(known, key=lambda guess: guess.confidence, default=_by_last_word(texts[0]))


def _by_last_word(text: str) -> Guess:
    """A head that lists levels down to the activity: "URUSAN / BIDANG / PROGRAM / KEGIATAN"."""
    last = re.split(r"/|\bdan\b", text)[-1]
    if fold_header(last) in {"kegiatan", "sub kegiatan", "rencana aksi"} and last != text:
        return Guess("renaksi", BORROWED, _("judul “{text}” berakhir pada kegiatan").format(text=text))
    return Guess()


def _guess_of(reading: Reading, text: str) -> Guess:
    if reading.other == "waktu":
        return Guess("waktu", BESIDE, _("judul “{text}” dikenal").format(text=text))
    confidence = {"key": PERSON, "synonym": EXACT, "neighbour": BESIDE}.get(reading.how, reading.confidence)
    reason = {
        "fuzzy": _("judul “{text}” mirip nama yang dikenal"),
        "neighbour": _("judul “{text}” dibaca menurut kolom di kirinya"),
    }.get(reading.how, _("judul “{text}” dikenal"))
    return Guess(
        reading.field or "",
        confidence,
        reason.format(text=text),
        replace(reading, confidence=confidence),
        reading.other,
    )
