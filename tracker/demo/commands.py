"""`renaksi demo`: the invented institution, for a look at everything at work."""

import typer

app = typer.Typer()


@app.command()
def demo() -> None:
    """Muat provinsi rekaan dengan dua rencana aksi, bukti, dan tenggat 20 Oktober; sekali saja."""
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.demo.load import load  # noqa: PLC0415

    print(with_database(load, indexes=True))
