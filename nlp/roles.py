"""What a date is for (deadline, period, event) and whether a figure is a target or an actual."""

from __future__ import annotations

from datetime import date

from nlp.lexer import Lexed
from nlp.ranges import Found
from nlp.words import ACTUAL_CUES, TARGET_CUES

_WINDOW = 14  # lexemes that a cue may stand before what it is about
_LIMIT = frozenset(
    "lambat lambatnya selambat batas batasnya tenggat deadline telat jatuh tempo sebelum limit selambatnya".split()
)
_LIMIT_AFTER = frozenset({"batas", "tenggat", "deadline", "terakhir", "tempo"})
_DUTY = frozenset(
    """
    harus wajib diwajibkan diminta dimohon agar segera menyampaikan disampaikan mengunggah diunggah mengumpulkan
    dikumpulkan melengkapi dilengkapi mengirimkan dikirim dikirimkan menyelesaikan diselesaikan mengisi diisi
    menginput diinput melaporkan dilaporkan kesempatan waktu diberi diperpanjang perpanjangan ditunggu menyetor
    memenuhi menindaklanjuti ditindaklanjuti melunasi membayar penginputan pengumpulan
    """.split()
)
_ACTIVITY = frozenset(
    """
    pendaftaran dibuka berlangsung digelar dilaksanakan pelaksanaan jadwal diselenggarakan pameran kegiatan seleksi
    rekrutmen lomba sosialisasi layanan festival pelatihan workshop rapat acara registrasi pengumpulan verifikasi
    pendampingan penilaian evaluasi survei pemeriksaan
    """.split()
)
_BLOCKS = frozenset({"\n", ".", ";", "!", "?"})


def date_role(lexed: Lexed, found: Found, today: date | None) -> str:
    """Role of a date that is not the dateline."""
    reading = found.reading
    i = reading.first
    before = _clause_before(lexed, i)
    if _is_limit(lexed, found, before, today):
        return "deadline"
    if found.open_start:
        return "deadline" if _DUTY & set(before) else "period"
    if found.open_end:
        return "event" if _ACTIVITY & set(before) else "period"
    if before[-1:] == ["per"] or before[-1:] == ["posisi"]:
        return "period"
    if reading.shape in {"year", "part", "month of year"}:
        return "period"
    if reading.shape == "from today":
        return "period" if reading.lead in {"years", "months", "triwulan", "semester"} else "event"
    if reading.shape == "month":
        return "period"
    return "event"


def _is_limit(lexed: Lexed, found: Found, before: list[str], today: date | None) -> bool:
    words = before[-10:]
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        if word not in _LIMIT:
            continue
        if word == "batas" and words[n + 1 : n + 2] and words[n + 1] in {"wilayah", "desa", "kota"}:
            continue
        if word == "sebelum":
            return _ahead(found, today, words[n + 1 :])
        if word == "jatuh" or (word == "tempo" and words[n - 1 : n] != ["jatuh"]):
            continue
        return True
    if words[-1:] == ["terakhir"] or words[-2:-1] == ["terakhir"]:
        return found.reading.shape == "day" and any(w in {"hari", "tanggal", "waktu"} for w in words[-4:])
    after = lexed.low[found.reading.end : found.reading.end + 7]
    for n, word in enumerate(after):
        if word in _BLOCKS or (n and lexed.is_number(found.reading.end + n)):
            break
        if word in _LIMIT_AFTER and (word not in {"terakhir"} or after[n - 1 : n] in (["hari"], ["tanggal"])):
            return True
    return False


def _ahead(found: Found, today: date | None, between: list[str]) -> bool:
    """ "sebelum 12 Mei 2031" is a limit unless that day was past when the text was published."""
    if len(between) > 4:
        return False
    day = found.reading.start.first_day()
    return day is None or today is None or found.reading.shape != "year" or day.year >= today.year


def _clause_before(lexed: Lexed, i: int) -> list[str]:
    """Words before lexeme i in its sentence, back to a full stop, an empty line or another date."""
    first = i
    while first > 0 and i - first < _WINDOW:
        word = lexed.low[first - 1]
        gap = lexed.gap(first)
        if (word in _BLOCKS and gap and not _abbreviation(lexed, first - 1)) or "\n\n" in gap:
            break
        if lexed.taken[first - 1]:
            break
        first -= 1
    return lexed.low[first:i]


