"""A line holds codes, never content; no data base."""

import pytest

from throughcare.audit.rules import checked_codes


@pytest.mark.parametrize(
    "code", ["", "no_place", "2026-03-02T12:00:00+00:00", "a" * 64, 7, True, None]
)
def test_a_code_may_stand_on_a_line(code: object) -> None:
    assert checked_codes({"why": code}) == {"why": code}  # type: ignore[dict-item]


@pytest.mark.parametrize("text", ["Amina Okoro", "a" * 65, "أمينة", "a\n", "call, now", "=x"])
def test_a_text_may_not_and_is_not_repeated_in_the_error(text: str) -> None:
    with pytest.raises(ValueError, match="why of a ledger line must be a code") as wrong:
        checked_codes({"kind": "fine", "why": text})
    assert text not in str(wrong.value)
