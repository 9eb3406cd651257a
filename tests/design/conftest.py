"""The templates as the application renders them, with invented values."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.design.samples import CONTEXT
from tracker.i18n import use_language
from tracker.web.pages import environment

MACROS = ("bars", "states", "forms", "tables", "layout", "evidence", "charts", "icons")
IMPORTS = "".join(f'{{% import "_macros/{name}.html" as {name} %}}' for name in MACROS)

Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    """Renders template source with all macros at hand; values missing in CONTEXT come as keywords."""
    use_language("id")

    def rendered(source: str, **values: Any) -> str:
        return environment().from_string(IMPORTS + source).render(**(CONTEXT | values)).strip()

    return rendered
