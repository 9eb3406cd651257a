"""Where a text names a measure: Indeks RB, SAKIP, opini BPK … , by the table of indicators."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nlp.lexer import Lexed, lex

DATA = Path(__file__).parent / "data" / "indicators.tsv"

# Spellings that mean the same measure and are not in the table. Kept apart from it, so that the table
# stays the institution's own list; codes that a table does not have are skipped.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "rb": ("~reformasi birokrasi", "~rb","indeks reformasi birokrasi", "penilaian reformasi birokrasi", "evaluasi reformasi birokrasi",
           "capaian reformasi birokrasi", "nilai evaluasi rb", "evaluasi rb", "predikat rb", "indeks rb", "capaian rb", "skor rb"),
    "sakip": ("nilai akip", "evaluasi akip", "nilai sakip", "predikat sakip"),
    "spbe": ("indeks spbe", "pemdi", "indeks pemdi", "indeks pemerintah digital", "sistem pemerintahan berbasis elektronik"),
    "ipp": ("indeks pelayanan publik", "evaluasi pelayanan publik", "kinerja pelayanan publik"),
    "ikm": ("indeks kepuasan", "indeks kepuasan pelanggan", "kepuasan pelanggan", "nilai ikm", "kepuasan pengguna layanan", "kepuasan pengunjung", "kepuasan pemohon", "kepuasan pasien", "kepuasan pengguna"),
    "mcp": ("korsubgah", "monitoring centre of prevention", "monitoring control for prevention",
            "monitoring center of prevention", "monitoring controlling surveillance for prevention"),
    "spi": ("integritas kpk",),
    "lhkpn": ("harta kekayaan penyelenggara",),
    "lhkasn": ("harta kekayaan aparatur", "lhkan"),
    "spip": ("maturitas penyelenggaraan spip", "sistem pengendalian internal pemerintah"),
    "apip": ("kapabilitas aparat pengawas", "kapabilitas aparat pengawasan intern pemerintah"),
    "zi": ("wilayah bebas dari korupsi", "wilayah bebas korupsi", "wilayah birokrasi bersih"),
    "bpk": ("opini wtp", "opini wdp", "opini wajar", "opini laporan keuangan", "wajar dengan pengecualian",
            "tidak memberikan pendapat", "opini atas laporan keuangan", "opini audit"),
    "merit": ("sistem merit", "merit sistem", "penerapan sistem merit", "indeks merit"),
    "ip_asn": ("profesionalitas asn", "indeks profesionalitas", "profesionalitas aparatur", "ipasn", "ip - asn"),
    "berakhlak": ("indeks berakhlak",),
    "itkp": ("indeks tata kelola pengadaan",),
    "irh": ("indeks reformasi hukum",),
    "ikk": ("indeks kualitas kebijakan",),
    "ipn": ("indeks perencanaan pembangunan", "indeks perencanaan pembangunan nasional"),
    "iks": ("indeks pembangunan statistik", "evaluasi penyelenggaraan statistik sektoral"),
    "arsip": ("indeks kearsipan", "indeks pengawasan kearsipan", "nilai pengawasan kearsipan", "pengawasan arsip",
              "digitalisasi arsip"),
    "lapor": ("sp4n", "~pengaduan", "aduan masyarakat", "kanal pengaduan", "tindak lanjut pengaduan"),
    "mpp": ("mall pelayanan publik", "mal pelayanan publik"),
    "ombudsman": ("~ombudsman ri", "kepatuhan pelayanan publik", "~standar pelayanan publik", "kepatuhan standar pelayanan publik",
                  "~maladministrasi"),
    "inovasi": ("indeks inovasi", "innovative government award", "~inovasi daerah"),
    "ipm": ("indeks pembangunan manusia",),
    "~kemiskinan": ("tingkat kemiskinan", "persentase penduduk miskin", "~kemiskinan", "keluarga miskin", "masyarakat miskin",
                   "warga miskin"),
    "stunting": ("tengkes",),
    "investasi": ("penanaman modal", "realisasi investasi"),
    "inflasi": ("laju inflasi", "tingkat inflasi"),
    "p3dn": ("~produk lokal", "penggunaan produk dalam negeri"),
    "input_rb": ("data terinput", "input data rb", "portal rb", "portal rb nasional", "input data reformasi birokrasi"),
    "anggaran": ("~belanja", "~dana", "pendapatan asli daerah", "pad", "silpa", "defisit", "surplus", "dak", "dau",
                 "realisasi keuangan", "realisasi fisik", "realisasi belanja", "pendapatan daerah", "~apbn", "rapbd", "p-apbd",
                 "serapan anggaran", "penyerapan anggaran", "plafon anggaran", "dpa", "rka", "dana desa", "alokasi dana desa",
                 "anggarannya", "terserap", "serapan", "penyerapan", "anggarkan", "dianggarkan", "menganggarkan", "~biaya",
                 "~keuangan", "~hibah", "~refocusing", "~efisiensi"),
}  # fmt: skip

# Names that hold an alias but are another measure or no measure at all.
_NOT_BEFORE: dict[str, frozenset[str]] = {
    "~kemiskinan": frozenset({"garis"}),
    "inflasi": frozenset({"konsumen"}),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """An indicator's name at lexemes first to end - 1."""

    first: int
    end: int
    code: str
    weak: bool = False  # a word of the field rather than the measure's name; counts only in its own sentence


