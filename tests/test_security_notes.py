"""SECURITY.md: each line of the threat model names a test, and the test is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINE = re.compile(r"^(\d+)\. (.+?) `(tests/[\w/]+\.py)::(\w+)`$")
NOTES = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
NUMBERED = [line for line in NOTES if re.match(r"\d+\. ", line)]


def test_every_line_has_its_number_and_names_a_test() -> None:
    found = [LINE.match(line) for line in NUMBERED]
    assert [line for line, match in zip(NUMBERED, found, strict=True) if match is None] == []
    assert [int(match[1]) for match in found if match] == list(range(1, len(NUMBERED) + 1))
    assert len(NUMBERED) > 40


def test_every_test_that_is_named_is_there() -> None:
    missing = [line for line in NUMBERED if not names_a_test(line)]
    assert missing == []


def names_a_test(line: str) -> bool:
    """Whether the file is there and has the test."""
    match = LINE.match(line)
    path = ROOT / match[3] if match else ROOT
    if match is None or not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }
    return match[4] in tests
