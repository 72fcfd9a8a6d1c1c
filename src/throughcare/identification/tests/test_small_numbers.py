"""Numbers below five: no sum and no difference of what is shown tells one."""

import pytest

from throughcare.identification.rules.counts import Tally
from throughcare.identification.rules.shown import Range, TwoCounts, counted, two_counts


def told(linked: int) -> TwoCounts:
    """What is shown of people on both sides, and of those whom a third party linked."""
    tally = Tally()
    columns = {"counted": 30, "not_established": 10, "waiting": 10, "not_linked": 40}
    for column, people in columns.items():
        tally.counted["North", "both", column] = people
    for column in ("counted", "not_established", "waiting"):
        tally.others["North", column] = 20
    return two_counts(counted(tally).whole, linked)


@pytest.mark.parametrize("linked", [0, 1, 2, 3, 4])
def test_few_people_whom_a_third_party_found_on_both_sides_stay_untold(linked: int) -> None:
    """Who stands in both, less who is linked with consent, is the third party's number."""
    counts = told(linked)
    known = counts.table.numbers[0]
    assert known == 30
    assert counts.both is None or not counts.both.is_known or counts.both.least - known >= 5


@pytest.mark.parametrize("linked", [18, 19, 20, 60])
def test_nor_is_it_told_how_few_the_third_party_did_not_find(linked: int) -> None:
    """Of 20 whom authorities alone know; the number found, less these, is as small as any other."""
    counts = told(linked)
    assert counts.both == Range(30, 50)
