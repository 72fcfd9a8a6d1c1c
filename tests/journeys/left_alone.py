"""Some left their pages alone for an hour, and the code of this half minute is new again.

Run as a programme inside the house's own environment: `python -m tests.journeys.left_alone LOGIN…`.
Nobody else's session is touched: others go on working in the same house.
"""

import sys

import django


def leave_alone(login: str) -> None:
    """Put the last touch of one person's sessions back."""
    from django.contrib.auth import SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from throughcare.agencies.adapters.sessions import TOUCHED

    who = str(get_user_model().objects.get_by_natural_key(login).pk)
    for session in Session.objects.all():
        store = SessionStore(session.session_key)
        if store.get(SESSION_KEY) != who:
            continue
        store[TOUCHED] = store.get(TOUCHED, 0.0) - 3600
        store.save()


def forget_codes() -> None:
    """Nobody has spent a code yet."""
    from throughcare.agencies.models import SpentStep

    SpentStep.objects.all().delete()


if __name__ == "__main__":
    django.setup()
    for login in sys.argv[1:]:
        leave_alone(login)
    forget_codes()
