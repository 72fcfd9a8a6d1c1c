"""Between a row of the standard and what a case and an identity hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from throughcare.cases.rules import Statement
from throughcare.exchange.rules.cells import SEPARATOR
from throughcare.exchange.rules.columns import (
    ADDRESS,
    GROUPS,
    STATUS,
    TOPIC_OF,
    Row,
    columns,
    part_of,
)
from throughcare.exchange.rules.mapped.held import Beyond, beyond
from throughcare.exchange.rules.reports import Problem, Reason
from throughcare.identity.rules import (
    NO_SAFE_WAY,
    Birth,
    Gender,
    Name,
    SafeContact,
    reasons_against_birth,
    reasons_against_contact,
    reasons_against_gender,
    reasons_against_paper,
)
from throughcare_core.vocab import accepted, label

SAID_BY = "document"
"""Who said what a file says."""

UNKNOWN_GENDER = "NonSpecifiedUnknown"
UNKNOWN_SEX = "unknown"
ACTIVE, CLOSED = "Active", "Closed"
HANDED_ON, OTHER_REASON = "transferred", "other"


@dataclass(frozen=True, slots=True)
class Held:
    """What a case and an identity hold of what the standard asks: `topics` to codes.

    `more` is what a mapped spreadsheet says beyond it.
    """

    name: Name | None = field(default=None, repr=False)
    birth: Birth | None = field(default=None, repr=False)
    gender: Gender | None = field(default=None, repr=False)
    contacts: tuple[SafeContact, ...] = field(default=(), repr=False)
    topics: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    status: str = ACTIVE
    closing_reason: str = ""
    manager: str = ""
    referred_to: str = ""
    referred_on: date | None = None
    more: Beyond = field(default=Beyond(), repr=False)

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name: the one of the standard first."""
        return (*filter(None, [self.name]), *self.more.names)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The facts, as a document says them."""
        said = (
            Statement(topic, value, "yes", SAID_BY)
            for topic, values in self.topics.items()
            for value in values
        )
        return (*said, *self.more.statements)


def held_in(row: Row) -> Held:
    """What a row says, in the words of this house.

    Nobody has said that a number or address is safe: until the person is asked, none is.
    """
    more = beyond(row)
    return Held(
        name=_name(row),
        birth=_birth(row) or more.birth,
        gender=_gender(row),
        contacts=tuple(_contacts(row)),
        topics={
            topic: row[name].split(SEPARATOR) for name, topic in TOPIC_OF.items() if name in row
        },
        status=_status(row, more),
        closing_reason=_closing_reason(row, more),
        more=more,
    )


def row_of(held: Held) -> Row:
    """What is held, as a row of the standard."""
    name, gender = held.name or Name(), held.gender or Gender()
    day = held.birth.day if held.birth else None
    row: Row = {
        "prs_FirstName": name.given,
        "prs_MiddleName": name.other,
        "prs_SecondName": name.family,
        "prs_Birthdate": day.isoformat() if day else "",
        "prs_Gender": gender.gender if held.gender else "",
        "prs_Citizenship": SEPARATOR.join(gender.citizenships),
        "cas_Status": held.status,
        "cas_ReasonForCaseClosure": _words(held.closing_reason),
        "cas_CaseOwner": held.manager,
        "cas_ReferredOrganisation": held.referred_to,
        "cas_OutgoingReferralDate": held.referred_on.isoformat() if held.referred_on else "",
        **_contact_fields(held.contacts),
    }
    row |= {name: SEPARATOR.join(held.topics.get(topic, ())) for name, topic in TOPIC_OF.items()}
    return {name: text for name, text in row.items() if text}


def row_told(held: Held, as_it_came: Row, parts: Iterable[str]) -> Row:
    """A case as a row of the standard, in the parts that the reader may read.

    What a file once said is said again in its own way for as long as it means what is held now;
    what a case has no place for is kept as it came.
    """
    now, then = row_of(held), row_of(held_in(as_it_came))
    told = dict(as_it_came) or now
    for group in GROUPS:
        if [now.get(name) for name in group] != [then.get(name) for name in group]:
            told |= {name: now.get(name, "") for name in group}
    readable = set(parts)
    return {name: text for name, text in told.items() if text and part_of(name) in readable}


def part_by_part(row: Row) -> dict[str, Row]:
    """The fields of the standard in a row, cut into the parts of a record that they belong to."""
    cut: dict[str, Row] = {}
    standard = columns()
    for name, text in row.items():
        if name not in standard:
            continue
        cut.setdefault(part_of(name), {})[name] = text
    return cut


def problems_of(number: int, row: Row, today: date) -> tuple[Problem, ...]:
    """Why what a row says cannot be recorded here, by the rules of those who record it."""
    held = held_in(row)
    found: list[tuple[str, str]] = []
    if held.birth:
        found += [("prs_Birthdate", text) for text in reasons_against_birth(held.birth, today)]
    if held.gender:
        found += [("prs_Citizenship", text) for text in reasons_against_gender(held.gender)]
    for contact in held.contacts:
        found += [(FIELD_OF[contact.kind], text) for text in reasons_against_contact(contact)]
    for paper in held.more.papers:
        found += [("tc_DocumentNumber", text) for text in reasons_against_paper(paper)]
    return tuple(Problem(number, column, Reason(text)) for column, text in found)


FIELD_OF = {"phone": "prs_MobilePhone", "email": "prs_Email", "address": "prs_MailingStreet"}


def _name(row: Row) -> Name | None:
    name = Name(
        given=row.get("prs_FirstName", ""),
        family=row.get("prs_SecondName", ""),
        other=row.get("prs_MiddleName", ""),
    )
    return name if name.full else None


def _birth(row: Row) -> Birth | None:
    day = row.get("prs_Birthdate")
    return Birth("exact", day=date.fromisoformat(day)) if day else None


def _gender(row: Row) -> Gender | None:
    if not {"prs_Gender", "prs_Citizenship", "tc_Sex"} & row.keys():
        return None
    countries = row.get("prs_Citizenship", "")
    return Gender(
        sex=row.get("tc_Sex", UNKNOWN_SEX),
        gender=row.get("prs_Gender", UNKNOWN_GENDER),
        citizenships=tuple(countries.split(SEPARATOR)) if countries else (),
    )


def _contacts(row: Row) -> Iterable[SafeContact]:
    for number in dict.fromkeys((row.get("prs_MobilePhone"), row.get("prs_HomePhone"))):
        if number:
            yield SafeContact("phone", number, (NO_SAFE_WAY,))
    if "prs_Email" in row:
        yield SafeContact("email", row["prs_Email"], (NO_SAFE_WAY,))
    if address := ", ".join(" ".join(row[name].split()) for name in ADDRESS if name in row):
        yield SafeContact("address", address, (NO_SAFE_WAY,))


def _contact_fields(contacts: Sequence[SafeContact]) -> Row:
    """The standard has room for two numbers and one address of each kind: the first ones."""
    values = {
        kind: [contact.value for contact in contacts if contact.kind == kind] for kind in FIELD_OF
    }
    phones = [*values["phone"], "", ""]
    fields = {"prs_MobilePhone": phones[0], "prs_HomePhone": phones[1]}
    fields |= {FIELD_OF[kind]: "".join(values[kind][:1]) for kind in ("email", "address")}
    return fields


def _status(row: Row, more: Beyond) -> str:
    """What the file says; a person who left has a closed case, whatever else is said."""
    status = row.get("cas_Status", ACTIVE)
    ended = more.left or more.why_left
    return CLOSED if ended and not status.startswith(CLOSED) else status


def _closing_reason(row: Row, more: Beyond) -> str:
    status, text = _status(row, more), row.get(STATUS[1], "")
    if not status.startswith(CLOSED):
        return ""
    if more.why_left:
        return more.why_left
    if status == "ClosedReferred":
        return HANDED_ON
    return accepted("closing_reason", text) or OTHER_REASON


def _words(closing_reason: str) -> str:
    return label("closing_reason", closing_reason) if closing_reason else ""
