"""Why a consent, a decision, a report, an order or an agreement cannot stand as it was given."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughcare_core.sharing import (
    NAMELESS_PURPOSES,
    NAMING_PARTS,
    Given,
    GuardianRole,
    Part,
    Purpose,
    ReportingLaw,
    View,
    Voice,
)

VOICE_LASTS = timedelta(hours=72)
"""The core ends a consent by voice then; it is said here before it is recorded."""

LONGEST = timedelta(days=5 * 366)
"""Nobody foresees more: after five years at most the person is asked again."""

LONGEST_WITHOUT_BIRTH = timedelta(days=366)
"""Nobody knows when this child comes of age: within a year somebody looks again."""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentFacts:
    """What is known about a yes. `asked_anew_on`: a guardian's yes ends then; None, not known.

    `birth` and `old_enough` both empty: nobody said an age.
    """

    parts: Collection[str]
    purpose: str
    given: str
    given_by: str
    old_enough: bool
    birth: date | None = None
    guardian_counts: bool
    asked_anew_on: date | None
    given_at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class BestInterestFacts:
    """What is known about a decision for a child. `decided_with` is a guardian's role, or empty."""

    parts: Collection[str]
    purpose: str
    views: Sequence[tuple[str, str]]
    deciders: str
    why: str
    decided_with: str
    guardian_counts: bool
    birth: date | None = None
    of_age_on: date | None
    decided_at: datetime
    until: datetime


def reasons_not_to_consent(yes: ConsentFacts) -> list[str]:
    """Why a yes cannot be recorded as it stands."""
    return [
        *_against_sharing(yes.parts, yes.purpose),
        *_against_codes(yes.given, yes.given_by),
        *_against_end(yes.given_at, yes.until),
        *_against_voice(yes),
        *_against_birth(yes.birth, yes.given_at),
        *(_against_the_person(yes) if yes.given_by == "the_person" else _against_guardian(yes)),
    ]


def reasons_not_to_note_a_no(no: ConsentFacts) -> list[str]:
    """Why a no cannot be written down: only for what is on no list. Anybody may say no."""
    return [
        *_against_lists(no.parts, no.purpose),
        *_against_codes(no.given, no.given_by),
        *_against_end(no.given_at, no.until),
    ]


def reasons_not_to_decide(decision: BestInterestFacts) -> list[str]:
    """Why a decision in the best interest of a child cannot be recorded as it stands."""
    reasons = [
        *_against_sharing(decision.parts, decision.purpose),
        *_against_end(decision.decided_at, decision.until),
        *_against_birth(decision.birth, decision.decided_at),
        *_against_views(decision.views),
    ]
    if not decision.deciders.strip():
        reasons.append(gettext_noop("Write down who decided."))
    if not decision.why.strip():
        reasons.append(gettext_noop("Write down why this is best for the child."))
    if decision.decided_with and not decision.guardian_counts:
        reasons.append(
            gettext_noop(
                "This guardian cannot decide: somebody who accompanies the child, is suspected or"
                " benefits has no say. Decide without him or her."
            )
        )
    if decision.of_age_on and decision.of_age_on <= decision.decided_at.date():
        reasons.append(gettext_noop("The person is of age, or nearly so: ask the person."))
    if not decision.of_age_on and decision.until - decision.decided_at > LONGEST_WITHOUT_BIRTH:
        reasons.append(ASK_WITHIN_A_YEAR)
    return reasons


def reasons_not_to_report(
    law: ReportingLaw | None,
    *,
    parts: Collection[str],
    side: str,
    staff: Collection[object],
    why: str,
    starts: datetime,
    until: datetime,
) -> list[str]:
    """Why a report cannot be made: the law of the day does not require it, or something lacks."""
    if law is None or not law.parts:
        return [gettext_noop("No law here requires this report. Ask for a consent instead.")]
    reasons = [*_against_end(starts, until)]
    if not parts:
        reasons.append(CHOOSE_PARTS)
    if not set(parts) <= law.parts:
        reasons.append(gettext_noop("The law requires fewer parts than these. Report no more."))
    if side not in law.sides:
        reasons.append(gettext_noop("The law does not send this report to that agency."))
    if not staff:
        reasons.append(gettext_noop("Name the staff who receive the report."))
    if not why.strip():
        reasons.append(gettext_noop("Write down why this has to be reported."))
    return reasons


def reasons_not_to_receive(
    *, number: str, parts: Collection[str], starts: datetime, until: datetime | None
) -> list[str]:
    """Why an order on paper cannot be entered."""
    reasons = [*_against_end(starts, until)] if until else []
    if not number.strip():
        reasons.append(gettext_noop("Copy the number of the order from the paper."))
    if not parts:
        reasons.append(gettext_noop("Narrow the order down to named parts."))
    if not set(parts) <= set(Part):
        reasons.append(CHOOSE_FROM_THE_LIST)
    return reasons


def reasons_not_to_serve(
    *, parts: Collection[str], allowed: Collection[str], readable: Collection[str], checked: bool
) -> list[str]:
    """Why no copy of these parts may be served now."""
    reasons = []
    if not parts:
        reasons.append(gettext_noop("Name the parts that the copy holds."))
    if not checked:
        reasons.append(gettext_noop("A lawyer of your agency must check the order first."))
    elif not set(parts) <= set(allowed):
        reasons.append(gettext_noop("The order does not cover all of this, or not any more."))
    if not set(parts) <= set(readable):
        reasons.append(gettext_noop("Somebody whose duty needs these parts must prepare the copy."))
    return reasons


