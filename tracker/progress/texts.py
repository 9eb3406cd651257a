"""Texts of a report as people write them."""

from tracker.errors import Invalid
from tracker.i18n import _

LONGEST_TEXT = 4_000


def cleaned(text: str, field: str) -> str:
    """The text with plain line ends and nothing around it. Raises Invalid, which names the field."""
    kept = text.replace("\r\n", "\n").strip()
    if len(kept) > LONGEST_TEXT:
        words = _("Teks ini lebih dari {count} huruf. Ringkas, lalu simpan lagi.").format(count=LONGEST_TEXT)
        raise Invalid(words, {field: words})
    return kept
