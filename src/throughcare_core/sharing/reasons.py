"""Why a part may be read or not: a code for each reason, and its sentence for the screen."""

from enum import StrEnum


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


class Reason(StrEnum):
    """Why one part may be read, or may not."""

    OWN_RECORD = "own_record"
    CONSENT = "consent"
    BEST_INTEREST = "best_interest"
    DUTY_TO_REPORT = "duty_to_report"
    EMERGENCY_ACCESS = "emergency_access"

    NO_GROUND = "no_ground"
    LOCKED = "locked"
    NOT_IN_DUTY = "not_in_duty"
    NO_NAME_NEEDED = "no_name_needed"
    NOT_COVERED = "not_covered"
    OTHER_STAFF_NAMED = "other_staff_named"
    OTHER_PURPOSE = "other_purpose"
    NOT_ACCEPTED = "not_accepted"
    NOT_A_FOCAL_POINT = "not_a_focal_point"
    BEHIND_THE_WALL = "behind_the_wall"
    NO_AGREEMENT = "no_agreement"
    COPY_ONLY = "copy_only"

    TOO_YOUNG = "too_young"
    GUARDIAN_NOT_TRUSTED = "guardian_not_trusted"
    CHILD_NOT_HEARD = "child_not_heard"
    NOT_REASONED = "not_reasoned"
    NOT_IN_THIS_LAW = "not_in_this_law"
    NEVER_IN_EMERGENCY = "never_in_emergency"
    HOLDER_NOT_CALLED = "holder_not_called"
    NOT_CHECKED = "not_checked"

    NOT_YET = "not_yet"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    VOICE_ENDED = "voice_ended"
    ASKED_ANEW = "asked_anew"
    OF_AGE = "of_age"
    HOUR_OVER = "hour_over"

    @property
    def sentence(self) -> str:
        """The reason in a plain sentence, in English; pages translate it."""
        return SENTENCES[self]


SENTENCES: dict[Reason, str] = {
    Reason.OWN_RECORD: gettext_noop("Your own agency keeps this record."),
    Reason.CONSENT: gettext_noop("The person said yes to this."),
    Reason.BEST_INTEREST: gettext_noop("It was decided in the best interest of the child."),
    Reason.DUTY_TO_REPORT: gettext_noop("The law requires this report."),
    Reason.EMERGENCY_ACCESS: gettext_noop("Emergency access is open for one hour."),
    Reason.NO_GROUND: gettext_noop("There is no ground to read this."),
    Reason.LOCKED: gettext_noop("The record is locked to named staff."),
    Reason.NOT_IN_DUTY: gettext_noop("Your duty does not need this part."),
    Reason.NO_NAME_NEEDED: gettext_noop("Counting and watching over others need no name."),
    Reason.NOT_COVERED: gettext_noop("The ground does not cover this part."),
    Reason.OTHER_STAFF_NAMED: gettext_noop("The ground names other staff."),
    Reason.OTHER_PURPOSE: gettext_noop("The ground is for another purpose."),
    Reason.NOT_ACCEPTED: gettext_noop("Nothing is open before the offer is accepted."),
    Reason.NOT_A_FOCAL_POINT: gettext_noop("It is open to named focal points only."),
    Reason.BEHIND_THE_WALL: gettext_noop(
        "Care notes and criminal-justice records are kept apart, "
        "unless the person names you for this part."
    ),
    Reason.NO_AGREEMENT: gettext_noop("No agreement between the two agencies covers this."),
    Reason.COPY_ONLY: gettext_noop("An order is answered with a copy, never by opening a record."),
    Reason.TOO_YOUNG: gettext_noop("The person was too young to consent alone."),
    Reason.GUARDIAN_NOT_TRUSTED: gettext_noop(
        "A guardian counts only when it is known that he or she does not accompany the child, "
        "is not suspected and does not benefit."
    ),
    Reason.CHILD_NOT_HEARD: gettext_noop("The child has not been heard."),
    Reason.NOT_REASONED: gettext_noop("It is not written down who decided and why."),
    Reason.NOT_IN_THIS_LAW: gettext_noop("The law does not require this report."),
    Reason.NEVER_IN_EMERGENCY: gettext_noop("Emergency access does not open this."),
    Reason.HOLDER_NOT_CALLED: gettext_noop("Call the holder first and wait ten minutes."),
    Reason.NOT_CHECKED: gettext_noop("The holder's lawyer has not yet checked the order."),
    Reason.NOT_YET: gettext_noop("The time has not yet come."),
    Reason.ENDED: gettext_noop("The time is over."),
    Reason.WITHDRAWN: gettext_noop("It was withdrawn."),
    Reason.CLOSED: gettext_noop("Reading was closed."),
    Reason.VOICE_ENDED: gettext_noop("A consent by voice ends after 72 hours."),
    Reason.ASKED_ANEW: gettext_noop("The person is of age now and is asked anew."),
    Reason.OF_AGE: gettext_noop("The person is no longer a child."),
    Reason.HOUR_OVER: gettext_noop("The hour of emergency access is over."),
}
