"""Commands that run Renaksi or look at how it runs."""

from typing import Annotated

import typer

from tracker.i18n import gettext as _

app = typer.Typer()


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help=_("Muat data contoh pada start pertama, dan tampilkan akunnya."))
    ] = False,
) -> None:
    """Jalankan semuanya: basis data, pembaca dokumen, penjadwal, dan web."""
    from tracker.running.supervisor import Supervisor  # noqa: PLC0415
    from tracker.settings import PREFIX, get_settings  # noqa: PLC0415

    if demo:
        import os  # noqa: PLC0415

        os.environ[PREFIX + "DEMO"] = "true"  # children read it too
    raise typer.Exit(Supervisor(get_settings(), show=_print_now).run())


@app.command()
def web() -> None:
    """Jalankan web saja, tanpa pengawas; untuk container atau systemd."""
    from tracker.running.child import run_web  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    run_web(get_settings(), None, _say_ready)


@app.command()
def worker() -> None:
    """Jalankan satu pembaca dokumen saja, tanpa pengawas."""
    from tracker.running.child import run_worker  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    run_worker(get_settings(), 1, _say_ready)


@app.command()
def scheduler() -> None:
    """Jalankan penjadwal saja, tanpa pengawas. Cukup satu untuk satu pemasangan."""
    from tracker.running.child import run_scheduler  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    run_scheduler(get_settings(), _say_ready)


@app.command()
def settings() -> None:
    """Tampilkan semua pengaturan: nama, nilai sekarang, nilai bawaan, dan gunanya."""
    from tracker.running.listing import describe  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    for line in describe(get_settings()):
        print(line)


@app.command()
def doctor() -> None:
    """Periksa apakah Renaksi dapat berjalan di sini, dan apa yang perlu dilakukan."""
    from tracker.doctor import examine  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    findings = list(examine(get_settings()))
    for finding in findings:
        print(finding.line())
    raise typer.Exit(1 if any(finding.is_fault for finding in findings) else 0)


def _print_now(line: str) -> None:
    print(line, flush=True)


def _say_ready(_said: dict[str, object]) -> None:
    _print_now(_("siap"))
