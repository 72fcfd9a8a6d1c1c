"""Each act and look has its words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import throughcare
from throughcare.web.rules import CODES_IN_WORDS

SOURCE = Path(throughcare.__file__).parent


def codes_written() -> Iterator[str]:
    """The code that each act and look writes, where it stands in the source as one word."""
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _called(node) in ("act", "look") and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def test_every_act_and_look_is_said_in_words() -> None:
    written = set(codes_written())
    assert len(written) > 90
    assert written - set(CODES_IN_WORDS) == set()
