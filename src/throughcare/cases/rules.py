"""What is asked, to which part each answer belongs, and what is known when voices differ."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from throughcare_core.vocab import is_code, stands_beside

ANSWERS = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of fact: the list its values come from (empty: yes or no), and its part."""

    code: str
    values: str
    part: str
    several: bool = True


TOPICS: dict[str, Topic] = {
    topic.code: topic
    for topic in (
        Topic("danger_now", "", "risk", several=False),
        Topic("safe_to_talk", "", "contact", several=False),
        Topic("language", "language", "situation"),
        Topic("need", "need", "situation"),
        Topic("service_for", "service_for", "situation", several=False),
        Topic("children_with_person", "child_age_band", "situation"),
        Topic("access_need", "access_need", "situation"),
        Topic("house_risk", "house_risk", "risk", several=False),
        Topic("exploitation_type", "exploitation_type", "situation"),
        Topic("sexual_exploitation_type", "sexual_exploitation_type", "situation"),
        Topic("industry", "industry", "situation", several=False),
        Topic("recruitment_method", "recruitment_method", "situation"),
        Topic("means_of_control", "means_of_control", "situation"),
        Topic("relationship_to_trafficker", "relationship_to_trafficker", "situation"),
        Topic("act", "act", "situation"),
        Topic("means", "means", "situation"),
        Topic("purpose", "purpose", "situation"),
        Topic("moved", "", "situation", several=False),
        Topic("age_then", "age_band", "situation", several=False),
        Topic("country_of_exploitation", "country", "situation"),
        Topic("trafficking_status", "trafficking_status", "situation", several=False),
        Topic("status_decided_by", "status_decided_by", "situation", several=False),
        Topic("website_or_app", "website_or_app", "situation"),
        Topic("vulnerability", "vulnerability", "situation"),
        Topic("education", "education", "livelihood", several=False),
        Topic("marital_status", "marital_status", "situation", several=False),
    )
}


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


STEPS: dict[str, str] = {
    "first_contact": gettext_noop("First contact"),
    "spoke": gettext_noop("Spoke with the person"),
    "note": gettext_noop("Note"),
    "file_added": gettext_noop("A file was added"),
    "task_done": gettext_noop("Done"),
    "assigned": gettext_noop("A case manager was named"),
    "closed": gettext_noop("Case closed"),
    "reopened": gettext_noop("Case taken up again"),
    "consent_recorded": gettext_noop("Consent"),
    "referral_offered": gettext_noop("Referral offered"),
    "referral_accepted": gettext_noop("Referral accepted"),
    "referral_declined": gettext_noop("Referral declined"),
    "referral_withdrawn": gettext_noop("Referral withdrawn"),
    "referral_expired": gettext_noop("Nobody answered in time"),
    "handed_over": gettext_noop("Handed over in person"),
    "referral_outcome": gettext_noop("Outcome reported"),
    "imported": gettext_noop("Taken over from a file"),
    "conference_called": gettext_noop("Case conference called"),
    "conference_ended": gettext_noop("Case conference ended"),
    "determination_asked": gettext_noop("A decision about identification was asked for"),
    "presumed": gettext_noop("Reasonable grounds were found"),
    "identified": gettext_noop("Identified by the authority"),
    "not_established": gettext_noop("Not established under this law"),
    "appealed": gettext_noop("A decision was appealed"),
    "letter_sent": gettext_noop("Decision letter"),
    "own_word": gettext_noop("What the person calls herself or himself"),
    "suspected": gettext_noop("Under suspicion"),
    "suspicion_ended": gettext_noop("No longer under suspicion"),
    "non_punishment_answered": gettext_noop("Non-punishment considered"),
    "charge_recorded": gettext_noop("What became of the charge"),
}
"""Every kind of step that a timeline may show, in words."""

REFERRAL_STEPS = frozenset(
    {
        "referral_offered",
        "referral_accepted",
        "referral_declined",
        "referral_withdrawn",
        "referral_expired",
        "handed_over",
        "referral_outcome",
    }
)
"""Steps that tell to whom a person was referred, and so where she or he is."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer as it was given."""

    topic: str
    value: str = ""
    answer: str = "yes"
    said_by: str = "person"


