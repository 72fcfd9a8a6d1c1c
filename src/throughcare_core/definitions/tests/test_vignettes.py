"""Each law on invented stories, with the finding that its text gives."""

from collections import Counter

import pytest

from throughcare_core.definitions import assess, elements, laws

from .vignettes import Vignette, vignettes

ALL = vignettes()
KNOWN_TRAPS = (
    "US labour for a child needs means",
    "an adult never moved is outside Zimbabwe",
    "Minnesota sex needs no means at any age",
    "Nepal’s bare acts",
    "Brazil’s closed list",
    "Serbia’s document retention",
    "Moldova’s disclosure threats",
    "EU before 14 July 2024",
    "EU after 14 July 2024",
    "organ removal outside US federal",
    "Cambodia’s removal",
    "the extension to disability",
    "begging",
    "a child with “consent”",
    "an organ sold with no person trafficked",
    "smuggled, then exploited",
    "a companion who denies everything",
    "payments to the person",
    "4(1) and not 4(2)",
    "4(2) and not 4(1)",
    "Minnesota: organs only by coercion",
)


@pytest.mark.parametrize("vignette", ALL, ids=str)
def test_the_finding_is_the_one_that_the_law_gives(vignette: Vignette) -> None:
    found = {law: assess(vignette.facts, law).finding for law in vignette.expected}
    assert found == vignette.expected, vignette.story


@pytest.mark.parametrize("vignette", [each for each in ALL if each.elements], ids=str)
def test_the_elements_are_those_that_the_law_gives(vignette: Vignette) -> None:
    shown = elements(assess(vignette.facts, vignette.law))
    assert {name: shown[name] for name in vignette.elements} == vignette.elements


def test_there_are_many_and_every_law_has_its_own() -> None:
    count = Counter(vignette.law for vignette in ALL)
    assert set(count) == set(laws())
    assert min(count.values()) >= 5
    assert sum(count.values()) >= 120


def test_every_known_trap_is_told() -> None:
    told = " ".join(vignette.trap for vignette in ALL)
    assert [trap for trap in KNOWN_TRAPS if trap not in told] == []


def test_every_story_is_its_own_and_cites_its_law() -> None:
    assert [str(vignette) for vignette in ALL if not vignette.cites] == []
    told = [(vignette.law, vignette.story) for vignette in ALL]
    assert len(told) == len(set(told))


def test_every_law_is_met_somewhere_and_not_met_or_unknown_elsewhere() -> None:
    for law in laws():
        findings = {vignette.expected[law] for vignette in ALL if vignette.law == law}
        assert "met" in findings, law
        assert findings - {"met"}, law
