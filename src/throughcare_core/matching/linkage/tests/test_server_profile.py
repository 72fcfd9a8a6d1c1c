"""Lotus Shelter and Other NGO are one office's own lists: every attribute encoded by itself."""

import numpy as np
import pytest

from throughcare_core.matching.linkage import (
    EncodedTable,
    Pairs,
    Unusable,
    encode_table,
    expected,
    linked,
    match_tables,
    reasons,
)
from throughcare_core.matching.linkage.blocking import candidate_pairs, pairs_in_all
from throughcare_core.matching.linkage.levels import Level, Order, compare
from throughcare_core.matching.linkage.masks import Masks, packed, unpacked
from throughcare_core.matching.linkage.tests.cast import (
    SCHEMA,
    Row,
    lotus_shelter,
    other_ngo,
    rows_of,
    truth,
)
from throughcare_core.matching.linkage.weights import Compared, chance_of, estimate

SECRET = bytes(range(32))
OLENA = ("1", "Olena", "Bondarenko", "1991-04-12", "Mirovka", "0501234567", "female")


def encoded(rows: list[Row], secret: bytes = SECRET, epoch: str = "1") -> EncodedTable:
    return encode_table([rows_of(rows)], SCHEMA, secret, epoch)


def levels_of(one: Row, other: Row) -> dict[str, int]:
    first, second = encoded([one]), encoded([other])
    nought = np.zeros(1, dtype=np.int64)
    return dict(
        zip([*SCHEMA.columns(), "order"], compare(first, second, nought, nought)[0], strict=True)
    )


def changed(**values: str) -> Row:
    return tuple(
        values.get(name, value)
        for name, value in zip(("id", *SCHEMA.columns()), OLENA, strict=True)
    )


def named(first: EncodedTable, second: EncodedTable, links: Pairs) -> set[tuple[str, str]]:
    """The ids of linked records."""
    both = zip(links.rows, links.others, strict=True)
    return {(first.ids[row], second.ids[other]) for row, other in both}


def test_equal_records_agree_in_everything() -> None:
    levels = levels_of(OLENA, changed(id="2"))
    assert levels.pop("order") == Order.AS_WRITTEN
    assert set(levels.values()) == {Level.SAME}


@pytest.mark.parametrize(
    ("value", "attribute", "expected_levels"),
    [
        ("Olenna", "given_name", {Level.SAME}),
        ("Helena", "given_name", {Level.SOUNDS_ALIKE}),
        ("Olenka", "given_name", {Level.CLOSE, Level.SOUNDS_ALIKE, Level.PARTLY}),
        ("Tatenda", "given_name", {Level.DIFFERENT, Level.HARDLY}),
        ("", "given_name", {Level.NOT_KNOWN}),
        ("1991-04-13", "birth_date", {Level.CLOSE, Level.PARTLY}),
        ("1958-11-23", "birth_date", {Level.DIFFERENT}),
        ("male", "sex", {Level.DIFFERENT}),
        ("0501234576", "phone", {Level.CLOSE, Level.VERY_CLOSE}),
    ],
)
def test_levels_say_how_far_two_values_agree(
    value: str, attribute: str, expected_levels: set[Level]
) -> None:
    assert levels_of(OLENA, changed(**{attribute: value}))[attribute] in expected_levels


def test_turned_names_are_noticed_and_compared_across() -> None:
    levels = levels_of(OLENA, changed(given_name="Bondarenko", family_name="Olena"))
    assert levels["order"] == Order.TURNED
    assert levels["given_name"] == levels["family_name"] == Level.SAME


def test_another_secret_or_epoch_gives_unrelated_encodings() -> None:
    mine = encoded([OLENA])
    nought = np.zeros(1, dtype=np.int64)
    for other in (encoded([OLENA], bytes(32)), encoded([OLENA], epoch="2")):
        assert compare(mine, other, nought, nought)[0].max() <= Level.PARTLY
        assert not any(
            (one.tokens == two.tokens)[one.tokens != 0].any()
            for one, two in zip(mine.columns, other.columns, strict=True)
        )


