"""Files of cases: one or a list, however long, and what is wrong has its line."""

import json
from io import StringIO

import pytest

from throughcare_core.definitions import BadFacts, Facts
from throughcare_core.definitions.reading import CHUNK, LONGEST_CASE, cases_in, place_of


def read(text: str) -> list[Facts | BadFacts]:
    return list(cases_in(StringIO(text)))


def ids(text: str) -> list[str]:
    found = read(text)
    assert all(isinstance(case, Facts) for case in found)
    return [case.id for case in found if isinstance(case, Facts)]


def broken(text: str) -> str:
    with pytest.raises(BadFacts) as raised:
        read(text)
    return str(raised.value)


def test_a_file_is_one_case_or_a_list() -> None:
    assert ids('{"id": "A"}') == ["A"]
    assert ids('\ufeff\n [ {"id": "A"} ,\r\n\t{"id": "B"} ] \n') == ["A", "B"]
    assert ids("[]") == []


def test_a_long_file_is_read_in_pieces() -> None:
    cases = [{"id": f"case-{n}", "acts": {"sale": "yes"}} for n in range(5_000)]
    text = json.dumps(cases, indent=1)
    assert len(text) > 3 * CHUNK
    assert ids(text) == [case["id"] for case in cases]


def test_no_more_than_a_piece_is_kept_in_memory() -> None:
    class Counting(StringIO):
        asked: list[int] = []

        def read(self, size: int | None = -1, /) -> str:
            self.asked.append(size or 0)
            return super().read(size)

    file = Counting(json.dumps([{"id": f"case-{n}"} for n in range(20_000)]))
    assert sum(1 for _ in cases_in(file)) == 20_000
    assert set(file.asked) == {CHUNK}
    assert len(file.asked) > 3


def test_a_case_that_is_wrong_has_its_line_and_the_next_ones_are_read() -> None:
    text = """[
 {"id": "A"},
 {"id": "B",
  "means": {"enticement": "yes"},
  "acts": {
    "sale": "yes",
    "harboring": "yes"}},
 {"id": "C",
  "statements": [
   {"said_by": "person", "about": "age", "says": 15},
   {"said_by": "person", "about": "age",
    "says": "fifteen"}]},
 {"age": 4},
 {"id": "D"}
]"""
    found = read(text)
    assert [case.id for case in found if isinstance(case, Facts)] == ["A", "D"]
    assert [case.line for case in found if isinstance(case, BadFacts)] == [7, 12, 13]
    assert str(found[1]).startswith("line 7: This is no code of the list “act”. Did you mean")


def test_lines_are_counted_across_pieces() -> None:
    good = ",\n".join(json.dumps({"id": f"case-{n}"}) for n in range(9_000))
    found = read(f'[\n{good},\n{{"id": "B",\n"age": "x"}}]')
    assert [case.line for case in found if isinstance(case, BadFacts)] == [9_003]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"id": "A",\n "acts": {"sale": "yes"},\n "acts": {"sale": "no"}}', 3),
        ('{"id": "A",\n "acts": {"sale": "yes",\n "sale": "no"}}', 3),
        ('{"id": "A", "statements": [\n{"says": 1,\n"about": "age",\n"says": 2,"said_by": 1}]}', 4),
    ],
)
def test_a_word_that_stands_twice_is_refused(text: str, line: int) -> None:
    (bad,) = read(text)
    assert isinstance(bad, BadFacts)
    assert bad.line == line
    assert "stands twice" in bad.reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: A case begins with a brace"),
        ("[1]", "line 1: A case begins with a brace"),
        ('\n["A"]', "line 2: A case begins with a brace"),
        ('[{"id": "A"}\n{"id": "B"}]', "line 2: A comma or the closing bracket"),
        ('[{"id": "A"}', "line 1: A comma or the closing bracket"),
        ('[{"id": "A"},\n]', "line 2: A case begins with a brace"),
        ('{"id": "A"}\n{"id": "B"}', "line 2: Something follows after the end"),
        ('[{"id": "A"}]\n\nx', "line 3: Something follows after the end"),
        ('{"id": "A",\n "age" 4}', "line 2: This is not JSON: Expecting ':' delimiter"),
        ('{"id": "A"', "line 1: This is not JSON"),
        ('{"id": "A", "age": NaN}', "line 1: A number of this case cannot be read"),
        ('{"id": "A", "age": ' + "9" * 5_000 + "}", "line 1: A number of this case cannot be"),
        ('{"id": ' + "[" * 100_000, "line 1: This is nested too deeply"),
    ],
)
def test_what_is_no_json_ends_the_reading_with_its_line(text: str, said: str) -> None:
    assert broken(text).startswith(said)


def test_a_case_that_never_ends_is_not_read_for_ever() -> None:
    class Endless(StringIO):
        given = 0

        def read(self, size: int | None = -1, /) -> str:
            self.given += 1
            return '{"id": "' + "x" * CHUNK if self.given == 1 else "x" * CHUNK

    file = Endless()
    with pytest.raises(BadFacts, match="not JSON"):
        list(cases_in(file))
    assert file.given <= LONGEST_CASE // CHUNK + 2


def test_the_place_of_a_step_is_found_and_else_that_of_the_step_before() -> None:
    text = ' {"a": [1, {"b": "]}", "c": 2}, 3], "d": {} }'
    assert place_of(text, 1, ()) == 1
    assert text[place_of(text, 1, ("a",)) :].startswith('"a"')
    assert text[place_of(text, 1, ("a", 1, "c")) :].startswith('"c"')
    assert text[place_of(text, 1, ("a", 0)) :].startswith("1,")
    assert text[place_of(text, 1, ("a", 2)) :].startswith("3]")
    assert text[place_of(text, 1, ("a", 0, "x")) :].startswith("1,")
    assert text[place_of(text, 1, ("d", "x")) :].startswith('"d"')
