"""The monthly return: what is counted, by which rule, and for which months."""

from collections.abc import Mapping, Sequence
from datetime import date

from throughcare.statistics.rules.reading import gettext_noop
from throughcare_core.publication import Published, published

RULE = "2026-1"
"""The rule by which returns are counted and made safe now. Add another; never change this one."""

MONTHS_BACK = 12
NO_RETURN = frozenset({"Coordinator", "Ombudsperson"})
"""Kinds of agencies that help nobody themselves and send no return."""

SEXES = ("female", "male", "other", "unknown")
AGES: Mapping[str, str] = {
    "child": gettext_noop("Under 18"),
    "18-24": gettext_noop("18 to 24"),
    "25+": gettext_noop("25 or older"),
    "adult": gettext_noop("Adult, age not known"),
    "unknown": gettext_noop("Not known"),
}
AGE_OF_BAND: Mapping[str, str] = {
    **dict.fromkeys(("0-11", "12-15", "16-17", "child"), "child"),
    "18-24": "18-24",
    **dict.fromkeys(("25-39", "40-59", "60+"), "25+"),
    "adult": "adult",
    "unknown": "unknown",
}
"""The wider ages of the return, by the bands of the list `age_band`."""

STATES: Mapping[str, str] = {
    "accepted": gettext_noop("Accepted in time"),
    "expired": gettext_noop("Not answered in time"),
    "withdrawn": gettext_noop("Withdrawn by the sender"),
    "offered": gettext_noop("Still waiting"),
}
"""What became of referrals; those declined are counted by reason alone, so that nothing adds up."""

TITLES: Mapping[str, str] = {
    "new": gettext_noop("People new this month"),
    "ongoing": gettext_noop("People from before, still helped"),
    "sent": gettext_noop("Referrals sent"),
    "sent_declined": gettext_noop("Referrals sent, declined because"),
    "received": gettext_noop("Referrals received"),
    "received_declined": gettext_noop("Referrals received, declined because"),
    "unmet": gettext_noop("Need not met"),
}


def month_before(day: date, months: int = 1) -> date:
    """The first day of the month so many months before that of `day`.

    >>> month_before(date(2026, 1, 31)), month_before(date(2026, 3, 2), 0)
    (datetime.date(2025, 12, 1), datetime.date(2026, 3, 1))
    """
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def reasons_not_to_send(*, month: date, today: date, kind: str, sent: bool) -> list[str]:
    """Why the return of a month cannot be sent."""
    reasons = []
    if kind in NO_RETURN:
        reasons.append(gettext_noop("Your agency helps nobody itself and sends no return."))
    if month > month_before(today):
        reasons.append(gettext_noop("This month is not over yet."))
    if month < month_before(today, MONTHS_BACK):
        reasons.append(gettext_noop("This month is too long ago: a return is for the last twelve."))
    if sent:
        reasons.append(gettext_noop("This month was sent already, and stays as it was sent."))
    return reasons


def people_table(counts: Mapping[tuple[str, str], int]) -> Published:
    """People by sex (list `sex`) and age band (list `age_band`), as it may be shown."""
    table = [[0] * len(AGES) for _sex in SEXES]
    ages: Sequence[str] = list(AGES)
    for (sex, band), number in counts.items():
        line = SEXES.index(sex if sex in SEXES else "unknown")
        table[line][ages.index(AGE_OF_BAND.get(band, "unknown"))] += number
    return published(table)
