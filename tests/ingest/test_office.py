"""Word files, workbooks, archives and mails, made for the tests."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import openpyxl
import pytest
import xlsxwriter

from ingest.errors import ArchiveTooDense, Damaged, LockedOffice, NoText, TooManyCells
from ingest.limits import Limits
from ingest.read import read
from ingest.sheets import number_text
from tests.ingest.making import W, docx, old_workbook, p, tc, tr, zipped


def test_a_word_file_gives_paragraphs_and_tables_in_their_order(make_file):
    down, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        "<w:tbl>"
        + tr(tc("Sasaran", down), tc("Target", '<w:gridSpan w:val="2"/>'))
        + tr(tc("", goes_on), tc("TW I"), tc("TW II"))
        + tr(tc("Layanan membaik"), tc("70"), tc("80"))
        + "</w:tbl>"
    )
    content = docx(p("Rencana Aksi 2023", "Title") + p("Sebelum") + table + p("Sesudah"))
    document = read(make_file(content), name="a.docx")
    assert document.title == "Rencana Aksi 2023"
    assert document.text.splitlines() == [
        "Rencana Aksi 2023",
        "Sebelum",
        "Sasaran | Target",
        " | TW I | TW II",
        "Layanan membaik | 70 | 80",
        "Sesudah",
    ]
    assert document.tables[0].header == ("Sasaran", "Target / TW I", "Target / TW II")
    assert document.tables[0].rows == (("Layanan membaik", "70", "80"),)
    assert document.tables[0].row_pages == (1,)


def test_deleted_text_is_left_out_and_inserted_text_is_read(make_file):
    body = (
        "<w:p><w:r><w:t>Target </w:t></w:r><w:del><w:r><w:delText>70</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>75</w:t></w:r></w:ins><w:r><w:tab/><w:t>persen</w:t></w:r></w:p>"
    )
    assert read(make_file(docx(body)), name="a.docx").text == "Target 75\tpersen\n"


def test_entities_of_a_word_file_are_not_resolved(make_file, tmp_path):
    secret = tmp_path / "rahasia"
    secret.write_text("jangan dibaca")
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><w:document {W}><w:body>'
        "<w:p><w:r><w:t>Halo &x;</w:t></w:r></w:p></w:body></w:document>"
    )
    content = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    assert "jangan" not in read(make_file(content), name="a.docx").text


def test_a_workbook_gives_its_sheets(make_file, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Renaksi")
        sheet.write(0, 0, "RENCANA AKSI TAHUN 2023")
        sheet.merge_range(2, 0, 3, 0, "Indikator")
        sheet.merge_range(2, 1, 2, 2, "Target")
        sheet.write_row(3, 1, ["TW I", "TW II"])
        sheet.write_row(4, 0, ["Indeks SPBE", 3.25, 4])
        sheet.write_row(5, 0, ["Nilai SAKIP", 70.5])
        sheet.write_formula(5, 2, "=B6+1", None, 71.5)
        book.add_worksheet("Lain").write_row(0, 0, ["Satu", "Dua"])
        hidden = book.add_worksheet("Sembunyi")
        hidden.write(0, 0, "tidak tampak")
        hidden.hide()
    document = read(path, name="a.xlsx")
    table = document.tables[0]
    assert table.header == ("Indikator", "Target / TW I", "Target / TW II")
    assert table.rows == (("Indeks SPBE", "3,25", "4"), ("Nilai SAKIP", "70,5", "71,5"))
    assert "RENCANA AKSI TAHUN 2023" in document.text
    assert "tidak tampak" not in document.text
    assert len(document.pages) == 2


def test_a_sheet_over_the_limit_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Luas")
        sheet.write(0, 0, "awal")
        sheet.write(999, 99, "akhir")
    with pytest.raises(TooManyCells, match="Luas memuat 100000 sel"):
        read(path, name="a.xlsx", limits=Limits(cells=10_000))


def test_days_in_a_workbook_are_written_day_first(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Batas", date(2023, 10, 20)])
    book.save(path)
    assert "20/10/2023" in read(path, name="a.xlsx").text


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (0.1 + 0.2, "0,3"), (2560783220.0, "2560783220"), (-1.5, "-1,5"), (float("nan"), "")],
)
def test_numbers_have_a_decimal_comma(value, text):
    assert number_text(value) == text


def test_a_csv_is_its_text_and_a_table(make_file):
    text = "No;Indikator;Target\n1;Indeks SPBE;3,2\n2;Nilai SAKIP;70\n"
    document = read(make_file(text), name="a.csv")
    assert document.text == text
    assert document.tables[0].header == ("No", "Indikator", "Target")
    assert document.tables[0].rows == (("1", "Indeks SPBE", "3,2"), ("2", "Nilai SAKIP", "70"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_of_any_encoding_is_a_table(make_file, encoding, delimiter):
    rows = [["No", "Rencana aksi", "Target"], ["1", "Menata “arsip” – tahap I", "75"], ["2", "Survei", "80"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    document = read(make_file(text.encode(encoding)), name="data")
    assert [list(document.tables[0].header), *map(list, document.tables[0].rows)] == rows


def test_an_old_workbook_is_read(make_file):
    rows = [["No", "Rencana aksi", "Target"], [1.0, "Menata arsip – tahap I", 75.5], [2.0, "Survei", 80.0]]
    document = read(make_file(old_workbook(rows)), name="matriks.xls")
    assert document.media_type == "application/vnd.ms-excel"
    assert document.tables[0].header == ("No", "Rencana aksi", "Target")
    assert document.tables[0].rows == (("1", "Menata arsip – tahap I", "75,5"), ("2", "Survei", "80"))


@pytest.mark.parametrize("cipher", [0, 1])
def test_an_old_workbook_with_a_password_says_what_to_do(make_file, cipher):
    with pytest.raises(LockedOffice, match="hapus kata sandinya"):
        read(make_file(old_workbook([["No"]], cipher=cipher)), name="matriks.xls")


@pytest.mark.parametrize("member", ["word/document.xml", "xl/workbook.xml", "content.xml"])
def test_an_office_file_that_swells_is_refused(make_file, member):
    members = {member: b"<a>" + bytes(30_000_000) + b"</a>"}
    if member == "content.xml":
        members["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"
    with pytest.raises(ArchiveTooDense, match="kali lipat"):
        read(make_file(zipped(members)), name="bom")


def test_the_members_of_an_archive_are_read_one_after_the_other(make_file):
    content = zipped(
        {"b/dua.txt": "Isi dua", "a/satu.txt": "Isi satu", "c/gambar.exe": b"\x7fELF" + bytes(99)}
    )
    document = read(make_file(content), name="a.zip")
    assert document.text == "Isi satu\fIsi dua"
    assert [document.text[page.start : page.end] for page in document.pages] == ["Isi satu", "Isi dua"]
    assert [page.number for page in document.pages] == [1, 2]
    assert [remark.code for remark in document.warnings] == ["member-skipped"]


def test_an_archive_that_swells_is_refused(make_file):
    bomb = zipped({"nol.txt": bytes(30_000_000)})
    with pytest.raises(ArchiveTooDense, match="kali lipat"):
        read(make_file(bomb), name="bom.zip")


def test_archives_in_archives_have_an_end(make_file):
    content = zipped({"isi.txt": "Isi"})
    for _ in range(5):
        content = zipped({"dalam.zip": content})
    with pytest.raises(ArchiveTooDense):
        read(make_file(content), name="a.zip")


def test_an_archive_with_too_many_members_is_refused(make_file):
    content = zipped({f"{number}.txt": "x" for number in range(20)})
    with pytest.raises(ArchiveTooDense):
        read(make_file(content), name="a.zip", limits=Limits(archive_members=10))


def test_a_locked_workbook_asks_for_its_password(make_file):
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    with pytest.raises(LockedOffice):
        read(make_file(content), name="a.xlsx")


@pytest.mark.parametrize("name", ["word/document.xml", "xl/workbook.xml"])
def test_office_files_with_nothing_inside_are_damaged(make_file, name):
    with pytest.raises((Damaged, NoText)):
        read(make_file(zipped({"[Content_Types].xml": "<Types/>", name: "<kosong/>"})), name="a")


def test_a_mail_gives_its_text_and_its_attachments(make_file):
    mail = EmailMessage()
    mail["Subject"] = "Laporan TW III"
    mail["From"] = "bagian@nusaharapan.example"
    mail["To"] = "biro@nusaharapan.example"
    mail["Date"] = "Tue, 17 Oct 2023 09:00:00 +0700"
    mail.set_content("Terlampir laporan triwulan III.\n")
    mail.add_attachment(b"Realisasi 75,5 persen", maintype="text", subtype="plain", filename="laporan.txt")
    document = read(make_file(mail.as_bytes()), name="a.eml")
    assert document.title == "Laporan TW III"
    assert document.published == date(2023, 10, 17)
    assert "Terlampir laporan triwulan III." in document.pages[0].text
    assert document.pages[-1].text.strip() == "Realisasi 75,5 persen"


def test_a_saved_web_page_is_read(make_file):
    page = (
        b"From: <Saved by a browser>\r\nSubject: Berita\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="batas"\r\n\r\n--batas\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><head><title>Nilai naik</title></head><body><article><p>Nilai reformasi birokrasi Provinsi "
        b"Nusa Harapan naik menjadi 75,50 pada tahun 2022, kata gubernur =E2=80=94 demikian.</p></article>"
        b"</body></html>"
        b"\r\n--batas--\r\n"
    )
    document = read(make_file(page), name="a.mhtml")
    assert "75,50" in document.text
    assert document.media_type == "multipart/related"


def test_a_word_file_cut_short_is_read_as_far_as_it_goes(make_file):
    body = "".join(p(f"Kalimat nomor {number} tentang layanan publik {number * 7}.") for number in range(400))
    content = docx(body)
    document = read(make_file(content[: len(content) * 2 // 3]), name="a.docx")
    assert document.text.startswith("Kalimat nomor 0 ")
    assert [remark.code for remark in document.warnings] == ["damaged-part"]


def test_a_workbook_without_its_directory_is_put_together_anew(make_file, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Renaksi").write_row(0, 0, ["No", "Aksi", "Target"])
    content = (tmp_path / "a.xlsx").read_bytes()
    document = read(make_file(content[: content.index(b"PK\x01\x02")]), name="a.xlsx")
    assert "No | Aksi | Target" in document.text
    assert [remark.code for remark in document.warnings] == ["damaged-part"]


def test_a_damaged_member_does_not_hide_the_others(make_file):
    content = zipped({"a.txt": "Nilai 75,5 pada tahun 2023. " * 20, "b.docx": docx(p("Survei kepuasan"))})
    place = content.index(b"b.docx") + 40
    document = read(make_file(content[:place] + bytes(30) + content[place + 30 :]), name="a.zip")
    assert "Nilai 75,5" in document.text
    assert document.warnings
