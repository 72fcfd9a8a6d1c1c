"""Two lists of invented people: Lotus Shelter's and Other NGO's, some of whom are the same."""

from collections.abc import Sequence
from random import Random

from throughcare_core.matching.linkage import Rows, Schema, read_rows, read_schema
from throughcare_core.matching.tests.corpus import Person, population, with_typing_errors

SCHEMA = read_schema(
    """
    id = "id"
    turned = [["given_name", "family_name"]]
    salts = ["year birth_date", "initials given_name family_name", "whole phone"]
    [attributes]
    given_name = "name"
    family_name = "name"
    birth_date = "date"
    place = "words"
    phone = "long number"
    sex = "code"
    """
)
HEADER = ("id", *SCHEMA.columns())
Row = tuple[str, ...]


def lotus_shelter(size: int = 600, seed: int = 4) -> list[Row]:
    """So many people as Lotus Shelter wrote them down."""
    chance = Random(seed)
    return [_row(f"L{at}", person, chance, 1) for at, person in enumerate(_people(size, seed))]


def other_ngo(size: int = 600, seed: int = 4, known: float = 0.5) -> list[Row]:
    """So many people of Other NGO. The first `known` share of them are Lotus Shelter's first ones,
    in another spelling, with a typing error, a turned name, another phone or a missing value.
    """
    chance = Random(seed + 1)
    same = round(size * known)
    again = [
        _row(f"N{at}", person, Random(seed), 1) for at, person in enumerate(_people(size, seed))
    ]
    fresh = _people(2 * size, seed + 7)[size:]
    phones = {row[0][1:]: row[5] for row in lotus_shelter(size, seed)}
    people = [_changed((*row[:5], phones[row[0][1:]], row[6]), chance) for row in again[:same]]
    return people + [
        _row(f"N{at}", person, chance, 1) for at, person in enumerate(fresh[: size - same], same)
    ]


def with_common_names(rows: Sequence[Row], seed: int = 8) -> list[Row]:
    """The same people with names as they are in life: a few common ones, many rare ones."""
    chance = Random(seed)
    given, family = (sorted({row[at] for row in rows}) for at in (1, 2))
    weights = [[1 / (rank + 1) for rank in range(len(names))] for names in (given, family)]
    return [
        (
            row[0],
            chance.choices(given, weights[0])[0],
            chance.choices(family, weights[1])[0],
            *row[3:],
        )
        for row in rows
    ]


def truth(size: int = 600, known: float = 0.5) -> set[tuple[str, str]]:
    """Who is the same."""
    return {(f"L{at}", f"N{at}") for at in range(round(size * known))}


def csv_lines(rows: Sequence[Row]) -> list[str]:
    """The rows as lines of a CSV file."""
    return [",".join(HEADER) + "\n", *(",".join(row) + "\n" for row in rows)]


def rows_of(rows: Sequence[Row], schema: Schema = SCHEMA) -> Rows:
    """The rows as they are read."""
    return next(read_rows(csv_lines(rows), schema, "the list"))


def _people(size: int, seed: int) -> list[Person]:
    return population(size, seed)


def _row(key: str, person: Person, chance: Random, spelling: int) -> Row:
    given, family = (each[min(spelling, len(each) - 1)] for each in (person.given, person.family))
    phone = f"0{chance.randrange(10**8, 10**9)}"
    sex = "female" if chance.random() < 0.6 else "male"
    return (key, given, family, person.born.isoformat(), person.place, phone, sex)


def _changed(row: Row, chance: Random) -> Row:
    key, given, family, born, place, phone, sex = row
    match chance.randrange(6):
        case 0:
            given = with_typing_errors(given, 1, chance)
        case 1:
            given, family = family, given
        case 2:
            phone = ""
        case 3:
            family = with_typing_errors(family, 1, chance)
        case 4:
            born = born[:4] + "-" + born[8:] + "-" + born[5:7] if int(born[8:]) <= 12 else born[:4]
        case _:
            place = ""
    return key, given, family, born, place, phone, sex
