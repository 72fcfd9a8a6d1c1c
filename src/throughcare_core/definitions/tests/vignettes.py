"""Reads the vignettes: stories with the finding that the law gives, one file a law."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from throughcare_core.vocab import codes

SECTIONS = {"acts": "act", "means": "means", "purposes": "purpose"}
FOLDER = Path(__file__).parent / "vignettes"


@dataclass(frozen=True)
class Vignette:
    """A story, what it cites, its facts in the file format, and the finding of each law."""

    law: str
    story: str
    cites: str
    trap: str
    facts: dict[str, Any]
    expected: dict[str, str]
    elements: dict[str, str]

    def __str__(self) -> str:
        return f"{self.law}: {self.story[:60]}"


def vignettes() -> list[Vignette]:
    """All of them, law by law."""
    return [
        _vignette(path.stem, row)
        for path in sorted(FOLDER.glob("*.toml"))
        for row in tomllib.loads(path.read_text("utf-8"))["vignette"]
    ]


def _vignette(law: str, row: dict[str, Any]) -> Vignette:
    row = dict(row)
    said = [row.pop(key, "") for key in ("story", "cites", "trap")]
    expected = {law: row.pop("expected"), **row.pop("also", {})}
    elements = row.pop("elements", {})
    return Vignette(law, *said, facts(**row), expected, elements)


def facts(no: list[str] | tuple[str, ...] = (), **row: Any) -> dict[str, Any]:
    """Facts in the file format: sections as lists of what is so; `no` closes names or sections."""
    case: dict[str, Any] = {"id": "vignette"} | row
    for section, kind in SECTIONS.items():
        answers = dict.fromkeys(row.get(section, ()), "yes")
        closed = [
            code.code for code in codes(kind) if section in no or f"{section}.{code.code}" in no
        ]
        case[section] = dict.fromkeys(closed, "no") | answers
    return case
