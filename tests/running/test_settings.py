import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.running.listing import describe
from tracker.settings import Settings, SettingsError, get_settings, with_journal


@pytest.mark.parametrize(
    ("address", "journalled"),
    [
        pytest.param("mongodb://db", "mongodb://db/?journal=true", id="a bare host"),
        pytest.param("mongodb://a:1,b:2/x", "mongodb://a:1,b:2/x?journal=true", id="members and a database"),
        pytest.param(
            "mongodb://u:p@db/?replicaSet=rs",
            "mongodb://u:p@db/?replicaSet=rs&journal=true",
            id="after other options",
        ),
        pytest.param(
            "mongodb://db/?journal=false", "mongodb://db/?journal=false", id="unless it was decided"
        ),
    ],
)
def test_every_address_journals_its_writes(address: str, journalled: str) -> None:
    assert with_journal(address) == journalled


def test_nothing_set_means_the_embedded_parts(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.mongo_uri() is None
    assert settings.broker() is None


def test_without_a_database_it_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="renaksi serve"):
        _ = Settings(data_dir=tmp_path).database_uri


def test_a_secret_may_come_as_a_file(tmp_path: Path) -> None:
    file = secret_file(tmp_path, "mongodb://db/?replicaSet=rs\n")
    assert Settings(mongodb_uri_file=file).mongo_uri() == "mongodb://db/?replicaSet=rs&journal=true"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "tidak dapat dibaca", id="no such file"),
        pytest.param(" \n", "kosong", id="an empty one"),
    ],
)
def test_a_secret_file_that_gives_nothing_is_named(
    tmp_path: Path, content: str | None, sentence: str
) -> None:
    file = tmp_path / "uri" if content is None else secret_file(tmp_path, content)
    with pytest.raises(SettingsError, match=f"RENAKSI_MONGODB_URI_FILE.*{sentence}"):
        Settings(mongodb_uri_file=file).mongo_uri()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_secret_file_that_others_may_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    file = secret_file(tmp_path, "mongodb://db/")
    file.chmod(mode)
    with pytest.raises(SettingsError, match=f"mode {mode:o}.*chmod 600"):
        Settings(mongodb_uri_file=file).mongo_uri()


def test_a_signing_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    Settings(data_dir=tmp_path).signing_key()
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(SettingsError, match=r"secret-key.*chmod 600"):
        Settings(data_dir=tmp_path).signing_key()


def secret_file(folder: Path, content: str) -> Path:
    """A file that holds a secret, closed to others."""
    file = folder / "uri"
    file.touch(mode=0o600)
    file.write_text(content)
    return file


def test_the_signing_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    key = settings.signing_key()
    assert len(key) >= 40
    assert Settings(data_dir=tmp_path / "data").signing_key() == key
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_of_processes_that_make_a_secret_together_all_read_one(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from tracker.settings import *; print(made_secret(pathlib.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "secret")]
    together = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _number in range(4)]
    assert len({process.communicate()[0] for process in together}) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("RENAKSI_PORT", "99999", id="a port that there is not"),
        pytest.param("RENAKSI_WORKERS", "banyak", id="a word for a number"),
        pytest.param("RENAKSI_DEFAULT_LANGUAGE", "jv", id="a language that there is not"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    with pytest.raises(SettingsError, match=name):
        get_settings()
    get_settings.cache_clear()


def test_the_list_names_every_setting_and_shows_no_secret() -> None:
    listed = "\n".join(
        describe(Settings(secret_key="rahasia-sekali", mongodb_uri="mongodb://u:s3cret-7@db/"))
    )
    for name in Settings.model_fields:
        assert f"RENAKSI_{name.upper()} = " in listed
    assert "rahasia-sekali" not in listed
    assert "s3cret-7" not in listed


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
