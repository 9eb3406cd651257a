"""Every setting of Renaksi: read from the environment, prefix ``RENAKSI_``.

Secrets may also come as files (``…_FILE``), which is how compose hands them over. Nothing here opens a
connection: a setting that is not there (``mongodb_uri``) means "the embedded part", and whoever starts that
part (``tracker.running``) tells its children where it is.
"""

import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from tracker.errors import RenaksiError
from tracker.i18n import gettext as _

PREFIX = "RENAKSI_"
SECRET_KEY_BYTES = 48
MOUNTED = (Path("/run/secrets"), Path("/run/credentials"))
RUNNING_URI_FILE = Path("run", "mongodb-uri")  # in the data folder, while the embedded database runs


class SettingsError(RenaksiError):
    """A setting cannot be used; the message says which, and what to do."""


def default_workers() -> int:
    """Two readers of documents, or one where there is one core."""
    return min(2, os.cpu_count() or 1)


class Settings(BaseSettings):
    """The settings, with the description that ``renaksi settings`` shows for each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    data_dir: Path = Field(
        default=Path("data"),
        description=_("Map data: basis data tertanam, kunci rahasia, dan berkas keadaan. Cadangkan map ini."),
    )
    mongodb_uri: SecretStr | None = Field(
        default=None,
        description=_("Alamat server MongoDB. Bila kosong, Renaksi menjalankan basis data tertanam sendiri."),
    )
    mongodb_uri_file: Path | None = Field(
        default=None,
        description=_("Berkas yang memuat alamat server MongoDB, pengganti RENAKSI_MONGODB_URI."),
    )
    broker_url: SecretStr | None = Field(
        default=None,
        description=_(
            "Alamat antrean Celery, misalnya redis://redis:6379/0. Bila kosong, memakai basis data."
        ),
    )
    broker_url_file: Path | None = Field(
        default=None, description=_("Berkas yang memuat alamat antrean, pengganti RENAKSI_BROKER_URL.")
    )
    database: str = Field(
        default="renaksi",
        min_length=1,
        max_length=50,
        pattern=r"^[A-Za-z0-9_-]+$",
        description=_("Nama basis data. Antrean tertanam memakai nama ini dengan akhiran _antrean."),
    )
    database_cache_mb: int = Field(
        default=256, ge=16, description=_("Memori tembolok basis data tertanam, dalam MB.")
    )
    host: str = Field(default="127.0.0.1", description=_("Alamat yang didengarkan web."))
    port: int = Field(default=8000, ge=1, le=65535, description=_("Porta yang didengarkan web."))
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description=_("Alamat proksi yang kepala X-Forwarded-nya dipercaya, dipisah koma; * untuk semua."),
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description=_("Kunci penanda sesi dan formulir. Bila kosong, dibuat sendiri di map data."),
    )
    secret_key_file: Path | None = Field(
        default=None, description=_("Berkas yang memuat kunci rahasia, pengganti RENAKSI_SECRET_KEY.")
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/\s?#]+)?$",
        description=_(
            "Alamat Renaksi bagi pemakai, misalnya https://renaksi.example.go.id; untuk tautan dan SSO."
        ),
    )
    cookie_secure: bool = Field(
        default=False, description=_("Kuki hanya dikirim lewat HTTPS. Nyalakan bila Renaksi di belakang TLS.")
    )
    session_hours: int = Field(
        default=12, ge=1, le=168, description=_("Lama sesi paling panjang sejak masuk, dalam jam.")
    )
    session_idle_minutes: int = Field(
        default=240, ge=5, description=_("Sesi berakhir setelah sekian menit tanpa kegiatan.")
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https?://\S+)?$",
        description=_("Penerbit OpenID Connect untuk masuk lewat SSO; kosong bila tidak dipakai."),
    )
    oidc_client_id: str = Field(default="", description=_("Nama klien Renaksi pada penyedia SSO."))
    oidc_client_secret: SecretStr | None = Field(
        default=None, description=_("Rahasia klien Renaksi pada penyedia SSO.")
    )
    oidc_client_secret_file: Path | None = Field(
        default=None,
        description=_("Berkas yang memuat rahasia klien, pengganti RENAKSI_OIDC_CLIENT_SECRET."),
    )
    oidc_name: str = Field(default="SSO", description=_("Nama penyedia SSO pada tombol masuk."))
    oidc_scopes: str = Field(default="openid profile email", description=_("Cakupan yang diminta dari SSO."))
    oidc_instansi: str = Field(
        default="", description=_("Kode instansi orang yang masuk lewat SSO, misalnya 62 atau 33.03.")
    )
    oidc_role_claim: str = Field(
        default="",
        description=_("Klaim SSO yang memuat kelompok, misalnya groups atau realm_access.roles."),
    )
    oidc_role_map: str = Field(
        default="",
        description=_("Peran bagi tiap kelompok: rb-admin=admin,rb-opd=bureau. Yang lebih dahulu menang."),
    )
    oidc_unit_claim: str = Field(
        default="", description=_("Klaim SSO yang memuat kode unit; kosong: unit diatur administrator.")
    )
    oidc_new_people: Literal["refuse", "create"] = Field(
        default="refuse",
        description=_("Orang SSO yang belum terdaftar: refuse (ditolak) atau create (dibuat)."),
    )
    oidc_second_factor: Literal["provider", "own"] = Field(
        default="provider",
        description=_(
            "Pengaman kedua bagi yang masuk lewat SSO: provider (milik SSO) atau own (milik Renaksi)."
        ),
    )
    workers: int = Field(
        default_factory=default_workers, ge=1, le=64, description=_("Jumlah proses pembaca dokumen.")
    )
    max_upload_mb: int = Field(
        default=100, ge=1, description=_("Ukuran terbesar satu berkas unggahan, dalam MB.")
    )
    max_pages: int = Field(default=2000, ge=1, description=_("Jumlah halaman terbanyak satu dokumen."))
    read_seconds: int = Field(
        default=900, ge=1, description=_("Waktu terlama untuk membaca satu dokumen, dalam detik.")
    )
    read_memory_mb: int = Field(
        default=2048, ge=128, description=_("Memori terbesar untuk membaca satu dokumen, dalam MB.")
    )
    default_language: Literal["id", "en"] = Field(
        default="id", description=_("Bahasa halaman bila orang belum memilih: id atau en.")
    )
    demo: bool = Field(
        default=False,
        description=_("Data contoh: dimuat pada start pertama, dan akun contoh ditampilkan saat masuk."),
    )
    smtp_host: str = Field(
        default="", description=_("Server surel untuk pengingat. Bila kosong, tidak ada surel yang dikirim.")
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description=_("Porta server surel."))
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description=_("Pengamanan ke server surel: starttls, tls, atau none.")
    )
    smtp_user: str = Field(default="", description=_("Nama masuk ke server surel, bila diminta."))
    smtp_password: SecretStr | None = Field(default=None, description=_("Kata sandi server surel."))
    smtp_password_file: Path | None = Field(
        default=None,
        description=_("Berkas yang memuat kata sandi server surel, pengganti RENAKSI_SMTP_PASSWORD."),
    )
    mail_from: str = Field(
        default="renaksi@localhost", description=_("Alamat pengirim surel, misalnya renaksi@contoh.go.id.")
    )
    api_per_minute: int = Field(
        default=120, ge=1, description=_("Permintaan API terbanyak dengan satu token dalam semenit.")
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description=_("Kunci (Bearer) untuk membaca /metrics. Bila kosong, hanya komputer ini yang dapat."),
    )
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description=_("Porta /metrics bagi pembaca dokumen yang berjalan sendiri. Bila kosong, tidak ada."),
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description=_("Bentuk catatan: text untuk dibaca orang, json untuk program.")
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description=_("Tingkat catatan: debug, info, warning, atau error.")
    )

    @property
    def broker_database(self) -> str:
        """Name of the database that carries the queue when no broker is set."""
        return f"{self.database}_antrean"

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the embedded one, whose address the supervisor tells by a file."""
        named = self.mongodb_uri_file
        own = self.data_dir / RUNNING_URI_FILE
        return self.mongodb_uri is None and (named is None or named.absolute() == own.absolute())

    @property
    def max_upload_bytes(self) -> int:
        return self.max_upload_mb * 1024 * 1024

    def mongo_uri(self) -> str | None:
        """Where MongoDB is, every write journalled; None when the embedded database is to be used.

        The embedded server loses acknowledged writes when it is killed unless they are journalled, so
        ``journal=true`` is not left to whoever writes the address.
        """
        uri = _value_or_file(self.mongodb_uri, self.mongodb_uri_file, "MONGODB_URI_FILE")
        return None if uri is None else with_journal(uri)

    @property
    def database_uri(self) -> str:
        """Where the database is: the one that was set, else the embedded one that runs on this data folder.

        Raises SettingsError when neither is there.
        """
        uri = self.mongo_uri()
        if uri is not None:
            return uri
        running = self.data_dir / RUNNING_URI_FILE
        if not running.exists():
            raise SettingsError(
                _(
                    "Basis data belum berjalan pada map {folder}. Jalankan `renaksi serve`, "
                    "atau isi RENAKSI_MONGODB_URI dengan alamat server MongoDB."
                ).format(folder=self.data_dir)
            )
        return running.read_text(encoding="utf-8").strip()

    def broker(self) -> str | None:
        """Address of the Celery broker that was set, or None when the database carries the queue."""
        return _value_or_file(self.broker_url, self.broker_url_file, "BROKER_URL_FILE")

    @property
    def is_https(self) -> bool:
        """Whether people reach Renaksi by TLS: cookies are then bound to it, and browsers kept to it."""
        return self.cookie_secure or self.public_url.startswith("https://")

    def oidc_secret(self) -> str | None:
        """The client's secret at the provider of single sign-on, or None where it needs none."""
        return _value_or_file(
            self.oidc_client_secret, self.oidc_client_secret_file, "OIDC_CLIENT_SECRET_FILE"
        )

    def smtp_secret(self) -> str | None:
        """The password of the mail server, or None."""
        return _value_or_file(self.smtp_password, self.smtp_password_file, "SMTP_PASSWORD_FILE")

    def signing_key(self) -> str:
        """The secret that signs sessions and forms; made once, mode 600, when none was given."""
        given = _value_or_file(self.secret_key, self.secret_key_file, "SECRET_KEY_FILE")
        return given if given is not None else made_secret(self.data_dir / "secret-key")


