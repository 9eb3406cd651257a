"""`renaksi audit …`: the trail taken out of the database, and checked."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.i18n import gettext as _

app = typer.Typer()
trail = typer.Typer(help=_("Jejak audit."), no_args_is_help=True)
app.add_typer(trail, name="audit")


@trail.command("export")
def export(
    file: Annotated[Path, typer.Argument(dir_okay=False, help=_("Berkas yang dibuat (.jsonl)."))],
    instansi: Annotated[
        str | None, typer.Option(help=_("Kode Kemendagri satu instansi. Tanpa ini: semua."))
    ] = None,
) -> None:
    """Tulis jejak audit ke berkas JSON per baris, beserta pemeriksanya (check.py)."""
    import shutil  # noqa: PLC0415

    from tracker.audit.exporting import CHECKER  # noqa: PLC0415
    from tracker.commands import with_database  # noqa: PLC0415

    events = with_database(lambda: _write(file, instansi))
    checker = file.with_name(CHECKER.name)
    if not checker.exists():
        shutil.copy(CHECKER, checker)
    text = _("✓ {path}: {count} catatan. Periksa di komputer mana pun: python {checker} {path}")
    print(text.format(path=file, count=events, checker=checker))


async def _write(file: Path, instansi: str | None) -> int:
    """Write the export; the number of events in it. Raises NotFound for an institution that is not there."""
    from tracker.audit.exporting import exported, record_export  # noqa: PLC0415
    from tracker.errors import NotFound  # noqa: PLC0415
    from tracker.institutions.models import Institution  # noqa: PLC0415

    codes = sorted([one.id for one in await Institution.find_all().to_list()])
    if instansi is not None and instansi not in codes:
        raise NotFound(_("Instansi {code} belum ada.").format(code=instansi))
    chosen = codes if instansi is None else [instansi]
    for code in chosen:
        await record_export(None, code)
    lines = 0
    with file.open("w", encoding="utf-8") as out:
        async for line in exported(chosen):
            out.write(line)
            lines += 1
    return lines - 1
