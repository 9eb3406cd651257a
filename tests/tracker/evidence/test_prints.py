"""What tells that two files say the same."""

from tracker.evidence.prints import text_print

TEXT = "Laporan kinerja triwulan III tahun 2023. " * 10


def test_case_blanks_and_marks_make_no_difference_but_a_figure_does() -> None:
    known = text_print(TEXT)
    assert known is not None
    assert text_print(TEXT.upper().replace(" ", "\n")) == known
    assert text_print(TEXT.replace(".", " –")) == known
    assert text_print(TEXT + "1") != known


def test_a_short_text_is_nobodys() -> None:
    assert text_print("Halaman ini sengaja dikosongkan.") is None
