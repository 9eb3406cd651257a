"""Gaps, losses, steps and silences in words."""

from tracker.i18n import _
from tracker.outlook.forecast import MIN_DAYS, Silence
from tracker.outlook.gaps import Gap, Loss
from tracker.outlook.service import Ahead
from tracker.web.formats import date_long, number, percent


def loss_words(loss: Loss) -> tuple[str, str]:
    """What a step of "why not 100?" is called, and what is meant."""
    return {
        Loss.LATE: (_("Terlambat"), _("belum diisi, tenggatnya sudah lewat")),
        Loss.MISSING: (_("Belum diisi"), _("tenggatnya masih di depan")),
        Loss.DRAFT: (_("Masih draf"), _("sudah diisi, belum diajukan")),
        Loss.RETURNED: (_("Dikembalikan"), _("menunggu perbaikan unit")),
        Loss.UNPROVEN: (_("Tanpa bukti yang cocok"), _("dilaporkan, belum terbukti")),
        Loss.UNVERIFIED: (_("Belum diverifikasi"), _("terbukti, menunggu Inspektorat")),
    }[loss]


def gap_count(gap: Gap, count: int) -> str:
    """How many cells are held up by what: "3 belum diisi"."""
    return {
        Gap.EMPTY: _("{count} belum diisi"),
        Gap.DRAFT: _("{count} masih draf"),
        Gap.RETURNED: _("{count} dikembalikan"),
        Gap.UNPROVEN: _("{count} tanpa bukti yang cocok"),
        Gap.UNVERIFIED: _("{count} menunggu verifikasi"),
        Gap.VERIFIED: _("{count} di bawah target"),
    }[gap].format(count=number(count))


def next_step(gap: Gap | None) -> str:
    """What is to be done next about cells with that gap; None: the figure wants a better result."""
    return {
        None: _("Kejar target: realisasinya masih di bawah target"),
        Gap.EMPTY: _("Unit mengisi realisasi"),
        Gap.DRAFT: _("Unit mengajukan drafnya"),
        Gap.RETURNED: _("Unit memperbaiki dan mengajukan lagi"),
        Gap.UNPROVEN: _("Unit mengaitkan bukti yang cocok"),
        Gap.UNVERIFIED: _("Inspektorat memeriksa"),
    }[gap]


def foretold_words(ahead: Ahead) -> str:
    """A forecast as a sentence that claims no more than it knows."""
    told = ahead.foretold
    if told.silence is not None:
        return silence_words(told.silence, told.days)
    assert told.expected is not None  # noqa: S101 - it is there unless there is a silence
    low, middle, high = (
        percent(each, 0) for each in (told.expected.low, told.expected.middle, told.expected.high)
    )
    if low == high:
        return _("Diperkirakan tetap sekitar {middle}").format(middle=middle)
    return _("Diperkirakan sekitar {middle}, antara {low} dan {high}").format(
        middle=middle, low=low, high=high
    )


def silence_words(silence: Silence, days: int) -> str:
    """Why nothing is foretold."""
    unknown = _("Belum dapat diramalkan")
    if silence is Silence.COMPLETE:
        return _("Sudah lengkap")
    why = {
        Silence.FEW_DAYS: _("catatan baru {days} hari kerja, perlu sedikitnya {least}"),
        Silence.PLAN_CHANGED: _(
            "rencana berubah {days} hari kerja yang lalu, perlu sedikitnya {least} hari catatan"
        ),
        Silence.TOO_FAR: _("tenggatnya terlalu jauh untuk catatan {days} hari kerja"),
        Silence.NOTHING_DUE: _("belum ada sel yang wajib diisi"),
    }[silence].format(days=number(days), least=number(MIN_DAYS))
    return f"{unknown}: {why}"


def pace_words(ahead: Ahead) -> str | None:
    """The pace of the past beside the one that would reach 100; None where nothing is foretold."""
    told = ahead.foretold
    if told.pace is None or told.needed is None:
        return None
    return _("Laju {pace} poin per hari kerja ({low} sampai {high}); untuk 100 % perlu {needed}.").format(
        pace=number(told.pace.middle, 1),
        low=number(told.pace.low, 1),
        high=number(told.pace.high, 1),
        needed=number(told.needed, 1),
    )


def basis_words(ahead: Ahead) -> str | None:
    """From which days a forecast was made; None where there is none."""
    told = ahead.foretold
    if told.silence is not None or told.first is None:
        return None
    return _("Dari {days} hari kerja, {first} sampai {last}.").format(
        days=number(told.days), first=date_long(told.first), last=date_long(told.last)
    )
