"""Recording who a person is: names, birth, sex and gender."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.identity.adapters.contents import (
    opened_birth,
    opened_gender,
    opened_names,
    sealed_birth,
    sealed_gender,
    sealed_names,
)
from throughcare.identity.models import Entry
from throughcare.identity.rules import (
    IDENTITY,
    Birth,
    Gender,
    Name,
    reasons_against_birth,
    reasons_against_gender,
    reasons_against_names,
    tidy,
    tidy_birth,
    tidy_name,
)
from throughcare.identity.services.compared import encode_anew
from throughcare.identity.services.own_record import must_record, refuse_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed


def record_names(
    person: UUID,
    names: Sequence[Name],
    called: str = "",
    *,
    seen_version: int = 0,
    by: Actor,
    at: datetime,
) -> int:
    """Write down all names of a person in place of those seen before: the new version.

    `seen_version` is that of the names on which this was typed; 0: there were none. Raises
    `Refused` with every reason, and `Changed` if somebody else wrote names since.
    """
    must_record(by, person, IDENTITY, at)
    names, called = [tidy_name(name) for name in names], tidy(called)
    refuse_for(reasons_against_names(names, called))
    row = _row(person, "names", by, at)
    content = sealed_names(row, called, names)
    with act("identity.names_recorded", by=by, at=at, subjects=[person], names=len(names)):
        must_record(by, person, IDENTITY, at)
        if not _write(row, content, seen_version, at):
            stored_called, stored = opened_names(_stored(row))
            raise _changed(_as_shown(stored_called, stored), _as_shown(called, names))
        encode_anew(person, by.agency, at)
    return seen_version + 1


def record_birth(
    person: UUID, birth: Birth, *, seen_version: int = 0, by: Actor, at: datetime
) -> int:
    """Write down when a person was born, or what is thought: the new version.

    Raises `Refused` with every reason, and `Changed` if somebody else was quicker.
    """
    must_record(by, person, IDENTITY, at)
    birth = tidy_birth(birth, at.date())
    refuse_for(reasons_against_birth(birth, at.date()))
    row = _row(person, "birth", by, at)
    content = sealed_birth(row, birth)
    with act("identity.birth_recorded", by=by, at=at, subjects=[person], certainty=birth.certainty):
        must_record(by, person, IDENTITY, at)
        if not _write(row, content, seen_version, at):
            raise _changed(_birth_shown(opened_birth(_stored(row))), _birth_shown(birth))
        encode_anew(person, by.agency, at)
    return seen_version + 1


def record_gender(
    person: UUID, gender: Gender, *, seen_version: int = 0, by: Actor, at: datetime
) -> int:
    """Write down sex, gender and citizenships, each apart: the new version.

    Raises `Refused` with every reason, and `Changed` if somebody else was quicker.
    """
    must_record(by, person, IDENTITY, at)
    refuse_for(reasons_against_gender(gender))
    row = _row(person, "gender", by, at)
    content = sealed_gender(row, gender)
    with act("identity.gender_recorded", by=by, at=at, subjects=[person]):
        must_record(by, person, IDENTITY, at)
        if not _write(row, content, seen_version, at):
            raise _changed(_gender_shown(opened_gender(_stored(row))), _gender_shown(gender))
    return seen_version + 1


def _row(person: UUID, topic: str, by: Actor, at: datetime) -> Entry:
    stored = Entry.objects.filter(person=person, holder=by.agency, topic=topic).first()
    return stored or Entry(person_id=person, holder_id=by.agency, topic=topic, at=at, version=0)


def _write(row: Entry, content: bytes, seen_version: int, at: datetime) -> bool:
    """Write a row that nobody wrote since; False if somebody did."""
    if row.version:
        return row.change(seen_version=seen_version, content=content, at=at)
    row.content, row.version = content, 1
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return seen_version == 0


def _stored(row: Entry) -> Entry:
    return Entry.objects.get(person=row.person_id, holder=row.holder_id, topic=row.topic)


def _changed(now_stored: Mapping[str, str], just_typed: Mapping[str, str]) -> Changed:
    reason = _("Somebody else changed this while you were writing.")
    return Changed(reason, now_stored=now_stored, just_typed=just_typed)


def _as_shown(called: str, names: Sequence[Name]) -> dict[str, str]:
    return {"called": called, "names": "\n".join(name.full for name in names)}


def _birth_shown(birth: Birth) -> dict[str, str]:
    shown = {"certainty": birth.certainty, "day": birth.day, "year": birth.year}
    shown |= {"age": birth.age, "grown_up": birth.grown_up}
    return {name: str(value or "") for name, value in shown.items()}


def _gender_shown(gender: Gender) -> dict[str, str]:
    citizenships = ", ".join(gender.citizenships)
    return {"sex": gender.sex, "gender": gender.gender, "citizenships": citizenships}
