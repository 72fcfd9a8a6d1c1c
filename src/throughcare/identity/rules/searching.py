"""What was typed into a search, and how often somebody may search."""

import re
from datetime import date, timedelta

from throughcare.identity.rules.letters import tidy
from throughcare.identity.rules.words import gettext_noop
from throughcare_core.matching import Field, Level, normalise_name
from throughcare_core.matching.calendars import without_marked_date

LONGEST_QUERY = 120
MOST_SEARCHES = 60
SEARCHES_WITHIN = timedelta(minutes=10)

AGREES = {
    (Field.NAME, Level.SAME): gettext_noop("The name is the same"),
    (Field.NAME, Level.CLOSE): gettext_noop("The name is close"),
    (Field.NAME, Level.PARTLY): gettext_noop("A part of the name agrees"),
    (Field.NAME, Level.DIFFERENT): gettext_noop("The name differs"),
    (Field.BIRTH, Level.SAME): gettext_noop("Birth is the same"),
    (Field.BIRTH, Level.CLOSE): gettext_noop("Birth is close"),
    (Field.BIRTH, Level.PARTLY): gettext_noop("Birth agrees in part"),
    (Field.BIRTH, Level.DIFFERENT): gettext_noop("Birth differs"),
}
"""How strongly a field agrees, in words; of a field that is not known nothing is said."""

YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
SHORTEST_QUERY = 2


def read_query(query: str) -> tuple[str, date | int | None]:
    """What was typed into a search as (name, day or year of birth).

    A date of another calendar counts if it says so: B.S., A.H., E.C., S.H.

    >>> read_query("Amina 1999"), read_query("1999-04-30 amina")
    (('Amina', 1999), ('amina', datetime.date(1999, 4, 30)))
    >>> read_query("Sita 2048 BS")
    ('Sita', 1991)
    """
    text, days = without_marked_date(query)
    if days:
        return tidy(text), days.likeliest
    if whole := DAY.search(query):
        try:
            born: date | int | None = date(*map(int, whole.groups()))
        except ValueError:
            born = None
        return tidy(query.replace(whole[0], " ")), born
    if year := YEAR.search(query):
        return tidy(query.replace(year[0], " ")), int(year[0])
    return tidy(query), None


def reasons_not_to_search(query: str) -> list[str]:
    """Why a search for this cannot find anybody."""
    if len(query) > LONGEST_QUERY:
        return [gettext_noop("A search has at most 120 characters.")]
    name = read_query(query)[0]
    if not any(map(str.isalpha, name)) or sum(map(len, normalise_name(name))) < SHORTEST_QUERY:
        return [gettext_noop("Type at least two letters of a name.")]
    return []
