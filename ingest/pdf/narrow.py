"""Words that a narrow column broke without a hyphen: "382.58" over "5.266" is one figure.

A word breaks so only where it alone is wider than its cell: its first part then stands alone on its line, and
not one letter more would go there. The end of a phrase may fill a line too, so the parts must also read as
one word: by the other words of the page, by common ones, or because a part can be no word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf.tokens import Token

_WIDEST_PAD = 9.0  # points between a cell's side and its text
_MOST_LETTERS = 14  # that a part of a word has: a wider column breaks no words
_FIGURE = re.compile(r"[(\-–]?(?:Rp\.?)?[\d.,]*\d[.,]?|[(\-–]?(?:Rp\.?)?\d[\d.,]*")
_FIGURE_END = re.compile(r"[.,]?\d[\d.,]*[%)]?|%")
_LAST_WORD, _FIRST_WORD = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")
_CLOSING = frozenset(".,)")
_SHORT = 3  # letters: shorter parts are hardly words
_ROMAN = re.compile(r"[IVX]+")
_VOWEL = re.compile(r"[aiueo]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COMMON_WORDS = """
ada anggaran apbd apbn aparatur arsip awal akhir atau badan bagian baru bidang biro birokrasi bulan bupati
camat capaian dan dalam dana dari data dengan di dinas dokumen dukung daerah evaluasi fisik hasil indikator
indeks instansi jadwal jawab jenis jumlah kab kabupaten kali kantor kategori ke kecamatan kegiatan kelurahan
kendala kerja keterangan ket kinerja kode kota laporan layanan lokasi mitra negara nilai nomor no oleh opd
orang output outcome pada pagu pelaksana pelaksanaan pelayanan pemerintah pemda penanggung penilaian per
perangkat persen persentase pic pihak program provinsi publik realisasi reformasi rencana rincian risiko rp
rumah sakit sasaran satuan satu sekretariat sektor seksi semester serapan skpd solusi status strategis sub
sumber target tahun tanggal tema tercapai tidak tindak lanjut total triwulan trw tujuan tw umum unit untuk
uraian urusan utama volume waktu yang buah paket desa aksi sistem tata kelola upt uptd rt rw smp sma sd
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Narrow:
    """What tells whether parts are one word: the room of the cell, and whole words of the page."""

    room: float
    words: Collection[str]

    def joins(self, lines: Sequence[Sequence[Token]]) -> list[bool]:
        """For each line but the last, whether its last word goes on in the next line."""
        joined = []
        word = lines[0][-1].text if lines else ""
        for line, following in pairwise(lines):
            part = following[0].text
            is_one = is_full(line, following, self.room) and _is_one_word(word, part, self.words)
            joined.append(is_one)
            word = word + part if is_one and len(following) == 1 else following[-1].text
        return joined


def is_full(line: Sequence[Token], following: Sequence[Token], room: float) -> bool:
    """Whether a line is one part of a word, after which not one letter of the next line has room."""
    if len(line) != 1 or len(line[0].text) > _MOST_LETTERS:
        return False
    (left, _, right, _), (start, _, end, _) = line[0].box, following[0].box
    return right - left + (end - start) / len(following[0].text) > room


def whole_words(
    cells: Iterable[tuple[Sequence[Sequence[Token]], float]], others: Iterable[Token]
) -> set[str]:
    """The words that were certainly not broken: of the cells, given by lines and room, and of other text."""
    words = {word for token in others for word in _words(token.text)}
    for lines, room in cells:
        broken = [is_full(line, following, room) for line, following in pairwise(lines)]
        for number, line in enumerate(lines):
            after = number < len(broken) and broken[number]
            before = number > 0 and broken[number - 1]
            kept = line[before : len(line) - after]
            words |= {word for token in kept for word in _words(token.text)}
    return words


def pad(gaps: Iterable[float]) -> float:
    """How near the words of a column come to one of its sides."""
    return min(max(min(gaps, default=0.0), 0.0), _WIDEST_PAD)


def _words(text: str) -> list[str]:
    return [match.casefold() for match in _WORD.findall(text)]


def _is_one_word(left: str, right: str, known: Collection[str]) -> bool:
    """Whether the part that stands first on the next line belongs to the word on this one."""
    if _FIGURE.fullmatch(left) and _FIGURE_END.fullmatch(right):
        return True
    stem, rest = _LAST_WORD.search(left), _FIRST_WORD.match(right)
    if stem is None or rest is None:
        return bool(left[-1:].isalnum()) and right[:1] in _CLOSING
    return _are_letters_of_one(stem.group(), rest.group(), known)


def _are_letters_of_one(stem: str, rest: str, known: Collection[str]) -> bool:
    if not (rest[0].islower() or (stem.isupper() and rest.isupper())):
        return False
    if _ROMAN.fullmatch(rest):
        return bool(_ROMAN.fullmatch(stem))
    first, second = stem.casefold(), rest.casefold()
    if _begins(first + second, known):
        return True
    knows_first = first in known or first in _COMMON
    knows_second = second in known or second in _COMMON
    if min(len(first), len(second)) < _SHORT or not (_VOWEL.search(first) and _VOWEL.search(second)):
        return not knows_second or (not knows_first and len(first) < _SHORT)
    return not knows_first and not knows_second


def _begins(part: str, known: Collection[str]) -> bool:
    """Whether a word that is known begins so."""
    return any(word.startswith(part) for words in (known, _COMMON) for word in words)
