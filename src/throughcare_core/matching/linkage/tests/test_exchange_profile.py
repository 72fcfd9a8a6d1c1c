"""Lotus Shelter and Other NGO encode their lists; somebody without the key links them."""

import numpy as np
import pytest

from throughcare_core.matching import EXCHANGED, PLAIN, Hardening
from throughcare_core.matching.linkage import (
    EncodingFile,
    ExchangeKeys,
    Made,
    RecordEncoder,
    Unusable,
    encode_records,
    expected,
    link_files,
    linked,
    must_be_comparable,
    read_encoding_file,
    read_schema,
    reasons_under_salts,
    write_encoding_file,
)
from throughcare_core.matching.linkage.comparing import near_pairs, scores_under_salts
from throughcare_core.matching.linkage.decoys import decoys, ids_like
from throughcare_core.matching.linkage.exchange import RECORD_WORDS
from throughcare_core.matching.linkage.masks import unpacked
from throughcare_core.matching.linkage.mixture import chances
from throughcare_core.matching.linkage.tests.cast import (
    SCHEMA,
    Row,
    lotus_shelter,
    other_ngo,
    rows_of,
    truth,
)

SECRET = bytes(range(32))
AGENCIES = ("Lotus Shelter", "Other NGO")
KEYS = ExchangeKeys.derive(SECRET, "who is helped twice", AGENCIES, "2026")
OLENA = ("1", "Olena", "Bondarenko", "1991-04-12", "Mirovka", "0501234567", "female")


def made(
    rows: list[Row],
    keys: ExchangeKeys = KEYS,
    hardening: Hardening = EXCHANGED,
    share: float = 0.1,
    epoch: str = "2026",
) -> Made:
    encoder = RecordEncoder(SCHEMA, keys, hardening)
    return encode_records(
        encoder, keys, [rows_of(rows)], project="who is helped twice", epoch=epoch, decoys=share
    )


def scores(one: Row, other: Row, hardening: Hardening = EXCHANGED) -> list[float]:
    encoder = RecordEncoder(SCHEMA, KEYS, hardening)
    bits = encoder.encode(rows_of([one, other])).bits
    row, partner = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    return scores_under_salts(bits, bits, row, partner)[:, 0].tolist()


def changed(**values: str) -> Row:
    names = ("id", *SCHEMA.columns())
    return tuple(values.get(name, value) for name, value in zip(names, OLENA, strict=True))


def test_keys_differ_by_secret_project_agencies_and_epoch_and_not_by_who_is_named_first() -> None:
    others = [
        ExchangeKeys.derive(bytes(32), "who is helped twice", AGENCIES, "2026"),
        ExchangeKeys.derive(SECRET, "another", AGENCIES, "2026"),
        ExchangeKeys.derive(SECRET, "who is helped twice", AGENCIES[:1], "2026"),
        ExchangeKeys.derive(SECRET, "who is helped twice", AGENCIES, "2027"),
    ]
    assert len({KEYS.check(), *(each.check() for each in others)}) == 5
    turned = ExchangeKeys.derive(SECRET, "who is helped twice", AGENCIES[::-1], "2026")
    assert turned.check() == KEYS.check()
    assert SECRET.hex() not in repr(KEYS)
    with pytest.raises(Unusable, match="32 random bytes"):
        ExchangeKeys.derive(b"short", "", (), "1")


def test_a_record_always_has_the_same_encodings() -> None:
    encoder = RecordEncoder(SCHEMA, KEYS)
    assert (encoder.encode(rows_of([OLENA])).bits == encoder.encode(rows_of([OLENA])).bits).all()


def test_records_agree_under_the_salts_they_share_alone() -> None:
    year, initials, phone = scores(OLENA, changed(id="2", birth_date="1992-04-12"))
    assert year < 0.2
    assert initials > 0.6
    assert phone > 0.6
    assert max(scores(OLENA, changed(id="2", given_name="Rosa", phone="0777777777"))[1:]) < 0.2


def test_what_is_not_known_matches_nobody_who_does_not_know_it_either() -> None:
    unknown = changed(id="2", phone=""), changed(id="3", phone="")
    year, initials, phone = scores(*unknown)
    assert min(year, initials) > 0.9
    assert phone < 0.2


