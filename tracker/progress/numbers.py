"""Values as people type them, in Indonesian or English form.

What can be read in two ways, one mark before three digits ("1.500"), is read as the page's language has it.
"""

import re
from decimal import Decimal

from nlp.text.numbers import parse_number
from tracker.errors import Invalid
from tracker.i18n import _, language
from tracker.web.formats import written_out

MOST_DIGITS = 24
MOST_RUPIAH = 10**15
THOUSAND = 1000
_ONE_GROUP = re.compile(r"(-?[1-9]\d{0,2})([.,])(\d{3})")
_EXAMPLE = Decimal("1234.5")


def typed(value: Decimal | int | None, *, locale: str | None = None) -> str:
    """A stored number as a form's field holds it, which is read back as it was.

    As the page's language writes it, unless `locale` says otherwise.
    """
    return "" if value is None else written_out(value, locale=locale or language())


def parse_value(text: str, *, field: str = "value") -> Decimal | None:
    """The number that was typed: "1.234,5", "1,234.5", "dua puluh" or "75 %"; None where nothing was.

    Raises Invalid, which names the field, for anything else.
    """
    if not text.strip():
        return None
    if language() == "en" and (found := _ONE_GROUP.fullmatch(text.strip())):
        whole, mark, part = found.groups()
        return Decimal(whole + part if mark == "," else f"{whole}.{part}")
    try:
        value = parse_number(text)
    except ValueError as error:
        words = _("“{text}” bukan angka. Tulis satu angka saja, misalnya {example}.")
        raise _invalid(field, words.format(text=text.strip(), example=typed(_EXAMPLE))) from error
    if len(value.as_tuple().digits) > MOST_DIGITS or abs(value) >= Decimal(10) ** MOST_DIGITS:
        raise _invalid(field, _("Angka ini terlalu panjang. Periksa kembali."))
    return value


def parse_rupiah(text: str, *, field: str = "spent") -> int | None:
    """Whole rupiah as typed: "Rp1,4 miliar", "250.000.000"; None where nothing was.

    Raises Invalid, which names the field, for a negative amount, a fraction or no number.
    """
    found = _ONE_GROUP.fullmatch(text.strip())  # nobody writes thousandths of a rupiah
    value = Decimal(found[1] + found[3]) if found and found[2] == "." else parse_value(text, field=field)
    if value is None:
        return None
    if value < 0 or value != value.to_integral_value():
        raise _invalid(field, _("Tulis rupiah bulat, tanpa sen dan tidak negatif."))
    if value > MOST_RUPIAH:
        raise _invalid(field, _("Jumlah ini lebih dari seribu triliun. Periksa kembali."))
    return int(value)


def doubt(text: str) -> str | None:
    """How a number was read that can be read in two ways, and what to type for the other; None for others.

    One dot before three digits groups thousands in Indonesian and parts decimals in English, one comma the
    other way round: on an Indonesian page "20.000" is read as 20 ribu, "1,500" as 1,5.
    """
    found = _ONE_GROUP.fullmatch(text.strip())
    if found is None:
        return None
    whole, mark, part = found.groups()
    large, small = int(whole + part), Decimal(f"{whole}.{part}").normalize()
    is_large = mark == ("," if language() == "en" else ".")
    words = _("Dibaca {read}. Bila maksudnya {other}, tulis {other}.")
    if is_large:
        return words.format(read=_in_short(large), other=typed(small))
    return words.format(read=typed(small), other=str(large))


def _in_short(value: int) -> str:
    """Thousands without a mark that could be misread: 20000 -> "20 ribu", 1234 -> "1234"."""
    return _("{count} ribu").format(count=value // THOUSAND) if value % THOUSAND == 0 else str(value)


def _invalid(field: str, text: str) -> Invalid:
    message = _("Ada isian yang belum dapat disimpan. Perbaiki yang ditandai, lalu simpan lagi.")
    return Invalid(message, {field: text})
