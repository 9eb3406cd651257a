"""compose.yaml and the Dockerfile against what they stand on: form, settings, commands, paths, locks.

`FORM` describes the part of the Compose specification that compose.yaml uses, written for this test: an
unknown key, a value of a wrong shape or an unknown word fails.
"""

import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer.main
import yaml

from tracker.cli import app
from tracker.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
RUN_BY_COMPOSE = {
    "RENAKSI_DOMAIN",
    "RENAKSI_VERSION",
    "RENAKSI_MAX_REQUEST",
}  # read by Compose and the proxy alone
OURS = ("web", "worker", "scheduler")

TEXT = {"type": "string", "minLength": 1}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}
NAMES = {"type": "array", "items": {"type": "string", "pattern": r"^[A-Za-z0-9._-]+$"}, "uniqueItems": True}
DURATION = {"type": "string", "pattern": r"^(\d+(us|ms|s|m|h))+$"}
COMMAND = {"oneOf": [TEXT, TEXTS]}
ENVIRONMENT = {
    "type": "object",
    "propertyNames": {"pattern": r"^[A-Z][A-Z0-9_]*$"},
    "additionalProperties": {"type": ["string", "number"]},  # a bare true would be refused by Compose
}


def closed(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


HEALTHCHECK = closed(
    {
        "test": {
            "type": "array",
            "items": TEXT,
            "minItems": 2,
            "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}],
        },
        **dict.fromkeys(("interval", "timeout", "start_period"), DURATION),
        "retries": {"type": "integer", "minimum": 1},
    },
    required=("test",),
)
DEPLOY = closed(
    {
        "replicas": {"type": "integer", "minimum": 1},
        "resources": closed(
            {"limits": closed({"memory": {"type": "string", "pattern": r"^\d+[bkmg]$"}, "cpus": TEXT})}
        ),
    }
)
DEPENDS_ON = {
    "type": "object",
    "additionalProperties": closed(
        {"condition": {"enum": ["service_started", "service_healthy", "service_completed_successfully"]}},
        required=("condition",),
    ),
}
SERVICE = closed(
    {
        "image": {"type": "string", "pattern": r"^[a-z0-9./-]+:\S+$"},
        "build": TEXT,
        "user": TEXT,
        **dict.fromkeys(("command", "entrypoint"), COMMAND),
        "read_only": {"type": "boolean"},
        "init": {"type": "boolean"},
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "stop_grace_period": DURATION,
        **dict.fromkeys(("cap_add", "cap_drop", "security_opt", "tmpfs"), TEXTS),
        "environment": ENVIRONMENT,
        "secrets": NAMES,
        "networks": NAMES,
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^\d+:\d+(/(tcp|udp))?$"}},
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[^:]+:/[^:]+(:(ro|rw))?$"}},
        "depends_on": DEPENDS_ON,
        "deploy": DEPLOY,
        "healthcheck": HEALTHCHECK,
    },
    required=("image",),
)
FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": r"^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "additionalProperties": SERVICE, "minProperties": 1},
        "networks": {"type": "object", "additionalProperties": closed({"internal": {"type": "boolean"}})},
        "volumes": {"type": "object", "additionalProperties": closed({})},
        "secrets": {"type": "object", "additionalProperties": closed({"file": TEXT}, required=("file",))},
    },
    "patternProperties": {"^x-": {}},
    "required": ["services"],
    "additionalProperties": False,
}


def test_it_has_the_form_of_a_compose_file(compose: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(FORM).validate(compose)


def test_every_name_that_it_uses_is_defined(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert set(service.get("networks", [])) <= set(compose["networks"]), name
        assert set(service.get("depends_on", {})) <= set(compose["services"]), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (ROOT / source).is_file(), volume


def test_who_waits_for_health_waits_for_a_service_that_tells_it(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other], other


def test_every_service_that_stays_tells_its_health(compose: dict[str, Any]) -> None:
    stays = {name for name, service in compose["services"].items() if service["restart"] == "unless-stopped"}
    assert {name for name in stays if "healthcheck" not in compose["services"][name]} == set()


def test_every_setting_that_it_gives_is_one(compose: dict[str, Any]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | RUN_BY_COMPOSE
    text = "\n".join((ROOT / name).read_text() for name in ("compose.yaml", "Dockerfile", "deploy/Caddyfile"))
    assert set(re.findall(r"RENAKSI_[A-Z_]+", text)) <= known


@pytest.mark.parametrize("name", OURS)
def test_the_settings_that_it_gives_are_taken(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]
    plain = {
        key.removeprefix(PREFIX).lower(): re.sub(r"\$\{\w+:-(.*)\}", r"\1", value)
        for key, value in environment.items()
    }
    assert Settings.model_validate(plain).cookie_secure is True


def test_its_secrets_come_as_files_that_the_service_has(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        text = yaml.safe_dump(service)
        named = set(re.findall(r"/run/secrets/(\w+)", text))
        assert named <= set(service.get("secrets", [])), name
    script = (ROOT / "deploy/make-secrets").read_text()
    assert set(re.findall(r"^make (\w+)", script, re.MULTILINE)) == set(compose["secrets"])


@pytest.mark.parametrize("name", OURS)
def test_its_commands_are_commands(compose: dict[str, Any], name: str) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    service = compose["services"][name]
    assert service["command"][0] in commands
    health = service["healthcheck"]["test"]
    if "renaksi" in health:
        assert health[-1] in commands


@pytest.mark.parametrize("name", OURS)
def test_our_processes_have_no_rights_and_write_nowhere(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert not service["user"].startswith(("0", "root"))


def test_one_scheduler_and_a_database_that_survives_a_member(compose: dict[str, Any]) -> None:
    assert compose["services"]["scheduler"]["deploy"]["replicas"] == 1
    assert len([name for name in compose["services"] if name.startswith("mongo")]) == 3


def test_the_world_reaches_the_proxy_alone(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"] is True


def test_the_proxy_asks_where_the_web_listens(compose: dict[str, Any]) -> None:
    port = compose["services"]["web"]["environment"]["RENAKSI_PORT"]
    caddyfile = (ROOT / "deploy/Caddyfile").read_text()
    assert f"dynamic a web {port}" in caddyfile
    assert caddyfile.count("{") == caddyfile.count("}")


def test_the_image_is_made_of_the_same_locks_and_of_what_is_there() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    installs = re.findall(r"pip install .*", dockerfile)
    assert installs
    for install in installs:
        assert "--require-hashes" in install or {"--no-index", "--no-deps"} <= set(install.split())
    sources = [
        part
        for line in re.findall(r"^COPY (?!--from)(.*)", dockerfile, re.MULTILINE)
        for part in shlex.split(line)[:-1]
    ]
    assert 'ENTRYPOINT ["renaksi"]' in dockerfile
    kept = (ROOT / ".dockerignore").read_text().split()
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in kept or f"!{Path(source).parent}/*{Path(source).suffix}" in kept, source


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """compose.yaml as Compose reads it, with its anchors filled in."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return loaded
