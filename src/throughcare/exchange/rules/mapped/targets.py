"""What a column of a spreadsheet may be: the catalogue of targets, by part of the record."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from throughcare.cases.rules import TOPICS
from throughcare.exchange.rules.columns import TOPIC_OF, columns, part_of
from throughcare.exchange.rules.reports import gettext_noop

NAME, TEXT, NOTE, DAY, MONTH = "name", "text", "note", "day", "month"
BIRTH, AGE, CODE, CODES = "birth", "age", "code", "codes"
PHONE, EMAIL, NUMBER, YES_NO = "phone", "email", "number", "yes_no"
CODED = frozenset({CODE, CODES, YES_NO})
"""Shapes whose values are given a meaning one by one."""
DATED = frozenset({DAY, MONTH, BIRTH})
LEAVE_OUT = "-"
OWN = "own_"
"""How the name of an agency's own field begins; its key follows."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a column may say: `values` names a code list, `options` are choices.

    `several`: more than one column may say it.
    """

    code: str
    label: str
    part: str
    shape: str
    values: str = ""
    options: tuple[str, ...] = ()
    several: bool = False
    is_own: bool = False


def _ours(code: str, label: str, part: str, shape: str, values: str = "") -> Target:
    return Target(code, label, part, shape, values, several=shape in (CODES, NOTE))


OURS = (
    _ours("tc_WholeName", gettext_noop("Whole name"), "identity", NAME),
    _ours("tc_OtherName", gettext_noop("The same name in another spelling"), "identity", NAME),
    _ours("tc_Born", gettext_noop("Date or year of birth"), "identity", BIRTH),
    _ours("tc_Age", gettext_noop("Age"), "identity", AGE),
    _ours("tc_Sex", gettext_noop("Sex"), "identity", CODE, "sex"),
    _ours("tc_DocumentNumber", gettext_noop("Number of a document"), "identity", TEXT),
    _ours("tc_DocumentKind", gettext_noop("Kind of document"), "identity", CODE, "document_kind"),
    _ours(
        "tc_DocumentCountry", gettext_noop("Country of the document"), "identity", CODE, "country"
    ),
    _ours("tc_language", gettext_noop("Languages"), "situation", CODES, "language"),
    _ours("tc_need", gettext_noop("Needs"), "situation", CODES, "need"),
    _ours("tc_access_need", gettext_noop("Access needs"), "situation", CODES, "access_need"),
    _ours(
        "tc_country_of_exploitation",
        gettext_noop("Country of exploitation"),
        "situation",
        CODES,
        "country",
    ),
    _ours("tc_education", gettext_noop("Education"), "livelihood", CODE, "education"),
    _ours("tc_RecruitedIn", gettext_noop("Recruited in (country)"), "situation", CODE, "country"),
    _ours("tc_RecruitedWhen", gettext_noop("Recruited when"), "situation", MONTH),
    _ours("tc_ExploitedWhen", gettext_noop("Exploited when"), "situation", MONTH),
    _ours("tc_Opened", gettext_noop("First contact or arrival"), "situation", DAY),
    _ours("tc_Left", gettext_noop("Left, or the case was closed"), "situation", DAY),
    _ours(
        "tc_WhyLeft", gettext_noop("Why the case was closed"), "situation", CODE, "closing_reason"
    ),
    _ours("tc_Note", gettext_noop("Note"), "situation", NOTE),
    _ours("tc_NoteHealth", gettext_noop("Note about health"), "health", NOTE),
    _ours("tc_NoteRisk", gettext_noop("Note about danger"), "risk", NOTE),
)
"""What the standard has no field for, or says in another way."""

TOPIC_OF_OURS = {
    target.code: target.code.removeprefix("tc_")
    for target in OURS
    if target.code.removeprefix("tc_") in TOPICS
}
"""Targets whose values are facts: the topic under which they are recorded."""

STANDARD = (
    *("prs_FirstName", "prs_SecondName", "prs_MiddleName", "prs_Salutation", "prs_Title"),
    *("prs_Gender", "prs_Citizenship", "prs_MaritalStatus", "prs_NumberOfChildren"),
    *("prs_MobilePhone", "prs_HomePhone", "prs_Email"),
    *("prs_MailingStreet", "prs_MailingCity", "prs_MailingPostalCode", "prs_MailingState"),
    "prs_MailingCountry",
    *(name for name in TOPIC_OF if name != "prs_MaritalStatus"),
    *("vic_DetailsOfVulnerabilities", "vic_AgeWhenTrafficked"),
    *("cas_Status", "cas_ReasonForCaseClosure", "cas_CaseOwner"),
    *("cas_ReferringOrganisation", "cas_ReferringPrimaryCaseWorker", "cas_IncomingReferralDate"),
    *("cas_ReasonForIncomingReferral", "cas_IncomingReferralDetails"),
    *("cas_ReferredOrganisation", "cas_OutgoingReferralDate", "cas_OutgoingReferralDetails"),
    *("spl_Objectives", "cco_CaseComment", "con_Consent"),
)
"""Fields of the standard that people keep in spreadsheets."""

GROUPS: dict[str, str] = {
    "identity": gettext_noop("Who the person is"),
    "contact": gettext_noop("Ways to reach the person"),
    "whereabouts": gettext_noop("Where the person is"),
    "situation": gettext_noop("What happened, and the case"),
    "livelihood": gettext_noop("School and work"),
    "health": gettext_noop("Health"),
    "risk": gettext_noop("Danger"),
    "justice": gettext_noop("Court and justice"),
}
"""The parts of a record, as headings of the catalogue."""


def own_target(key: str, label: str, kind: str, part: str, options: Sequence[str]) -> Target:
    """A field that an agency added, as a target."""
    shape = {"number": NUMBER, "date": DAY, "choice": CODE, "yes_no": YES_NO}.get(kind, TEXT)
    values = "answer" if shape == YES_NO else ""
    return Target(f"{OWN}{key}", label, part, shape, values, tuple(options), is_own=True)


@cache
def common_targets() -> tuple[Target, ...]:
    """Everything that a column may be at every agency."""
    return (*OURS, *map(_of_the_standard, STANDARD))


def catalogue(own: Iterable[Target] = (), parts: Iterable[str] = GROUPS) -> dict[str, Target]:
    """Every target by its code: in the parts that the reader's duties need."""
    readable = set(parts)
    found = (*common_targets(), *own)
    return {each.code: each for each in found if each.part in readable}


def by_group(targets: Iterable[Target]) -> Iterator[tuple[str, list[Target]]]:
    """Targets under the headings of their parts, an agency's own last."""
    found = list(targets)
    for part, heading in GROUPS.items():
        if group := [each for each in found if each.part == part and not each.is_own]:
            yield heading, group
    if own := [each for each in found if each.is_own]:
        yield gettext_noop("Your agency’s own fields"), own


def _of_the_standard(name: str) -> Target:
    field = columns()[name].field
    shape = _shape(field.type, bool(field.list), field.multiple)
    if name in ("prs_FirstName", "prs_SecondName", "prs_MiddleName"):
        shape = NAME
    elif field.pattern:
        shape = PHONE
    elif name == "prs_Email":
        shape = EMAIL
    values = "answer" if shape == YES_NO else field.list
    return Target(name, field.label, part_of(name), shape, values, several=shape == CODES)


def _shape(kind: str, has_list: bool, multiple: bool) -> str:
    if kind in ("Date", "Checkbox", "Number"):
        return {"Date": DAY, "Checkbox": YES_NO, "Number": NUMBER}[kind]
    if multiple:
        return CODES
    return CODE if has_list else TEXT
