"""Ways to reach a person, each with what is safe about it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.identity import doors
from throughcare.identity.adapters.contents import opened_contact, sealed_contact
from throughcare.identity.models import Contact
from throughcare.identity.rules import SafeContact, reasons_against_contact, tidy
from throughcare.identity.services.own_record import must_record, refuse_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, Refused


def add_contact(person: UUID, contact: SafeContact, *, by: Actor, at: datetime) -> str:
    """Write down one way to reach a person, and how it is safe: the key of it."""
    must_record(by, person, contact.part, at)
    contact = _tidy(contact)
    refuse_for(reasons_against_contact(contact))
    row = Contact(
        person_id=person, holder_id=by.agency, at=at, kind=contact.kind, part=contact.part
    )
    row.content = sealed_contact(row, contact)
    subjects = [person, row.pk]
    with act("identity.contact_added", by=by, at=at, subjects=subjects, kind=contact.kind):
        must_record(by, person, contact.part, at)
        row.save(force_insert=True)
    return row.key


def change_contact(
    key: str, contact: SafeContact, *, seen_version: int, by: Actor, at: datetime
) -> int:
    """Write a way to reach a person anew: the new version. Its kind stays what it is.

    Raises `Changed` if somebody else changed it since the version that was seen.
    """
    row = doors.contact_row(by, key, at)
    must_record(by, row.person_id, row.part, at)
    contact = _tidy(contact)
    refuse_for(reasons_against_contact(contact))
    if contact.kind != row.kind:
        raise Refused(_("A contact keeps its kind. Remove it and add another."))
    content = sealed_contact(row, contact)
    with act("identity.contact_changed", by=by, at=at, subjects=[row.person_id, row.pk]):
        if not row.change(seen_version=seen_version, content=content, at=at):
            raise _changed(opened_contact(doors.contact_row(by, key, at)), contact)
    return seen_version + 1


def remove_contact(key: str, *, by: Actor, at: datetime) -> None:
    """Remove one way to reach a person."""
    row = doors.contact_row(by, key, at)
    must_record(by, row.person_id, row.part, at)
    with act("identity.contact_removed", by=by, at=at, subjects=[row.person_id, row.pk]):
        row.delete()


def _tidy(contact: SafeContact) -> SafeContact:
    return replace(
        contact,
        value=tidy(contact.value),
        times=tidy(contact.times),
        who_reads=tidy(contact.who_reads),
        say=tidy(contact.say),
    )


def _changed(stored: SafeContact, typed: SafeContact) -> Changed:
    return Changed(
        _("Somebody else changed this while you were writing."),
        now_stored=_as_shown(stored),
        just_typed=_as_shown(typed),
    )


def _as_shown(contact: SafeContact) -> dict[str, str]:
    return {
        "value": contact.value,
        "ways": ", ".join(contact.ways),
        "times": contact.times,
        "who_reads": contact.who_reads,
        "say": contact.say,
    }
