"""The schema of facts says yes and no where the reader does."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from throughcare_core.definitions import BadFacts, facts_from
from throughcare_core.definitions.schema import facts_schema

from .test_facts import CASE, said
from .vignettes import vignettes

VALID = Draft202012Validator(facts_schema())
PUBLISHED = Path(__file__).parents[4] / "docs" / "methods" / "facts.schema.json"
MARK = {"element": "means", "by": "deciding_authority"}


def test_the_schema_is_a_schema_and_the_published_one_is_it() -> None:
    Draft202012Validator.check_schema(facts_schema())
    assert json.loads(PUBLISHED.read_text("utf-8")) == facts_schema()


def test_all_vignettes_are_valid_alone_and_as_a_list() -> None:
    cases = [vignette.facts for vignette in vignettes()]
    assert all(VALID.is_valid(case) for case in cases)
    assert VALID.is_valid(cases)
    assert VALID.is_valid([])


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"acts": None},
        {"date": None, "age": None},
        {"statements": [said("person", "age", 16), said("suspect", "movement", "no")]},
        {"statements": [said("relative", "consented", "yes", on="2020-01-01")]},
        {"disputed": [MARK, MARK | {"law": None, "on": None}]},
        {"id": " "},
        {"date": "1 May"},
        {"age": -1},
        {"age": 121},
        {"age": 16.5},
        {"age_disputed": "no"},
        {"movement": None},
        {"consented": True},
        {"acts": []},
        {"acts": {"sold": "yes"}},
        {"means": {"force": "perhaps"}},
        {"purpose": {}},
        {"statements": [said("nobody", "age", 16)]},
        {"statements": [said("person", "age", "yes")]},
        {"statements": [said("person", "age", 121)]},
        {"statements": [said("person", "means.force", 1)]},
        {"statements": [said("person", "child", "yes")]},
        {"statements": [{"said_by": "person"}]},
        {"disputed": [MARK | {"by": "defence"}]},
        {"disputed": [MARK | {"element": "meaning"}]},
        {"disputed": [{"element": "means"}]},
        {"disputed": [MARK | {"law": 7}]},
        {"disputed": {}},
    ],
)
def test_reader_and_schema_agree(changed: dict[str, Any]) -> None:
    case = CASE | changed
    try:
        facts_from(case)
        read = True
    except BadFacts:
        read = False
    assert VALID.is_valid(case) == read


def test_every_word_has_its_label_and_source() -> None:
    sections = facts_schema()["$defs"]["case"]["properties"]
    for section in ("acts", "means", "purposes"):
        for word in sections[section]["properties"].values():
            assert word["title"]
            assert word["description"]
