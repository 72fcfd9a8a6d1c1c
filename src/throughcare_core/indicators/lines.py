"""Where in a file the parts of a set stand, for whoever must mend one line."""

import re
from dataclasses import dataclass

HEADERS = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
KEYS = re.compile(r"\s*([\w-]+)\s*=")

#: Lines of the keys below one header; the line of the header itself stands under "".
Block = dict[str, int]


@dataclass(frozen=True, slots=True)
class Lines:
    """Numbers of lines: of keys at the top and below each `[[…]]`, of rows that begin with `{`."""

    top: Block
    blocks: dict[str, list[Block]]
    rows: list[int]

    def of_key(self, key: str) -> str:
        """The line on which a key at the top stands, or its name."""
        return f"line {self.top[key]}" if key in self.top else f"“{key}”"

    def of_block(self, name: str, n: int, key: str) -> str:
        """The line of a key below the `n`-th `[[name]]`, counted from 0, or of the header."""
        blocks = self.blocks.get(name, [])
        return f"line {blocks[n].get(key, blocks[n][''])}" if n < len(blocks) else f"{name} {n + 1}"

    def of_row(self, n: int, of: int, fallback: str) -> str:
        """The line of the `n`-th of all `of` rows; `fallback` where not each has its own line."""
        return f"line {self.rows[n]}" if len(self.rows) == of else fallback


NOWHERE = Lines({}, {}, [])


def lines_of(text: str) -> Lines:
    """Where the parts of a set stand in the text of its file."""
    top: Block = {}
    blocks: dict[str, list[Block]] = {}
    rows: list[int] = []
    here = top
    for n, line in enumerate(text.splitlines(), 1):
        if header := HEADERS.match(line):
            here = {"": n}
            blocks.setdefault(header[1], []).append(here)
        elif line.lstrip().startswith("{"):
            rows.append(n)
        elif key := KEYS.match(line):
            here[key[1]] = n
    return Lines(top, blocks, rows)
