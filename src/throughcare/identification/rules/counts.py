"""Two counts of one period: whom NGOs count, whom authorities count, and why they differ.

Counts alone: nothing here knows a key of anybody. What of them may be shown is in `shown.py`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from throughcare.identification.rules.states import COUNTED, State
from throughcare.identification.rules.words import gettext_noop
from throughcare_core.definitions import Facts, Law, assess, elements

COLUMNS = ("counted", "not_established", "waiting", "not_linked")
"""What the authorities say of somebody; the last, that nobody may know whether they do."""

COLUMN_WORDS = {
    "counted": gettext_noop("Presumed or identified"),
    "not_established": gettext_noop("Not established"),
    "waiting": gettext_noop("Not yet decided"),
    "not_linked": gettext_noop("Not linked, or never asked"),
}
COLUMN_RULES = {
    "counted": gettext_noop(
        "An authority found reasonable grounds or identified the person, under the law compared."
    ),
    "not_established": gettext_noop(
        "An authority decided that something this law asks for was not established."
    ),
    "waiting": gettext_noop("An authority was asked and has not made its first decision."),
    "not_linked": gettext_noop(
        "The person has not allowed that the two records be linked, or no authority was asked."
        " Nobody can tell which."
    ),
}
LINE_WORDS = {
    "ngos": gettext_noop("NGOs count the person"),
    "others": gettext_noop("NGOs do not, or do not know the person"),
}
LINE_RULES = {
    "ngos": gettext_noop(
        "A case at an agency that helps began in the period, and what is recorded meets the UN"
        " Protocol. Who has several stands in the place of the first."
    ),
    "others": gettext_noop(
        "An authority was asked in the period, and no case that began in it at an agency that helps"
        " is linked with the person’s consent, or what that case recorded does not meet the UN"
        " Protocol. Who is known to several authorities stands in the place of the first."
    ),
}
WHYS = (
    "both",
    "law_act",
    "law_means",
    "law_purpose",
    "law_movement",
    "law_age",
    "law_rest",
    "facts",
)
"""Why the same facts are counted by one law and not by the other: by the law, or by the facts."""

REST = "law_rest"
WHY_WORDS = {
    "both": gettext_noop("Met under both"),
    "law_act": gettext_noop("By the law: what was done"),
    "law_means": gettext_noop("By the law: the means"),
    "law_purpose": gettext_noop("By the law: the purpose"),
    "law_movement": gettext_noop("By the law: movement"),
    "law_age": gettext_noop("By the law: age"),
    "law_rest": gettext_noop("By the law: several elements, or a rare one"),
    "facts": gettext_noop("By the facts: not recorded"),
}
WHY_RULES = {
    "both": gettext_noop("What NGOs recorded meets the UN Protocol and the law compared."),
    "law_act": gettext_noop("The law compared does not name what was done; the Protocol does."),
    "law_means": gettext_noop(
        "The law compared does not name the means, or asks for one where the Protocol needs none."
    ),
    "law_purpose": gettext_noop("The purpose is not in the list of the law compared."),
    "law_movement": gettext_noop("The law compared asks for movement, and it was not so."),
    "law_age": gettext_noop("The law compared asks for an age, and it was not so."),
    "law_rest": gettext_noop(
        "More than one element is met under the Protocol alone; or one that fewer than five people"
        " lack."
    ),
    "facts": gettext_noop(
        "The law compared asks for something of which nothing is recorded, and the Protocol does"
        " not."
    ),
}
UNMET = frozenset({"unknown", "not met"})


NOWHERE = "–"
"""The place of people whose agency has none."""


@dataclass
class Tally:
    """Numbers of people, each of whom stands in one place.

    `counted`: those whom NGOs count, by place, why and column. `others`: those whom authorities
    alone know, by place and column. `charges`: those whose charge came to nothing or to another,
    by the element that failed and by what it came to.
    """

    counted: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    others: Counter[tuple[str, str]] = field(default_factory=Counter)
    charges: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def places(self) -> list[str]:
        """Every place in which somebody stands."""
        found = {place for place, _why, _column in self.counted} | {one for one, _ in self.others}
        return sorted(found)


def column_of(states: Sequence[str]) -> str:
    """Where somebody stands whom authorities decided about, perhaps more than once.

    >>> column_of(["not_established", "presumed"])
    'counted'
    """
    found = {State(state) for state in states}
    if found & COUNTED:
        return "counted"
    return "waiting" if State.ASKED in found else "not_established"


def why_of(facts: Facts, protocol: Law, compared: Law) -> str:
    """Why two laws differ on the same facts: a code of `WHYS`; empty: the Protocol is not met."""
    first = assess(facts, protocol)
    if not first.truth:
        return ""
    second = assess(facts, compared)
    if second.truth:
        return "both"
    here, there = elements(first), elements(second)
    unmet = [name for name, shown in there.items() if shown in UNMET]
    by_law = [name for name in unmet if there[name] == "not met" or name in here]
    if not unmet or len(by_law) < len(unmet):
        return "facts"
    return f"law_{by_law[0]}" if len(by_law) == 1 else REST
