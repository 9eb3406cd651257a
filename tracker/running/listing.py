"""The settings as a list for people: name, value, default, what it is for. Secrets are never shown."""

from collections.abc import Iterator
from typing import Any

from pydantic import SecretStr

from tracker.i18n import gettext as _
from tracker.settings import PREFIX, Settings


def describe(settings: Settings) -> Iterator[str]:
    """Two lines per setting, and a third that explains it, in the order of the class."""
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        default = field.get_default(call_default_factory=True, validated_data={})
        yield f"{PREFIX}{name.upper()} = {shown(value)}"
        yield "    " + _("bawaan: {default}").format(default=shown(default)) + _changed(value, default)
        if field.description:
            yield "    " + _(field.description)


def shown(value: Any) -> str:
    """A value as text; a secret only as being there."""
    match value:
        case None:
            return _("(kosong)")
        case SecretStr():
            return _("(diisi, tidak ditampilkan)")
        case bool():
            return "true" if value else "false"
        case _other:
            return str(value)


def _changed(value: Any, default: Any) -> str:
    return "" if value == default else " · " + _("diubah")