def _abbreviation(lexed: Lexed, i: int) -> bool:
    return lexed.word(i) == "." and len(lexed.word(i - 1)) <= 3 and lexed.word(i - 1).isalpha()


_STRONG_ACTUAL = frozenset(
    """
    realisasi realisasinya terealisasi terealisasikan direalisasikan terserap serapan penyerapan efisiensi tercapai
    tercatat terkumpul silpa capaian capaiannya capainnya pencapaian ketercapaian diperoleh memperoleh meraih diraih
    raih mengantongi menyabet dicapai terhimpun tersalurkan dibelanjakan menghabiskan membukukan menempati menduduki
    mendapat mendapatkan berhasil tersisa sisa terlaksana tuntas rampung terpasang terbangun tersedia baru sudah
    ditindaklanjuti diselesaikan melampaui melebihi dikategorikan diterima menerima
    """.split()
)
_AFTER_TARGET = frozenset(
    "capaian capaiannya realisasi mencapai sebesar kinerja naik peningkatan meningkat penurunan turun pertumbuhan "
    "memperoleh meraih mendapat perolehan diperoleh pencapaian kenaikan penilaian hasil masuk berada menjadi "
    "penyerapan serapan mendapatkan raih menempati".split()
)
_BUDGET = frozenset(
    "anggaran anggarannya pagu dana apbd belanja biaya alokasi plafon usulan dpa rka hibah".split()
)


def budgeted(lexed: Lexed, low: int, i: int) -> bool:
    """True when a word for planned money stands between lexemes low and i."""
    return any(word in _BUDGET for word in lexed.low[low:i])


def cue_at(lexed: Lexed, i: int) -> str | None:
    """ "target", "actual" or "weak" (an actual, unless a target is named) when lexeme i says so."""
    word = lexed.low[i]
    if word in TARGET_CUES:
        return _target_cue(lexed, i, word)
    if word in ACTUAL_CUES:
        if word in _AFTER_TARGET and _behind_target(lexed, i):
            return None
        if word == "mencapai" and _aims(lexed, i):
            return None
        if word == "melebihi" or word == "melampaui":
            return "weak"
        return "actual" if word in _STRONG_ACTUAL else "weak"
    return None


def _behind_target(lexed: Lexed, i: int) -> bool:
    """True for "target capaian", "menargetkan nilai naik", "harus mencapai": the aim goes on."""
    return any(
        lexed.word(k) in TARGET_CUES
        and lexed.word(k) not in _BUDGET
        and _target_cue(lexed, k, lexed.word(k)) == "target"
        for k in (i - 1, i - 2, i - 3)
        if k >= 0
    )


def _aims(lexed: Lexed, i: int) -> bool:
    """ "untuk mencapai", "agar mencapai", "dapat mencapai": the figure is aimed at."""
    return lexed.word(i - 1) in {"untuk", "agar", "bisa", "dapat", "guna", "mampu", "supaya"}


def _target_cue(lexed: Lexed, i: int, word: str) -> str | None:
    before = lexed.word(i - 1)
    if word in {"target", "targetnya"}:
        if before in {"capaian", "pencapaian", "ketercapaian", "realisasi", "melampaui", "melebihi"}:
            return "actual" if before in {"capaian", "pencapaian", "ketercapaian", "realisasi"} else "target"
        if lexed.word(i + 1) in {"tercapai", "terealisasi"}:
            return "actual"
        return "target"
    if word in {"anggaran", "anggarannya"}:
        return None if before in {"realisasi", "serapan", "penyerapan", "efisiensi", "capaian"} else "target"
    if word in {"minimal", "minimum"} and before in {"nilai", "kriteria"}:
        return "target"
    if word == "paling":
        return "target" if lexed.word(i + 1) in {"sedikit", "rendah", "kurang", "lambat"} else None
    if word == "wajib" and (
        before in {"pejabat", "yang", "jumlah", "seluruh"} or lexed.word(i + 1) == "lapor"
    ):
        return None
    if word in {"kuota", "standar", "komitmen", "ingin", "perlu", "rencana"}:
        return None
    return "target"
