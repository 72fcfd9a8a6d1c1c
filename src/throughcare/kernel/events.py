"""How a lower app tells a higher one without knowing it.

A handler runs inside the act that publishes and touches only the data base. Who listens to what
stands in one table, `config/wiring.py`.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Handler = Callable[[Any], None]

_handlers: dict[type, list[Handler]] = defaultdict(list)


def listen(event: type, handler: Handler) -> None:
    """Let `handler` run whenever an event of this type is published; twice is once."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def publish(event: object) -> None:
    """Tell everyone who listens, in the order in which they were wired."""
    for handler in _handlers[type(event)]:
        handler(event)
