"""What a line may say: codes and keys, never content."""

import re
from collections.abc import Mapping

Code = str | int | bool | None

CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,64}")


def checked_codes(codes: Mapping[str, Code]) -> dict[str, Code]:
    """The codes of a line; ValueError if one of them could be content."""
    for name, value in codes.items():
        if isinstance(value, str) and not CODE.fullmatch(value):
            raise ValueError(f"{name} of a ledger line must be a code, not a text")
    return dict(codes)


LOOKS_AT_EVERY_RECORD = frozenset({"case.looked_at", "case.facts_read"})
"""Looks at pages that show the records of several agencies together.

Every other look at a person's record names among its subjects the agency whose record it was.
"""
