"""The facts of a case, in the words of the laws, with who said each and to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from throughcare.cases.queries.told import ToldRow, told_of
from throughcare.cases.rules import TOPICS
from throughcare.identification.rules.reading import AGE, MOVED, topics_read, word_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import word
from throughcare_core.vocab import stands_beside


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact as a page shows it: what, from whom and to whom, and whether it only stands beside.

    `name` is its word in the laws; `is_reading` says that it was read into it, to be checked.
    """

    fact: int
    name: str
    words: str
    source: str
    answer: str
    beside: bool
    is_reading: bool


def facts_about(by: Actor, person: UUID, at: datetime) -> list[FactRow]:
    """Every fact that a law may ask for, in every record open to the actor. 1 query."""
    return rows_from(told_of(by, person, at, topics_read()))


def rows_from(told: Iterable[ToldRow]) -> list[FactRow]:
    """Facts in words; what speaks of no word of a law is left out."""
    return [row for each in told if (row := _row(each))]


def fact_choices(by: Actor, person: UUID, at: datetime) -> list[tuple[str, str]]:
    """The same as choices of a form: what a decision may rest on. 1 query."""
    return [
        (str(row.fact), f"{row.words} ({row.source})")
        for row in facts_about(by, person, at)
        if row.answer == "yes" and not row.beside
    ]


def in_english(text: str) -> SafeString:
    """A text of a law as what it is in, the language of the law files, on a page in any other."""
    return format_html('<bdi lang="en">{}</bdi>', text)


def _row(told: ToldRow) -> FactRow | None:
    meant = word_of(told.topic, told.value)
    if meant is None or told.answer not in ("yes", "no"):
        return None
    day = date_format(localtime(told.said_at), "j M Y")
    values = {"who": word("said_by", told.said_by), "agency": told.agency.name, "day": day}
    return FactRow(
        fact=told.fact,
        name=meant.name,
        words=_words(told),
        source=_("%(who)s, to %(agency)s, %(day)s") % values,
        answer=told.answer,
        beside=stands_beside(told.said_by),
        is_reading=meant.is_reading,
    )


def _words(told: ToldRow) -> str:
    if told.topic == MOVED:
        said = _("The person was moved")
    elif told.topic == AGE:
        said = _("Age then: %(band)s") % {"band": word("age_band", told.value)}
    else:
        said = word(TOPICS[told.topic].values, told.value)
    return said if told.answer == "yes" else _("Not: %(fact)s") % {"fact": said}