def test_a_key_that_is_too_short_is_refused() -> None:
    with pytest.raises(Unusable, match="32 bytes"):
        encoded([OLENA], b"short")


def test_an_encoded_table_prints_nothing_of_anybody() -> None:
    printed = repr(encoded([OLENA]))
    assert "Olena" not in printed
    assert "array" not in printed


def test_all_pairs_of_small_tables_are_compared() -> None:
    first, second = encoded(lotus_shelter(30)), encoded(other_ngo(20))
    assert len(candidate_pairs(first, second)[0]) == pairs_in_all(first, second) == 600
    rows, others = candidate_pairs(first, None)
    assert len(rows) == pairs_in_all(first, None) == 435
    assert (rows < others).all()


def test_blocking_loses_hardly_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughcare_core.matching.linkage.blocking.ALL_PAIRS_UP_TO", 0)
    first, second = encoded(lotus_shelter()), encoded(other_ngo())
    rows, others = candidate_pairs(first, second)
    found = {(first.ids[row], second.ids[other]) for row, other in zip(rows, others, strict=True)}
    assert len(found) == len(rows)
    assert len(truth() - found) <= 0.01 * len(truth())
    assert len(found) < 0.2 * pairs_in_all(first, second)


def test_the_same_people_are_found_and_nobody_else() -> None:
    first, second = encoded(lotus_shelter()), encoded(other_ngo())
    matched = match_tables(first, second)
    links = linked(matched.pairs)
    found = named(first, second, links)
    right = len(found & truth())
    assert right / len(found) >= 0.98
    assert right / len(truth()) >= 0.98
    told = expected(links, matched.pairs)
    assert told.precision == pytest.approx(right / len(found), abs=0.02)
    assert told.recall == pytest.approx(right / len(truth()), abs=0.02)


def test_strangers_are_not_linked_when_nobody_is_the_same() -> None:
    first, second = encoded(lotus_shelter()), encoded(other_ngo(known=0.0))
    links = linked(match_tables(first, second).pairs)
    assert len(links) <= 3


def test_the_same_lists_always_give_the_same_chances() -> None:
    chances = [
        match_tables(encoded(lotus_shelter(80)), encoded(other_ngo(80))).pairs.chances for _ in "12"
    ]
    assert (chances[0] == chances[1]).all()


def test_a_list_with_itself_finds_who_was_entered_twice() -> None:
    twice = lotus_shelter(300) + [("X" + row[0][1:], *row[1:]) for row in other_ngo(300)[:40]]
    table = encoded(twice)
    links = linked(match_tables(table).pairs)
    found = named(table, table, links)
    assert len(found & {(f"L{at}", f"X{at}") for at in range(40)}) >= 38
    assert len(found) <= 44


@pytest.mark.parametrize("sizes", [(1, 1), (1, 2), (2, 1)])
def test_the_smallest_tables_can_be_matched(sizes: tuple[int, int]) -> None:
    first, second = (encoded(lotus_shelter(size)) for size in sizes)
    pairs = match_tables(first, second).pairs
    assert len(pairs) == sizes[0] * sizes[1]
    assert ((pairs.chances >= 0) & (pairs.chances <= 1)).all()


def test_one_record_alone_has_no_pairs() -> None:
    assert len(match_tables(encoded([OLENA])).pairs) == 0


def test_reasons_say_what_speaks_for_and_against_and_never_a_value() -> None:
    first, second = encoded(lotus_shelter()), encoded(other_ngo())
    matched = match_tables(first, second)
    turned = np.flatnonzero((matched.levels[:, -1] == Order.TURNED) & (matched.pairs.chances > 0.9))
    told = reasons(matched.levels[turned[0]], matched.weights, SCHEMA)
    assert told.startswith("for: ")
    assert "stand in each other's place" in told
    unknown = np.flatnonzero(matched.levels[:, 4] == Level.NOT_KNOWN)
    assert "not known: phone" in reasons(matched.levels[unknown[0]], matched.weights, SCHEMA)
    stranger = reasons(matched.levels[np.argmin(matched.pairs.chances)], matched.weights, SCHEMA)
    assert "against: " in stranger


