"""`renaksi user …`: people, from the shell, also for when no administrator can sign in."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from tracker.i18n import gettext as _

if TYPE_CHECKING:
    from tracker.accounts.models import User
    from tracker.accounts.people import Wanted

app = typer.Typer()
users = typer.Typer(help=_("Orang yang dapat masuk."), no_args_is_help=True)
app.add_typer(users, name="user")
T = TypeVar("T")

Email = Annotated[str, typer.Argument(help=_("Alamat surel untuk masuk."))]
Instansi = Annotated[str, typer.Option(help=_("Kode Kemendagri instansi, misalnya 62 atau 33.03."))]
RoleOption = Annotated[str, typer.Option(help="bureau, inspectorate, leadership, admin")]
Units = Annotated[
    list[str] | None, typer.Option("--unit", help=_("Kode unit; boleh diulang. Tanpa ini: semua unit."))
]


@users.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option(help=_("Nama lengkap."))],
    instansi: Instansi,
    role: RoleOption,
    unit: Units = None,
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help=_("Kata sandi."))
    ] = "",
) -> None:
    """Tambahkan orang dengan satu peran di satu instansi."""
    from tracker.accounts import service  # noqa: PLC0415
    from tracker.accounts.rights import Role  # noqa: PLC0415

    wanted = _wanted(name, role, unit, instansi)
    _do(
        lambda: service.add_user(
            email=email,
            name=name,
            password=password,
            instansi=instansi,
            role=Role(wanted.role),
            units=wanted.units,
        )
    )
    print(
        _("{email} ditambahkan sebagai {role} di {instansi}.").format(
            email=email, role=role, instansi=instansi
        )
    )


@users.command("invite")
def invite(
    email: Email,
    name: Annotated[str, typer.Option(help=_("Nama lengkap."))],
    instansi: Instansi,
    role: RoleOption,
    unit: Units = None,
) -> None:
    """Undang orang: cetak tautan untuk mengatur kata sandinya sendiri."""
    from tracker.accounts import people  # noqa: PLC0415

    wanted = _wanted(name, role, unit, instansi)
    _user, carried = _do(lambda: people.invite(None, instansi=instansi, email=email, wanted=wanted))
    _print_link(carried)


@users.command("list")
def list_people(instansi: Instansi) -> None:
    """Daftar orang di satu instansi: surel, nama, peran, unit, keadaan."""
    from tracker.accounts import people  # noqa: PLC0415
    from tracker.accounts.people_pages import state_of  # noqa: PLC0415

    for user in _do(lambda: people.of_institution(instansi)):
        membership = user.membership(instansi)
        units = "*" if membership is None or membership.units is None else ",".join(membership.units)
        role = membership.role if membership else "-"
        print("\t".join([user.email, user.name, role, units, state_of(user)]))


@users.command("link")
def link(email: Email) -> None:
    """Buat tautan baru bagi orang yang lupa kata sandi atau belum masuk; tautan lama berakhir."""
    from tracker.accounts import people  # noqa: PLC0415

    _kind, carried = _on(email, lambda user, instansi: people.new_link(None, user, instansi=instansi))
    _print_link(carried)


@users.command("role")
def change_role(email: Email, role: RoleOption, instansi: Instansi, unit: Units = None) -> None:
    """Ubah peran dan unit seseorang di satu instansi."""
    from tracker.accounts import people  # noqa: PLC0415

    async def change(user: "User", _first: str) -> None:
        wanted = _wanted(user.name, role, unit, instansi)
        await people.change(None, user, instansi=instansi, version=user.version, wanted=wanted)

    _on(email, change)
    print(_("{email} sekarang {role} di {instansi}.").format(email=email, role=role, instansi=instansi))


@users.command("deactivate")
def deactivate(email: Email) -> None:
    """Nonaktifkan orang: semua sesi dan tautannya berakhir."""
    from tracker.accounts import people  # noqa: PLC0415

    _on(email, lambda user, code: people.deactivate(None, user, instansi=code, version=user.version))
    print(_("{email} dinonaktifkan.").format(email=email))


@users.command("activate")
def activate(email: Email) -> None:
    """Aktifkan lagi orang yang dinonaktifkan."""
    from tracker.accounts import people  # noqa: PLC0415

    _on(email, lambda user, code: people.reactivate(None, user, instansi=code, version=user.version))
    print(_("{email} diaktifkan lagi.").format(email=email))


@users.command("reset-factor")
def reset_factor(
    email: Email, reason: Annotated[str, typer.Option(help=_("Alasannya, untuk jejak audit."))]
) -> None:
    """Lepas pengaman kedua seseorang; semua sesinya berakhir."""
    from tracker.accounts import people  # noqa: PLC0415

    _on(email, lambda user, code: people.reset_factor(None, user, instansi=code, reason=reason))
    print(_("Pengaman kedua {name} dilepas.").format(name=email))


def _wanted(name: str, role: str, unit: list[str] | None, instansi: str) -> "Wanted":
    """What the options say. Raises Invalid for an unknown role."""
    from tracker.accounts.people import Wanted  # noqa: PLC0415
    from tracker.accounts.rights import Role  # noqa: PLC0415
    from tracker.errors import Invalid  # noqa: PLC0415
    from tracker.institutions.models import unit_id  # noqa: PLC0415

    if role not in set(Role):
        raise Invalid(
            _("Peran {role} tidak dikenal. Pilih: {known}.").format(role=role, known=", ".join(Role))
        )
    return Wanted(name, role, [unit_id(instansi, code) for code in unit] if unit else None)


def _on(email: str, work: Callable[["User", str], Awaitable[T]]) -> T:
    """Do something with the person of that address, in the first of their institutions. Raises NotFound."""

    async def find_and_work() -> T:
        from tracker.accounts.models import User  # noqa: PLC0415
        from tracker.errors import NotFound  # noqa: PLC0415

        user = await User.find_one({"email": email.strip().lower()})
        if user is None:
            raise NotFound(_("Tidak ada orang dengan surel {email}.").format(email=email))
        return await work(user, user.memberships[0].instansi)

    return _do(find_and_work)


def _do(work: Callable[[], Awaitable[T]]) -> T:
    from tracker.commands import with_database  # noqa: PLC0415

    return with_database(work, indexes=True)


def _print_link(carried: str) -> None:
    from tracker.settings import get_settings  # noqa: PLC0415

    settings = get_settings()
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    print(f"{address}/undangan/{carried}")
