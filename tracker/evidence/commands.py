"""`renaksi extract`, `tables` and `score`: what is read out of a file, and how well, without a database."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from tracker.i18n import gettext as _

app = typer.Typer()

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help=_("Berkas dokumen."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Cetak sebagai satu objek JSON."))]
SHOWN_TEXT = 60


@app.command()
def extract(
    file: File,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=_("Hari dokumen ini terbit.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Cetak klaim, tanggal, dan peraturan yang terbaca dari satu dokumen."""
    from ingest.errors import DocumentError  # noqa: PLC0415
    from ingest.tables import extract_file  # noqa: PLC0415

    try:
        found = extract_file(file, published=published.date() if published else None, limits=_limits())
    except DocumentError as error:
        _refuse(str(error))
    print(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(_found_lines(found)))


@app.command()
def tables(
    file: File,
    pages: Annotated[
        str | None, typer.Option(metavar="1-3", help=_("Halaman yang dibaca, misalnya 1-3 atau 1,4."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Cetak tabel yang terbaca dari satu dokumen."""
    from ingest.errors import DocumentError  # noqa: PLC0415
    from ingest.tables import tables_json  # noqa: PLC0415

    try:
        found = tables_json(file, pages=pages, limits=_limits())
    except (DocumentError, ValueError) as error:
        _refuse(str(error))
    print(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(_table_lines(found)))
    if not as_json:
        for told in found.get("warnings", ()):
            page = _("Halaman {page}: ").format(page=told["page"]) if told["page"] else ""
            print(page + told["message"], file=sys.stderr)


@app.command()
def score(
    folder: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help=_("Map berisi pasangan NAMA.txt dan NAMA.json.")),
    ],
    errors: Annotated[bool, typer.Option("--errors", help=_("Tampilkan juga setiap perbedaan."))] = False,
) -> None:
    """Nilai hasil bacaan terhadap teks yang sudah ditandai orang."""
    from nlp.score import score_folder  # noqa: PLC0415

    report = score_folder(folder)
    for line in [*(report.errors if errors else []), *report.lines()]:
        print(line)


def _limits() -> Any:
    from ingest.limits import Limits  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    return Limits(
        bytes=settings.max_upload_bytes,
        pages=settings.max_pages,
        seconds=settings.read_seconds,
        memory_mb=settings.read_memory_mb,
    )


def _found_lines(found: dict[str, Any]) -> Iterator[str]:
    """One line per finding, in the order of the text: kind, value, role, and the words it stands in."""
    lines: list[tuple[int, str, str, str]] = []
    for date in found["dates"]:
        lines.append((date["start"], _("tanggal"), f"{date['value']} {date['role']}", date["text"]))
    for claim in found["claims"]:
        value = f"{claim['kind']} {claim['value']} {claim['role']}"
        about = " ".join(str(claim[key]) for key in ("indicator", "period") if claim.get(key))
        lines.append((claim["start"], _("klaim"), f"{value} {about}".strip(), claim["text"]))
    for rule in found["regulations"]:
        value = f"{rule['type']} {rule['number']}/{rule['year']}"
        lines.append((rule["start"], _("peraturan"), value, rule["text"]))
    for start, kind, value, text in sorted(lines):
        yield f"{start:>7}  {kind:<9}  {value:<40}  {' '.join(text.split())[:SHOWN_TEXT]}"
    if not lines:
        yield _("Tidak ada klaim, tanggal, atau peraturan yang terbaca.")


def _table_lines(found: dict[str, Any]) -> Iterator[str]:
    """Each table as tab-separated lines below a line with its pages."""
    for table in found["tables"]:
        yield _("# halaman {pages}").format(pages=", ".join(str(page) for page in table["pages"]))
        for row in (table["header"], *table["rows"]):
            yield "\t".join(row)
    if not found["tables"]:
        yield _("Tidak ada tabel yang terbaca.")


def _refuse(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(1)
