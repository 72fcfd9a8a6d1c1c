"""What a person says when asked: may others be asked, and may she or he be found."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.consent.services import Answer, answer_must_stand, last_moment
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.linking import doors
from throughcare.linking.models import Permission
from throughcare.linking.rules import MOST_FOUND, Kind
from throughcare.linking.services.ending import end_what_rests_on
from throughcare.linking.services.own_record import count_against, must_take_part
from throughcare.vault.services import Owner, Place, seal_text


def record_permissions(
    key: str,
    said: Mapping[Kind, Answer],
    never: Collection[UUID] = (),
    *,
    by: Actor,
    at: datetime,
) -> list[str]:
    """Write down every answer of one conversation, or none of them: the keys of the answers.

    Each takes the place of the one before, and what rested on that ends. `never` are the agencies
    that the person left out. Raises `Refused` with every reason why an answer cannot stand.
    """
    must_take_part(by, key, "record_consent", at)
    if not said:
        raise Refused(_("Ask at least one question, and write down the yes or no."))
    for answer in said.values():
        answer_must_stand(answer, at)
    with act("linking.permission_asked", by=by, at=at) as asked:
        person = must_take_part(by, key, "record_consent", at)
        asked.about(person)
        made = [_written(person, kind, answer, never, by, at) for kind, answer in said.items()]
        asked.note(**{row.kind: row.answer for row in made})
    return [row.key for row in made]


def withdraw_permission(key: str, permission: str, *, by: Actor, at: datetime) -> None:
    """The person takes an answer back: what rested on it ends at once."""
    by.must("record_consent")
    with act("linking.permission_withdrawn", by=by, at=at) as withdrawn:
        person = doors.record_here(by, key, at)
        row = doors.permission_for(by, permission, person)
        withdrawn.about(person, row.pk)
        withdrawn.note(kind=row.kind)
        row.change(ended_at=at)
        end_what_rests_on(row, at)


def _written(
    person: UUID, kind: Kind, said: Answer, never: Collection[UUID], by: Actor, at: datetime
) -> Permission:
    if kind is Kind.BE_FOUND and said.answer == "yes":
        count_against(kind, MOST_FOUND, by=by, at=at)
    for before in doors.permissions_of(person, by.agency).filter(kind=kind, ended_at=None):
        before.change(ended_at=at)
        end_what_rests_on(before, at)
    row = Permission(
        person_id=person,
        holder_id=by.agency,
        kind=kind,
        answer=said.answer,
        never=sorted(agency.hex for agency in never),
        given=said.given,
        given_by=said.given_by,
        given_at=at,
        language=said.language,
        interpreter=said.interpreter,
        until=last_moment(said),
        recorded_by_id=by.staff,
    )
    owner = Owner(by.agency, "person", person)
    row.words = seal_text(said.words, owner, Place("linking_permission", row.pk, "words"))
    row.save(force_insert=True)
    return row
