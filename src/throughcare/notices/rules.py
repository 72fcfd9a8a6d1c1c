"""What staff can be told, and when a message is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
TRIED_FOR = timedelta(days=1)
"""A message that nobody took for a day is given up; the notice stays in the product."""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can be told: its words, the address it leads to, and whether it goes outside.

    `opens` names an address that takes the key of what the notice is about.
    """

    words: str
    opens: str
    goes_outside: bool


KINDS: Mapping[str, Kind] = {
    "emergency_opened": Kind(
        gettext_noop(
            "Somebody of another agency opened contact and risk in an emergency. Review it within"
            " a day."
        ),
        "consent:emergency_review",
        goes_outside=True,
    ),
    "emergency_unreviewed": Kind(
        gettext_noop("An emergency access was not reviewed within a day. It waits for you."),
        "consent:emergency_review",
        goes_outside=True,
    ),
    "emergency_reviewed": Kind(
        gettext_noop("Your emergency access was reviewed."),
        "consent:emergency_outcome",
        goes_outside=False,
    ),
    "lock_left_alone": Kind(
        gettext_noop(
            "A record is locked, and nobody whom the lock names works there any more. Two people"
            " name who reads it."
        ),
        "consent:left_alone",
        goes_outside=False,
    ),
    "order_to_check": Kind(
        gettext_noop("An order came on paper. A lawyer must check it before a copy is served."),
        "consent:order",
        goes_outside=False,
    ),
    "non_punishment": Kind(
        gettext_noop(
            "The question of non-punishment stands for somebody whose record you may read."
        ),
        "identification:non_punishment",
        goes_outside=False,
    ),
    "others_answered": Kind(
        gettext_noop(
            "Another agency said yes to your question whether others help somebody already."
        ),
        "linking:others",
        goes_outside=False,
    ),
    "others_ask": Kind(
        gettext_noop("Another agency asks whether you help somebody who may be with you."),
        "linking:question",
        goes_outside=False,
    ),
    "person_accepted": Kind(
        gettext_noop(
            "A colleague accepted a referral of somebody whose record is kept to you and whom you"
            " named. See who receives the person."
        ),
        "cases:case",
        goes_outside=False,  # a text to the house's telephone would tell the colleague of the lock
    ),
    "report_made": Kind(
        gettext_noop("Another agency made a report to you, as the law requires."),
        "consent:report_received",
        goes_outside=True,
    ),
}

SUBJECT = gettext_noop("Something is waiting for you")
TEXT = gettext_noop("Something is waiting for you in Throughcare. Sign in to read it.")
"""All that a message outside ever says: not what, and not about whom."""


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries before the next.

    >>> [wait_after(tries).seconds // 60 for tries in (1, 2, 3, 7, 50)]
    [1, 2, 4, 60, 60]
    """
    return min(FIRST_WAIT * (1 << min(tries - 1, 10)), LONGEST_WAIT)
