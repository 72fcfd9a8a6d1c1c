"""Numbers below five: no sum and no difference of what is shown tells one."""

import pytest

from throughcare.identification.rules.counts import Tally, two_counts


@pytest.mark.parametrize("linked", [0, 1, 2, 3, 4])
def test_few_people_whom_a_third_party_found_on_both_sides_stay_untold(linked: int) -> None:
    """Who stands in both, less who is linked with consent, is the third party's number."""
    tally = Tally()
    tally.add("both", "counted", 30)
    tally.add("both", "not_established", 10)
    tally.add("both", "waiting", 10)
    tally.add("both", "not_linked", 40)
    for column in ("counted", "not_established", "waiting"):
        tally.add_other(column, 20)
    counts = two_counts(tally, linked)
    known = counts.table.numbers[0]
    assert known == 30
    assert counts.both is None or not counts.both.is_known or counts.both.least - known >= 5
