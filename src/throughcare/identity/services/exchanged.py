"""Fingerprints of whole records, for comparison with one other agency: names stay in here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from throughcare.identity.adapters.contents import (
    opened_birth,
    opened_contact,
    opened_gender,
    opened_names,
    opened_paper,
)
from throughcare.identity.models import Contact, Document, Entry, Recorded
from throughcare.identity.rules import Birth, Gender, Name
from throughcare.vault.services import KeyGone, Owner, Tampered, key_store
from throughcare_core.matching.linkage import ExchangeKeys, RecordEncoder, Rows, ready_schema

SCHEMA = ready_schema("people")
SALTS = len(SCHEMA.salts)
RECORD_BYTES = 128
FEWEST_ATTRIBUTES = 4
"""With fewer a record could be guessed by trying names, and is not compared at all."""

PORTION = 500

Row = TypeVar("Row", bound=Recorded)
Value = TypeVar("Value")
Written = dict[str, str]
"""One way in which a person may be written: the columns of `SCHEMA`, empty where not known."""


def attributes_known(person: UUID, agency: UUID) -> int:
    """How many attributes an agency has recorded by which a person could be known again.

    Counted where most are: of several names the fullest one. 3 queries.
    """
    ways = _written(agency, [person]).get(person, [])
    return max((sum(map(bool, way.values())) for way in ways), default=0)


def exchange_fingerprints(
    people: Iterable[UUID], agency: UUID, keys: ExchangeKeys
) -> Iterator[tuple[UUID, bytes]]:
    """The fingerprints of people under the keys of two agencies, each with its person.

    Of each way in which a person is written: one encoding of 128 bytes under each of `SALTS` salts,
    one after the other. People with fewer than four attributes, or whose key is gone, have none.
    3 queries for each 500 people. Raises `KeyAway`. Whoever asks writes it down.
    """
    encoder = RecordEncoder(SCHEMA, keys)
    asked = iter(people)
    while portion := list(islice(asked, PORTION)):
        with key_store().at_hand(Owner(agency, "person", person) for person in portion):
            known = _written(agency, portion)
        yield from _encoded(known, encoder)


def fingerprints_for(
    person: UUID, agency: UUID, keys: Mapping[UUID, ExchangeKeys]
) -> dict[UUID, bytes]:
    """The fingerprints of one person under the keys of each of some agencies, as above.

    Empty where there are too few attributes. 3 queries, however many agencies. Whoever asks writes
    it down.
    """
    with key_store().at_hand([Owner(agency, "person", person)]):
        known = _written(agency, [person])
    made = {other: dict(_encoded(known, RecordEncoder(SCHEMA, key))) for other, key in keys.items()}
    return {other: bits.get(person, b"") for other, bits in made.items()}


def _encoded(
    known: Mapping[UUID, Sequence[Written]], encoder: RecordEncoder
) -> Iterator[tuple[UUID, bytes]]:
    ways = {f"{who.hex} {n}": way for who, some in known.items() for n, way in enumerate(some)}
    values = tuple([way[column] for way in ways.values()] for column in SCHEMA.columns())
    made = encoder.encode(Rows(list(ways), values))
    rows = made.bits.transpose(1, 0, 2).astype("<u8")
    for person, some in groupby(zip(made.ids, rows, strict=True), lambda row: row[0][:32]):
        yield UUID(person), b"".join(bits.tobytes() for _id, bits in some)


def _written(agency: UUID, people: Sequence[UUID]) -> dict[UUID, list[Written]]:
    """Each name, telephone and document of some people stands in one of their ways at least."""
    entries = {(row.person_id, row.topic): row for row in _rows(Entry, agency, people)}
    phones: dict[UUID, list[Contact]] = defaultdict(list)
    papers: dict[UUID, list[Document]] = defaultdict(list)
    for contact in _rows(Contact, agency, people):
        if contact.kind == "phone":
            phones[contact.person_id].append(contact)
    for document in _rows(Document, agency, people):
        papers[document.person_id].append(document)
    found = {}
    for person in people:
        try:
            found[person] = _ways(
                entries.get((person, "names")),
                entries.get((person, "birth")),
                entries.get((person, "gender")),
                [opened_contact(row).value for row in phones[person]],
                [opened_paper(row).number for row in papers[person]],
            )
        except (KeyGone, Tampered):
            continue
    return found


def _ways(
    names: Entry | None,
    birth: Entry | None,
    gender: Entry | None,
    phones: Sequence[str],
    papers: Sequence[str],
) -> list[Written]:
    called, known = opened_names(names) if names else ("", ())
    known = known or ((Name(given=called),) if called else ())
    born = (opened_birth(birth) if birth else Birth()).compared
    sex = (opened_gender(gender) if gender else Gender()).sex
    return [
        {
            "given_name": _nth(known, number).given,
            "family_name": _nth(known, number).family,
            "other_names": _nth(known, number).other,
            "birth_date": str(born or ""),
            "sex": "" if sex == "unknown" else sex,
            "place": "",
            "phone": _nth(phones, number) if phones else "",
            "document": _nth(papers, number) if papers else "",
        }
        for number in range(max(len(known), len(phones), len(papers)) if known else 0)
    ]


def _nth(values: Sequence[Value], number: int) -> Value:
    """The value of this number, or the first where there are fewer."""
    return values[number if number < len(values) else 0]


def _rows(table: type[Row], agency: UUID, people: Sequence[UUID]) -> QuerySet[Row]:
    return table._default_manager.filter(holder=agency, person__in=people).order_by("pk")
