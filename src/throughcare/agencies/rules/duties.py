"""Duties as data: which acts each includes and which parts of a record it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughcare.agencies.rules.words import gettext_noop
from throughcare_core.vocab import code_list, enforces_law

IDENTITY, CONTACT, WHEREABOUTS, SITUATION = "identity", "contact", "whereabouts", "situation"
HEALTH, JUSTICE, LIVELIHOOD, RISK = "health", "justice", "livelihood", "risk"


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody is there to do: a label, the acts it includes, the parts it needs."""

    code: str
    label: str
    abilities: frozenset[str]
    parts: frozenset[str]


def _duty(code: str, label: str, abilities: str, parts: Iterable[str]) -> Duty:
    return Duty(code, label, frozenset(abilities.split()), frozenset(parts))


CARE = "speak open_case record_consent offer_referral answer_referral report_outcome write_note"

DUTIES: dict[str, Duty] = {
    duty.code: duty
    for duty in (
        _duty(
            "hotline_worker",
            gettext_noop("Hotline worker"),
            CARE,
            (IDENTITY, CONTACT, WHEREABOUTS, SITUATION, RISK),
        ),
        _duty(
            "case_manager",
            gettext_noop("Case manager"),
            f"{CARE} manage_case lock_case erase_person see_access_record review_emergency",
            (IDENTITY, CONTACT, WHEREABOUTS, SITUATION, HEALTH, LIVELIHOOD, RISK),
        ),
        _duty(
            "shelter_worker",
            gettext_noop("Shelter worker"),
            CARE,
            (IDENTITY, CONTACT, WHEREABOUTS, SITUATION, RISK),
        ),
        _duty(
            "clinician",
            gettext_noop("Clinician"),
            CARE,
            (IDENTITY, CONTACT, HEALTH, RISK),
        ),
        _duty(
            "lawyer",
            gettext_noop("Lawyer"),
            f"{CARE} assess",
            (IDENTITY, CONTACT, SITUATION, JUSTICE, RISK),
        ),
        _duty(
            "social_worker",
            gettext_noop("Social worker"),
            CARE,
            (IDENTITY, CONTACT, WHEREABOUTS, SITUATION, LIVELIHOOD, RISK),
        ),
        _duty(
            "grant_officer",
            gettext_noop("Grant officer"),
            CARE,
            (IDENTITY, CONTACT, LIVELIHOOD),
        ),
        _duty(
            "border_officer",
            gettext_noop("Border officer"),
            "speak open_case record_consent offer_referral write_note",
            (IDENTITY, CONTACT, SITUATION, RISK),
        ),
        _duty(
            "investigator",
            gettext_noop("Investigator"),
            "speak open_case record_consent offer_referral answer_referral write_note",
            (IDENTITY, CONTACT, SITUATION, JUSTICE, RISK),
        ),
        _duty(
            "prosecutor",
            gettext_noop("Prosecutor"),
            "speak open_case record_consent answer_referral write_note",
            (IDENTITY, SITUATION, JUSTICE),
        ),
        _duty(
            "advocate",
            gettext_noop("Advocate of the person"),
            f"{CARE} assess",
            (IDENTITY, CONTACT, SITUATION, RISK),
        ),
        _duty(
            "deciding_officer",
            gettext_noop("Deciding officer"),
            "speak open_case record_consent answer_referral write_note assess determine",
            (IDENTITY, CONTACT, WHEREABOUTS, SITUATION),
        ),
        _duty(
            "service_editor",
            gettext_noop("Keeps the services up to date"),
            "edit_services",
            (),
        ),
        _duty(
            "data_officer",
            gettext_noop("Data officer"),
            "exchange open_case",
            (IDENTITY, CONTACT, WHEREABOUTS, SITUATION, RISK),
        ),
        _duty(
            "emergency_trained",
            gettext_noop("Trained for emergency access"),
            "open_in_emergency",
            (),
        ),
        _duty("coordinator", gettext_noop("Coordinator"), "coordinate found_agency statistics", ()),
        _duty("statistician", gettext_noop("Statistician"), "statistics", ()),
        _duty("ombudsperson", gettext_noop("Ombudsperson"), "read_ledger review_emergency", ()),
        _duty(
            "administrator",
            gettext_noop("Administrator"),
            "manage_staff edit_services make_agreements",
            (),
        ),
    )
}


