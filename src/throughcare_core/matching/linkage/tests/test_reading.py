"""A schema and a table are read as they are meant, or refused in words that help."""

import csv
import io

import pytest

from throughcare_core.matching.linkage import Unusable, read_rows, read_schema, ready_schema
from throughcare_core.matching.linkage.schema import READY, Kind, SaltKind
from throughcare_core.matching.linkage.table import ROWS_AT_ONCE
from throughcare_core.matching.linkage.tests.cast import SCHEMA, csv_lines, lotus_shelter


@pytest.mark.parametrize("name", READY)
def test_the_ready_schemas_can_be_exchanged(name: str) -> None:
    schema = ready_schema(name)
    assert len(schema.attributes) >= 4
    assert len(schema.salts) >= 2
    assert schema.turned


def test_the_schema_for_people_has_the_columns_that_most_agencies_keep() -> None:
    schema = ready_schema("people")
    assert schema.id_columns == ("id",)
    assert schema.columns() == (
        "given_name",
        "family_name",
        "other_names",
        "birth_date",
        "sex",
        "place",
        "phone",
        "document",
    )


def test_turned_attributes_share_a_key_and_others_do_not() -> None:
    groups = {each.name: each.key_group for each in SCHEMA.attributes}
    assert groups["given_name"] == groups["family_name"]
    assert len(set(groups.values())) == len(groups) - 1


def test_salts_say_what_is_taken_of_which_attributes() -> None:
    assert [(each.kind, each.attributes) for each in SCHEMA.salts] == [
        (SaltKind.YEAR, ("birth_date",)),
        (SaltKind.INITIALS, ("given_name", "family_name")),
        (SaltKind.WHOLE, ("phone",)),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("attributes = [", "not TOML"),
        ('id = "id"', "needs a table"),
        ("[attributes]", "needs a table"),
        ('[attributes]\nname = "nmae"', "kind is one of code, date, long number, name"),
        ("[attributes]\nname = 3", "kind is one of"),
        ('id = "name"\n[attributes]\nname = "name"', "id column"),
        ('id = []\n[attributes]\nname = "name"', "id column"),
        ('ids = "id"\n[attributes]\nname = "name"', "ids, which means nothing"),
        ('turned = [["name"]]\n[attributes]\nname = "name"', "two attributes of one kind"),
        ('turned = 3\n[attributes]\nname = "name"', "list of pairs"),
        ('turned = [["a","b"]]\n[attributes]\na = "name"\nb = "date"', "of one kind"),
        (
            'turned = [["a","b"],["b","c"]]\n[attributes]\na = "name"\nb = "name"\nc = "name"',
            "one pair",
        ),
        ('salts = ["year a"]\n[attributes]\na = "name"', "one attribute that is a date"),
        ('salts = ["month a"]\n[attributes]\na = "date"', "A salt is one of"),
        ('salts = ["year b"]\n[attributes]\na = "date"', "A salt is one of"),
        ("salts = [4]\n[attributes]\na = 'date'", "salts holds texts"),
        ("[attributes]\n" + "\n".join(f"a{at} = 'name'" for at in range(41)), "at most 40"),
    ],
)
def test_a_schema_that_cannot_be_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        read_schema(text)


def test_an_unknown_ready_schema_is_refused() -> None:
    with pytest.raises(Unusable, match="febrl or people"):
        ready_schema("../../secret")


def test_a_table_is_read_with_its_values_tidied() -> None:
    lines = ["\ufeffid, given_name,family_name,birth_date,place,phone,sex,extra\n"]
    lines += ['7 ," Olena ","Bond, arenko",1991-04-12,,0501,f,ignored\n', "\n"]
    rows = next(read_rows(lines, SCHEMA, "list.csv"))
    assert rows.ids == ["7"]
    assert [values[0] for values in rows.values] == [
        "Olena",
        "Bond, arenko",
        "1991-04-12",
        "",
        "0501",
        "f",
    ]
    assert "Olena" not in repr(rows)


def test_a_long_table_comes_in_parts_and_loses_nobody() -> None:
    lines = csv_lines([(str(at), "Olena", "", "", "", "", "") for at in range(ROWS_AT_ONCE + 3)])
    parts = list(read_rows(lines, SCHEMA, "list.csv"))
    assert [len(part.ids) for part in parts] == [ROWS_AT_ONCE, 3]
    assert all(len(values) == len(part.ids) for part in parts for values in part.values)


LINES = csv_lines(lotus_shelter(3))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "list.csv is empty"),
        (LINES[:1], "has no rows"),
        (["id,given_name\n", "1,A\n"], "lacks the columns family_name, birth_date, place"),
        (["id;given_name;family_name\n"], "parted by commas"),
        ([LINES[0].replace("id,", "key,"), *LINES[1:]], "lacks the columns id"),
        ([LINES[0].replace("place", "phone"), *LINES[1:]], "lacks the columns place"),
        ([LINES[0].strip() + ",sex\n", "1,,,,,,,\n"], "columns sex more than once"),
        ([*LINES, "4,too,short\n"], "line 5: 3 values under 7 columns"),
        ([*LINES, ",A,B,,,,\n"], "line 5: the id is empty"),
        ([*LINES, LINES[1]], "line 5: this id stood in the table before"),
        (
            [*LINES, f"4,{'A' * 1000},B,,,,\n"],
            "line 5: given_name has 1000 characters, at most 300",
        ),
        ([*LINES, f"{'4' * 400},A,B,,,,\n"], "line 5: the id has more than 300"),
        ([*LINES, '4,"A,B,,,,\n'], "not CSV that can be read"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(lines: list[str], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        list(read_rows(lines, SCHEMA, "list.csv"))


def test_a_table_in_another_encoding_is_refused_in_words() -> None:
    latin = io.TextIOWrapper(io.BytesIO("id,given_name\n1,Jos\xe9\n".encode("latin-1")), "utf-8")
    with pytest.raises(Unusable, match="UTF-8"):
        list(read_rows(latin, SCHEMA, "list.csv"))


def test_no_error_repeats_a_value() -> None:
    secret = "Zarnigor" * 60
    with pytest.raises(Unusable) as refused:
        list(read_rows([*LINES, f"4,{secret},B,,,,\n"], SCHEMA, "list.csv"))
    assert "Zarnigor" not in str(refused.value)


def test_a_huge_field_is_refused_in_words() -> None:
    huge = "A" * (csv.field_size_limit() + 1)
    with pytest.raises(Unusable, match="not CSV"):
        list(read_rows([*LINES, f"4,{huge},B,,,,\n"], SCHEMA, "list.csv"))


def test_every_kind_has_a_place_in_a_ready_schema() -> None:
    kinds = {each.kind for name in READY for each in ready_schema(name).attributes}
    assert kinds == set(Kind)