def test_turned_names_leave_a_record_as_it_is() -> None:
    turned = changed(id="2", given_name="Bondarenko", family_name="Olena")
    assert min(scores(OLENA, turned, PLAIN)) == 1.0


def test_every_encoding_has_as_many_ones_as_zeros_before_flips() -> None:
    bits = made(lotus_shelter(50), hardening=Hardening(balanced=True)).file.bits
    assert set(unpacked(bits).sum(axis=-1).ravel().tolist()) == {RECORD_WORDS * 32}


def test_flips_change_half_their_share_of_the_bits_and_always_the_same() -> None:
    plain = unpacked(made(lotus_shelter(50), hardening=Hardening(balanced=True)).file.bits)
    hard = unpacked(made(lotus_shelter(50), hardening=Hardening(True, 0.1)).file.bits)
    assert (plain != hard).mean() == pytest.approx(0.05, abs=0.005)


def test_the_fill_before_balancing_is_what_was_wanted() -> None:
    assert 0.35 <= made(lotus_shelter(200)).fill <= 0.45
    assert 0.35 <= made(lotus_shelter(200), hardening=PLAIN).fill <= 0.45


def test_whoever_holds_fewer_than_four_attributes_is_left_out_and_counted() -> None:
    few = changed(id="2", place="", phone="", sex="")
    enough = changed(id="3", place="", phone="")
    told = made([OLENA, few, enough], share=0.0)
    assert (told.records, told.left_out, told.decoys) == (2, 1, 0)
    assert set(told.file.ids) == {"1", "3"}


def test_a_schema_with_too_few_attributes_or_no_salt_cannot_be_exchanged() -> None:
    few = read_schema('salts=["year c"]\n[attributes]\na="name"\nb="name"\nc="date"')
    with pytest.raises(Unusable, match="at least 4 attributes"):
        RecordEncoder(few, KEYS)
    no_salt = read_schema('[attributes]\na="name"\nb="name"\nc="date"\nd="code"')
    with pytest.raises(Unusable, match="names salts"):
        RecordEncoder(no_salt, KEYS)


def test_decoys_look_like_the_others_and_are_nobody() -> None:
    rows = rows_of(lotus_shelter(100))
    made_up = decoys(rows, 40, KEYS.of("decoys"))
    assert len(set(made_up.ids)) == 40
    ids = ids_like(rows.ids, 40, KEYS.of("ids"))
    assert len(set(ids)) == 40
    assert not set(ids) & set(rows.ids)
    assert all(key.startswith("L") and key[1:].isdigit() for key in ids)
    people = set(zip(*rows.values, strict=True))
    assert not set(zip(*made_up.values, strict=True)) & people
    for mine, theirs in zip(made_up.values, rows.values, strict=True):
        assert set(mine) <= set(theirs)


def test_decoys_have_ids_even_where_no_digit_can_be_changed() -> None:
    ids = ids_like(["a", "b", "c"], 30, KEYS.of("ids"))
    assert len(set(ids) - {"a", "b", "c"}) == 30


def test_the_order_of_a_file_says_nothing_of_the_order_of_the_list() -> None:
    ids = made(lotus_shelter(100)).file.ids
    assert sorted(ids) != list(ids)
    places = [int(key[1:]) for key in ids if key in {row[0] for row in lotus_shelter(100)}]
    assert abs(np.corrcoef(places, range(len(places)))[0, 1]) < 0.3


def test_the_same_people_are_found_without_the_key() -> None:
    first, second = made(lotus_shelter()).file, made(other_ngo()).file
    found = link_files(first, second)
    links = linked(found.pairs)
    both = zip(links.rows, links.others, strict=True)
    named = {(first.ids[row], second.ids[other]) for row, other in both}
    right = len(named & truth())
    assert right / len(named) >= 0.97
    assert right / len(truth()) >= 0.95
    told = expected(links, found.pairs)
    assert told.precision == pytest.approx(right / len(named), abs=0.03)


