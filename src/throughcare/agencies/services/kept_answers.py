"""The page that answers what a browser has sent, until the browser fetches it."""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.agencies.models import KeptAnswer
from throughcare.vault.services import Place, Unreadable, open_for_bearer, seal_for_bearer

KEPT_FOR = timedelta(minutes=10)
COMES_BACK = 422
"""The status of a form that comes back with a mistake: it holds what its reader typed."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page: its status, the kind of its content, its content."""

    status: int
    kind: str
    content: bytes


def keep_answer(page: KeptPage, session: str, *, at: datetime) -> str:
    """Seal a page for a session: the token that its browser must bring."""
    forget_old_answers(at)
    row = KeptAnswer(at=at)
    head = json.dumps([page.status, page.kind]).encode()
    content = zlib.compress(head + b"\n" + page.content)
    token, row.sealed = seal_for_bearer(content, session, _place(row.pk))
    row.save(force_insert=True)
    return f"{row.key}.{token}"


def kept_answer(brought: str, session: str, *, at: datetime) -> KeptPage | None:
    """The page that a token opens for this session, once; None when it is too late. 2 queries.

    Who reads it again must pass the door again: access may have ended meanwhile. Only a form that
    came back with a mistake stays for its ten minutes, so that a torn line loses nothing typed.
    """
    key, _dot, token = brought.partition(".")
    row = KeptAnswer.objects.filter(key=key, at__gte=at - KEPT_FOR).first()
    if row is None:
        return None
    try:
        content = open_for_bearer(token, row.sealed, session, _place(row.pk))
    except Unreadable:
        return None
    head, _line, page = zlib.decompress(content).partition(b"\n")
    status, kind = json.loads(head)
    if status != COMES_BACK and not KeptAnswer.objects.filter(pk=row.pk).delete()[0]:
        return None
    return KeptPage(status, kind, page)


def forget_old_answers(at: datetime) -> int:
    """Remove pages that nobody came for in time: how many."""
    removed, _kinds = KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()
    return removed


def _place(row: UUID) -> Place:
    return Place("agencies_keptanswer", row, "sealed")