def test_the_weights_that_made_the_data_are_found_again() -> None:
    """Levels drawn with known chances: 1 pair in 200 is one person."""
    draw = np.random.default_rng(5)
    same = draw.random(60_000) < 0.005
    chances = (np.array([0.1, 0, 0, 0, 0.1, 0, 0.8]), np.array([0.9, 0, 0, 0, 0.05, 0, 0.05]))
    levels = np.stack(
        [
            np.where(
                same, draw.choice(7, 60_000, p=chances[0]), draw.choice(7, 60_000, p=chances[1])
            )
            for _ in range(5)
        ],
        axis=1,
    ).astype(np.int8)
    weights = estimate(Compared(levels, levels[:0], 0.0))
    assert weights.share == pytest.approx(same.mean(), rel=0.1)
    for at in range(5):
        assert weights.same[at][Level.SAME] == pytest.approx(0.8, abs=0.06)
        assert weights.unrelated[at][Level.SAME] == pytest.approx(0.05, abs=0.005)
    linked_right = (chance_of(weights.log_odds(levels)) > 0.5) == same
    assert linked_right.mean() > 0.999


def test_drawn_pairs_stand_for_all_the_others() -> None:
    draw = np.random.default_rng(6)
    near = np.full((100, 8), Level.SAME, dtype=np.int8)
    far = draw.choice([Level.DIFFERENT, Level.SAME], (1000, 8), p=[0.9, 0.1]).astype(np.int8)
    weights = estimate(Compared(near, far, stands_for=1000.0))
    assert weights.share == pytest.approx(1e-4, rel=0.5)
    assert weights.unrelated[0][Level.SAME] == pytest.approx(0.1, abs=0.03)


def test_masks_draw_the_same_bits_for_a_feature_whatever_is_beside_it() -> None:
    masks = Masks(SECRET, words=4, positions=lambda _: 8)
    alone = masks.rows([["a"], ["b"], []])
    together = masks.rows([["a", "b"]])
    assert (together[0] == alone[0] | alone[1]).all()
    assert not alone[2].any()
    assert 6 <= unpacked(alone)[0].sum() <= 8
    assert (packed(unpacked(alone)) == alone).all()


def test_a_part_of_the_features_draws_one_position_more() -> None:
    masks = Masks(SECRET, words=512, positions=lambda _: 4.3)
    drawn = unpacked(masks.rows([[str(at)] for at in range(2000)])).sum(axis=1)
    assert set(drawn) <= {3, 4, 5}
    assert drawn.mean() == pytest.approx(4.3, abs=0.05)


def test_names_of_one_language_do_not_count_twice() -> None:
    """Strangers who share a given name often share a family name too: both come together."""
    draw = np.random.default_rng(7)
    one_language = draw.random(80_000) < 0.1
    alike = np.where(one_language[:, None], draw.random((80_000, 2)) < 0.5, False)
    names = np.where(alike, Level.SAME, Level.DIFFERENT)
    rest = np.where(draw.random((80_000, 3)) < 0.02, Level.SAME, Level.DIFFERENT)
    order = np.full((80_000, 1), Order.AS_WRITTEN)
    strangers = np.concatenate([names, rest, order], axis=1).astype(np.int8)
    people = np.full((200, 6), Level.SAME, dtype=np.int8)
    people[:, 5] = Order.AS_WRITTEN
    both = np.concatenate([people, strangers])
    apart = estimate(Compared(both, both[:0], 0.0))
    together = estimate(Compared(both, both[:0], 0.0, turned=((0, 1),)))
    true_share = alike.all(axis=1).mean() / (alike.mean(axis=0).prod())
    pair = np.full((1, 6), Level.NOT_KNOWN, dtype=np.int8)
    pair[0, :2] = Level.SAME
    less = apart.log_odds(pair) - together.log_odds(pair)
    assert less[0] == pytest.approx(np.log(true_share), abs=0.3)
    pair[0, 1] = Level.NOT_KNOWN
    assert together.log_odds(pair) == pytest.approx(apart.log_odds(pair), abs=0.1)
