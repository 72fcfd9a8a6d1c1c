"""Fields that an agency adds itself: each with its part and purpose, in editions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.cases import doors
from throughcare.cases.models import AddedField, AddedValue
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Owner, Place, seal_text
from throughcare_core.sharing import Part
from throughcare_core.vocab import is_code

KINDS = ("text", "number", "date", "choice", "yes_no")


def add_field(
    *,
    label: str,
    kind: str,
    part: str,
    purpose: str,
    options: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> str:
    """Add a field to the agency's own form; the same label again is a new edition of it."""
    by.must("manage_staff")
    code = slugify(label)[:40]
    if not code or kind not in KINDS or part not in set(Part):
        raise Refused(_("Give the field a name, a kind and the part of the record it belongs to."))
    if not purpose.strip():
        raise Refused(_("Say why this is asked: it stands beside the field."))
    if kind == "choice" and len(set(options)) < 2:
        raise Refused(_("Give at least two choices."))
    editions = AddedField.objects.filter(agency=by.agency, code=code)
    newest = editions.aggregate(Max("edition"))["edition__max"] or 0
    with act("field.added", by=by, at=at, kind=kind, part=part) as added:
        editions.filter(retired_at=None).update(retired_at=at)
        row = AddedField.made(
            agency_id=by.agency,
            code=code,
            edition=newest + 1,
            label=label,
            kind=kind,
            options=list(options),
            part=part,
            purpose=purpose,
            added_at=at,
        )
        added.about(row.pk)
    return row.key


def retire_field(key: str, *, by: Actor, at: datetime) -> None:
    """Ask a field no longer; what was answered stays."""
    by.must("manage_staff")
    row = AddedField.objects.filter(key=key, agency=by.agency, retired_at=None).first()
    if row is None:
        raise NotHere("field", asked=key)
    with act("field.retired", by=by, at=at, subjects=[row.pk]):
        row.change(retired_at=at)


def answer_added_fields(
    case_key: str, answers: Mapping[str, str], *, said_by: str, by: Actor, at: datetime
) -> int:
    """Record answers in added fields, by the key of the field, sealed: all of them, or none.

    Returns how many.
    """
    by.must("speak")
    if not answers:
        raise Refused(_("Nothing was answered. “Not known” is an answer, too."))
    if not is_code("said_by", said_by):
        raise Refused(_("Say who told you."))
    with act("field.answered", by=by, at=at, answers=len(answers)) as answered:
        case = doors.case_of(by, case_key, at)
        fields = _fields_to_answer(answers, by)
        answered.about(case.person_id, case.pk, *(row.pk for row in fields))
        case.change(touched_at=at)
        for row in fields:
            answer = AddedValue(case=case, field=row, said_by=said_by, at=at)
            answer.recorded_by_id = by.staff
            answer.value = seal_text(
                answers[row.key],
                Owner(by.agency, "person", case.person_id),
                Place("cases_addedvalue", answer.pk, "value"),
            )
            answer.save(force_insert=True)
    return len(fields)


def _fields_to_answer(answers: Mapping[str, str], by: Actor) -> list[AddedField]:
    """The fields of these answers, if the actor's agency asks every one of them now. 1 query."""
    asked = AddedField.objects.filter(agency=by.agency, retired_at=None, part__in=sorted(by.parts))
    found = list(asked.filter(key__in=sorted(answers)))
    for key in answers.keys() - {row.key for row in found}:
        raise NotHere("field", asked=key)
    if reasons := [why for row in found if (why := _reason_not_to_take(row, answers[row.key]))]:
        raise Refused(*dict.fromkeys(reasons))
    return found


def _reason_not_to_take(row: AddedField, value: str) -> str:
    if row.kind == "choice" and value not in row.options:
        return _("Choose from the list.")
    if row.kind == "yes_no" and value not in ("yes", "no", "unknown"):
        return _("Answer yes, no or not known.")
    if row.kind == "number":
        try:
            float(value)
        except ValueError:
            return _("Write a number.")
    if row.kind == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return _("Write the date as year, month and day, for example 2026-03-02.")
    return ""
