"""The page on the method says what the code does."""

import re
from pathlib import Path

import pytest

from throughcare_core.indicators import (
    Certainty,
    Subject,
    checked_languages,
    concern,
    indicator_sets,
    person_rules,
    read_answers,
    read_set,
)

PAGE = Path(__file__).parents[4] / "docs" / "methods" / "indicators.md"


@pytest.fixture
def page() -> str:
    if not PAGE.exists():
        pytest.skip("the documents are not beside the package")
    return PAGE.read_text("utf-8")


def test_the_example_is_taken_without_a_caution_about_its_words(page: str) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    made = read_set(example)
    found = concern(read_answers({"ticket_as_debt": "yes", "job_not_real": "yes"}), made)
    assert [each.why for each in found.positive] == ["two signs"]
    assert {each.certainty for each in found.cautions} == {Certainty.OWN_PRACTICE}


def test_the_table_of_sets_holds_every_set_with_its_number_of_signs(page: str) -> None:
    rows = dict(re.findall(r"^\| `(ilo-[a-z-]+)` \| (\d+) in ", page, re.MULTILINE))
    assert {code: int(n) for code, n in rows.items()} == {
        each.code: len([sign for sign in each.indicators if sign.about is not Subject.ACT])
        for each in indicator_sets()
    }


def test_every_person_rule_and_subject_and_the_languages_are_on_the_page(page: str) -> None:
    assert all(f"| `{rule.code}` |" in page for rule in person_rules())
    assert ", ".join(f"`{subject}`" for subject in Subject) in page
    assert len(checked_languages()) == 14
    assert "in fourteen languages" in page
