"""Generated requests against a running Renaksi, each answer held against the OpenAPI document."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
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
    asking = _Asking(Outcome(), {"authorization": f"Bearer {token}"}, known)
    for result in schema.get_all_operations():
        operation = result.ok()
        if not operation.path.startswith(where):
            continue
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask = asking.of(
                operation.as_strategy(generation_mode=mode), mode, examples=examples, number=number
            )
            try:
                ask()
            except Unsatisfiable:  # a request without parameters has no input that does not fit
                continue
            except Exception as error:  # what cannot be generated is told, and the rest goes on
                told = f"{operation.label} {mode}: {type(error).__name__}: {error}"
                asking.outcome.failures.append(told[:1_500])
    return asking.outcome


@dataclass
class _Asking:
    """Asks, and keeps what came of it."""

    outcome: Outcome
    headers: Mapping[str, str]
    known: Mapping[str, str]

    def of(
        self, cases: SearchStrategy[Case], mode: GenerationMode, *, examples: int, number: int
    ) -> Callable[[], None]:
        """A test that asks so many of the cases, the same at each run."""

        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def ask(case: Case) -> None:
            if mode is GenerationMode.POSITIVE and self.outcome.total % 2:
                case.path_parameters = {
                    name: self.known.get(name, value) for name, value in (case.path_parameters or {}).items()
                }
            self.ask(case)

        return ask

    def ask(self, case: Case) -> None:
        """Send one request and hold its answer against the document."""
        response = case.call(headers=dict(self.headers), timeout=PATIENCE_SECONDS)
        name = f"{case.method} {case.operation.path}"
        self.outcome.answers[name, response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (FailureGroup, AssertionError) as error:
            self.outcome.failures.append(f"{name} {response.status_code}: {error}"[:1_500])
