"""`renaksi user …`: people, from the shell."""

from typing import Annotated

import typer

from tracker.i18n import gettext as _

app = typer.Typer()
users = typer.Typer(help=_("Orang yang dapat masuk."), no_args_is_help=True)
app.add_typer(users, name="user")


@users.command("add")
def add(
    email: Annotated[str, typer.Argument(help=_("Alamat surel untuk masuk."))],
    name: Annotated[str, typer.Option(help=_("Nama lengkap."))],
    instansi: Annotated[str, typer.Option(help=_("Kode Kemendagri instansi, misalnya 62 atau 33.03."))],
    role: Annotated[str, typer.Option(help="bureau, inspectorate, leadership, admin")],
    unit: Annotated[
        list[str] | None, typer.Option(help=_("Kode unit; boleh diulang. Tanpa ini: semua unit."))
    ] = None,
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help=_("Kata sandi."))
    ] = "",
) -> None:
    """Tambahkan orang dengan satu peran di satu instansi."""
    from tracker.accounts import service  # noqa: PLC0415
    from tracker.accounts.rights import Role  # noqa: PLC0415
    from tracker.commands import with_database  # noqa: PLC0415
    from tracker.errors import Invalid  # noqa: PLC0415
    from tracker.institutions.models import unit_id  # noqa: PLC0415

    if role not in set(Role):
        raise Invalid(
            _("Peran {role} tidak dikenal. Pilih: {known}.").format(role=role, known=", ".join(Role))
        )
    units = [unit_id(instansi, code) for code in unit] if unit else None
    with_database(
        lambda: service.add_user(
            email=email, name=name, password=password, instansi=instansi, role=Role(role), units=units
        ),
        indexes=True,
    )
    print(
        _("{email} ditambahkan sebagai {role} di {instansi}.").format(
            email=email, role=role, instansi=instansi
        )
    )
