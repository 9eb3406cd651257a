"""What people call the parts of a deadline."""

from dataclasses import dataclass
from urllib.parse import urlencode

from tracker.deadlines.windows import Stage
from tracker.i18n import _

CHAT = "https://wa.me/"  # opens a chat with a text in it; the person chooses to whom


@dataclass(frozen=True, slots=True)
class Reminder:
    """A message that is ready to be sent."""

    text: str

    @property
    def chat_url(self) -> str:
        """Where the message opens in a chat."""
        return f"{CHAT}?{urlencode({'text': self.text})}"


def stage_name(stage: Stage) -> str:
    """The stage as a page names it."""
    return {
        Stage.REPORT: _("Pelaporan oleh unit"),
        Stage.CORRECT: _("Perbaikan oleh unit"),
        Stage.VERIFY: _("Pemeriksaan Inspektorat"),
    }[stage]


def what_is_missing(stage: Stage, count: int) -> str:
    """How much of a stage is still to be done, in words."""
    return {
        Stage.REPORT: _("{count} sel realisasi belum diisi"),
        Stage.CORRECT: _("{count} laporan belum diperbaiki"),
        Stage.VERIFY: _("{count} laporan menunggu pemeriksaan"),
    }[stage].format(count=count)


def reminder_text(*, unit: str, title: str, stage: Stage, missing: int, closes: str, address: str) -> str:
    """A message to a unit about what it has still to do, as one would send it by telephone."""
    text = _(
        "Yth. Admin {unit}, mengingatkan {title}: {missing}. "
        "Batas waktunya {closes}. Silakan dilengkapi di {address}. Terima kasih."
    )
    what = what_is_missing(stage, missing)
    return text.format(unit=unit, title=title, missing=what, closes=closes, address=address)


def share_names() -> dict[str, str]:
    """What the share of each stage counts, by the name of its percentage."""
    return {
        "terinput": _("terinput dari sel yang wajib diisi"),
        "dilaporkan": _("diajukan dari sel yang wajib diisi"),
        "terverifikasi": _("terverifikasi dari sel yang wajib diisi"),
    }
