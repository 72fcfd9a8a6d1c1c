"""Known attacks on encodings, by somebody who knows everything but the key.

The attacker holds the encoding file, the schema and the method, and a list of people in the clear,
which at the worst is the very list that was encoded. Each attack guesses for every record whose
it is; it succeeds where the name is right. Chance is the share of the commonest name.

Frequency and fill: Niedermeyer et al., Cryptanalysis of basic Bloom filters used for privacy
preserving record linkage (2014). Pattern mining: Christen, Ranbaduge, Vatsalan, Schnell, Precise
and fast cryptanalysis for Bloom filter based privacy-preserving record linkage (2019). Graph
matching: Vidanage, Christen, Ranbaduge, Schnell, A graph matching attack on privacy-preserving
record linkage (2020). Ours follow their ideas, not their code.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.engines import distances
from throughcare_core.matching.linkage.comparing import above_chance, common_bits
from throughcare_core.matching.linkage.exchange import ExchangeKeys, RecordEncoder
from throughcare_core.matching.linkage.masks import Masks, unpacked
from throughcare_core.matching.linkage.schema import Kind
from throughcare_core.matching.linkage.table import Rows
from throughcare_core.matching.linkage.values import features_of
from throughcare_core.matching.popcount import Words, set_bits

Guesses = list[str]
Numbers = NDArray[np.float64]

NEIGHBOURS = 10
ALIKE = 0.75
FEWEST_WITH_A_PATTERN = 0.01
FEWEST_BITS_OF_A_PATTERN = 3
CORE_OF_A_PATTERN, LIKE_ENOUGH = 0.8, 0.6
USUAL_POSITIONS = 15


def name_of(rows: Rows, at: int) -> str:
    """The first two attributes of a record: given and family name."""
    return f"{rows.values[0][at]} {rows.values[1][at]}"


def names_of(rows: Rows) -> list[str]:
    """The names of all records."""
    return [name_of(rows, at) for at in range(len(rows.ids))]


def success(guesses: Guesses, names: Sequence[str]) -> float:
    """The share of right guesses."""
    return sum(guess == name for guess, name in zip(guesses, names, strict=True)) / len(names)


def chance(names: Sequence[str]) -> float:
    """The share that is right when the commonest name is guessed for everybody."""
    return Counter(names).most_common(1)[0][1] / len(names)


def by_frequency(bits: Words, known: Sequence[str]) -> Guesses:
    """The commonest encoding is the commonest name, the second the second, and so on.

    `bits`: (n, words), one encoding a record.
    """
    rows = [row.tobytes() for row in bits]
    encodings = [each for each, _ in Counter(rows).most_common()]
    names = [each for each, _ in Counter(known).most_common()]
    guess = {each: names[min(at, len(names) - 1)] for at, each in enumerate(encodings)}
    return [guess[row] for row in rows]


def by_fill(bits: Words, known: Rows) -> Guesses:
    """The fullest encoding is the record with most features, and so on down."""
    fill = set_bits(bits)
    size = [sum(len(values[at]) for values in known.values) for at in range(len(known.ids))]
    fullest = np.argsort(-fill, kind="stable")
    longest = np.argsort(-np.array(size), kind="stable")
    guesses = [""] * len(bits)
    for at, record in enumerate(fullest):
        guesses[record] = name_of(known, int(longest[min(at, len(longest) - 1)]))
    return guesses


def by_patterns(bits: Words, known: Rows) -> Guesses:
    """Bits that are always set together are a feature: that which as many people have.

    Then each record is the person whose features agree best with the patterns it has, a pattern
    that was understood being right as often as not.
    """
    ones = unpacked(bits).astype(np.float64)
    owners = _owners(known)
    odds = np.zeros((len(bits), len(known.ids)))
    for pattern in _patterns(ones):
        seen = (ones[:, pattern].mean(axis=1) >= CORE_OF_A_PATTERN).astype(np.float64)
        if not owners or not 0 < seen.mean() < 1:
            continue
        errors = [each.std() / np.sqrt(len(each)) for each in owners]
        unlike = [
            abs(each.mean() - seen.mean()) / error
            for each, error in zip(owners, errors, strict=True)
        ]
        if min(unlike) < LIKE_ENOUGH:
            odds += _odds(seen, owners.pop(int(np.argmin(unlike))))
    return _likeliest_names(odds, names_of(known))


def _owners(known: Rows) -> list[Numbers]:
    """For each feature that is not too rare, who has it; features of the same people only once."""
    features = [
        features_of(one, Kind.NAME).pieces | features_of(other, Kind.NAME).pieces
        for one, other in zip(known.values[0], known.values[1], strict=True)
    ]
    having = {tuple(each in record for record in features) for each in set().union(*features)}
    arrays = [np.array(each, dtype=np.float64) for each in sorted(having)]
    return [each for each in arrays if FEWEST_WITH_A_PATTERN < each.mean() < 1]


def _odds(seen: Numbers, owned: Numbers) -> Numbers:
    """What a pattern seen in records says of each of them being each of those who own a feature."""
    share, right = owned.mean(), 0.475
    both = np.log((right + (1 - right) * share) / share) * np.outer(seen, owned)
    neither = np.log((right + (1 - right) * (1 - share)) / (1 - share))
    one = np.log(1 - right)
    differ = np.outer(seen, 1 - owned) + np.outer(1 - seen, owned)
    return both + neither * np.outer(1 - seen, 1 - owned) + one * differ


def _likeliest_names(odds: Numbers, names: Sequence[str]) -> Guesses:
    different = sorted(set(names))
    likely = np.exp(odds - odds.max(axis=1, keepdims=True))
    mine = np.array([different.index(name) for name in names])
    of_name = np.stack([likely[:, mine == at].sum(axis=1) for at in range(len(different))], axis=1)
    return [different[int(best)] for best in of_name.argmax(axis=1)]


def _patterns(ones: Numbers) -> list[list[int]]:
    """Groups of bits that are nearly always set together, the most frequent first."""
    share = ones.mean(axis=0)
    usable = np.flatnonzero((share > FEWEST_WITH_A_PATTERN) & (share < 1 - FEWEST_WITH_A_PATTERN))
    together = np.corrcoef(ones[:, usable].T) if len(usable) > 1 else np.eye(len(usable))
    left = set(range(len(usable)))
    patterns = []
    for at in np.argsort(-share[usable]):
        if at in left:
            group = [other for other in left if together[at, other] >= ALIKE]
            left -= set(group)
            if len(group) >= FEWEST_BITS_OF_A_PATTERN:
                patterns.append([int(usable[other]) for other in group])
    return patterns


def by_graph(bits: Words, known: Rows, encoder: RecordEncoder) -> Guesses:
    """Who is how near to whom is the same whatever the key: so are the places in that graph.

    The attacker encodes the known list under a key of her own and compares the neighbourhoods.
    `bits`: (salts, n, words).
    """
    own = encoder.encode(known)
    mine, theirs = neighbourhoods(own.bits), neighbourhoods(bits)
    spread = np.maximum(mine.std(axis=0), 1e-6)
    mine, theirs = mine / spread, theirs / spread
    gap = (theirs**2).sum(1)[:, None] + (mine**2).sum(1)[None] - 2 * theirs @ mine.T
    ids = {key: at for at, key in enumerate(known.ids)}
    return [name_of(known, ids[own.ids[int(best)]]) for best in gap.argmin(axis=1)]


def neighbourhoods(bits: Words) -> Numbers:
    """Of each record, under each salt: its nearest neighbours' scores, and how many are near."""
    told = []
    for rows in bits:
        ones = set_bits(rows)
        score = above_chance(common_bits(rows, rows), ones[:, None], ones[None], rows.shape[1] * 64)
        np.fill_diagonal(score, 0.0)
        nearest = -np.sort(-score, axis=1)[:, :NEIGHBOURS]
        told.append(
            np.column_stack([nearest, (score > 0.15).sum(axis=1), (score > 0.3).sum(axis=1)])
        )
    return np.concatenate(told, axis=1)


