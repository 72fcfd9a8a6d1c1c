"""Whatever rested on a yes, a record or an open door ends with it, in the same act."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.audit.adapters.turns import transaction_in_turn
from throughcare.linking import doors
from throughcare.linking.models import Inquiry, Likeness, Link, Permission
from throughcare.linking.rules import Kind
from throughcare.notices.services import settle_notices


def end_what_rests_on(permission: Permission, at: datetime) -> None:
    """End the questions that were asked on a yes, or forget where its person was found."""
    if permission.kind == Kind.ASK:
        _end(Inquiry.objects.filter(permission=permission, ended_at=None), at)
    else:
        forget_likenesses(permission.person_id, permission.holder_id, at)


def forget_likenesses(person: UUID, holder: UUID, at: datetime) -> None:
    """Nobody's question meets this record any more: it was locked, or its person takes it back."""
    _forget(Likeness.objects.filter(person=person, holder=holder), at)


def forget_person(person: UUID, agency: UUID, at: datetime) -> None:
    """An agency erases its record: links, answers, questions and fingerprints go with it."""
    forget_likenesses(person, agency, at)
    inquiries = Inquiry.objects.filter(person=person, asker=agency)
    _end(inquiries, at)
    inquiries.delete()
    doors.permissions_of(person, agency).delete()
    Link.objects.filter(Q(one=person) | Q(other=person), agency=agency).delete()


def forget_what_is_over(at: datetime) -> int:
    """Questions whose time is over wait for nobody: what nobody answered is forgotten; how many."""
    with transaction_in_turn():
        over = list(Inquiry.objects.filter(until__lte=at, sendings__isnull=False).distinct())
        for inquiry in over:
            _forget(inquiry.likenesses.filter(answered_at=None), at)
            inquiry.sendings.all().delete()
    return len(over)


def _end(inquiries: QuerySet[Inquiry], at: datetime) -> None:
    for inquiry in inquiries:
        _forget(inquiry.likenesses.all(), at)
        inquiry.sendings.all().delete()
        inquiry.change(ended_at=at)


def _forget(likenesses: QuerySet[Likeness], at: datetime) -> None:
    for key in likenesses.values_list("key", flat=True):
        settle_notices(key, at)
    likenesses.delete()
