"""The words of the facts: each act, means and purpose is one bit, so that a law is a few masks."""

from collections.abc import Iterable
from functools import cache

from throughcare_core.vocab import codes

Truth = bool | None
"""Yes, no, or not known: the three values of strong Kleene logic."""

SECTIONS = {"acts": "act", "means": "means", "purposes": "purpose"}
"""The sections of the facts, and the code list from which each takes its words."""
SECTION_OF = {kind: section for section, kind in SECTIONS.items()}
MOVEMENT = "movement"
CHILD = "child"

ANSWERS: dict[str, Truth] = {"yes": True, "no": False, "unknown": None}

LABELS: dict[str, str] = {
    **{
        f"{section}.{code.code}": code.label
        for section, kind in SECTIONS.items()
        for code in codes(kind)
    },
    MOVEMENT: "The person was moved",
    CHILD: "The person is a child",
}
"""Every name that a fact can have, `acts.recruitment` and the like, with its plain label."""

NAMES = tuple(LABELS)
BIT = {name: 1 << place for place, name in enumerate(NAMES)}
CODE_OF = {name: name.rpartition(".")[2] for name in NAMES}
PIECE_BITS = 12
PIECE = (1 << PIECE_BITS) - 1


def mask(names: Iterable[str]) -> int:
    """The bits of these names together; KeyError for a name that is none.

    >>> names_in(mask(["means.force", "acts.receipt"]))
    ('acts.receipt', 'means.force')
    """
    bits = 0
    for name in names:
        bits |= BIT[name]
    return bits


def names_in(bits: int) -> tuple[str, ...]:
    """The names whose bits are set, in the order of the code lists."""
    found: tuple[str, ...] = ()
    first = 0
    while bits:
        found += _names_of(first, bits & PIECE)
        bits >>= PIECE_BITS
        first += PIECE_BITS
    return found


@cache
def _names_of(first: int, piece: int) -> tuple[str, ...]:
    """The names of twelve bits, of which the first has the place `first`."""
    return tuple(name for place, name in enumerate(NAMES[first:]) if piece >> place & 1)


def section_mask(kind: str) -> int:
    """All words of one code list (`act`, `means` or `purpose`)."""
    return mask(f"{SECTION_OF[kind]}.{code.code}" for code in codes(kind))


def code_of(name: str) -> str:
    """The word without its section.

    >>> code_of("acts.recruitment")
    'recruitment'
    """
    return CODE_OF[name]


def plain(name: str) -> str:
    """The word as it is read in a sentence.

    >>> plain("purposes.forced_labour")
    'forced labour'
    """
    return name.rpartition(".")[2].replace("_", " ")
