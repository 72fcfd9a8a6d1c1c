"""Finding a person again among those of one's own agency, and noticing a double entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.audit.adapters.turns import transaction_in_turn
from throughcare.audit.services import keyed_hash, look
from throughcare.identity import doors, queries
from throughcare.identity.adapters.fingerprints import Finds, encoded, keys_of, opened_here
from throughcare.identity.models import SearchTally
from throughcare.identity.rules import (
    AGREES,
    LONGEST_QUERY,
    MOST_SEARCHES,
    SEARCHES_WITHIN,
    Birth,
    Name,
    read_query,
    reasons_against_names,
    reasons_not_to_search,
    tidy_name,
)
from throughcare.identity.services.compared import birth_as_stored
from throughcare.identity.services.own_record import must_speak, refuse_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.persons.queries import numbers_at
from throughcare_core.matching import (
    Match,
    Reason,
    probable_duplicates,
    search,
)

MOST_FOUND = 20
LOOKED_UP = 100
"""So many people are looked up at each search, of whom the reader may know some."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """Somebody who could be meant: no name, but the number, the age band and why.

    `score` is between 0 and 1; `reasons` say field by field how strongly it agrees.
    """

    person: UUID
    key: str
    number: str
    age_band: str
    score: float
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> list[str]:
        """The reasons in the reader's words."""
        known = [AGREES.get((reason.field, reason.level), "") for reason in self.reasons]
        return [_(words) for words in known if words]


def search_people(query: str, *, by: Actor, at: datetime) -> tuple[FoundRow, ...]:
    """The people of the actor's own agency who could be meant, best first, 20 at most.

    Forgives typing errors, spellings, scripts, order and half names; a year or day (YYYY-MM-DD)
    of birth may stand in the query. Only people whose identity the actor may read are compared.
    Raises `Refused` for a query that is too short or long, and after 60 searches in 10 minutes.
    """
    must_speak(by)
    refuse_for(reasons_not_to_search(query))
    name, born = read_query(query)
    asked = encoded([name], born, keys_of(by.agency))[0]
    matches = _compared(partial(search, asked), by, at)
    return _found(matches, "identity.searched", query, by, at)


def found_by_number(number: str, people: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """Count and write down a search by number that found somebody, as one by name is.

    Raises `Refused` after 60 searches in 10 minutes. One that finds nobody goes on by name.
    """
    _count("identity.searched", number, people, by, at)


def possible_duplicates(
    names: Sequence[Name],
    birth: Birth | None = None,
    *,
    besides: UUID | None = None,
    by: Actor,
    at: datetime,
) -> tuple[FoundRow, ...]:
    """Who of the actor's own agency is probably the same person as the one being written down.

    `besides` leaves out the person whose names are being typed, whose birth, as it is stored,
    counts where none is given. Counts as a search.
    """
    must_speak(by)
    texts = [name.full for name in map(tidy_name, names) if name.full]
    refuse_for(reasons_against_names([name for name in names if name.full], ""))
    if not texts:
        return ()
    if birth is None:
        birth = birth_as_stored(besides, by.agency) if besides else Birth()
    best: dict[UUID, Match] = {}
    for asked in encoded(texts, birth.compared, keys_of(by.agency)):
        for match in _compared(partial(probable_duplicates, asked), by, at):
            person = cast(UUID, match.key)
            if person != besides and (person not in best or best[person].score < match.score):
                best[person] = match
    matches = sorted(best.values(), key=lambda match: -match.score)
    return _found(matches, "identity.compared", "\n".join(sorted(texts)), by, at)


def _compared(finds: Finds, by: Actor, at: datetime) -> list[Match]:
    """The best matches among those whom the actor may compare, 20 at most.

    As many people are looked up, whoever is found: being locked takes no other time than being
    nobody.
    """
    opened = opened_here.of(
        by.agency,
        queries.edition_of(by.agency),
        partial(queries.fingerprints_since, by.agency),
        partial(queries.people_with_fingerprints, by.agency),
    )
    matches = opened.best(finds, LOOKED_UP)
    people = opened.people((cast(UUID, match.key) for match in matches), LOOKED_UP)
    nobody = [UUID(int=number) for number in range(LOOKED_UP - len(people))]
    readable = queries.who_may_be_compared(by, [*people, *nobody], at)
    opened_here.drop(by.agency, [person for person in people if person not in readable])
    return [match for match in matches if readable.get(cast(UUID, match.key))][:MOST_FOUND]


def _found(
    matches: Sequence[Match], code: str, query: str, by: Actor, at: datetime
) -> tuple[FoundRow, ...]:
    """What may be shown of matches; before it is, the search is counted and written down."""
    people = [cast(UUID, match.key) for match in matches]
    _count(code, query[: LONGEST_QUERY * 4], people, by, at)
    keys = queries.keys_of_people(by, people, at)
    numbers = numbers_at(by.agency, people)
    bands = doors.age_bands_of(by, people, by.agency, at)
    return tuple(
        FoundRow(
            person, keys[person], numbers.get(person, ""), bands[person], match.score, match.reasons
        )
        for person, match in zip(people, matches, strict=True)
        if person in keys
    )


def _count(code: str, query: str, people: Sequence[UUID], by: Actor, at: datetime) -> None:
    """Count a search against the limit, and write its line unless it repeats the one before."""
    asked = keyed_hash(f"{code} {query}")
    with transaction_in_turn():
        tally, _made = SearchTally.objects.get_or_create(staff=by.staff, defaults={"began_at": at})
        if at - tally.began_at >= SEARCHES_WITHIN:
            tally.began_at, tally.searches, tally.last_asked = at, 0, ""
        if tally.searches >= MOST_SEARCHES:
            raise Refused(
                _("You searched 60 times within 10 minutes. Wait a little, then search again."),
                door=code,
            )
        if tally.last_asked != asked:
            look(code, by=by, at=at, rows=people, asked=asked)
        tally.searches, tally.last_asked = tally.searches + 1, asked
        tally.save()
