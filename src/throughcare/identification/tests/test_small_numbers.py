"""Numbers below five: no sum and no difference of what is shown tells one."""

import pytest

from throughcare.identification.rules.counts import Range, Tally, two_counts


def counted_by_both_sides() -> Tally:
    tally = Tally()
    tally.add("both", "counted", 30)
    tally.add("both", "not_established", 10)
    tally.add("both", "waiting", 10)
    tally.add("both", "not_linked", 40)
    for column in ("counted", "not_established", "waiting"):
        tally.add_other(column, 20)
    return tally


@pytest.mark.parametrize("linked", [0, 1, 2, 3, 4])
def test_few_people_whom_a_third_party_found_on_both_sides_stay_untold(linked: int) -> None:
    """Who stands in both, less who is linked with consent, is the third party's number."""
    counts = two_counts(counted_by_both_sides(), linked)
    known = counts.table.numbers[0]
    assert known == 30
    assert counts.both is None or not counts.both.is_known or counts.both.least - known >= 5


@pytest.mark.parametrize("linked", [18, 19, 20, 60])
def test_nor_is_it_told_how_few_the_third_party_did_not_find(linked: int) -> None:
    """Of 20 whom authorities alone know; the number found, less these, is as small as any other."""
    counts = two_counts(counted_by_both_sides(), linked)
    assert counts.both == Range(30, 50)
