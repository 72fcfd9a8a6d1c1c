"""The states of a determination, and the reasons why something cannot be done."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from throughcare.identification.rules.words import gettext_noop


class State(StrEnum):
    """Where a determination stands, and what a ruling says."""

    ASKED = "asked"
    PRESUMED = "presumed"
    IDENTIFIED = "identified"
    NOT_ESTABLISHED = "not_established"


OPEN = frozenset({State.ASKED, State.PRESUMED})
"""States in which a decision is still to come."""

COUNTED = frozenset({State.PRESUMED, State.IDENTIFIED})
"""States in which the authority counts the person."""

STATE_WORDS = {
    State.ASKED: gettext_noop("A decision was asked for"),
    State.PRESUMED: gettext_noop("Presumed: there are reasonable grounds"),
    State.IDENTIFIED: gettext_noop("Identified"),
    State.NOT_ESTABLISHED: gettext_noop("Not established under this law"),
}
ELEMENT_WORDS = {
    "act": gettext_noop("What was done"),
    "means": gettext_noop("By what means"),
    "purpose": gettext_noop("For what purpose"),
    "movement": gettext_noop("Being moved"),
    "age": gettext_noop("Age"),
}
OUTCOMES = {
    "raised": gettext_noop("Raised with the prosecutor or the court"),
    "dropped": gettext_noop("Proceedings were dropped"),
    "not_linked": gettext_noop("The act was not connected with the exploitation"),
    "declined": gettext_noop("Raised, and declined by the prosecutor or the court"),
}
"""How the question of non-punishment was answered."""

LETTER_WAYS = {
    "by_hand": gettext_noop("Given by hand, in a safe place"),
    "representative": gettext_noop("Through the lawyer or advocate whom the person named"),
    "to_contact": gettext_noop("To an address that is safe now"),
}
ASSESSED_FOR = {
    "decision": gettext_noop("A decision is to be made now"),
    "application": gettext_noop("An application for a decision is written"),
    "appeal": gettext_noop("An appeal is written or decided"),
}
"""Why a working assessment may be run: never in advance, never out of interest."""

REASONS_NEEDED = gettext_noop("Write the reasons: the person has a right to them.")
FACTS_NEEDED = gettext_noop("Tick the facts on which the decision rests.")
LONGEST = 20_000


def reasons_not_to_ask(
    *, decides: bool, known_law: bool, is_there: bool, received: date, today: date
) -> list[str]:
    """Why no determination can begin."""
    reasons = []
    if not known_law:
        reasons.append(gettext_noop("Choose a law that is held here."))
    elif not decides:
        reasons.append(
            gettext_noop("Your agency is not the named authority under this law: it cannot decide.")
        )
    if is_there:
        reasons.append(gettext_noop("There is a determination under this law already: open it."))
    if received > today:
        reasons.append(gettext_noop("The request cannot have come after today."))
    return reasons


def reasons_not_to_rule(
    state: State,
    finds: State,
    *,
    decides: bool,
    facts: Collection[object],
    words: str,
    lacks: Collection[str] = (),
    today: date,
    not_before: date | None = None,
) -> list[str]:
    """Why an officer cannot rule so now. `not_before`: the first day of a conclusive decision."""
    reasons = [] if decides else [NO_LONGER]
    reasons += _against_the_step(state, finds, today, not_before)
    return reasons + reasons_against_content(finds, facts=facts, words=words, lacks=lacks)


NO_LONGER = gettext_noop("Your agency is no longer the named authority under this law.")


def _against_the_step(
    state: State, finds: State, today: date, not_before: date | None
) -> list[str]:
    if state not in OPEN:
        return [gettext_noop("This was decided before: only an appeal opens it again.")]
    if finds is State.PRESUMED and state is not State.ASKED:
        return [gettext_noop("Reasonable grounds were found before.")]
    if finds is State.IDENTIFIED and state is not State.PRESUMED:
        return [gettext_noop("Reasonable grounds come first: presume, then identify.")]
    early = not_before is not None and today < not_before
    if state is State.PRESUMED and early:
        return [gettext_noop("The conclusive decision comes too early: time to recover is given.")]
    if finds is State.ASKED:
        return [gettext_noop("Choose what is decided.")]
    return []


def reasons_against_content(
    finds: State, *, facts: Collection[object], words: str, lacks: Collection[str]
) -> list[str]:
    """Why a ruling is not complete: facts where something is found, reasons always."""
    reasons = []
    if finds in COUNTED and not facts:
        reasons.append(FACTS_NEEDED)
    if not words.strip():
        reasons.append(REASONS_NEEDED)
    if len(words) > LONGEST:
        reasons.append(gettext_noop("Shorten the reasons: at most 20,000 letters."))
    if finds is State.NOT_ESTABLISHED and not lacks:
        reasons.append(gettext_noop("Say which element of the law was not established."))
    if not set(lacks) <= ELEMENT_WORDS.keys() or (lacks and finds is not State.NOT_ESTABLISHED):
        reasons.append(gettext_noop("Choose elements of the law, and only where one was lacking."))
    return reasons


def reasons_not_to_appeal(state: State, *, is_open: bool) -> list[str]:
    """Why nobody can appeal now."""
    if state is not State.NOT_ESTABLISHED:
        return [gettext_noop("Only a decision that something was not established is appealed.")]
    if is_open:
        return [gettext_noop("An appeal is there already, and waits.")]
    return []


def reasons_not_to_reconsider(
    *,
    decides: bool,
    is_open: bool,
    same_officer: bool,
    finds: State,
    facts: Collection[object],
    words: str,
    lacks: Collection[str],
) -> list[str]:
    """Why an appeal cannot be decided so: somebody else decides than who decided first."""
    reasons = [] if decides else [NO_LONGER]
    if not is_open:
        reasons.append(gettext_noop("No appeal waits."))
    if same_officer:
        reasons.append(gettext_noop("Somebody else must decide the appeal: you decided before."))
    if finds is State.ASKED:
        reasons.append(gettext_noop("Choose what is decided."))
    return reasons + reasons_against_content(finds, facts=facts, words=words, lacks=lacks)


def reasons_not_to_send(way: str, *, is_safe: bool, ruled: bool) -> list[str]:
    """Why a letter cannot go out in this way."""
    reasons = []
    if not ruled:
        reasons.append(gettext_noop("Nothing is decided yet: there is no letter."))
    if way not in LETTER_WAYS:
        reasons.append(gettext_noop("Choose how the letter reaches the person."))
    if way == "to_contact" and not is_safe:
        reasons.append(
            gettext_noop("No safe address for a letter is written down: give it by hand.")
        )
    return reasons