def test_nobody_is_linked_when_nobody_is_the_same() -> None:
    found = link_files(made(lotus_shelter()).file, made(other_ngo(known=0.0)).file)
    assert len(linked(found.pairs)) <= 6


@pytest.mark.parametrize(("size", "known"), [(4, 0.5), (20, 0.5), (60, 0.1), (20, 0.0), (60, 0.0)])
def test_short_lists_can_be_linked_too(size: int, known: float) -> None:
    """Under five keys: what a few scores tell depends on what the key draws."""
    right = truth(size, known)
    missed, wrong = [], []
    for epoch in range(5):
        keys = ExchangeKeys.derive(SECRET, "who is helped twice", AGENCIES, str(epoch))
        first = made(lotus_shelter(size), keys).file
        second = made(other_ngo(size, known=known), keys).file
        links = linked(link_files(first, second).pairs)
        both = zip(links.rows, links.others, strict=True)
        named = {(first.ids[row], second.ids[other]) for row, other in both}
        of_decoys = {each for each in named if any(int(key[1:]) >= size for key in each)}
        missed.append(len(right - named))
        wrong.append(len(named - right - of_decoys))
    assert sum(missed) <= 5
    assert sum(wrong) <= 8


def test_reasons_name_salts_and_no_values() -> None:
    told = reasons_under_salts(np.array([0.9, 0.02, 0.9]), SCHEMA.salts)
    assert told == (
        "nearly all of the record agrees; the same year of birth_date, whole of phone;"
        " not the same or not known: initials of given_name and family_name"
    )


def test_near_pairs_are_those_that_single_comparisons_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughcare_core.matching.linkage.comparing.TILE", 7)
    first, second = made(lotus_shelter(40)).file.bits, made(other_ngo(30)).file.bits
    near = near_pairs(first, second)
    rows, others = (each.ravel() for each in np.indices((first.shape[1], second.shape[1])))
    best = scores_under_salts(first, second, rows, others).max(axis=0)
    assert (
        np.flatnonzero(best >= near.lowest) == np.sort(near.rows * second.shape[1] + near.others)
    ).all()


def test_too_many_near_pairs_raise_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughcare_core.matching.linkage.comparing.MOST_KEPT", 100)
    first, second = made(lotus_shelter()).file.bits, made(other_ngo()).file.bits
    told: list[int] = []
    near = near_pairs(first, second, lambda done, of: told.append(done))
    assert near.lowest > 0.25
    assert (near.best >= near.lowest).all()
    assert told == sorted(told)


def test_a_file_comes_back_as_it_was_written() -> None:
    file = made(lotus_shelter(20)).file
    again = read_encoding_file(write_encoding_file(file), "a.tcf")
    assert (again.header, again.ids) == (file.header, file.ids)
    assert (again.bits == file.bits).all()
    assert "L1" not in repr(again)


def test_a_file_tells_the_method_and_no_agency() -> None:
    content = write_encoding_file(made([OLENA]).file)
    assert b"Lotus" not in content
    assert b"Olena" not in content
    assert KEYS.secret not in content


@pytest.mark.parametrize("at", [0, 20, 60, 300, 600, -40, -1])
def test_an_altered_byte_is_noticed(at: int) -> None:
    content = bytearray(write_encoding_file(made(lotus_shelter(5)).file))
    content[at] ^= 1
    with pytest.raises(Unusable, match=r"not an encoding file|cut short or altered"):
        read_encoding_file(bytes(content), "a.tcf")


def test_a_cut_file_is_noticed_wherever_it_is_cut() -> None:
    content = write_encoding_file(made(lotus_shelter(3)).file)
    for size in range(0, len(content), 7):
        with pytest.raises(Unusable, match=r"a\.tcf"):
            read_encoding_file(content[:size], "a.tcf")


