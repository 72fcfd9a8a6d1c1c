"""Link lists of people without a data base.

    python -m throughcare_core.matching.linkage match A.csv [B.csv] --schema S --out links.csv
    python -m throughcare_core.matching.linkage keyfile K
    python -m throughcare_core.matching.linkage encode A.csv --schema S --key-file K --out A.tcf
    python -m throughcare_core.matching.linkage link A.tcf [B.tcf C.tcf …] --out links.csv

`throughcare match`, `throughcare encode` and so on are the same. A schema is `febrl`, `people` or
a TOML file. links.csv has the columns id_a, id_b, probability and explanation. Exit status: 0 good,
2 wrong usage or a file that cannot be used; then nothing was written.
"""

import csv
import os
import re
import secrets
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import IO

from throughcare_core.matching.hardening import EXCHANGED, STRONGEST_FLIPS, Hardening
from throughcare_core.matching.keys import SHORTEST_SECRET
from throughcare_core.matching.linkage import (
    DECOYS,
    EncodedTable,
    ExchangeKeys,
    Expected,
    Pairs,
    RecordEncoder,
    Rows,
    Schema,
    Unusable,
    encode_records,
    encode_table,
    expected,
    link_files,
    linked,
    match_tables,
    must_be_comparable,
    one_to_one,
    read_encoding_file,
    read_rows,
    read_schema,
    ready_schema,
    reasons,
    reasons_under_salts,
    whole_groups,
    write_encoding_file,
)
from throughcare_core.matching.linkage.comparing import here
from throughcare_core.matching.linkage.spark import on_spark

GOOD, UNUSABLE = 0, 2
OWN_FILES = b"encodings of one's own files, never kept"
BY_A_THIRD = "both are linked with the same third record"
COLUMNS = ("id_a", "id_b", "probability", "explanation")
LIKE_A_FORMULA = re.compile(r"(?:\A|(?<=[;\t\r\n]))(?='*\"*[=+\-@\t\r])")
"""Where a spreadsheet program could take what follows for a formula: many cut at semicolons."""
Link = tuple[str, ...]


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    asked = list(sys.argv[1:] if words is None else words)
    if not asked or asked[0] not in COMMANDS:
        print(__doc__)
        return GOOD if asked[:1] in ([], ["-h"], ["--help"]) else UNUSABLE
    options = parser_of(asked[0]).parse_args(asked[1:])
    try:
        COMMANDS[asked[0]][1](options)
    except Unusable as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}. Nothing was written.")
    return GOOD


def match(options: Namespace) -> None:
    """Link one's own files: two, or one with itself for those entered twice."""
    schema = _schema(options.schema)
    _must_differ(options.out, [options.first, options.second])
    first = _encoded(options.first, schema)
    second = _encoded(options.second, schema) if options.second else None
    matched = match_tables(first, second)
    links = _chosen(matched.pairs, options)
    if second is None and options.whole_groups:
        links = whole_groups(links, matched.pairs)
    other = first if second is None else second
    rows = (
        (
            first.ids[row],
            other.ids[partner],
            f"{chance:.4f}",
            reasons(matched.levels[at], matched.weights, schema) if at >= 0 else BY_A_THIRD,
        )
        for row, partner, chance, at in _each(links)
    )
    _write_links(options.out, COLUMNS, rows)
    _say(f"{len(matched.pairs):,} pairs compared. {_summary(expected(links, matched.pairs))}")


def encode(options: Namespace) -> None:
    """Encode a table for exchange."""
    schema = _schema(options.schema)
    _must_differ(options.out, [options.table, options.key_file])
    keys = ExchangeKeys.derive(
        _secret(options.key_file), options.project, options.agencies, options.epoch
    )
    if options.flips > STRONGEST_FLIPS:
        raise Unusable(f"At most half of the bits can be blurred: --flips {STRONGEST_FLIPS}")
    hardening = Hardening(options.balanced, options.flips)
    encoder = RecordEncoder(schema, keys, hardening)
    with _text(options.table) as lines:
        parts = _told(read_rows(lines, schema, options.table.name), "encoding")
        made = encode_records(
            encoder,
            keys,
            parts,
            project=options.project,
            epoch=options.epoch,
            decoys=options.decoys,
            processes=options.processes,
        )
    _write(options.out, write_encoding_file(made.file))
    _say(
        f"{made.records:,} records and {made.decoys:,} decoys are encoded in {options.out.name}."
        f" A third to a half of the bits should be filled before hardening: {made.fill:.0%} are."
    )
    if made.left_out:
        _say(f"Left out: {made.left_out:,} records with fewer than four of the attributes.")


