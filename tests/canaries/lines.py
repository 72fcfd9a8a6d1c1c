"""Lines of the log: which fields each has, and those that say more than they may."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from throughcare.config.adapters.log import FIELDS

LINE = re.compile(
    r"time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    r" level=(?:WARNING|ERROR|CRITICAL|INFO)"
    r" process=\d+"
    r" logger=[\w.]+"
    r' said="(?:[^"\\]|\\.)*"'
)


def fields_of(line: str) -> Iterator[tuple[str, str]]:
    """The fields of a line, each with its value."""
    rest = line
    while rest:
        name, _equals, rest = rest.partition("=")
        if rest.startswith('"'):
            value, end = json.JSONDecoder().raw_decode(rest)
            rest = rest[end:].lstrip()
        else:
            value, _space, rest = rest.partition(" ")
        yield name, value


def strange_lines(file: Path) -> list[str]:
    """Lines of a log that are not made of the known fields."""
    return [
        line
        for line in file.read_text().splitlines()
        if not LINE.fullmatch(line) or tuple(name for name, _value in fields_of(line)) != FIELDS
    ]
