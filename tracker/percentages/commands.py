"""`renaksi recount`: is what is kept equal to what the facts give?"""

import typer

from tracker.i18n import gettext as _

app = typer.Typer()


@app.command()
def recount() -> None:
    """Hitung ulang semua persentase dari fakta dan bandingkan dengan yang tersimpan."""
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.percentages import recount as counting  # noqa: PLC0415

    reports = with_database(counting.recount_all)
    for report in reports:
        print(report.line())
    if not reports:
        print(_("Belum ada rencana aksi."))
    raise typer.Exit(1 if any(report.differences for report in reports) else 0)
