"""Commands that run Renaksi or look at how it runs."""

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.i18n import gettext as _

if TYPE_CHECKING:
    from tracker.settings import Settings

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

    run_web(_settings_that_answer(), None, _say_ready)


@app.command()
def worker() -> None:
    """Jalankan satu pembaca dokumen saja, tanpa pengawas."""
    from tracker.running.child import run_worker  # noqa: PLC0415

    run_worker(_settings_that_answer(), 1, _say_ready)


@app.command()
def scheduler() -> None:
    """Jalankan penjadwal saja, tanpa pengawas. Cukup satu untuk satu pemasangan."""
    from tracker.running.child import run_scheduler  # noqa: PLC0415

    run_scheduler(_settings_that_answer(), _say_ready)


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


def _settings_that_answer() -> "Settings":
    """The settings, once the database and the queue that they name have answered. Raises RenaksiError."""
    from tracker.running.preflight import check_broker, check_database, check_schema  # noqa: PLC0415
    from tracker.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    check_database(settings.database_uri)
    check_schema(settings.database_uri, settings.database, may_be_older=settings.is_embedded)
    if (broker := settings.broker()) is not None:
        check_broker(broker)
    return settings


def _print_now(line: str) -> None:
    print(line, flush=True)


def _say_ready(_said: dict[str, object]) -> None:
    _print_now(_("siap"))
