"""The first tour: a few pages in order, each with a sentence or two, for each role."""

from dataclasses import dataclass

from tracker.accounts.rights import Role
from tracker.i18n import _

PARAMETER = "tur"


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the tour: the name of its route, a title, and what is done there."""

    route: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Where somebody is on the tour; `before` and `after` are the steps beside it, None at the ends."""

    step: Step
    number: int
    count: int
    before: Step | None
    after: Step | None


def stop(role: Role, *, route: str | None, asked: str | None, is_closed: bool) -> Stop | None:
    """Where the tour stands on a page, if it stands there.

    `route` is the page's, `asked` what its address says ("2"), `is_closed` whether the person has ended the
    tour: who has not is met by its first step on the first page.
    """
    steps = steps_of(role)
    number = int(asked) if asked and asked.isdecimal() and len(asked) < 3 else None
    if number is None and not is_closed and route == steps[0].route:
        number = 1
    if number is None or not 1 <= number <= len(steps) or steps[number - 1].route != route:
        return None
    before = steps[number - 2] if number > 1 else None
    after = steps[number] if number < len(steps) else None
    return Stop(steps[number - 1], number, len(steps), before, after)


def steps_of(role: Role) -> tuple[Step, ...]:
    """The tour of a role, from its first page to help."""
    last = Step(
        "help",
        _("Bantuan selalu ada"),
        _(
            "Panduan lengkap untuk peran Anda ada di sini, dengan gambar. Di halaman mana pun, tekan ? untuk"
            " melihat tombol pintas halaman itu."
        ),
    )
    return (*TOURS[role](), last)


def _bureau() -> tuple[Step, ...]:
    return (
        Step(
            "home",
            _("Mulai dari sini setiap pagi"),
            _(
                "Beranda menunjukkan tenggat terdekat dan apa yang menunggu Anda: yang dikembalikan lebih"
                " dahulu, lalu yang belum diisi."
            ),
        ),
        Step(
            "evidence_list",
            _("Unggah satu kali"),
            _(
                "Tarik laporan, surat, atau foto ke sini. Renaksi membacanya dan mengusulkan capaian mana"
                " yang dapat dibuktikannya; Anda yang memutuskan."
            ),
        ),
        Step(
            "work",
            _("Isi dan ajukan"),
            _(
                "Setiap baris adalah satu output dalam satu triwulan. Isi realisasinya, kaitkan buktinya,"
                " lalu ajukan ke Inspektorat sebelum tenggat."
            ),
        ),
        Step(
            "leadership",
            _("Tiga angka, satu batang"),
            _(
                "Dilaporkan adalah yang diajukan, terbukti yang buktinya cocok, terverifikasi yang diterima"
                " Inspektorat. Tekan angka mana pun untuk melihat asalnya."
            ),
        ),
    )


def _inspectorate() -> tuple[Step, ...]:
    return (
        Step(
            "home",
            _("Apa yang menunggu"),
            _("Beranda menghitung laporan yang menunggu pemeriksaan dan nilai yang saling bertentangan."),
        ),
        Step(
            "review_queue",
            _("Antrean menurut risiko"),
            _(
                "Laporan paling berisiko berdiri paling atas, dengan alasannya. Tekan Enter untuk mulai; y"
                " menerima, n mengembalikan, u mengurungkan."
            ),
        ),
        Step(
            "sample_list",
            _("Terlalu banyak untuk dibaca semua?"),
            _("Undi sampel berbobot risiko. Dengan benih yang sama, hasil undiannya selalu sama."),
        ),
        Step(
            "dispute_list",
            _("Nilai yang bertentangan"),
            _(
                "Indikator dan periode yang sama dengan nilai berbeda disandingkan beserta potongan"
                " halamannya. Satu keputusan menyelesaikannya."
            ),
        ),
    )


def _leadership() -> tuple[Step, ...]:
    return (
        Step(
            "leadership",
            _("Berapa persen, dan dapatkah dipercaya?"),
            _(
                "Setiap rencana adalah satu batang bersarang: dilaporkan, di dalamnya terbukti, di dalamnya"
                " terverifikasi. Tekan angka mana pun sampai ke halaman dokumen yang membuktikannya."
            ),
        ),
        Step(
            "inquiry_list",
            _("Minta penjelasan"),
            _("Pada angka atau rencana aksi mana pun Anda dapat bertanya, dengan batas hari untuk menjawab."),
        ),
        Step(
            "frozen_list",
            _("Keadaan yang dibekukan"),
            _(
                "Angka pada suatu tenggat disimpan apa adanya. Bagikan lewat tautan yang hanya dapat dibaca"
                " dan berakhir pada hari yang Anda pilih."
            ),
        ),
    )


def _admin() -> tuple[Step, ...]:
    return (
        Step(
            "home",
            _("Keadaan instansi Anda"),
            _("Beranda menunjukkan tenggat terdekat dan angka seluruh instansi."),
        ),
        Step(
            "plan_list",
            _("Rencana aksi lebih dahulu"),
            _("Impor matriks RB General dan RB Tematik dari Excel, Word, atau PDF, lalu aktifkan."),
        ),
        Step(
            "deadline_list",
            _("Tenggat dan pengingatnya"),
            _("Tetapkan tenggat untuk setiap tahap. Pengingat dikirim 30, 7, 3, dan 1 hari sebelumnya."),
        ),
        Step(
            "people_list",
            _("Undang orangnya"),
            _("Setiap orang mendapat tautan undangan, satu peran, dan unit yang menjadi tugasnya."),
        ),
    )


TOURS = {
    Role.BUREAU: _bureau,
    Role.INSPECTORATE: _inspectorate,
    Role.LEADERSHIP: _leadership,
    Role.ADMIN: _admin,
}
