"""The one table: each field of HTCDS 2.0, the part of a record it belongs to, where it goes.

Source of the fields: IOM, Human Trafficking Case Data Standard 2.0 (CC BY 4.0).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from throughcare_core.vocab import HtcdsField, htcds_field, htcds_fields

IDENTITY, CONTACT, WHEREABOUTS, SITUATION = "identity", "contact", "whereabouts", "situation"
PARTS = (IDENTITY, CONTACT, WHEREABOUTS, SITUATION)

Row = dict[str, str]
"""One row of the standard: field name → its text in canonical form; an empty field is absent."""

TOPIC_OF = MappingProxyType(
    {
        "vic_TraffickingStatus": "trafficking_status",
        "vic_TraffickingStatusDecisionMakingOrg": "status_decided_by",
        "vic_RelationshipToTrafficker": "relationship_to_trafficker",
        "vic_MethodOfRecruitment": "recruitment_method",
        "vic_MethodsOfControl": "means_of_control",
        "vic_TypeOfExploitation": "exploitation_type",
        "vic_ForcedLabourIndustry": "industry",
        "vic_TypeOfSexExploitation": "sexual_exploitation_type",
        "vic_Vulnerabilities": "vulnerability",
        "prs_MaritalStatus": "marital_status",
    }
)
"""Fields whose values are facts of the situation: the topic under which they are recorded."""

NAME = ("prs_FirstName", "prs_MiddleName", "prs_SecondName")
BIRTH = ("prs_Birthdate",)
GENDER = ("prs_Gender", "prs_Citizenship")
CONTACTS = ("prs_Email", "prs_HomePhone", "prs_MobilePhone")
ADDRESS = (
    "prs_MailingStreet",
    "prs_MailingPostalCode",
    "prs_MailingCity",
    "prs_MailingState",
    "prs_MailingCountry",
)
STATUS = ("cas_Status", "cas_ReasonForCaseClosure")
OWNER = ("cas_CaseOwner",)
OUTGOING = (
    "cas_ReferredOrganisation",
    "cas_ReferredPrimaryCaseWorker",
    "cas_ReasonForOutgoingReferral",
    "cas_OutgoingReferralDate",
    "cas_OutgoingReferralDetails",
)

GROUPS: tuple[tuple[str, ...], ...] = (
    NAME,
    BIRTH,
    GENDER,
    CONTACTS,
    ADDRESS,
    STATUS,
    OWNER,
    OUTGOING,
    *((name,) for name in TOPIC_OF),
)
"""Fields that are told from what a case holds, and change together. All others are kept as they
came, sealed in their part: the standard has words for which a case has no place of its own."""

_IDENTITY_TOO = frozenset({"prs_Salutation", "prs_Title", "prs_IdentityNumber"})


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the standard and the part of the record that it belongs to."""

    field: HtcdsField
    part: str

    @property
    def name(self) -> str:
        return self.field.name


@cache
def columns() -> dict[str, Column]:
    """Every field of the standard, in its order, by name."""
    return {field.name: Column(field, part_of(field.name)) for field in htcds_fields()}


def part_of(name: str) -> str:
    """The part of the record that a field belongs to.

    >>> part_of("prs_MobilePhone"), part_of("cas_IncomingReferralDetails")
    ('contact', 'situation')
    """
    if name in CONTACTS:
        return CONTACT
    if name.startswith("prs_Mailing"):
        return WHEREABOUTS
    if name in (*NAME, *BIRTH, *GENDER) or name in _IDENTITY_TOO:
        return IDENTITY
    return SITUATION


@cache
def core_columns() -> tuple[str, ...]:
    """The core fields in use: those that IOM's templates have a column for."""
    return tuple(each.name for each in htcds_fields() if each.core and not each.deprecated)


def named(header: str) -> Column | None:
    """The column that a header means, by name, known misspelling, or label."""
    found = htcds_field(header)
    return columns()[found.name] if found else None


def in_order(names: Iterable[str], first: Sequence[str]) -> list[str]:
    """Field names: the `first` as given, then those not among them in the standard's order."""
    more = set(names) - set(first)
    return [*first, *(name for name in columns() if name in more)]


def letters_of(position: int) -> str:
    """What a spreadsheet calls a column, counted from 0.

    >>> letters_of(0), letters_of(25), letters_of(38)
    ('A', 'Z', 'AM')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