def reasons_not_to_agree(
    *,
    with_itself: bool,
    parts: Collection[str],
    purposes: Collection[str],
    starts: datetime,
    until: datetime | None,
) -> list[str]:
    """Why an agreement cannot be proposed."""
    reasons = []
    if with_itself:
        reasons.append(gettext_noop("An agreement needs two different agencies."))
    if not parts:
        reasons.append(CHOOSE_PARTS)
    if not purposes:
        reasons.append(gettext_noop("Choose at least one purpose."))
    if not (set(parts) <= set(Part) and set(purposes) <= set(Purpose)):
        reasons.append(CHOOSE_FROM_THE_LIST)
    if until is not None and until <= starts:
        reasons.append(gettext_noop("The agreement must end after it begins."))
    if any(at is not None and not 1900 <= at.year < 2200 for at in (starts, until)):
        reasons.append(gettext_noop("Choose a year before 2200."))
    return reasons


def reasons_not_to_propose(*, to_oneself: bool, may_lock: bool) -> list[str]:
    """Why somebody cannot be proposed as the next reader of a locked record."""
    reasons = []
    if to_oneself:
        reasons.append(gettext_noop("Nobody proposes themselves: propose a colleague."))
    if not may_lock:
        reasons.append(gettext_noop("Propose a case manager: only they can unlock it later."))
    return reasons


def reasons_not_to_pass_on(
    *, proposed: object, agreed_to: object, proposed_by: object, by: object, may_lock: bool
) -> list[str]:
    """Why a second person cannot agree now to who was proposed."""
    if proposed is None or proposed != agreed_to:
        return [gettext_noop("Somebody else was proposed meanwhile. Look again.")]
    reasons = []
    if by in (proposed_by, proposed):
        reasons.append(gettext_noop("Somebody else must agree: it takes two people."))
    if not may_lock:
        reasons.append(gettext_noop("The successor is no case manager any more."))
    return reasons


CHOOSE_PARTS = gettext_noop("Choose at least one part to share.")
CHOOSE_FROM_THE_LIST = gettext_noop("Choose from the list.")
ASK_WITHIN_A_YEAR = gettext_noop(
    "Nobody knows when this child comes of age: choose an end within a year, and ask again then."
)


def _against_sharing(parts: Collection[str], purpose: str) -> Iterator[str]:
    yield from _against_lists(parts, purpose)
    if not parts:
        yield CHOOSE_PARTS
    if purpose in NAMELESS_PURPOSES and set(parts) & NAMING_PARTS:
        yield gettext_noop(
            "Counting and watching over others need no name: leave out identity, contact and"
            " whereabouts."
        )


def _against_lists(parts: Collection[str], purpose: str) -> Iterator[str]:
    if purpose not in set(Purpose) or not set(parts) <= set(Part):
        yield CHOOSE_FROM_THE_LIST


def _against_codes(given: str, given_by: str) -> Iterator[str]:
    if given not in set(Given):
        yield gettext_noop("Say how the answer was given: on a page or by voice.")
    if given_by not in {"the_person", *GuardianRole}:
        yield gettext_noop("Say who answered: the person or a guardian.")


def _against_end(starts: datetime, until: datetime) -> Iterator[str]:
    if until <= starts:
        yield gettext_noop("The end must come after the beginning.")
    if until - starts > LONGEST:
        yield gettext_noop("Choose an end within five years, and ask again then.")


def _against_voice(yes: ConsentFacts) -> Iterator[str]:
    if yes.given == Given.BY_VOICE and yes.until - yes.given_at > VOICE_LASTS:
        yield gettext_noop("A yes by voice is good for 72 hours at most. Renew it face to face.")


def _against_birth(birth: date | None, at: datetime) -> Iterator[str]:
    if birth and not date(1900, 1, 1) <= birth <= at.date():
        yield gettext_noop("Look at the birth date again: it lies ahead, or before 1900.")


def _against_the_person(yes: ConsentFacts) -> Iterator[str]:
    if yes.old_enough:
        return
    if yes.birth is None:
        yield gettext_noop(
            "Say whether the person is old enough to consent alone: tick it, or write down the"
            " birth date."
        )
    elif yes.birth <= yes.given_at.date():
        yield gettext_noop(
            "The person is too young to consent alone. Ask a guardian who counts, or have it"
            " decided in the child's best interest."
        )


def _against_guardian(yes: ConsentFacts) -> Iterator[str]:
    if not yes.guardian_counts:
        yield gettext_noop(
            "This guardian does not count: it must be known that he or she does not accompany the"
            " child, is not suspected and does not benefit. Have it decided in the child's best"
            " interest."
        )
    if yes.asked_anew_on and yes.asked_anew_on <= yes.given_at.date():
        yield gettext_noop("The person is of age, or nearly so: ask the person.")
    if not yes.asked_anew_on and yes.until - yes.given_at > LONGEST_WITHOUT_BIRTH:
        yield ASK_WITHIN_A_YEAR


def _against_views(views: Iterable[tuple[str, str]]) -> Iterator[str]:
    said = list(views)
    if any(voice not in set(Voice) or view not in set(View) for voice, view in said):
        yield CHOOSE_FROM_THE_LIST
    heard = [voice for voice, view in said if view != View.NOT_ASKED]
    if Voice.CHILD not in heard:
        yield gettext_noop("Listen to the child first, in a way that suits the age.")
    if not set(heard) - {Voice.CHILD}:
        yield gettext_noop("Ask at least one adult who knows the child.")
