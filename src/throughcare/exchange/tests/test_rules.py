"""Cells, columns, and what a case says as a row."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.exchange.adapters.comma import made_safe, read_table, write_table
from throughcare.exchange.adapters.iom import TEMPLATES, blank_template, template_head
from throughcare.exchange.rules import (
    BrokenFile,
    Cell,
    Held,
    Row,
    columns,
    core_columns,
    held_in,
    objects_in,
    part_of,
    problems_of,
    read_cell,
    row_of,
    row_told,
    rows_in,
)
from throughcare.exchange.rules.columns import GROUPS, PARTS, TOPIC_OF
from throughcare.exchange.rules.runs import (
    DONE,
    LOOKED_AT,
    WAITING,
    reasons_not_to_cancel,
    reasons_not_to_take,
)
from throughcare.exchange.tests.invented import TODAY, invented_rows
from throughcare.identity.rules import Name, SafeContact
from throughcare_core.vocab import htcds_fields

PAIR = ("prs_Title", "prs_LastName")


def read(name: str, cell: Cell) -> str:
    text, reason = read_cell(columns()[name].field, cell, TODAY)
    assert reason is None, reason
    return text


def refused(name: str, cell: Cell) -> str:
    text, reason = read_cell(columns()[name].field, cell, TODAY)
    assert text == ""
    assert reason is not None
    return reason.text


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        ("prs_Birthdate", date(2001, 4, 30), "2001-04-30"),
        ("prs_Birthdate", datetime(2001, 4, 30), "2001-04-30"),  # noqa: DTZ001
        ("prs_Birthdate", "2001-04-30", "2001-04-30"),
        ("prs_Birthdate", "30/04/2001", "2001-04-30"),
        ("prs_Birthdate", " 3.4.2001 ", "2001-04-03"),
        ("con_Consent", True, "true"),
        ("con_Consent", "No", "false"),
        ("con_Consent", 1, "true"),
        ("prs_Gender", "Not Specified/Unknown", "NonSpecifiedUnknown"),
        ("prs_Citizenship", "Holy See; Syrian Arab Republic ;", "VA;SY"),
        ("prs_MobilePhone", 999555142.0, "999555142"),
        ("prs_MobilePhone", "+999 (555) 01-42", "+9995550142"),
        ("prs_MailingPostalCode", 1234, "1234"),
        ("prs_MailingPostalCode", "012 34", "012 34"),
        ("prs_Title", 1.5, "1.5"),
        ("prs_FirstName", "  Amina   Noor ", "Amina Noor"),
        ("cas_IncomingReferralDetails", "one\r\ntwo\tthree", "one\ntwo\tthree"),
        ("vic_MethodsOfControl", "DebtBondage ;RestrictsMovement", "DebtBondage;RestrictsMovement"),
        (
            "vic_ForcedLabourIndustry",
            "Wholesale and retail trade; repair of motor vehicles and motorcycles;Construction",
            "G_WholesaleAndRetailTradeRepairOfMotorVehicles;F_Construction",
        ),
        ("prs_Title", True, "TRUE"),
        ("prs_Title", date(2001, 4, 30), "2001-04-30"),
        ("prs_Title", datetime(2001, 4, 30), "2001-04-30"),  # noqa: DTZ001
        ("prs_Title", datetime(2001, 4, 30, 7), "2001-04-30T07:00:00"),  # noqa: DTZ001
        ("prs_Title", None, ""),
        ("prs_Title", "  ", ""),
    ],
)
def test_a_cell_is_read_as_it_is_meant(name: str, cell: Cell, text: str) -> None:
    assert read(name, cell) == text


@pytest.mark.parametrize(
    ("name", "cell", "says"),
    [
        ("prs_Birthdate", datetime(2001, 4, 30, 7), "time of day"),  # noqa: DTZ001
        ("prs_Birthdate", True, "number"),
        ("prs_Birthdate", date(2026, 3, 3), "future"),
        ("cas_IncomingReferralDate", date(1899, 12, 31), "too far back"),
        ("con_Consent", 2, "yes or no"),
        ("prs_MobilePhone", "0041791234567", "E.164"),
        ("vic_TypeOfExploitation", "Forced labour;something", "Not in the list"),
        ("cas_Status", "Active;Closed", "Only one"),
        ("prs_Email", "a b@c.org", "e-mail"),
    ],
)
def test_a_cell_that_means_nothing_is_refused(name: str, cell: Cell, says: str) -> None:
    assert says in refused(name, cell)


def test_a_plan_may_end_in_the_future_and_nothing_else_may() -> None:
    assert read("spl_PlannedEndDate", date(2027, 1, 1)) == "2027-01-01"
    assert "future" in refused("hte_Date", date(2027, 1, 1))


def test_today_is_not_the_future() -> None:
    assert read("cas_OutgoingReferralDate", TODAY) == TODAY.isoformat()


def test_every_field_of_the_standard_has_a_part_and_a_place() -> None:
    assert columns().keys() == {field.name for field in htcds_fields()}
    assert {column.part for column in columns().values()} == set(PARTS)
    grouped = [name for group in GROUPS for name in group]
    assert len(grouped) == len(set(grouped))
    assert set(grouped) <= columns().keys()
    assert {part_of(name) for name in TOPIC_OF} == {"situation"}


def test_the_templates_have_exactly_the_core_columns_that_are_in_use() -> None:
    assert set(template_head().fields) == set(core_columns())
    assert len(core_columns()) == 38


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_shipped_templates_are_blank(name: str) -> None:
    import warnings
    from io import BytesIO

    from throughcare.exchange.adapters.excel import read_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _heading, rows = rows_in(read_workbook(BytesIO(blank_template(name))), TODAY)
        assert list(rows) == []


def test_row_1_decides_over_the_address_and_the_reader_is_told() -> None:
    head = template_head()
    values = [name if name.startswith("prs_Mailing") else "" for name in head.fields]
    values[head.fields.index("prs_MailingCountry")] = "SY"
    values[head.fields.index("cas_ReasonForOutgoingReferral")] = "Other"
    heading, rows = rows_in([(1, head.names), (2, head.labels), (3, values)], TODAY)
    row = next(rows).row
    assert row["prs_MailingCity"] == "prs_MailingCity"
    assert row["prs_MailingStreet"] == "prs_MailingStreet"
    assert row["cas_ReasonForOutgoingReferral"] == "Other"
    assert "Row 1 was followed" in heading.notices[0].text


def test_labels_alone_name_the_columns_too() -> None:
    labels = [columns()[name].field.label for name in core_columns()]
    values = ["Active" if name == "cas_Status" else "" for name in core_columns()]
    heading, rows = rows_in([(1, labels), (2, values)], TODAY)
    assert heading.notices == ()
    assert [row.row for row in rows] == [{"cas_Status": "Active"}]


def whole_head(*more: str) -> list[Cell]:
    return [*more, *core_columns()]


def test_a_file_without_a_line_and_a_head_without_a_name_are_refused() -> None:
    with pytest.raises(BrokenFile, match="empty"):
        rows_in([], TODAY)
    with pytest.raises(BrokenFile, match="No column has a name"):
        rows_in([(1, ["", None, "  "])], TODAY)


@pytest.mark.parametrize("number", ["7", 7, 7.0])
def test_a_first_column_of_whole_numbers_is_numbering(number: Cell) -> None:
    row = [number, *("Active" if name == "cas_Status" else "" for name in core_columns())]
    _heading, rows = rows_in([(1, whole_head("")), (2, row)], TODAY)
    assert [(each.row, each.problems) for each in rows] == [({"cas_Status": "Active"}, ())]


@pytest.mark.parametrize("value", ["seven", 7.5, date(2026, 1, 1)])
def test_a_first_column_of_anything_else_needs_a_name(value: Cell) -> None:
    _heading, rows = rows_in([(1, whole_head("")), (2, [value])], TODAY)
    ((problem,),) = [each.problems for each in rows]
    assert (problem.row, problem.column) == (2, "A")
    assert "row 1 has no name" in problem.reason.text


def test_objects_are_numbered_rows_and_empty_ones_are_none() -> None:
    objects = [(1, {"cas_Status": "Active"}), (2, {}), (3, {"prs_Title": ""}), (4, {"dress": "x"})]
    rows = list(objects_in(objects, TODAY))
    assert [(each.number, each.row, len(each.problems)) for each in rows] == [
        (1, {"cas_Status": "Active"}, 0),
        (4, {}, 1),
    ]


class TestAnImport:
    def test_is_taken_when_it_was_looked_at_and_holds_nothing_bad(self) -> None:
        whole = {"broken": False, "bad": False, "skip": False}
        assert reasons_not_to_take(LOOKED_AT, **whole) == []
        assert reasons_not_to_take(LOOKED_AT, **(whole | {"bad": True, "skip": True})) == []

    @pytest.mark.parametrize(
        ("state", "change", "says"),
        [
            (LOOKED_AT, {"broken": True}, "has ended"),
            (DONE, {}, "has ended"),
            (WAITING, {}, "Wait until"),
            (LOOKED_AT, {"bad": True}, "Mend the rows"),
        ],
    )
    def test_is_not_taken(self, state: str, change: dict[str, bool], says: str) -> None:
        facts = {"broken": False, "bad": False, "skip": False} | change
        (reason,) = reasons_not_to_take(state, **facts)
        assert says in reason

    def test_is_cancelled_until_it_has_ended(self) -> None:
        assert reasons_not_to_cancel(LOOKED_AT) == []
        (reason,) = reasons_not_to_cancel(DONE)
        assert "has ended" in reason


@pytest.mark.parametrize("row", invented_rows(40))
def test_a_row_told_again_is_the_row_that_came(row: Row) -> None:
    held = held_in(row)
    assert row_told(held, row, PARTS) == row
    assert problems_of(3, row, TODAY) == ()


@pytest.mark.parametrize("part", PARTS)
def test_a_row_is_told_in_the_parts_that_may_be_read(part: str) -> None:
    row = invented_rows(1)[0]
    told = row_told(held_in(row), row, {part})
    assert told == {name: text for name, text in row.items() if part_of(name) == part}
    assert row_told(held_in(row), row, ()) == {}


def test_what_changed_since_is_told_as_it_is_now() -> None:
    came = {
        "prs_FirstName": "Amina",
        "prs_HomePhone": "+9995550142",
        "prs_Title": "Dr",
        "cas_Status": "Active",
    }
    phones = (SafeContact("phone", "+9995550142", ("call",)), SafeContact("phone", "+99977", ()))
    now = Held(name=Name("Amina", "Noor"), contacts=phones, status="FollowUp")
    assert row_told(now, came, PARTS) == {
        "prs_FirstName": "Amina",
        "prs_SecondName": "Noor",
        "prs_MobilePhone": "+9995550142",
        "prs_HomePhone": "+99977",
        "prs_Title": "Dr",
        "cas_Status": "FollowUp",
    }


def test_a_case_that_no_file_brought_is_told_whole() -> None:
    assert row_told(Held(), {}, PARTS) == {"cas_Status": "Active"}


def test_what_was_removed_since_is_told_no_more() -> None:
    came = {"prs_FirstName": "Amina", "prs_Email": "a@example.org", "cas_Status": "Active"}
    assert row_told(Held(), came, PARTS) == {"cas_Status": "Active"}


def test_no_number_of_a_file_counts_as_safe() -> None:
    held = held_in(invented_rows(1)[0])
    assert len(held.contacts) == 4
    assert not any(contact.is_safe for contact in held.contacts)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"cas_Status": "Active", "cas_ReasonForCaseClosure": "later"}, ""),
        ({"cas_Status": "Closed"}, "other"),
        ({"cas_Status": "Closed", "cas_ReasonForCaseClosure": "She went home"}, "other"),
        ({"cas_Status": "Closed", "cas_ReasonForCaseClosure": "Moved away"}, "moved_away"),
        (
            {"cas_Status": "Closed", "cas_ReasonForCaseClosure": "The person has moved away"},
            "moved_away",
        ),
        ({"cas_Status": "ClosedReferred", "cas_ReasonForCaseClosure": "x"}, "transferred"),
    ],
)
def test_a_closed_case_gets_the_nearest_reason(row: Row, reason: str) -> None:
    assert held_in(row).closing_reason == reason


def test_a_case_made_here_is_told_in_the_words_of_the_standard() -> None:
    held = Held(
        name=Name("Amina", "Noor"),
        topics={"exploitation_type": ["ForcedLabour", "Servitude"], "need": ["shelter"]},
        status="Closed",
        closing_reason="moved_away",
        manager="Maria",
    )
    assert row_of(held) == {
        "prs_FirstName": "Amina",
        "prs_SecondName": "Noor",
        "vic_TypeOfExploitation": "ForcedLabour;Servitude",
        "cas_Status": "Closed",
        "cas_ReasonForCaseClosure": "The person has moved away",
        "cas_CaseOwner": "Maria",
    }


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "'=1", "''+1", "'a", "a"])
def test_a_formula_is_made_harmless_in_csv_and_read_as_it_was(text: str) -> None:
    assert made_safe(text)[0] not in "=+-@\t\r"
    written = write_table([{"prs_Title": text}], ["prs_Title"])
    assert list(read_table(written))[1] == (2, [text])


@given(st.text(alphabet="=+@-;,'\"\t\r\n a", max_size=8), st.text(alphabet=';"=a', max_size=4))
def test_no_program_finds_a_formula_wherever_it_cuts_and_all_is_read_as_it_was(
    first: str, second: str
) -> None:
    written = write_table([{"prs_Title": first, "prs_LastName": second}], PAIR)
    for delimiter in ",;\t":
        lines = csv.reader(StringIO(written.decode("utf-8-sig"), newline=""), delimiter=delimiter)
        assert not [cell for line in lines for cell in line if cell[:1] in tuple("=+-@")]
    assert list(read_table(written))[1] == (2, [first, second])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings_are_found_out(delimiter: str, encoding: str) -> None:
    head = delimiter.join(core_columns())
    row = delimiter.join("Amína" if name == "prs_FirstName" else "" for name in core_columns())
    _heading, rows = rows_in(read_table(f"{head}\r\n{row}\r\n".encode(encoding)), TODAY)
    assert [each.row for each in rows] == [{"prs_FirstName": "Amína"}]