@dataclass(frozen=True, slots=True)
class Said:
    """A recorded statement: who said it and when."""

    topic: str
    value: str
    answer: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one value: the answer that stands, and what others say beside it."""

    topic: str
    value: str
    answer: str
    said_by: str
    said_at: datetime
    beside: tuple[Said, ...] = field(default=())


def reasons_not_to_record(statement: Statement) -> list[str]:
    """Why a statement cannot become a fact."""
    topic = TOPICS.get(statement.topic)
    if topic is None:
        return ["This question is not known here."]
    reasons = []
    if statement.answer not in ANSWERS:
        reasons.append("Answer yes, no or not known.")
    if statement.value and not (topic.values and is_code(topic.values, statement.value)):
        reasons.append("Choose from the list.")
    if topic.values and not statement.value and statement.answer != "unknown":
        reasons.append("Choose from the list, or “not known”.")
    if not is_code("said_by", statement.said_by):
        reasons.append("Say who told you.")
    return reasons


def known_from(facts: Iterable[Said]) -> list[Known]:
    """What is known: of each value the newest word that stands by itself, others beside it.

    A statement by a companion, an employer or somebody under suspicion stands only where nothing
    else does, and never turns a yes of the person into anything less.
    """
    by_value: dict[tuple[str, str], list[Said]] = {}
    for fact in sorted(facts, key=lambda fact: fact.said_at):
        by_value.setdefault((fact.topic, fact.value), []).append(fact)
    return [_known(said) for said in by_value.values()]


def _known(said: list[Said]) -> Known:
    own = [fact for fact in said if not stands_beside(fact.said_by)]
    standing = (own or said)[-1]
    beside = tuple(fact for fact in said if stands_beside(fact.said_by) and fact is not standing)
    return Known(
        standing.topic, standing.value, standing.answer, standing.said_by, standing.said_at, beside
    )


def reasons_not_to_close(*, status: str, reason: str) -> list[str]:
    """Why a case cannot be closed now."""
    reasons = []
    if status.startswith("Closed"):
        reasons.append("This case is closed already.")
    if not is_code("closing_reason", reason):
        reasons.append("Choose why the case is closed.")
    return reasons


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of a case conference, and the part of the record to which it belongs."""

    code: str
    label: str
    part: str


AGENDA: dict[str, Matter] = {
    matter.code: matter
    for matter in (
        Matter("safety", gettext_noop("Safety"), "risk"),
        Matter("place_to_stay", gettext_noop("Where to stay"), "whereabouts"),
        Matter("help", gettext_noop("Help and services"), "situation"),
        Matter("children", gettext_noop("Children"), "situation"),
        Matter("papers", gettext_noop("Papers and residence"), "situation"),
        Matter("health", gettext_noop("Health"), "health"),
        Matter("family", gettext_noop("Family and contact"), "contact"),
        Matter("work", gettext_noop("School, work and money"), "livelihood"),
        Matter("justice", gettext_noop("Court and justice"), "justice"),
    )
}
"""What a conference may speak of, in codes; each agency sees the matters of its own parts."""

MEETING_WAYS = {
    "in_person": gettext_noop("In one room"),
    "phone": gettext_noop("By phone"),
    "video": gettext_noop("By video"),
}

VIEW_PART = "situation"
MINUTES_FOR = timedelta(days=14)
"""What a conference opens to an agency closes so long after the meeting: time to read it up."""


def reasons_not_to_call(
    *, is_manager: bool, meets_at: datetime, at: datetime, agenda: Iterable[str], agencies: int
) -> list[str]:
    """Why a case conference cannot be called."""
    wanted = list(agenda)
    reasons = []
    if not is_manager:
        reasons.append("The case manager calls the conference.")
    if meets_at <= at:
        reasons.append("Choose a time to come.")
    if not wanted or not set(wanted) <= AGENDA.keys():
        reasons.append("Choose what is to be spoken of.")
    if not agencies:
        reasons.append("Invite at least one agency.")
    return reasons


def reasons_not_to_decide(*, has_view: bool, ended: bool) -> list[str]:
    """Why nothing can be decided, or why a conference cannot be ended."""
    if ended:
        return ["This conference has ended."]
    return [] if has_view else ["The person’s view comes first: write it down."]


def reasons_against_decision(*, words: str, has_owner: bool, has_day: bool) -> list[str]:
    """Why a decision is not complete: what somebody is to do has an owner and a day."""
    reasons = [] if words.strip() else ["Say what is decided."]
    if has_owner != has_day:
        reasons.append("Who is to do it, and by when, belong together.")
    return reasons
