"""`renaksi migrate`: bring the data to the shape that this program uses."""

import typer

from tracker.i18n import gettext as _

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Perbarui bentuk data ke versi program ini; aman diulang. Buat cadangan dahulu."""
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.database import current_database  # noqa: PLC0415
    from tracker.migrations import service  # noqa: PLC0415

    steps = with_database(lambda: service.migrate(current_database()), schema="any")
    for step in steps:
        print(_("✓ bentuk data {number}: {name}").format(number=step.number, name=step.name))
    if not steps:
        print(_("Bentuk data sudah yang terbaru."))
