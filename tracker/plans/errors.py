"""What may go wrong while a plan is edited."""

from collections.abc import Mapping
from typing import Any

from tracker.errors import Conflict
from tracker.i18n import _


class EditConflict(Conflict):
    """Somebody else wrote since the version that the person saw. `stored` is the thing as it is now."""

    def __init__(self, stored: Any) -> None:
        super().__init__(
            _(
                "Orang lain baru saja mengubah data ini. Isian Anda belum disimpan dan tidak hilang: "
                "bandingkan keduanya, lalu simpan lagi."
            )
        )
        self.stored = stored


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What differs, for the audit trail: {"before": {…}, "after": {…}} of the fields that changed."""
    names = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before.get(name) for name in names},
        "after": {name: after[name] for name in names},
    }