def by_dictionary(bits: Words, known: Rows, encoder: RecordEncoder) -> Guesses:
    """With the key: encode everybody who is known, and take the nearest under any salt.

    `encoder` holds the right key; `bits`: (salts, n, words).
    """
    own = encoder.encode(known)
    nearest = np.full((bits.shape[1], own.bits.shape[1]), np.inf)
    for theirs, mine in zip(bits, own.bits, strict=True):
        np.minimum(nearest, distances(theirs, mine), out=nearest)
    ids = {key: at for at, key in enumerate(known.ids)}
    return [name_of(known, ids[own.ids[int(best)]]) for best in nearest.argmin(axis=1)]


def without_key(encoder: RecordEncoder) -> RecordEncoder:
    """The same method under a key of the attacker's own."""
    return RecordEncoder(
        encoder.schema, ExchangeKeys(b"a key of the attacker's own, made up"), encoder.hardening
    )


def weak_encodings(rows: Rows) -> Words:
    """What must not be done: names alone, one key for all, no salt, nothing hardened."""
    masks = Masks(b"a secret of two agencies", 16, lambda _: USUAL_POSITIONS)
    pieces = [
        features_of(one, Kind.NAME).pieces | features_of(other, Kind.NAME).pieces
        for one, other in zip(rows.values[0], rows.values[1], strict=True)
    ]
    return masks.rows(pieces)