def with_journal(uri: str) -> str:
    """The same MongoDB address with ``journal=true`` unless it speaks of the journal already."""
    parts = urlsplit(uri)
    if any(option.lower().startswith("journal=") for option in parts.query.split("&")):
        return uri
    query = "&".join(part for part in (parts.query, "journal=true") if part)
    return urlunsplit(parts._replace(path=parts.path or "/", query=query))


def made_secret(path: Path) -> str:
    """The secret kept in a file; made on first use, readable by its owner only.

    It is written aside and linked into place, so that of several processes that start together one wins and
    all read the same secret. Raises OSError where the folder cannot be written.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(SECRET_KEY_BYTES), encoding="ascii")
        try:
            path.hardlink_to(aside)
        except FileExistsError:
            pass  # another process was quicker; its secret is the one to use
        finally:
            aside.unlink()
    refuse_if_open(path, path.name)
    return path.read_text(encoding="ascii").strip()


def refuse_if_open(path: Path, name: str) -> None:
    """Raise SettingsError where others than the owner may read a file that holds a secret.

    What a platform mounts for this container or service alone (`MOUNTED`) has the mode that it gives.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077 and not any(path.is_relative_to(folder) for folder in MOUNTED):
        raise SettingsError(
            _(
                "{name}: berkas {path} dapat dibaca orang lain (mode {mode}). Jalankan `chmod 600 {path}`, "
                "dan ganti rahasianya bila mungkin sudah terbaca."
            ).format(name=name, path=path, mode=f"{mode:o}")
        )


def _value_or_file(value: SecretStr | None, path: Path | None, name: str) -> str | None:
    if value is not None:
        return value.get_secret_value()
    if path is None:
        return None
    try:
        refuse_if_open(path, PREFIX + name)
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(
            _("{name}: berkas {path} tidak dapat dibaca ({reason}). Periksa letak dan izinnya.").format(
                name=PREFIX + name, path=path, reason=error.strerror
            )
        ) from error
    if not text:
        raise SettingsError(
            _("{name}: berkas {path} kosong. Isi dengan nilainya.").format(name=PREFIX + name, path=path)
        )
    return text


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process. Raises SettingsError: a sentence for each value that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_what_is_wrong(error))) from error


def _what_is_wrong(error: ValidationError) -> list[str]:
    return [
        _("{name}={value!r} tidak dapat dipakai. Isi yang dimaksud: {description}").format(
            name=PREFIX + str(fault["loc"][0]).upper(),
            value=fault["input"],
            description=Settings.model_fields[str(fault["loc"][0])].description,
        )
        for fault in error.errors()
    ]