def resealed(content: bytes) -> bytes:
    import hashlib

    return content[:-32] + hashlib.sha256(content[:-32]).digest()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"encoding":2', b'"encoding":1', "version 1 of the method"),
        (b'"bits":1024', b'"bits":2048', "version 2 of the method"),
        (b'"rows":3', b'"rows":4', "does not hold what its header says"),
        (b'"rows":3', b'"rows":2', "does not hold what its header says"),
        (b'"rows":3', b'"rows":x', "header that cannot be read"),
        (b'"rows"', b'"rowz"', "header that cannot be read"),
        (b'"flips":0.05', b'"flips":5.05', "header that cannot be read"),
        (b"year birth_date", b"yeer birth_date", "header that cannot be read"),
    ],
)
def test_a_file_that_says_what_cannot_be_is_refused(old: bytes, new: bytes, says: str) -> None:
    content = write_encoding_file(made(lotus_shelter(3), share=0.0).file)
    assert old in content
    with pytest.raises(Unusable, match=says):
        read_encoding_file(resealed(content.replace(old, new, 1)), "a.tcf")


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (made([OLENA], ExchangeKeys.derive(bytes(32), "", (), "2026")), "different keys"),
        (made([OLENA], epoch="2027"), "one is of epoch '2026', the other of '2027'"),
        (made([OLENA], hardening=PLAIN), "hardened differently"),
    ],
)
def test_files_that_mean_nothing_to_each_other_are_refused(other: Made, says: str) -> None:
    mine = made([OLENA]).file
    must_be_comparable([mine, mine], ["a.tcf", "b.tcf"])
    with pytest.raises(Unusable, match=says):
        must_be_comparable([mine, other.file], ["a.tcf", "b.tcf"])


def test_files_of_other_schemas_are_refused() -> None:
    mine = made([OLENA]).file
    from dataclasses import replace

    for header, says in (
        (replace(mine.header, schema="other"), "different schemas"),
        (replace(mine.header, project="other"), "different projects"),
    ):
        with pytest.raises(Unusable, match=says):
            must_be_comparable([mine, EncodingFile(header, mine.ids, mine.bits)], ["a", "b"])


def test_chances_are_learnt_from_scores_of_two_kinds() -> None:
    draw = np.random.default_rng(2)
    strangers = 0.25 + draw.exponential(0.03, 20_000)
    same = draw.beta(8, 3, 500) * 0.75 + 0.25
    both = np.clip(np.concatenate([strangers, same]), 0.25, 1.0)
    chance = chances(both, 0.25)
    wrong = (chance >= 0.5) != np.repeat([False, True], [20_000, 500])
    least = min(
        np.count_nonzero((both >= limit) != np.repeat([False, True], [20_000, 500]))
        for limit in np.linspace(0.25, 1, 300)
    )
    assert wrong.sum() <= 1.3 * least + 5
    order = np.argsort(both)
    assert (np.diff(chance[order]) >= -1e-12).all()
    assert chance.sum() == pytest.approx(500, rel=0.1)


@pytest.mark.parametrize("size", [0, 1, 9, 10, 1000])
def test_strangers_alone_are_hardly_ever_taken_for_one(size: int) -> None:
    strangers = np.clip(0.25 + np.random.default_rng(3).exponential(0.03, size), 0.25, 1)
    chance = chances(strangers, 0.25)
    assert chance.shape == (size,)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert (chance >= 0.5).sum() <= max(2, size // 100)


@pytest.mark.parametrize("shape", [(8, 3), (5, 5), (3, 5), (20, 4)])
@pytest.mark.parametrize("people", [200, 3000])
def test_however_much_is_blurred_the_two_kinds_are_told_apart(
    shape: tuple[float, float], people: int
) -> None:
    draw = np.random.default_rng(4)
    strangers = 0.25 + draw.exponential(0.012, 50_000)
    both = np.clip(np.concatenate([strangers, draw.beta(*shape, people) * 0.75 + 0.25]), 0.25, 1.0)
    true = np.repeat([False, True], [50_000, people])
    linked_ones = chances(both, 0.25) >= 0.5
    right = np.count_nonzero(linked_ones & true)
    f1 = 2 * right / (np.count_nonzero(linked_ones) + people)
    best = max(
        2 * np.count_nonzero(true & (both >= limit)) / (np.count_nonzero(both >= limit) + people)
        for limit in np.linspace(0.25, 0.9, 131)
    )
    assert f1 >= best - 0.03
