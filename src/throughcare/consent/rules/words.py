"""Plain words for parts, purposes and answers, as they are said to the person and to staff."""

from throughcare_core.sharing import (
    Cause,
    Given,
    GuardianRole,
    Part,
    Purpose,
    Reason,
    Side,
    View,
    Voice,
)

NOTICE = "2026-1"
"""The edition of the words that are read together; a new wording gets a new edition."""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


PART_WORDS: dict[str, tuple[str, str]] = {
    Part.IDENTITY: (gettext_noop("Identity"), gettext_noop("name, birth date, documents")),
    Part.CONTACT: (gettext_noop("Contact"), gettext_noop("safe ways and times to reach you")),
    Part.WHEREABOUTS: (gettext_noop("Whereabouts"), gettext_noop("where you are or live")),
    Part.SITUATION: (gettext_noop("Situation"), gettext_noop("what happened, what you need")),
    Part.HEALTH: (gettext_noop("Health"), gettext_noop("body and mind, treatment")),
    Part.JUSTICE: (gettext_noop("Justice"), gettext_noop("police, court, statements")),
    Part.LIVELIHOOD: (gettext_noop("Livelihood"), gettext_noop("work, money, learning")),
    Part.RISK: (gettext_noop("Risk"), gettext_noop("dangers to you and to others")),
}
"""Code → the word for staff, and what it means to the person."""

PURPOSE_WORDS: dict[str, str] = {
    Purpose.CARE: gettext_noop("Care and a place to stay"),
    Purpose.SAFETY: gettext_noop("Safety"),
    Purpose.LEGAL_HELP: gettext_noop("Legal help"),
    Purpose.JUSTICE: gettext_noop("A criminal case"),
    Purpose.IDENTIFICATION: gettext_noop("Deciding on status and rights"),
    Purpose.FAMILY: gettext_noop("Finding or reaching family"),
    Purpose.OVERSIGHT: gettext_noop("Watching over the services"),
    Purpose.STATISTICS: gettext_noop("Counting, without names"),
}

SCRIPTS: dict[str, str] = {
    Purpose.CARE: gettext_noop(
        "They want to help you with a place to stay and daily care. May they read this, so that"
        " you need not tell everything again?"
    ),
    Purpose.SAFETY: gettext_noop(
        "They want to keep you safe. May they read this, so that they know what to look out for?"
    ),
    Purpose.LEGAL_HELP: gettext_noop(
        "They want to advise you on your rights. May they read this, so that they can prepare?"
    ),
    Purpose.JUSTICE: gettext_noop(
        "They work on a criminal case against those who harmed people. May they read this? You"
        " can say no and still get help."
    ),
    Purpose.IDENTIFICATION: gettext_noop(
        "They decide which status and which rights you have. May they read this for that decision?"
    ),
    Purpose.FAMILY: gettext_noop(
        "They want to find or reach your family, as you wish. May they read this for that?"
    ),
    Purpose.OVERSIGHT: gettext_noop(
        "They check that services treat people well. May they read this, without your name?"
    ),
    Purpose.STATISTICS: gettext_noop(
        "They count how many people need help. May they read this, without your name?"
    ),
}
"""What is said aloud for one purpose, before a spoken yes or no."""

SCRIPTS_OUTSIDE_CARE: dict[str, str] = {
    Purpose.CARE: gettext_noop(
        "They look after people whom they meet in their work, until a service does. May they read"
        " this for that? You can say no and still get help."
    ),
    Purpose.SAFETY: gettext_noop(
        "They protect people who are in danger. May they read this, so that they know what to look"
        " out for? You can say no and still get help."
    ),
}
"""What is said instead of an agency that is no service of care: it offers no bed."""

SIDES_AS_ASKED = (
    Side.CARE,
    Side.OTHER,
    Side.COORDINATION,
    Side.OVERSIGHT,
    Side.JUSTICE,
    Side.MIGRATION,
    Side.BORDER,
)
"""In which order agencies are asked about: who helps first, who controls last."""


def script_for(purpose: str, side: Side) -> str:
    """What is said aloud before a yes or no to an agency of this side, for this purpose."""
    own = {} if side is Side.CARE else SCRIPTS_OUTSIDE_CARE
    return own.get(purpose, SCRIPTS[purpose])


GIVEN_WORDS: dict[str, str] = {
    Given.ON_A_PAGE: gettext_noop("On a page, read together"),
    Given.BY_VOICE: gettext_noop("By voice"),
    Given.OTHER: gettext_noop("In another way"),
}

GUARDIAN_WORDS: dict[str, str] = {
    "the_person": gettext_noop("The person"),
    GuardianRole.PARENT: gettext_noop("A parent"),
    GuardianRole.LEGAL_GUARDIAN: gettext_noop("A legal guardian"),
    GuardianRole.TEMPORARY_GUARDIAN: gettext_noop("A temporary guardian"),
    "agency": gettext_noop("The agency"),
}

GROUND_WORDS: dict[str, str] = {
    Reason.OWN_RECORD: gettext_noop("Their own record"),
    Reason.CONSENT: gettext_noop("The person said yes"),
    Reason.BEST_INTEREST: gettext_noop("Best interest of the child"),
    Reason.DUTY_TO_REPORT: gettext_noop("The law requires it"),
    Reason.EMERGENCY_ACCESS: gettext_noop("Emergency access"),
}

TOLD_WORDS: dict[str, str] = {
    Reason.CONSENT: gettext_noop("You said yes."),
    "guardian": gettext_noop("Somebody who speaks for you said yes."),
    Reason.BEST_INTEREST: gettext_noop("It was decided for you, because you were not grown up."),
    Reason.DUTY_TO_REPORT: gettext_noop("The law requires it. You were told."),
}
"""What reading rests on, as it is said to the person."""

CAUSE_WORDS: dict[str, str] = {
    Cause.CHILD: gettext_noop("A child in need of protection"),
    Cause.DANGER_TO_LIFE: gettext_noop("Danger to life"),
}

VOICE_WORDS: dict[str, str] = {
    Voice.CHILD: gettext_noop("The child"),
    Voice.PARENT: gettext_noop("A parent"),
    Voice.GUARDIAN: gettext_noop("A guardian"),
    Voice.CARER: gettext_noop("A carer"),
    Voice.LAWYER: gettext_noop("A lawyer"),
    Voice.AUTHORITY: gettext_noop("An authority"),
}

VIEW_WORDS: dict[str, str] = {
    View.AGREES: gettext_noop("Agrees"),
    View.OBJECTS: gettext_noop("Objects"),
    View.TOO_YOUNG: gettext_noop("Too young to say; listened to in another way"),
    View.NOT_ASKED: gettext_noop("Not asked"),
}

STATE_WORDS: dict[str, str] = {
    "to_sign": gettext_noop("Waits for you to sign"),
    "waiting": gettext_noop("Waits for them to sign"),
    "to_begin": gettext_noop("Signed, not yet begun"),
    "in_force": gettext_noop("In force"),
    "ended": gettext_noop("Ended"),
}
"""How an agreement stands."""

EMERGENCY_WHY: dict[str, str] = {
    "attack": gettext_noop("Somebody attacks the person, or is about to"),
    "own_hand": gettext_noop("The person may take her or his own life"),
    "illness": gettext_noop("The person is gravely ill or hurt"),
    "gone": gettext_noop("The person has disappeared, or is held somewhere"),
}
"""Why a life is in danger."""

VERDICT_WORDS: dict[str, str] = {
    "right": gettext_noop("It was right to open it"),
    "wrong": gettext_noop("It was not right to open it"),
}
"""What a review finds."""
