"""The peers, each as its documentation shows it, when it is installed; otherwise None."""

import io
from collections.abc import Sequence
from typing import Any

Link = frozenset[str]

NAMES = ("given_name", "surname", "address_1", "address_2", "suburb")
SHORT = ("street_number", "postcode", "state", "date_of_birth")
SHORT_OF_PEOPLE = ("birth_date", "sex", "phone", "document")
SIMILAR_ENOUGH = 0.7


def splink_on_plain_text(data: Any) -> "set[Link] | None":
    """splink 5 with DuckDB, trained without answers; links at p ≥ .5."""
    try:
        from splink import Linker, SettingsCreator, block_on
        from splink import comparison_library as compare
        from splink.internals.duckdb.database_api import DuckDBAPI
    except ImportError:
        return None
    tables = [each for each in (data.first, data.second) if each is not None]
    frames = [
        table.replace("", None).reset_index(names="unique_id").drop(columns="soc_sec_id")
        for table in tables
    ]
    rules = [
        block_on("given_name", "surname"),
        block_on("date_of_birth"),
        block_on("surname", "postcode"),
        block_on("given_name", "postcode"),
        block_on("address_1", "suburb"),
        block_on("street_number", "address_1"),
        block_on("street_number", "postcode"),
        block_on("suburb", "given_name"),
        block_on("address_2", "suburb"),
        block_on("surname", "suburb"),
        block_on("postcode", "suburb"),
        block_on("surname", "address_1"),
        block_on("given_name", "address_1"),
        block_on("postcode", "address_1"),
        block_on("surname", "street_number"),
        block_on("given_name", "street_number"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only" if data.second is None else "link_only",
        comparisons=[
            *(
                compare.JaroWinklerAtThresholds(name, [0.95, 0.88, 0.75]).configure(
                    term_frequency_adjustments=True
                )
                for name in NAMES
            ),
            compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("street_number", [1]),
            compare.ExactMatch("state"),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    api = DuckDBAPI()
    registered = [api.register(frame) for frame in frames]
    linker = Linker(registered if len(registered) > 1 else registered[0], settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth"), block_on("date_of_birth", "suburb")],
        recall=0.7,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (
        block_on("date_of_birth"),
        block_on("given_name", "surname"),
        block_on("postcode"),
    ):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    return set(map(frozenset, zip(found["unique_id_l"], found["unique_id_r"], strict=True)))


def clkhash_and_anonlink(data: Any) -> "set[Link] | None":
    """One encoding of 1024 bits a record by clkhash; pairs by anonlink.

    It has no way to find its threshold, so it is given the one that is best on the answers.
    """
    try:
        from anonlink.candidate_generation import find_candidate_pairs
        from anonlink.similarities import dice_coefficient
        from clkhash.clk import generate_clk_from_csv
        from clkhash.schema import from_json_dict
    except ImportError:
        return None
    schema = from_json_dict(clkhash_schema((*NAMES, *SHORT)))
    encoded, ids = [], []
    for table in (each for each in (data.first, data.second) if each is not None):
        text = table[[*NAMES, *SHORT]].to_csv(index=False)
        encoded.append(
            generate_clk_from_csv(io.StringIO(text), "secret", schema, progress_bar=False)
        )
        ids.append(list(table.index))
    both = (encoded * 2)[:2] if len(encoded) == 1 else encoded
    dice, _, (rows, others) = find_candidate_pairs(both, dice_coefficient, SIMILAR_ENOUGH)
    mine, theirs = ids[0], ids[-1]
    scored = sorted(
        (
            (score, frozenset((mine[row], theirs[other])))
            for score, row, other in zip(dice, rows, others, strict=True)
            if len(encoded) == 2 or row < other
        ),
        key=lambda each: -each[0],
    )
    return {link for _, link in scored[: _best_cut([link for _, link in scored], data.truth)]}


def _best_cut(links: list[Link], truth: set[Link]) -> int:
    """How many of the links, best first, make the highest F1."""
    right, best = 0, (0.0, 0)
    for count, link in enumerate(links, 1):
        right += link in truth
        best = max(best, (2 * right / (count + len(truth)), count))
    return best[1]


def clkhash_schema(names: Sequence[str]) -> dict[str, Any]:
    """A schema of clkhash for some columns: letters of short ones, pairs of letters of others."""

    def feature(name: str, pair: int, bits: int) -> dict[str, Any]:
        return {
            "identifier": name,
            "format": {"type": "string", "encoding": "utf-8"},
            "hashing": {
                "comparison": {"type": "ngram", "n": pair, "positional": pair == 1},
                "strategy": {"bitsPerFeature": bits},
                "hash": {"type": "blakeHash"},
            },
        }

    return {
        "version": 3,
        "clkConfig": {
            "l": 1024,
            "kdf": {
                "type": "HKDF",
                "hash": "SHA256",
                "salt": "c2FsdA==",
                "info": "",
                "keySize": 64,
            },
        },
        "features": [
            feature(name, 1, 80) if name in (*SHORT, *SHORT_OF_PEOPLE) else feature(name, 2, 120)
            for name in names
        ],
    }
