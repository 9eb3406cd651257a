"""Words that tell whether a figure is aimed at or reported."""

# ruff: noqa: PLR0911  # a rule of language reads best as one early return after the other
from __future__ import annotations

from nlp.text.lexer import Lexed
from nlp.text.numbers import NUMBER_WORDS
from nlp.text.words import ACTUAL_CUES, TARGET_CUES, words

_COUNTED_BODIES = frozenset(
    {
        "capaian",
        "pencapaian",
        "indikator",
        "balita",
        "penduduk",
        "keluarga",
        "anak",
        "warga",
        "kelompok",
        "peserta",
    }
)
_MODALS = words("roles modals")
_STRONG_ACTUAL = words("roles strong actual")
_AFTER_TARGET = words("roles after target")
_BUDGET = words("roles budget")
CUES = TARGET_CUES | ACTUAL_CUES | {"belanja"}  # no other word is a cue


def cue_at(lexed: Lexed, i: int, kind: str = "money") -> str | None:
    """ "target", "actual" or "weak" (an actual, unless a target is named) when lexeme i says so."""
    word = lexed.low[i]
    if word in _BUDGET and kind != "money":
        return None
    if word == "belanja" and kind == "money" and "mencapai" in lexed.low[i : i + 7]:
        return "weak"  # "belanja produk dalam negeri mencapai …" was spent
    if word in ACTUAL_CUES and lexed.word(i - 1) in _MODALS:
        return "target"  # "akan menerima", "harus tercapai", "agar diselesaikan"
    if word in TARGET_CUES:
        return _target_cue(lexed, i, word)
    if word in ACTUAL_CUES:
        if word in _AFTER_TARGET and _behind_target(lexed, i):
            return None
        if word == "mencapai" and _aims(lexed, i):
            return None
        if word in {"melebihi", "melampaui"}:
            return "weak"
        return "actual" if word in _STRONG_ACTUAL else "weak"
    return None


def _behind_target(lexed: Lexed, i: int) -> bool:
    """True for "target capaian", "menargetkan nilai naik", "harus mencapai": the aim goes on."""
    if TARGET_CUES.isdisjoint(lexed.low[max(0, i - 3) : i]):
        return False
    return any(
        lexed.word(k) in TARGET_CUES
        and not any(lexed.is_number(n) for n in range(k, i))
        and lexed.word(k) not in _BUDGET
        and _target_cue(lexed, k, lexed.word(k)) == "target"
        for k in (i - 1, i - 2, i - 3)
        if k >= 0
    )


def _aims(lexed: Lexed, i: int) -> bool:
    """ "untuk mencapai", "agar mencapai", "dapat mencapai": the figure is aimed at."""
    return lexed.word(i - 1) in {"untuk", "agar", "bisa", "dapat", "guna", "mampu", "supaya"}


def _target_cue(lexed: Lexed, i: int, word: str) -> str | None:
    before, after = lexed.word(i - 1), lexed.word(i + 1)
    if word in {"target", "targetnya"}:
        if before in {"melampaui", "melebihi"}:
            return "actual"  # "melampaui target sebesar 3,1 persen"
        if before in {"capaian", "pencapaian", "ketercapaian", "realisasi"} or after in {
            "tercapai",
            "terealisasi",
        }:
            return "actual"
        if before in {"mencapai", "memenuhi", "melampaui", "melebihi", "capai"} and _ends_clause(
            lexed, i + 1
        ):
            return "actual"
        return "target"
    if word in _BUDGET:
        planned = before not in {
            "realisasi",
            "serapan",
            "penyerapan",
            "efisiensi",
            "capaian",
            "tahun",
            "menyerap",
        }
        return "target" if planned and not lexed.taken[i] else None
    if word in {"minimal", "minimum", "sekurang", "sedikitnya"}:
        return "target"
    if word == "paling":
        bound = after in {"sedikit", "rendah", "kurang", "tidak", "lambat", "banyak", "tinggi"}
        j = i + 3 if lexed.word(i + 2) in {"sebesar", "sebanyak"} else i + 2
        return "target" if bound and (lexed.is_number(j) or lexed.word(j) in NUMBER_WORDS | {"rp"}) else None
    if word in {"wajib", "harus", "perlu"}:
        verb = after.startswith(("di", "me", "be", "te", "ada", "sudah", "naik", "turun"))
        return "target" if verb or lexed.is_number(i + 1) else None
    if word in {"sasaran", "sasarannya", "rencana", "rencananya", "standar"}:
        near = lexed.is_number(i + 1) or after in {"rp", "sebesar", "sebanyak", ":", "adalah", "yaitu"}
        return "target" if near and before not in _COUNTED_BODIES else None
    return "target"


def _ends_clause(lexed: Lexed, i: int) -> bool:
    word = lexed.word(i)
    return word in {",", ".", ";", ")", "dan", "yang", "maka", "namun", "atau", "sehingga", "", "serta"}
