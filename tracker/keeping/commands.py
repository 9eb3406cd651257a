"""`renaksi backup`, `restore` and `verify`."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.i18n import gettext as _

if TYPE_CHECKING:
    from tracker.keeping.archive import Manifest, Reader
    from tracker.settings import Settings

app = typer.Typer()
MOST_SHOWN = 20

NewFile = Annotated[Path, typer.Argument(dir_okay=False, help=_("Berkas cadangan yang dibuat (.zip)."))]
OldFile = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help=_("Berkas cadangan."))
]


@app.command()
def backup(file: NewFile) -> None:
    """Cadangkan semua data dan berkas ke satu berkas ZIP, selagi Renaksi berjalan."""
    from tracker.clock import real_now  # noqa: PLC0415
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.database import current_database  # noqa: PLC0415
    from tracker.keeping import backup as backing_up  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    made = with_database(
        lambda: backing_up.backup(
            current_database(), file, data_dir=get_settings().data_dir, at=real_now(), say=_teller()
        ),
        schema="older",  # a backup comes before the data are brought up to date
    )
    _summarise(made, file)
    for name in made.damaged:
        print(_("✗ isi berkas tidak utuh di basis data: {name}").format(name=name))
    raise typer.Exit(1 if made.damaged else 0)


@app.command()
def restore(
    file: OldFile,
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Hapus isi basis data tujuan lebih dahulu."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Jangan bertanya."))] = False,
) -> None:
    """Pulihkan cadangan ke basis data kosong; dengan --replace, menggantikan isinya."""
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.keeping.restore import open_archive  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    _refuse_while_running(settings)
    with open_archive(file) as reader:
        print(_("Memeriksa cadangan …"), flush=True)
        reader.check()
        if replace and not yes:
            question = _("Isi basis data tujuan akan dihapus dan diganti isi cadangan. Lanjutkan?")
            typer.confirm(question, abort=True)
        with_database(lambda: _restore(reader, settings, replace=replace), schema="any")
        _summarise(reader.manifest, file)
    reports = with_database(_recount, indexes=True, schema="migrate")
    for line in reports:
        print(line)


@app.command()
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, readable=True, help=_("Berkas cadangan (bila ada).")),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("Tampilkan semua masalah."))] = False,
) -> None:
    """Periksa semua berkas, kaitan, persentase, dan jejak audit; atau satu berkas cadangan."""
    if file is not None:
        from tracker.keeping.archive import Reader  # noqa: PLC0415

        with Reader(file) as reader:
            reader.check()
            _summarise(reader.manifest, file)
        return
    from tracker.commands import with_database  # noqa: PLC0415

    problems = with_database(lambda: _verify(everything))
    print(_("Ada {count} masalah.").format(count=problems) if problems else _("Semua utuh."))
    raise typer.Exit(1 if problems else 0)


async def _verify(everything: bool) -> int:
    """Print each check as it ends; the number of problems."""
    from tracker.database import current_database  # noqa: PLC0415
    from tracker.keeping import verify as verifying  # noqa: PLC0415

    total = 0
    async for section in verifying.verify(current_database()):
        mark = "✗" if section.problems else "✓"
        looked = _("{count} diperiksa").format(count=section.looked_at)
        print(f"{mark} {section.name:<20} {looked}", flush=True)
        shown = section.problems if everything else section.problems[:MOST_SHOWN]
        for line in [*shown, *section.notes]:
            print(f"    {line}")
        if len(section.problems) > len(shown):
            print("    " + _("… dan {count} lagi (--all)").format(count=len(section.problems) - len(shown)))
        total += len(section.problems)
    return total


def _refuse_while_running(settings: "Settings") -> None:
    from tracker.keeping.errors import StillRunning  # noqa: PLC0415
    from tracker.running.folder import DataFolder  # noqa: PLC0415

    folder = DataFolder(settings.data_dir)
    if folder.is_held():
        raise StillRunning(_("proses {pid}").format(pid=folder.owner()))


async def _restore(reader: "Reader", settings: "Settings", *, replace: bool) -> None:
    from tracker.database import current_database  # noqa: PLC0415
    from tracker.keeping import restore as restoring  # noqa: PLC0415
    from tracker.keeping.errors import StillRunning  # noqa: PLC0415
    from tracker.watching import life  # noqa: PLC0415

    database = current_database()
    if settings.mongo_uri() is not None and await life.seen(database, "worker"):
        raise StillRunning(_("ada pembaca dokumen yang bekerja semenit terakhir"))
    await restoring.restore(database, reader, data_dir=settings.data_dir, replace=replace, say=_teller())


async def _recount() -> list[str]:
    from tracker.percentages.recount import recount_all  # noqa: PLC0415

    return [report.line() for report in await recount_all()]


def _teller() -> Callable[[str], None]:
    words = {"bytes": _("berkas bukti"), "check": _("memeriksa ulang")}

    def say(what: str) -> None:
        print(f"  {words.get(what, what)} …", flush=True)

    return say


def _summarise(made: "Manifest", file: Path) -> None:
    documents = sum(one.count for one in made.collections.values())
    print(
        _("✓ {path}: {documents} dokumen, {files} berkas ({size} MB), bentuk data {schema}, {at}").format(
            path=file,
            documents=documents,
            files=made.files,
            size=f"{made.file_bytes / 2**20:.1f}".replace(".", ","),
            schema=made.schema,
            at=made.made_at,
        )
    )
