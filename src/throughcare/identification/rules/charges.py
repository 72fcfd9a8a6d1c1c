"""What became of a charge of trafficking: dropped, or charged as something else."""

from datetime import date

from throughcare.identification.rules.states import ELEMENT_WORDS
from throughcare.identification.rules.words import gettext_noop
from throughcare_core.vocab import is_code

DROPPED, RECHARGED = "dropped", "recharged"
CAME_TO = {
    DROPPED: gettext_noop("Dropped"),
    RECHARGED: gettext_noop("Charged as something else"),
}
RARE = "rare"
"""Elements that failed in too few cases to be told apart, together."""

CHARGE_WORDS = ELEMENT_WORDS | {RARE: gettext_noop("Another element")}


def reasons_not_to_record_charge(
    *, came_to: str, charged_as: str, lacks: str, came_on: date, received: date, today: date
) -> list[str]:
    """Why what became of a charge cannot be written down so."""
    reasons = []
    if came_to not in CAME_TO:
        reasons.append(gettext_noop("Say whether the charge was dropped or became another."))
    if came_to == RECHARGED and not is_code("charge", charged_as):
        reasons.append(gettext_noop("Choose what was charged instead."))
    if came_to == DROPPED and charged_as:
        reasons.append(gettext_noop("What was dropped is charged as nothing: leave that empty."))
    if lacks not in ELEMENT_WORDS:
        reasons.append(gettext_noop("Choose the element of the law that failed."))
    if came_on > today:
        reasons.append(gettext_noop("This cannot have happened after today."))
    if came_on < received:
        reasons.append(gettext_noop("This cannot have happened before a decision was asked for."))
    return reasons
