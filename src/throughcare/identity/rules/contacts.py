"""Ways to reach a person without danger, and identity documents."""

import re
from dataclasses import dataclass, field
from datetime import date

from throughcare.identity.rules.letters import reasons_against_text
from throughcare.identity.rules.words import (
    CHECKS,
    CONTACT_KINDS,
    NO_SAFE_WAY,
    WAYS_OF_KIND,
    gettext_noop,
)
from throughcare_core.vocab import is_code

CONTACT, WHEREABOUTS = "contact", "whereabouts"


@dataclass(frozen=True, slots=True)
class SafeContact:
    """One number, address or account, and how it may be used without danger.

    `ways`: codes of the list `contact_way`; ("none",) means never.
    """

    kind: str
    value: str = field(repr=False)
    ways: tuple[str, ...] = ()
    times: str = field(default="", repr=False)
    who_reads: str = field(default="", repr=False)
    say: str = field(default="", repr=False)

    @property
    def part(self) -> str:
        """The part of the record to which it belongs."""
        return WHEREABOUTS if self.kind == "address" else CONTACT

    @property
    def is_safe(self) -> bool:
        """Whether there is any safe way now."""
        return bool(self.ways) and NO_SAFE_WAY not in self.ways


@dataclass(frozen=True, slots=True)
class Paper:
    """One identity document: kind (`document_kind`), country, number, until when, how checked."""

    kind: str
    country: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    valid_until: date | None = field(default=None, repr=False)
    check: str = "told"


DIGITS_OF_A_PHONE = range(3, 16)
PHONE = re.compile(r"[+]?[0-9 ()./-]+")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def reasons_against_contact(contact: SafeContact) -> list[str]:
    """Why a way to reach the person cannot be stored as it was typed."""
    if contact.kind not in CONTACT_KINDS:
        return [gettext_noop("Choose telephone, e-mail, messaging app or address.")]
    texts = (contact.value, contact.times, contact.who_reads, contact.say)
    reasons = [reason for text in texts for reason in reasons_against_text(text)]
    reasons += _reasons_against_value(contact)
    if not contact.ways:
        reasons.append(gettext_noop("Say which ways are safe, or that none is safe now."))
    elif NO_SAFE_WAY in contact.ways and len(contact.ways) > 1:
        reasons.append(gettext_noop("Either some ways are safe, or none is."))
    elif not set(contact.ways) <= {*WAYS_OF_KIND[contact.kind], NO_SAFE_WAY}:
        reasons.append(gettext_noop("This way does not go with this kind of contact."))
    return list(dict.fromkeys(reasons))


def reasons_against_paper(paper: Paper) -> list[str]:
    """Why a document cannot be stored as it was typed."""
    reasons = reasons_against_text(paper.number)
    if not is_code("document_kind", paper.kind) or paper.check not in CHECKS:
        reasons.append(gettext_noop("Choose the kind of document and how it was checked."))
    if paper.country and not is_code("country", paper.country):
        reasons.append(gettext_noop("Choose the country from the list."))
    return reasons


def _reasons_against_value(contact: SafeContact) -> list[str]:
    value = contact.value.strip()
    if not value:
        return [gettext_noop("Type the number, address or account.")]
    if contact.kind == "phone":
        digits = sum(letter.isdecimal() for letter in value)
        if not PHONE.fullmatch(value) or digits not in DIGITS_OF_A_PHONE:
            return [gettext_noop("A telephone number has 3 to 15 figures, and + in front at most.")]
    if contact.kind == "email" and not EMAIL.fullmatch(value):
        return [gettext_noop("An e-mail address looks like name@example.org.")]
    return []
