"""What the house's log may say: these fields and no others, and none of them about a person.

time=2026-03-02T12:00:00Z level=WARNING process=7 logger=django.request said="Not Found 404"
"""

import json
import logging
from datetime import UTC, datetime

FIELDS = ("time", "level", "process", "logger", "said")
"""The fields of a line, in their order; docs/how-to/read-the-logs.md says what each may hold."""

OWN = "throughcare"
ABOUT_REQUESTS = ("django.request", "django.security", "django.server", "gunicorn")


def places_passed(error: BaseException) -> str:
    """The type of an error and the places that it passed, never its text or its arguments."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(places))}"


class NoContent(logging.Filter):
    """Keeps content out of the log, whoever speaks.

    - What this house says itself stays: its words are fixed, and what is set into them is a code, a
      number or the system's own word for a fault.
    - Of what Django and the web server say about a request the kind stays, never the address.
    - Of what any other library says only the place where it spoke stays: it may quote a document.
    - An error is its type and the places it passed, because its text may quote a form.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        own = record.name.split(".")[0] == OWN
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said = places_passed(error)
            record.msg = f"{record.getMessage()}; {said}" if own else said
        elif record.name.startswith(ABOUT_REQUESTS):
            record.msg = _kind_of(record)
        elif own:
            record.msg = record.getMessage()
        else:
            record.msg = f"something at {record.module}.py:{record.lineno}"
        record.args = ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class Fields(logging.Formatter):
    """One line, of known fields; nothing that was said can begin another line or field."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        said = json.dumps(record.getMessage())
        values = (moment, record.levelname, record.process, record.name, said)
        return " ".join(f"{name}={value}" for name, value in zip(FIELDS, values, strict=True))


def _kind_of(record: logging.LogRecord) -> str:
    """The beginning of a message, up to what it quotes; the status of the answer, if it has one."""
    status = getattr(record, "status_code", "")
    words = str(record.msg).split(":")[0].split("%")[0].rstrip(" (")
    return " ".join(filter(None, (words, str(status)))) or record.name
