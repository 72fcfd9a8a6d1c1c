"""How often asking others meets the right record, and how often a wrong one, by the score.

So many invented people of eleven naming cultures stand once in the asker's and once in the
holders' records, written differently: another spelling or script, an error in a name, only the year
of birth, another telephone or none, seldom a document. Everybody may be found.
"""

import argparse
from random import Random

import numpy as np

from throughcare_core.matching.linkage import ExchangeKeys, RecordEncoder, Rows, ready_schema
from throughcare_core.matching.linkage.comparing import near_pairs
from throughcare_core.matching.tests.corpus import Person, with_typing_errors
from throughcare_core.matching.tests.world import people

SCHEMA = ready_schema("people")
KEYS = ExchangeKeys.derive(b"not a secret: invented people only", "bench", ["a", "b"], "2026")
SCORES = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)


def as_asked(person: Person, known: tuple[str, str, str], chance: Random) -> list[str]:
    """A person as the asker wrote her or him down."""
    phone, document, sex = known
    return _row(
        person.written(chance.choice((0, 1))),
        _born(person, chance),
        sex if chance.random() < 0.9 else "",
        phone if chance.random() < 0.5 else "",
        document if chance.random() < 0.25 else "",
    )


def as_held(person: Person, known: tuple[str, str, str], chance: Random) -> list[str]:
    """The same person as another agency wrote her or him down."""
    name = person.written(chance.choice((0, 1, 1, 2)))
    if chance.random() < 0.4:
        name = with_typing_errors(name, 1, chance)
    row = _row(name, *as_asked(person, known, chance)[3:5], "", "")
    row[6:] = as_asked(person, known, chance)[6:]
    if row[6] and chance.random() < 0.2:
        row[6] = _phone(chance)
    return row


def rows_of(people_written: list[list[str]]) -> Rows:
    """Rows for the encoder, numbered."""
    ids = [str(at) for at in range(len(people_written))]
    return Rows(ids, tuple(map(list, zip(*people_written, strict=True))))


def measured(size: int, seed: int = 5) -> list[tuple[float, float, float]]:
    """For each score: it, the share of people met, and wrong records met for each asking."""
    chance = Random(seed)  # noqa: S311
    everybody = [person for _culture, person in people(size)]
    known = [
        (_phone(chance), f"X{chance.randrange(10**7)}", chance.choice(("female", "male")))
        for _person in everybody
    ]
    encoder = RecordEncoder(SCHEMA, KEYS)
    both = list(zip(everybody, known, strict=True))
    asked = encoder.encode(rows_of([as_asked(*one, chance) for one in both]))
    held = encoder.encode(rows_of([as_held(*one, chance) for one in both]))
    near = near_pairs(asked.bits, held.bits)
    same = np.array(asked.ids)[near.rows] == np.array(held.ids)[near.others]
    in_both = len(set(asked.ids) & set(held.ids))
    return [
        (
            score,
            float(np.count_nonzero(same & (near.best >= score))) / in_both,
            float(np.count_nonzero(~same & (near.best >= score))) / len(asked.ids),
        )
        for score in SCORES
    ]


def _row(name: str, born: str, sex: str, phone: str, document: str) -> list[str]:
    *given, family = name.split()
    return [" ".join(given), family, "", born, sex, "", phone, document]


def _born(person: Person, chance: Random) -> str:
    return str(person.born.year) if chance.random() < 0.25 else person.born.isoformat()


def _phone(chance: Random) -> str:
    return f"+999 {chance.randrange(10**9):09d}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000)
    print("| score from | met | wrong ones for each asking |\n|--:|--:|--:|")
    for score, met, wrong in measured(parser.parse_args().size):
        print(f"| {score:.2f} | {met:.3f} | {wrong:.3f} |")
