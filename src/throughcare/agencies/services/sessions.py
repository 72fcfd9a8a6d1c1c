"""Signing in and out, and ending sessions from afar."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from throughcare.agencies.doors import actor_of, managed_staff, oneself
from throughcare.agencies.models import Staff
from throughcare.audit.services import act, refuse
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import NotHere, Refused


def signed_in(staff: Staff, way: str, *, at: datetime) -> None:
    """Write down that somebody signed in (`password`, `code`, `recovery_codes`, `passkey`)."""
    with act("staff.signed_in", by=actor_of(staff, at), at=at, subjects=[staff.pk], way=way):
        pass


def sign_in_refused(door: str, asked: str, *, at: datetime) -> None:
    """Write down a wrong try: the same line whether or not somebody of that address exists."""
    refuse(door, by=Actor(NOBODY, NOBODY, ""), at=at, asked=asked)


def signed_out(this_session: str, why: str, *, by: Actor, at: datetime) -> None:
    """The actor's session ends: `signed_out` or `left_quickly` by their hand, `locked` by time."""
    with act("staff.signed_out", by=by, at=at, subjects=[by.staff], why=why):
        UserSession.objects.filter(session_key=this_session, user_id=by.staff).delete()


def touch_session(this_session: str, *, at: datetime) -> None:
    """Note that a session is in use. 1 query."""
    UserSession.objects.filter(session_key=this_session).update(last_seen_at=at)


def rename_session(old: str, new: str) -> None:
    """A session got a new key: it stays the same one in its owner's list. 1 query."""
    UserSession.objects.filter(session_key=old).update(session_key=new)


def end_session(session: int, *, by: Actor, at: datetime) -> None:
    """End one of the actor's own sessions, on whatever device it is."""
    found = UserSession.objects.filter(pk=session, user_id=by.staff).first()
    if found is None:
        raise NotHere("session", asked=str(session))
    with act("staff.session_ended", by=by, at=at, subjects=[by.staff]):
        found.end()


def end_other_sessions(this_session: str, *, by: Actor, at: datetime) -> int:
    """End all of the actor's sessions but the one with this session key: how many."""
    others = UserSession.objects.filter(user_id=by.staff).exclude(session_key=this_session)
    with act("staff.sessions_ended", by=by, at=at, subjects=[by.staff]) as done:
        ended = _end(list(others))
        done.note(count=ended)
    return ended


def end_sessions_of(key: str, *, by: Actor, at: datetime) -> int:
    """End every session of a member of one's agency: how many."""
    staff = managed_staff(key, by)
    with act("staff.sessions_ended", by=by, at=at, subjects=[staff.pk]) as done:
        ended = end_all_sessions(staff.pk)
        done.note(count=ended)
    return ended


def end_all_sessions(staff: UUID) -> int:
    """End every session of somebody, as part of a running act: how many."""
    return _end(list(UserSession.objects.filter(user_id=staff)))


def end_every_session() -> None:
    """End the session of everybody: who came back with a backup signs in again."""
    UserSession.objects.all().delete()
    Session.objects.all().delete()


def read_in(language: str, known: frozenset[str], *, by: Actor, at: datetime) -> None:
    """Choose the language in which the actor reads (one of the known; empty: the browser's)."""
    if language and language not in known:
        raise Refused(_("This language is not offered. Choose one of the list."))
    staff = oneself(by)
    with act("staff.language_chosen", by=by, at=at, subjects=[by.staff]):
        staff.change(reads_in=language)


def _end(sessions: list[UserSession]) -> int:
    for session in sessions:
        session.end()
    return len(sessions)
