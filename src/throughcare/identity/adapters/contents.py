"""From a row's sealed content to the values of `rules`, and back."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from throughcare.identity.models import Contact, Document, Entry, Fingerprints, Recorded
from throughcare.identity.rules import Birth, Gender, Name, Paper, SafeContact
from throughcare.vault.services import Owner, Place, open_sealed, seal

Sealed = Entry | Contact | Document | Fingerprints


def owner_of(row: Recorded) -> Owner:
    """Whose key seals a row: the person's at the agency that recorded it."""
    return Owner(row.holder_id, "person", row.person_id)


def place_of(row: Recorded, column: str = "content") -> Place:
    """Where a sealed value of a row lies."""
    return Place(row._meta.db_table, row.pk, column)


def sealed_names(row: Entry, called: str, names: Sequence[Name]) -> bytes:
    """Names, and what the person wants to be called."""
    return _sealed(row, {"called": called, "names": [asdict(name) for name in names]})


def opened_names(row: Entry) -> tuple[str, tuple[Name, ...]]:
    """What the person wants to be called, and her or his names."""
    content = _opened(row)
    return content["called"], tuple(Name(**name) for name in content["names"])


def sealed_birth(row: Entry, birth: Birth) -> bytes:
    """When somebody was born."""
    return _sealed(row, asdict(birth))


def opened_birth(row: Entry) -> Birth:
    """When somebody was born."""
    content = _opened(row)
    return Birth(**{**content, "day": _day(content["day"]), "noted_on": _day(content["noted_on"])})


def sealed_gender(row: Entry, gender: Gender) -> bytes:
    """Sex, gender and citizenships."""
    return _sealed(row, asdict(gender))


def opened_gender(row: Entry) -> Gender:
    """Sex, gender and citizenships."""
    content = _opened(row)
    return Gender(**{**content, "citizenships": tuple(content["citizenships"])})


def sealed_contact(row: Contact, contact: SafeContact) -> bytes:
    """A way to reach the person."""
    return _sealed(row, asdict(contact))


def opened_contact(row: Contact) -> SafeContact:
    """A way to reach the person."""
    content = _opened(row)
    return SafeContact(**{**content, "ways": tuple(content["ways"])})


def sealed_paper(row: Document, paper: Paper) -> bytes:
    """An identity document."""
    return _sealed(row, asdict(paper))


def opened_paper(row: Document) -> Paper:
    """An identity document."""
    content = _opened(row)
    return Paper(**{**content, "valid_until": _day(content["valid_until"])})


def _sealed(row: Sealed, content: dict[str, Any]) -> bytes:
    written = json.dumps(content, ensure_ascii=False, default=date.isoformat)
    return seal(written.encode(), owner_of(row), place_of(row))


def _opened(row: Sealed) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(open_sealed(row.content, owner_of(row), place_of(row)))
    return content


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
