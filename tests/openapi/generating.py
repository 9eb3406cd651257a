"""Generated requests against a running Renaksi, each answer held against the OpenAPI document."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""No 5xx, and no answer but those that the document tells: status, kind of content, headers, shape."""
PATIENCE_SECONDS = 60


@dataclass
class Outcome:
    """What came of it: how many answers of each status, by request, and what was wrong."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many requests were made."""
        return sum(self.answers.values())


def ask_all(
    address: str, *, token: str, known: Mapping[str, str], examples: int, number: int, where: str = ""
) -> Outcome:
    """Ask each request `examples` times with input that fits the document, and as often with other input.

    `known` are ids of things that are there, by the path's parameter: half of the requests that fit ask for
    those. `where` is what the paths that are asked begin with, `number` the seed.
    """
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", wait_for_schema=PATIENCE_SECONDS)
    outcome = Outcome()
    headers = {"authorization": f"Bearer {token}"}
    for result in schema.get_all_operations():
        operation = result.ok()
        if not operation.path.startswith(where):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @seed(number)
            @settings(
                max_examples=examples,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Case, *, fits: bool = mode is GenerationMode.POSITIVE) -> None:
                if fits and outcome.total % 2:
                    case.path_parameters = {
                        name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
                    }
                response = case.call(headers=headers, timeout=PATIENCE_SECONDS)
                name = f"{case.method} {case.operation.path}"
                outcome.answers[name, response.status_code] += 1
                try:
                    case.validate_response(response, checks=CHECKS)
                except (FailureGroup, AssertionError) as error:
                    outcome.failures.append(f"{name} {response.status_code}: {error}"[:1_500])

            try:
                ask()
            except Exception as error:  # what cannot be generated is told, and the rest goes on
                outcome.failures.append(f"{operation.label} {mode}: {type(error).__name__}: {error}"[:1_500])
    return outcome
