"""Recall of the search over encrypted names, beside PostgreSQL on plain text, in one run.

5,000 invented people in eleven naming cultures (throughcare_core.matching.tests.world); 1,100 of
them are looked for by a name typed badly and a year of birth. `--database` names a PostgreSQL data
base in which temporary tables and the extensions pg_trgm and fuzzystrmatch may be made. Everybody
is given the name in Latin letters too where the name was recorded in another script (anyascii),
since neither extension reads scripts.
"""

import argparse
from collections.abc import Callable
from random import Random

from anyascii import anyascii

from throughcare_core.matching import FieldKeys, FingerprintMatrix, IdentityFields, encode, search
from throughcare_core.matching.tests import world

ASKED = 1100
KEYS = FieldKeys.derive(bytes(range(32)), epoch="1")
Finder = Callable[[str, int], list[int]]


def ours(names: list[str], people: list[world.Person]) -> Finder:
    """The search of the product over fingerprints."""
    store = FingerprintMatrix.of(
        [
            encode(IdentityFields(name, person.born), KEYS)
            for name, person in zip(names, people, strict=True)
        ]
    )
    return lambda name, year: [
        match.index for match in search(encode(IdentityFields(name, year), KEYS), store, limit=5)
    ]


def postgresql(database: str, names: list[str], people: list[world.Person]) -> dict[str, Finder]:
    """Trigrams, and double metaphone with Levenshtein, each with a bonus for the year of birth."""
    import psycopg

    link = psycopg.connect(dbname=database, host="127.0.0.1", autocommit=True)
    for extension in ("pg_trgm", "fuzzystrmatch"):
        link.execute(f"create extension if not exists {extension}")
    link.execute("create temporary table people (at int, name text, year int)")
    rows = [
        (at, anyascii(name).lower(), person.born.year)
        for at, (name, person) in enumerate(zip(names, people, strict=True))
    ]
    with link.cursor() as cursor:
        cursor.executemany("insert into people values (%s, %s, %s)", rows)

    def asking(score: str) -> Finder:
        order = f"select at from people order by {score} + .3 * (year = %(year)s)::int desc limit 5"  # noqa: S608

        def found(name: str, year: int) -> list[int]:
            plain = anyascii(name).lower()
            return [at for (at,) in link.execute(order, {"name": plain, "year": year})]

        return found

    sounds = "(dmetaphone(name) = dmetaphone(%(name)s))::int * .5"
    distance = "levenshtein(left(name, 250), left(%(name)s, 250))"
    return {
        "pg_trgm, plain text": asking("similarity(name, %(name)s)"),
        "pg_trgm, words": asking("word_similarity(%(name)s, name)"),
        "fuzzystrmatch, plain text": asking(
            f"{sounds} + 1 - {distance}::float / greatest(length(name), length(%(name)s), 1)"
        ),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    everyone, chance = world.people(), Random(1)  # noqa: S311
    people = [person for _culture, person in everyone]
    names = [world.recorded(person, chance) for person in people]
    finders: dict[str, Finder] = {"throughcare, encrypted": ours(names, people)}
    if asked.database:
        finders |= postgresql(asked.database, names, people)
    looked_for = [
        (at, world.typed(people[at], chance)) for at in chance.sample(range(len(people)), ASKED)
    ]
    print("| engine | found among the first five | " + " | ".join(world.CULTURES) + " |")
    print("|---" * (2 + len(world.CULTURES)) + "|")
    for name, find in finders.items():
        hits: dict[str, list[bool]] = {culture: [] for culture in world.CULTURES}
        for at, typed in looked_for:
            hits[everyone[at][0]].append(at in find(typed, people[at].born.year))
        shares = [sum(each) / len(each) for each in hits.values()]
        overall = sum(map(sum, hits.values())) / ASKED
        print(f"| {name} | {overall:.3f} | " + " | ".join(f"{each:.2f}" for each in shares) + " |")


if __name__ == "__main__":
    main()
