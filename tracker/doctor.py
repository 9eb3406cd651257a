"""`renaksi doctor`: what is right, what is wrong, and what to do about it."""

import platform
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tracker.errors import RenaksiError
from tracker.i18n import gettext as _
from tracker.running.embedded import open_database
from tracker.running.folder import DataFolder
from tracker.running.preflight import check_broker, check_database, listen
from tracker.settings import Settings

VENDOR_FOLDER = Path(__file__).parent.parent / "static" / "vendor"
MEMORY_WANTED_MB = 2048
DISK_WANTED_MB = 2048
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `grade` is "ok", "warning" (it runs, but …) or "fault" (it cannot run)."""

    name: str
    grade: str
    text: str

    @property
    def is_fault(self) -> bool:
        return self.grade == "fault"

    def line(self) -> str:
        mark = {"ok": "✓", "warning": "!", "fault": "✗"}[self.grade]
        return f"{mark} {self.name:<15} {self.text}"


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, the quick things first; one fault does not keep the rest from being looked at."""
    looks: list[tuple[str, Callable[[Settings], Finding]]] = [
        (_("Python"), _python),
        (_("memori"), _memory),
        (_("map data"), _folder),
        (_("cakram"), _disk),
        (_("kunci rahasia"), _secret_key),
        (_("berkas tampilan"), _vendor),
        (_("hasil pindai"), _scans),
        (_("isolasi"), _isolation),
        (_("porta web"), _port),
        (_("kuki"), _cookies),
        (_("basis data"), _database),
        (_("antrean"), _broker),
    ]
    for name, look in looks:
        try:
            yield look(settings)
        except RenaksiError as error:
            yield Finding(name, "fault", error.message)


def _python(_settings: Settings) -> Finding:
    return Finding(_("Python"), "ok", platform.python_version())


def _memory(settings: Settings) -> Finding:
    total_mb = psutil.virtual_memory().total // 2**20
    wanted_mb = max(MEMORY_WANTED_MB, settings.read_memory_mb)
    if total_mb < wanted_mb:
        text = _("{total} MB; dokumen besar perlu {wanted} MB. Tambah memori, atau kurangi RENAKSI_WORKERS.")
        return Finding(_("memori"), "warning", text.format(total=total_mb, wanted=wanted_mb))
    return Finding(_("memori"), "ok", f"{total_mb} MB")


def _folder(settings: Settings) -> Finding:
    folder = DataFolder(settings.data_dir.absolute())
    folder.prepare()
    if folder.is_held():
        text = _("{folder}, sedang dipakai proses {pid} (Renaksi berjalan)")
        return Finding(_("map data"), "ok", text.format(folder=folder.root, pid=folder.owner()))
    return Finding(_("map data"), "ok", str(folder.root))


def _disk(settings: Settings) -> Finding:
    free_mb = shutil.disk_usage(settings.data_dir).free // 2**20
    if free_mb < DISK_WANTED_MB:
        text = _(
            "tersisa {free} MB. Kosongkan sebagian sebelum penuh; basis data berhenti bila cakram penuh."
        )
        return Finding(_("cakram"), "warning", text.format(free=free_mb))
    return Finding(_("cakram"), "ok", _("tersisa {free} MB").format(free=free_mb))


def _secret_key(settings: Settings) -> Finding:
    settings.signing_key()
    path = settings.data_dir / "secret-key"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        text = _("{path} dapat dibaca orang lain. Jalankan: chmod 600 {path}")
        return Finding(_("kunci rahasia"), "fault", text.format(path=path))
    return Finding(_("kunci rahasia"), "ok", _("ada"))


def _vendor(_settings: Settings) -> Finding:
    if not VENDOR_FOLDER.is_dir() or not any(VENDOR_FOLDER.iterdir()):
        text = _("belum ada di {path}. Jalankan `make setup`.")
        return Finding(_("berkas tampilan"), "fault", text.format(path=VENDOR_FOLDER))
    return Finding(_("berkas tampilan"), "ok", _("ada"))


def _scans(_settings: Settings) -> Finding:
    from ingest.ocr import engine  # noqa: PLC0415 - loads what draws pictures

    match engine.chosen():
        case "tesseract":
            return Finding(_("hasil pindai"), "ok", _("dibaca dengan Tesseract, bahasa Indonesia"))
        case "rapidocr":
            text = _("dibaca dengan RapidOCR; Tesseract berbahasa Indonesia (tesseract-ocr-ind) lebih cepat")
            return Finding(_("hasil pindai"), "ok", text)
        case _:
            text = _("tidak terbaca: RapidOCR tidak terpasang utuh. Jalankan `make setup`.")
            return Finding(_("hasil pindai"), "warning", text)


def _isolation(_settings: Settings) -> Finding:
    from ingest.confine import tried  # noqa: PLC0415

    held = tried()
    if held.network and held.files:
        text = _("pembaca dokumen tanpa jaringan, menulis hanya di mapnya sendiri")
        return Finding(_("isolasi"), "ok", text)
    open_ = [
        name for name, is_held in ((_("jaringan"), held.network), (_("berkas"), held.files)) if not is_held
    ]
    text = _(
        "kernel ini tidak menutup {what} bagi pembaca dokumen. Pakai Linux 5.13 ke atas, atau jalankan "
        "pembaca dalam kontainer tanpa jaringan keluar."
    )
    return Finding(_("isolasi"), "warning", text.format(what=" & ".join(open_)))


def _port(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    if DataFolder(settings.data_dir).is_held():
        return Finding(_("porta web"), "ok", _("{where}, dipakai Renaksi").format(where=where))
    listen(settings.host, settings.port).close()
    return Finding(_("porta web"), "ok", _("{where} bebas").format(where=where))


def _cookies(settings: Settings) -> Finding:
    if settings.host not in LOOPBACK and not settings.cookie_secure:
        text = _(
            "web terbuka di {host} tanpa RENAKSI_COOKIE_SECURE=true. Pasang TLS di depannya, lalu nyalakan."
        )
        return Finding(_("kuki"), "warning", text.format(host=settings.host))
    return Finding(_("kuki"), "ok", _("sesuai"))


def _database(settings: Settings) -> Finding:
    with open_database(settings) as uri:
        check_database(uri)
    if settings.mongo_uri() is not None:
        return Finding(_("basis data"), "ok", _("server MongoDB menjawab"))
    return Finding(_("basis data"), "ok", _("basis data tertanam menjawab"))


def _broker(settings: Settings) -> Finding:
    address = settings.broker()
    if address is None:
        return Finding(_("antrean"), "ok", _("lewat basis data"))
    check_broker(address)
    return Finding(_("antrean"), "ok", _("menjawab"))
