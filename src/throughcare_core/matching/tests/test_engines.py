"""Whatever engine compares, the answer is the same to the bit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching.engines import ENGINES, by_numpy, distances, installed
from throughcare_core.matching.popcount import Words


def rows(count: int, seed: int) -> Words:
    return np.random.default_rng(seed).integers(0, 2**64, (count, 16), dtype=np.uint64)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("sizes", [(1, 1), (1, 300), (130, 7), (65, 64)])
def test_every_engine_counts_as_a_loop_over_bits_does(name: str, sizes: tuple[int, int]) -> None:
    if name not in installed():
        pytest.skip(f"{name} is not installed")
    one, other = rows(sizes[0], 1), rows(sizes[1], 2)
    counted = [
        [sum((int(a) ^ int(b)).bit_count() for a, b in zip(x, y, strict=True)) for y in other]
        for x in one
    ]
    assert ENGINES[name](one, other).tolist() == counted


@given(some.integers(0, 5), some.integers(0, 5), some.integers(0, 99))
def test_the_chosen_engine_answers_as_numpy_does(n: int, m: int, seed: int) -> None:
    one, other = rows(n, seed), rows(m, seed + 1)
    assert distances(one, other).shape == (n, m)
    assert (distances(one, other) == by_numpy(one, other)).all()


def test_numpy_is_always_there_and_last() -> None:
    assert installed()[-1] == "numpy"


def test_a_row_differs_from_itself_in_nothing_and_from_its_complement_in_everything() -> None:
    one = rows(3, 5)
    assert np.diag(distances(one, one)).tolist() == [0, 0, 0]
    assert np.diag(distances(one, ~one)).tolist() == [1024] * 3