def link(options: Namespace) -> None:
    """Link encoding files of several agencies, or one with itself."""
    _must_differ(options.out, options.files)
    names = [path.name for path in options.files]
    files = [read_encoding_file(path.read_bytes(), path.name) for path in options.files]
    must_be_comparable(files, names)
    if len({(file.header, file.ids) for file in files}) < len(files):
        raise Unusable("One file was given twice. Give it alone to find who is in it twice.")
    several = len(files) > 2
    pairs_of_files = list(combinations(range(len(files)), 2)) or [(0, 0)]
    rows: list[Link] = []
    summaries = []
    where_compared = on_spark(options.master) if options.engine == "spark" else nullcontext(here)
    with where_compared as spread:
        all_found = [
            link_files(
                files[one],
                None if one == other else files[other],
                _progress("comparing"),
                spread,
            )
            for one, other in pairs_of_files
        ]
    for (one, other), found in zip(pairs_of_files, all_found, strict=True):
        links = _chosen(found.pairs, options)
        for row, partner, chance, at in _each(links):
            why = reasons_under_salts(found.scores[:, at], files[one].header.salts)
            ids = files[one].ids[row], files[other].ids[partner]
            where = (names[one], names[other]) if several else ()
            rows.append((*ids, f"{chance:.4f}", why, *where))
        between = f"{names[one]} and {names[other]}: " if several else ""
        summaries.append(between + _summary(expected(links, found.pairs)))
    _write_links(options.out, (*COLUMNS, "list_a", "list_b") if several else COLUMNS, rows)
    for summary in summaries:
        _say(summary)


def keyfile(options: Namespace) -> None:
    """Write a new key that only its owner may read; never over another one."""
    with os.fdopen(
        os.open(options.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as file:
        file.write(secrets.token_hex(SHORTEST_SECRET) + "\n")
    _say(
        f"{options.key_file.name} holds a new key."
        " Give it to the other agency by a safe way, never to who links."
    )


def _encoded(path: Path, schema: Schema) -> EncodedTable:
    """Encoded under a key that is no secret: the encodings never leave this process."""
    with _text(path) as lines:
        return encode_table(
            _told(read_rows(lines, schema, path.name), "encoding"), schema, OWN_FILES, "own"
        )


def _chosen(pairs: Pairs, options: Namespace) -> Pairs:
    links = linked(pairs, options.precision)
    return one_to_one(links) if options.one_to_one else links


def _each(pairs: Pairs) -> Iterator[tuple[int, int, float, int]]:
    """Row, other row, chance and place of each pair."""
    columns = (pairs.rows, pairs.others, pairs.chances, pairs.places)
    return zip(*(column.tolist() for column in columns), strict=True)


def _summary(told: Expected) -> str:
    return (
        f"{told.links:,} links. Expected: {told.precision:.2%} of them right,"
        f" {told.recall:.2%} of what is there found."
    )


def _schema(name: str) -> Schema:
    path = Path(name)
    if path.suffix != ".toml":
        return ready_schema(name)
    with _text(path) as file:
        try:
            return read_schema(file.read())
        except UnicodeDecodeError as error:
            raise Unusable(f"{path.name} is not in UTF-8.") from error


def _secret(path: Path) -> bytes:
    content = path.read_bytes()
    try:
        secret = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        secret = content
    if len(secret) < SHORTEST_SECRET:
        raise Unusable(f"{path.name} is too short for a key. Make one: throughcare keyfile FILE")
    return secret


def _must_differ(out: Path, others: Iterable[Path | None]) -> None:
    if any(each is not None and out.resolve() == each.resolve() for each in others):
        raise Unusable(f"{out.name} is a file that is read: give another one to write to.")


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield file


def _write_links(out: Path, columns: Sequence[str], rows: Iterable[Link]) -> None:
    with _in_place_of(out) as path, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_no_formula(cell) for cell in row] for row in rows)


