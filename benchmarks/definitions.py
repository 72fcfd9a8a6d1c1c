"""How long cases take under all laws: 1,000 in at most 1 s, 200,000 in at most 60 s, one core.

    python benchmarks/definitions.py [--cases N]
    python -m benchmarks.definitions --counts [--cases N]

The second measures the two counts of a country instead (`two_counts.py`), on SQLite, and on
PostgreSQL where a server is named: at most 3 s for 200,000 people.

Cases are made up, with the same seed every time: each act, means and purpose is yes, no or not
named. They are written to a file and streamed from it, so that reading is part of the figure.
Prints one row a figure; memory is the greatest resident size of the whole process.
"""

import json
import random
import resource
import tempfile
import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from throughcare_core.definitions import Facts, answer, assess_all, laws
from throughcare_core.definitions.reading import cases_in
from throughcare_core.vocab import codes

SECTIONS = {"acts": "act", "means": "means", "purposes": "purpose"}
SMALL, LARGE = 1_000, 200_000


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=LARGE, help="cases of the large figures")
    parser.add_argument("--counts", action="store_true", help="the two counts of a country")
    asked = parser.parse_args()
    large = asked.cases
    if asked.counts:
        print_two_counts(large)
        return
    print(f"{'cases × laws':>20}  {'what':<24} {'seconds':>8} {'µs each':>8} {'MB at most':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for count in (SMALL, large):
            path = Path(folder) / "facts.json"
            write_cases(path, count)
            for what, whole in (("findings", False), ("whole answers as JSON", True)):
                measure(path, count, what, whole)


def print_two_counts(people: int) -> None:
    """The two counts in a house of their own, on each data base that is there."""
    from benchmarks.houses import SERVER, a_house

    for engine in ["sqlite", "postgresql"] if SERVER else ["sqlite"]:
        with a_house(12, engine) as house:
            print(engine, house.figures("two_counts", str(people)))


def write_cases(path: Path, count: int) -> None:
    """A list of made-up cases, one a line."""
    chance = random.Random(4)  # noqa: S311
    words = {section: [code.code for code in codes(kind)] for section, kind in SECTIONS.items()}
    with path.open("w") as file:
        for number in range(count):
            file.write("[" if number == 0 else ",\n")
            file.write(json.dumps(made_up(chance, number, words)))
        file.write("]")


def made_up(chance: random.Random, number: int, words: dict[str, list[str]]) -> dict[str, object]:
    """One case; one word in three is not named."""
    answers = ("yes", "no", "unknown")
    sections = {
        section: {
            word: chance.choices(answers, (1, 4, 1))[0]
            for word in of_section
            if chance.random() < 2 / 3
        }
        for section, of_section in words.items()
    }
    return {
        "id": f"case-{number}",
        "date": f"{chance.randint(2004, 2026)}-{chance.randint(1, 12):02}-15",
        "age": chance.choice([None, *range(8, 60)]),
        "movement": chance.choice(answers),
        "consented": chance.choice(answers),
        **sections,
    }


def measure(path: Path, count: int, what: str, whole: bool) -> None:
    """One figure: every case of the file under every law."""
    asked = tuple(laws().values())
    encode = json.JSONEncoder(ensure_ascii=False).encode
    found: Counter[str] = Counter()
    began = time.process_time()
    with path.open() as file:
        cases = (case for case in cases_in(file) if isinstance(case, Facts))
        for finding in assess_all(cases, asked):
            found[finding.finding] += 1
            if whole:
                encode(answer(finding))
    seconds = time.process_time() - began
    assessed = sum(found.values())
    assert assessed == count * len(asked), "a case was lost"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:>12,} × {len(asked):<5}  {what:<24} {seconds:>8.2f} "
        f"{seconds / assessed * 1e6:>8.1f} {megabytes:>10.0f}"
    )


if __name__ == "__main__":
    main()
