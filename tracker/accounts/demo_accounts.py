"""The people of the invented institution: shown on the sign-in page of a demo, made by `renaksi demo`."""

from dataclasses import dataclass

from tracker.accounts.rights import Role

PASSWORD = "contoh-renaksi-2023"  # noqa: S105 - of invented people, on invented data, shown on the page
INSTANSI = "99"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An invented person; `units` are unit codes, None: all."""

    email: str
    name: str
    role: Role
    task: str
    units: tuple[str, ...] | None = None


ACCOUNTS = (
    DemoAccount("organisasi@contoh.id", "Ratna Wulandari", Role.BUREAU, "Biro Organisasi, semua unit"),
    DemoAccount("kominfo@contoh.id", "Bagas Prakoso", Role.BUREAU, "Dinas Kominfo", ("kominfo",)),
    DemoAccount("inspektorat@contoh.id", "Sari Handayani", Role.INSPECTORATE, "Inspektorat"),
    DemoAccount("sekda@contoh.id", "Dr. Hadi Santoso", Role.LEADERSHIP, "Sekretaris Daerah"),
    DemoAccount("admin@contoh.id", "Tono Wijaya", Role.ADMIN, "Administrator"),
)
