"""Somebody else is quicker: another act comes to its turn just before the one that is tried."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from throughcare.audit import services
from throughcare.audit.adapters.turns import transaction_in_turn


def meanwhile(monkeypatch: pytest.MonkeyPatch, other: Callable[[], object]) -> None:
    """Let `other` happen once, when the next act has read what it wants and waits for its turn."""

    @contextmanager
    def after_the_other() -> Iterator[None]:
        monkeypatch.setattr(services, "transaction_in_turn", transaction_in_turn)
        token = services._running.set(None)
        other()
        services._running.reset(token)
        with transaction_in_turn():
            yield

    monkeypatch.setattr(services, "transaction_in_turn", after_the_other)