def abilities_of(duties: Iterable[str]) -> frozenset[str]:
    """Every act that these duties include."""
    return frozenset().union(*(DUTIES[code].abilities for code in duties if code in DUTIES))


def parts_needed(duties: Iterable[str]) -> frozenset[str]:
    """Every part of a record that these duties need."""
    return frozenset().union(*(DUTIES[code].parts for code in duties if code in DUTIES))


ONLY_AT: Mapping[str, frozenset[str]] = {
    "ombudsperson": frozenset({"Ombudsperson"}),
    "emergency_trained": frozenset(
        kind.code for kind in code_list("agency_kind").values if not enforces_law(kind.code)
    ),
    "coordinator": frozenset({"Coordinator"}),
    "prosecutor": frozenset({"Prosecution"}),
    "border_officer": frozenset({"BorderPolice", "MigrationService"}),
    "advocate": frozenset(
        kind.code for kind in code_list("agency_kind").values if not enforces_law(kind.code)
    ),
    "deciding_officer": frozenset(
        {
            "IdentificationAuthority",
            "Police",
            "Prosecution",
            "Court",
            "Ministry",
            "SocialService",
            "ChildProtection",
            "LabourInspectorate",
        }
    ),
    "investigator": frozenset({"Police", "BorderPolice", "Prosecution", "LabourInspectorate"}),
}
"""Duties that only agencies of some kinds have: they reach beyond one agency, or hold its power.

Emergency access is never for those who enforce the law.
"""


def duties_of_kind(agency_kind: str) -> list[Duty]:
    """The duties that staff of an agency of this kind may have."""
    return [
        duty for duty in DUTIES.values() if agency_kind in ONLY_AT.get(duty.code, {agency_kind})
    ]


def reasons_not_to_give_duty(
    code: str, *, agency_kind: str, to_oneself: bool, has_it: bool
) -> list[str]:
    """Why somebody may not be given a duty."""
    if code not in DUTIES:
        return [gettext_noop("This duty is not known here. Choose one of the list.")]
    reasons = []
    if agency_kind not in ONLY_AT.get(code, {agency_kind}):
        reasons.append(gettext_noop("An agency of your kind does not have this duty."))
    if to_oneself:
        reasons.append(
            gettext_noop("Nobody gives a duty to themselves. Ask another administrator.")
        )
    if has_it:
        reasons.append(gettext_noop("This duty was given already."))
    return reasons


def reasons_not_to_end_duty(code: str, *, has_it: bool, administrators: int) -> list[str]:
    """Why a duty may not end: somebody must remain who can appoint others."""
    if not has_it:
        return [gettext_noop("This duty has ended already.")]
    if code == "administrator" and administrators <= 1:
        return [
            gettext_noop("This is the last administrator. Make somebody else administrator first.")
        ]
    return []


def reasons_not_to_leave(*, is_administrator: bool, administrators: int) -> list[str]:
    """Why somebody cannot be taken off the staff yet."""
    if is_administrator:
        return reasons_not_to_end_duty("administrator", has_it=True, administrators=administrators)
    return []


def reasons_not_to_name_focal_point(*, to_oneself: bool, is_one: bool) -> list[str]:
    """Why somebody may not be named focal point."""
    reasons = []
    if to_oneself:
        reasons.append(
            gettext_noop("Nobody names themselves focal point. Ask another administrator.")
        )
    if is_one:
        reasons.append(gettext_noop("This is a focal point already."))
    return reasons
