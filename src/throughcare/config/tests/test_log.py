"""The log says what kind of thing happened, never to whom or where."""

import logging
import re
from pathlib import Path

import pytest
from tests.canaries.lines import LINE, fields_of

from throughcare.config.adapters.log import FIELDS, Fields, NoContent

NAME = "Amina"


def said(logger: str, words: str, *args: object, **about: object) -> str:
    """What the log says of a message."""
    record = logging.LogRecord(logger, logging.WARNING, "any.py", 1, words, args, None)
    record.__dict__.update(about)
    assert NoContent().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("logger", "words", "args", "about", "kept"),
    [
        ("django.request", "%s: %s", ("Not Found", NAME), {"status_code": 404}, "404"),
        ("django.request", "Not Found: %s", (NAME,), {"status_code": 404}, "Not Found 404"),
        ("django.security.csrf", "Forbidden (%s): %s", (NAME, NAME), {}, "Forbidden"),
        (
            "gunicorn.error",
            f"Invalid request from ip=::1: {NAME}",
            (),
            {},
            "Invalid request from ip=",
        ),
        ("throughcare", "A process ended.", (), {}, "A process ended."),
        ("throughcare.config", "waits: %s", ("No space left",), {}, "waits: No space left"),
        ("weasyprint", f"Ignored: {NAME}", (), {}, "something at any.py:1"),
        ("throughcarelike", NAME, (), {}, "something at any.py:1"),
    ],
)
def test_a_message_is_kept_up_to_what_it_quotes(logger, words, args, about, kept):
    assert said(logger, words, *args, **about) == kept


def test_an_error_is_its_type_and_the_places_it_passed():
    try:
        raise ValueError(NAME)
    except ValueError as error:
        record = logging.LogRecord(
            "any", logging.ERROR, "", 1, "It failed: %s", (NAME,), (ValueError, error, None)
        )
    assert NoContent().filter(record)
    assert NAME not in record.getMessage()
    assert record.getMessage().startswith("ValueError at ")


def test_an_error_of_this_house_keeps_what_the_house_said_of_it():
    try:
        raise ValueError(NAME)
    except ValueError as error:
        about = (ValueError, error, None)
        record = logging.LogRecord("throughcare.x", logging.ERROR, "", 1, "part: %s", ("a",), about)
    assert NoContent().filter(record)
    assert record.getMessage().startswith("part: a; ValueError at ")
    assert NAME not in record.getMessage()


def test_nothing_that_is_said_begins_a_line_or_a_field():
    record = logging.LogRecord("throughcare", logging.ERROR, "", 1, 'a\nsaid="b" level=x', (), None)
    line = Fields().format(record)
    assert "\n" not in line
    assert LINE.fullmatch(line)
    assert [name for name, _value in fields_of(line)] == list(FIELDS)


def test_the_page_about_logs_lists_every_field():
    page = (Path(__file__).parents[4] / "docs/how-to/read-the-logs.md").read_text()
    listed = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert tuple(listed) == FIELDS
