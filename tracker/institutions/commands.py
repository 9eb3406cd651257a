"""`renaksi instansi …`: institutions and their units, from the shell."""

from typing import Annotated

import typer

from tracker.i18n import gettext as _

app = typer.Typer()
institutions = typer.Typer(help=_("Instansi dan unitnya."), no_args_is_help=True)
app.add_typer(institutions, name="instansi")


@institutions.command("add")
def add(
    code: Annotated[str, typer.Argument(help=_("Kode Kemendagri, misalnya 62 atau 33.03."))],
    name: Annotated[str, typer.Option(help=_("Nama instansi."))],
    level: Annotated[str, typer.Option(help="provinsi, kabupaten, kota")],
    zone: Annotated[str, typer.Option(help="WIB, WITA, WIT")] = "WIB",
) -> None:
    """Tambahkan instansi."""
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.institutions import service  # noqa: PLC0415

    with_database(lambda: service.add_institution(code=code, name=name, level=level, zone=zone), indexes=True)
    print(_("{name} ({code}) ditambahkan.").format(name=name, code=code))


@institutions.command("unit")
def add_unit(
    code: Annotated[str, typer.Argument(help=_("Kode instansi."))],
    unit: Annotated[str, typer.Argument(help=_("Kode singkat unit, misalnya bkd."))],
    name: Annotated[str, typer.Option(help=_("Nama unit."))],
    short: Annotated[str, typer.Option(help=_("Nama pendek unit."))] = "",
) -> None:
    """Tambahkan unit (OPD, biro, kecamatan, puskesmas) pada instansi."""
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.institutions import service  # noqa: PLC0415

    with_database(
        lambda: service.add_unit(instansi=code, code=unit, name=name, short_name=short), indexes=True
    )
    print(_("{name} ({code}:{unit}) ditambahkan.").format(name=name, code=code, unit=unit))