@dataclass(frozen=True, slots=True)
class Indicators:
    """The table of indicators as a tree of words: `tree` maps a first word to (its further words, code)."""

    tree: dict[str, list[tuple[tuple[str, ...], str, bool]]]
    names: dict[str, str]


@lru_cache(maxsize=8)
def load_indicators(path: Path = DATA) -> Indicators:
    """Read a table of code, name and aliases (separated by ";"); raises OSError or ValueError with what is wrong."""
    tree: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    names: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) < 2:
            raise ValueError(
                f"{path.name}: baris “{line}” harus berisi kode, nama, dan alias yang dipisahkan tab."
            )
        code, name = fields[0].strip(), fields[1].strip()
        names[code] = name
        aliases = fields[2].split(";") if len(fields) > 2 else []
        for alias in (name, *aliases, *SPELLINGS.get(code, ())):
            words = tuple(lex(alias.removeprefix("~")).low)
            if words:
                tree.setdefault(words[0], []).append((words[1:], code, alias.startswith("~")))
    for ends in tree.values():
        ends.sort(key=lambda entry: -len(entry[0]))
    return Indicators(tree, names)


def find_mentions(lexed: Lexed, indicators: Indicators) -> list[Mention]:
    """All names of indicators in the text, the longest at each place, in order."""
    found: list[Mention] = []
    end = 0
    low, tree = lexed.low, indicators.tree
    for i in lexed.where(tree):
        if i < end:
            continue
        for rest, code, weak in tree[low[i]]:
            stop = i + 1 + len(rest)
            if tuple(low[i + 1 : stop]) == rest and not _other(lexed, i, code):
                found.append(Mention(i, stop, code, weak))
                end = stop
                break
    return found


def _other(lexed: Lexed, i: int, code: str) -> bool:
    if lexed.word(i - 1) in _NOT_BEFORE.get(code, ()):
        return True
    if code == "rb" and (
        lexed.low[max(0, i - 2) : i] == ["negara", "dan"]
        or lexed.glued(i)
        or "pan" in lexed.low[max(0, i - 2) : i]
        or lexed.word(i - 1).endswith("pan")
    ):
        return True  # the ministry's name, and ".../RB.06/2025"
    # A short name written small is a word of its own ("zi", "ipp" never are, "spi" in "konspirasi" is no lexeme).
    return (
        len(lexed.low[i]) <= 3
        and lexed.low[i] in {"zi", "dak", "dau", "pma", "pad"}
        and not lexed.is_capital(i)
    )


def mention_starts(mentions: list[Mention]) -> list[int]:
    """First lexemes of mentions, for `bisect`."""
    return [mention.first for mention in mentions]


def in_range(mentions: list[Mention], starts: list[int], first: int, end: int) -> list[Mention]:
    """The mentions that begin at lexemes first to end - 1."""
    return mentions[bisect_left(starts, first) : bisect_left(starts, end)]
