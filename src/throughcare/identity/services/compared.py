"""Keeping a person's fingerprints as her or his names and birth stand."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from throughcare.identity.adapters.contents import (
    opened_birth,
    opened_names,
    owner_of,
    place_of,
)
from throughcare.identity.adapters.fingerprints import encoded, joined, keys_of
from throughcare.identity.models import Entry, FingerprintEdition, Fingerprints
from throughcare.identity.rules import Birth
from throughcare.vault.services import seal


def encode_anew(person: UUID, agency: UUID, at: datetime) -> None:
    """Make the fingerprints of a person at an agency anew; part of the act that changed them."""
    rows = {row.topic: row for row in Entry.objects.filter(person=person, holder=agency)}
    called, names = opened_names(rows["names"]) if "names" in rows else ("", ())
    birth = opened_birth(rows["birth"]) if "birth" in rows else Birth()
    texts = [text for text in (*(name.full for name in names), called) if text]
    stored = Fingerprints.objects.filter(person=person, holder=agency).first()
    row = stored or Fingerprints(person_id=person, holder_id=agency, at=at)
    bits = joined(encoded(texts, birth.compared, keys_of(agency)))
    content = seal(bits, owner_of(row), place_of(row))
    edition = next_edition(agency)
    if stored:
        row.change(content=content, at=at, edition=edition)
    else:
        row.content, row.edition = content, edition
        row.save(force_insert=True)


def birth_as_stored(person: UUID, agency: UUID) -> Birth:
    """When a person was born, to be compared and not shown. 1 query."""
    row = Entry.objects.filter(person=person, holder=agency, topic="birth").first()
    return opened_birth(row) if row else Birth()


def next_edition(agency: UUID) -> int:
    """Count that an agency's fingerprints are being written; part of the act that does it."""
    FingerprintEdition.objects.get_or_create(agency_id=agency)
    FingerprintEdition.objects.filter(agency=agency).update(written=F("written") + 1)
    return FingerprintEdition.objects.values_list("written", flat=True).get(agency=agency)


def count_removal(agency: UUID) -> None:
    """Count that fingerprints of an agency are being removed; part of the act that does it."""
    FingerprintEdition.objects.get_or_create(agency_id=agency)
    FingerprintEdition.objects.filter(agency=agency).update(removed=F("removed") + 1)
