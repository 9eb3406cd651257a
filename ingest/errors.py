"""What may be wrong with a file, said so that the person who uploaded it knows what to do next."""

from __future__ import annotations

from typing import Any, ClassVar

from nlp.marked import N_


class DocumentError(Exception):
    """A file that cannot become a Document: `code` for programs, `message` in Indonesian for people."""

    code: ClassVar[str] = "document"
    explanation: ClassVar[str] = N_("Berkas tidak dapat dibaca. Unggah ulang berkas aslinya.")

    def __init__(self, name: str = "", **facts: object) -> None:
        self.name = name
        self.facts = facts
        self.message = self.explanation.format_map(facts)
        super().__init__(f"{name}: {self.message}" if name else self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Made anew of its facts where one process hands it to another."""
        return error_from_dict, (error_to_dict(self),)


class Encrypted(DocumentError):
    code = "encrypted"
    explanation = N_(
        "Berkas ini terkunci dan butuh kata sandi. Isikan kata sandinya (tidak disimpan), "
        "atau unggah salinan tanpa kata sandi."
    )


class LockedOffice(DocumentError):
    code = "locked-office"
    explanation = N_(
        "Berkas Word atau Excel ini terkunci dengan kata sandi. Buka di aplikasinya, hapus kata sandinya "
        "(File, Info, Protect, Encrypt with Password), simpan, lalu unggah lagi."
    )


class LockedArchive(DocumentError):
    code = "locked-archive"
    explanation = N_(
        "Arsip ini terkunci dengan kata sandi. Ekstrak isinya di komputer Anda, lalu unggah berkasnya."
    )


class WrongPassword(DocumentError):
    code = "wrong-password"
    explanation = N_("Kata sandi tidak cocok dengan berkas ini. Periksa kata sandinya, lalu coba lagi.")


class Empty(DocumentError):
    code = "empty"
    explanation = N_("Berkas ini kosong (0 bita). Periksa berkas di komputer Anda, lalu unggah lagi.")


class NoPages(DocumentError):
    code = "no-pages"
    explanation = N_(
        "Berkas PDF ini tidak memiliki halaman. Simpan ulang dari aplikasi asalnya, lalu unggah lagi."
    )


class Damaged(DocumentError):
    code = "damaged"
    explanation = N_(
        "Berkas ini rusak atau tidak lengkap sehingga isinya tidak dapat dibaca. Buka di aplikasi asalnya, "
        "simpan ulang, lalu unggah lagi."
    )


class TooLarge(DocumentError):
    code = "too-large"
    explanation = N_(
        "Ukuran berkas {size_mb:.0f} MB, melebihi batas {limit_mb:.0f} MB. Perkecil berkas atau bagi menjadi "
        "beberapa bagian."
    )


class TooManyPages(DocumentError):
    code = "too-many-pages"
    explanation = N_(
        "Berkas ini {pages} halaman, melebihi batas {limit} halaman. Bagi menjadi beberapa berkas."
    )


class TooManyCells(DocumentError):
    code = "too-many-cells"
    explanation = N_(
        "Lembar {sheet} memuat {cells} sel, melebihi batas {limit} sel. Hapus baris dan kolom yang kosong, "
        "atau bagi menjadi beberapa berkas."
    )


class ArchiveTooDense(DocumentError):
    code = "archive-too-dense"
    explanation = N_(
        "Isi berkas ini membengkak tidak wajar ketika dibuka ({reason}). Unggah isinya satu per satu tanpa "
        "dimampatkan."
    )


class UnsupportedType(DocumentError):
    code = "unsupported-type"
    explanation = "{advice}"


class NoTextLayer(DocumentError):
    code = "no-text"
    explanation = N_(
        "Tidak satu pun dari {pages} halamannya memuat teks, jadi berkas ini mungkin hasil pindai. Unggah "
        "berkas asli (Word, Excel, atau PDF dari komputer), atau hasil pindai yang sudah melalui OCR."
    )


class NoText(DocumentError):
    code = "no-content"
    explanation = N_(
        "Tidak ada teks yang dapat dibaca di berkas ini. Periksa isinya, lalu unggah berkas yang benar."
    )


class TimedOut(DocumentError):
    code = "timed-out"
    explanation = N_(
        "Pembacaan berkas dihentikan setelah {seconds:.0f} detik. Bagi berkas menjadi beberapa bagian, "
        "lalu unggah lagi."
    )


class OutOfMemory(DocumentError):
    code = "out-of-memory"
    explanation = N_(
        "Berkas ini membutuhkan memori melebihi batas {memory_mb} MB ketika dibaca. Bagi berkas menjadi "
        "beberapa bagian, atau simpan ulang dengan gambar yang lebih kecil."
    )


class ReaderCrashed(DocumentError):
    code = "reader-crashed"
    explanation = N_(
        "Pembacaan berkas ini terhenti tiba-tiba. Simpan ulang berkas dari aplikasi asalnya sebagai PDF, "
        "lalu unggah lagi."
    )


class NoSuchPage(DocumentError):
    code = "no-such-page"
    explanation = N_("Halaman {page} tidak ada; berkas ini memiliki {pages} halaman.")


ERRORS: dict[str, type[DocumentError]] = {kind.code: kind for kind in DocumentError.__subclasses__()}


def error_to_dict(error: DocumentError) -> dict[str, object]:
    """A JSON-able form of the error; `error_from_dict` gives it back."""
    return {"code": error.code, "name": error.name, "facts": error.facts}


def error_from_dict(data: dict[str, object]) -> DocumentError:
    facts = data["facts"]
    kind = ERRORS[str(data["code"])]
    return kind(str(data["name"]), **(facts if isinstance(facts, dict) else {}))
