"""The page that answers what a browser has sent, until the browser fetches it."""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.agencies.models import KeptAnswer
from throughcare.agencies.services.kept_forms import Kept
from throughcare.vault.services import Place, Unreadable, open_for_bearer, seal_for_bearer

KEPT_FOR = timedelta(minutes=10)
COMES_BACK = 422
"""The status of a form that comes back with a mistake: it holds what its reader typed."""
MOST_OF_VISITORS = 200
"""So many pages are kept at once for browsers in which nobody is signed in; the oldest go first."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page: its status, the kind of its content, its content."""

    status: int
    kind: str
    content: bytes


def keep_answer(page: KeptPage, session: str, sent: Kept | None = None, *, at: datetime) -> str:
    """Seal a page for a session: the token that its browser must bring.

    `sent` is the form that it answers, of somebody who is signed in: it is given back for as long
    as it is kept, if it came back with a mistake.
    """
    forget_old_answers(at)
    row = KeptAnswer(at=at)
    stays = [sent.path, sent.fields] if sent and page.status == COMES_BACK else None
    head = json.dumps([page.status, page.kind, stays])
    token, row.sealed = seal_for_bearer(_packed(head, page.content), session, _place(row.pk))
    row.save(force_insert=True)
    return f"{row.key}.{token}"


def keep_answer_of_visitor(page: KeptPage, session: str, *, at: datetime) -> str:
    """The same for a browser in which nobody is signed in: only the newest of them are kept."""
    brought = keep_answer(page, session, at=at)
    KeptAnswer.objects.filter(key=brought.partition(".")[0]).update(of_visitor=True)
    newest_first = KeptAnswer.objects.filter(of_visitor=True).order_by("-at", "-pk")
    too_many = list(newest_first.values_list("pk", flat=True)[MOST_OF_VISITORS:])
    KeptAnswer.objects.filter(pk__in=too_many).delete()
    return brought


def kept_answer(brought: str, session: str, *, at: datetime) -> KeptPage | Kept | None:
    """What a token opens for this session: the page, once; then the form. 2 queries.

    None when it is too late. Who reads a page again must pass the door again: access may have ended
    meanwhile. Of a form that came back with a mistake what was typed stays for its ten minutes, so
    that a torn line loses nothing, and of the page around it nothing.
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
    status, kind, stays = json.loads(head)
    if not page and stays:
        return Kept(stays[0], [(name, value) for name, value in stays[1]])
    first = _only_the_form_stays(row, token, head, session) if stays else _nothing_stays(row)
    return KeptPage(status, kind, page) if first else None


def forget_old_answers(at: datetime) -> int:
    """Remove pages that nobody came for in time: how many."""
    removed, _kinds = KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()
    return removed


def _only_the_form_stays(row: KeptAnswer, token: str, head: bytes, session: str) -> bool:
    form = _packed(head.decode(), b"")
    _token, sealed = seal_for_bearer(form, session, _place(row.pk), token=token)
    return row.change(sealed=sealed)


def _nothing_stays(row: KeptAnswer) -> bool:
    return bool(KeptAnswer.objects.filter(pk=row.pk).delete()[0])


def _packed(head: str, page: bytes) -> bytes:
    return zlib.compress(head.encode() + b"\n" + page)


def _place(row: UUID) -> Place:
    return Place("agencies_keptanswer", row, "sealed")