def _no_formula(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula: ids come from another's list.

    >>> _no_formula("=1+1"), _no_formula("A-7"), _no_formula("A;=7")
    ("'=1+1", 'A-7', "A;'=7")
    """
    return LIKE_A_FORMULA.sub("'", cell)


def _write(out: Path, content: bytes) -> None:
    with _in_place_of(out) as path:
        path.write_bytes(content)


@contextmanager
def _in_place_of(out: Path) -> Iterator[Path]:
    """A file beside `out` that takes its place when all is written, and is gone otherwise."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        yield beside
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _told(parts: Iterator[Rows], doing: str) -> Iterator[Rows]:
    """The parts, each of which is told to who waits."""
    done = 0
    for rows in parts:
        yield rows
        done += len(rows.ids)
        _bar(f"{doing}: {done:,} rows")
    _bar("")


def _progress(doing: str) -> Callable[[int, int], None]:
    def told(done: int, of: int) -> None:
        _bar(f"{doing}: {done / max(of, 1):.0%}" if done < of else "")

    return told


def _bar(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def _say(text: str) -> None:
    _bar("")
    print(text)


def _failed(reason: str) -> int:
    _bar("")
    print(reason, file=sys.stderr)
    return UNUSABLE


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ArgumentTypeError("give a share between 0 and 1, such as 0.05")
    return share


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError("give a whole number, at least 1")
    return int(text)


def parser_of(name: str) -> ArgumentParser:
    """The parser of one command."""
    parser = ArgumentParser(prog=f"throughcare {name}", description=COMMANDS[name][0])
    COMMANDS[name][2](parser)
    return parser


def _options_of_match(parser: ArgumentParser) -> None:
    parser.add_argument("first", type=Path, metavar="A.csv")
    parser.add_argument("second", type=Path, nargs="?", metavar="B.csv")
    _schema_option(parser)
    _links_options(parser)
    parser.add_argument(
        "--whole-groups", action="store_true", help="of one file, all pairs of a group"
    )


def _options_of_keyfile(parser: ArgumentParser) -> None:
    parser.add_argument("key_file", type=Path, metavar="K")


def _options_of_encode(parser: ArgumentParser) -> None:
    parser.add_argument("table", type=Path, metavar="A.csv")
    _schema_option(parser)
    parser.add_argument("--key-file", type=Path, required=True, help="the key that agencies share")
    parser.add_argument("--project", default="", help="what the linking is for")
    parser.add_argument("--agencies", nargs="+", default=[], help="between whom")
    parser.add_argument("--epoch", default="1", help="changes whenever keys are renewed")
    parser.add_argument("--decoys", type=_share, default=DECOYS, help="records of nobody (1.0)")
    parser.add_argument("--flips", type=_share, default=EXCHANGED.flips, help="bits blurred (.05)")
    parser.add_argument("--not-balanced", dest="balanced", action="store_false")
    parser.add_argument(
        "--processes", type=_count, default=len(os.sched_getaffinity(0)), help="that encode at once"
    )
    parser.add_argument("--out", type=Path, required=True)


def _options_of_link(parser: ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="A.tcf")
    _links_options(parser)
    parser.add_argument("--engine", choices=("here", "spark"), default="here")
    parser.add_argument("--master", default="", help="the cluster of Spark, if none is set up")


def _schema_option(parser: ArgumentParser) -> None:
    parser.add_argument("--schema", required=True, help="febrl, people, or a TOML file")


def _links_options(parser: ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--one-to-one", action="store_true", help="one link a record at most")
    parser.add_argument("--precision", type=_share, help="the share of links that must be right")


Command = tuple[str, Callable[[Namespace], None], Callable[[ArgumentParser], None]]
COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "match": ("Link one's own lists: two, or one with itself.", match, _options_of_match),
        "keyfile": ("Make a key for two agencies.", keyfile, _options_of_keyfile),
        "encode": ("Encode a list for exchange.", encode, _options_of_encode),
        "link": ("Link encoded lists, without key or names.", link, _options_of_link),
    }
)

if __name__ == "__main__":
    sys.exit(main())
