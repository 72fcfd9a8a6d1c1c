"""Taking over and sending out: all or nothing, once only, and only what one may read."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.models import Line
from throughcare.cases.doors import cases_of
from throughcare.cases.models import CaseFile, Fact
from throughcare.cases.services import lock_case, open_case
from throughcare.consent.models import Ground
from throughcare.directory.models import Service
from throughcare.exchange.models import KnownRow, ReceivedPart
from throughcare.exchange.rules import Report, Row, core_columns
from throughcare.exchange.services import export_htcds, import_htcds
from throughcare.exchange.services import imports as imports_module
from throughcare.exchange.tests.invented import invented_rows
from throughcare.identity.doors import contacts_of, names_of
from throughcare.identity.events import PersonErased
from throughcare.identity.rules import Name
from throughcare.identity.services import erase_person, record_names, search_people
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.events import publish
from throughcare.referrals.services import accept_referral
from throughcare.referrals.tests.factories import Scene

Counts = Callable[[], dict[str, int]]
AMINA: Row = {
    "prs_FirstName": "Amina",
    "prs_SecondName": "Kovalenko",
    "prs_MobilePhone": "+9995550142",
    "prs_MailingStreet": "12 Mill Lane",
    "con_Consent": "true",
    "vic_TypeOfExploitation": "ForcedLabour;Servitude",
    "cas_Status": "Active",
    "cas_IncomingReferralDetails": "=cmd()",
}
BAD: Row = {"prs_FirstName": "Sokha", "prs_Birthdate": "1066-10-14"}


def taken(by: Actor, *rows: Row, **options: bool) -> Report:
    content = json.dumps(rows).encode()
    return import_htcds(BytesIO(content), "a.json", by=by, at=NOON, **options)


def told(by: Actor, file_format: str = "json") -> Any:
    out = export_htcds(by=by, at=NOON, reason_code="audit", file_format=file_format)
    return json.loads(out.content) if file_format == "json" else out.content


def only_case(by: Actor) -> CaseFile:
    return cases_of(by, NOON).get()


def test_a_row_becomes_a_case_with_a_name_facts_and_unsafe_contacts(dana: Actor) -> None:
    report = taken(dana, AMINA)
    assert (report.rows, report.taken, report.refused) == (1, 1, False)
    case = only_case(dana)
    assert names_of(dana, case.person_id, dana.agency, NOON).names[0].full == "Amina Kovalenko"
    assert not any(
        row.contact.is_safe for row in contacts_of(dana, case.person_id, dana.agency, NOON)
    )
    facts = Fact.objects.filter(case=case).values_list("topic", "value", "said_by")
    assert list(facts) == [
        ("exploitation_type", "ForcedLabour", "document"),
        ("exploitation_type", "Servitude", "document"),
    ]
    assert [row.person for row in search_people("Amina", by=dana, at=NOON)] == [case.person_id]


def test_a_ticked_box_of_a_file_opens_nothing_to_anybody(dana: Actor, luis: Actor) -> None:
    taken(dana, AMINA)
    assert not Ground.objects.exists()
    assert not cases_of(luis, NOON).exists()


def test_one_bad_row_keeps_all_out(dana: Actor, counts: Counts) -> None:
    before = counts()
    report = taken(dana, AMINA, BAD)
    assert report.refused
    assert [problem.row for problem in report.problems] == [2]
    assert counts() == before
    assert taken(dana, AMINA).taken == 1


def test_good_rows_are_taken_where_that_is_asked(dana: Actor) -> None:
    report = taken(dana, BAD, AMINA, skip_bad_rows=True)
    assert (report.taken, report.skipped, report.refused) == (1, 1, False)
    assert CaseFile.objects.count() == 1


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(dana: Actor, counts: Counts) -> None:
    before = counts()
    report = taken(dana, AMINA, dry_run=True)
    assert (report.taken, report.dry_run) == (1, True)
    assert counts() == before


def test_the_same_file_twice_changes_nothing(dana: Actor, counts: Counts) -> None:
    rows = invented_rows(6)
    assert taken(dana, *_as_json(rows)).taken == 6
    before = counts()
    report = taken(dana, *_as_json(rows))
    assert (report.taken, report.known) == (0, 6)
    assert counts() == before


def test_what_is_new_in_a_longer_file_is_taken(dana: Actor) -> None:
    taken(dana, AMINA)
    report = taken(dana, AMINA, {"prs_FirstName": "Sokha"})
    assert (report.taken, report.known) == (1, 1)


def test_two_equal_rows_are_two_people(dana: Actor) -> None:
    nameless: Row = {"cas_Status": "Active"}
    assert taken(dana, nameless, nameless).taken == 2
    assert taken(dana, nameless, nameless).known == 2
    assert taken(dana, nameless, nameless, nameless).taken == 1


def test_another_agency_takes_the_same_rows_for_itself(dana: Actor, luis: Actor) -> None:
    taken(dana, AMINA)
    assert taken(luis, AMINA).taken == 1
    assert only_case(dana).person_id != only_case(luis).person_id
    marks = set(KnownRow.objects.values_list("mark", flat=True))
    assert len(marks) == 2


def test_an_import_makes_one_line_with_counts_and_whom_it_is_about(dana: Actor) -> None:
    before = Line.objects.count()
    taken(dana, *_as_json(invented_rows(5)))
    line = Line.objects.order_by("seq").last()
    assert line is not None
    assert Line.objects.count() == before + 1
    entry = json.loads(line.entry)
    assert line.code == "exchange.imported"
    assert entry["codes"] == [{"rows": 5, "taken": 5, "known": 0, "skipped": 0}]
    assert len(entry["subjects"]) == 5


def test_a_failure_in_the_middle_leaves_nothing(
    dana: Actor, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_named: object) -> None:
        raise RuntimeError("the power is gone")

    before = counts()
    monkeypatch.setattr(imports_module, "record_identities", fails)
    with pytest.raises(RuntimeError):
        taken(dana, AMINA)
    assert counts() == before
    monkeypatch.undo()
    assert taken(dana, AMINA).taken == 1


@pytest.mark.parametrize("duty", ["case_manager", "administrator", "border_officer"])
def test_only_who_exchanges_data_takes_over_or_sends_out(
    dana: Actor, duty: str, counts: Counts
) -> None:
    other = actor(Agency.objects.get(pk=dana.agency), "Otto", [duty])
    before = counts()
    with pytest.raises(Refused):
        taken(other, AMINA)
    with pytest.raises(Refused):
        told(other)
    assert counts() == before
    assert taken(dana, AMINA).taken == 1


def test_nothing_of_a_row_lies_readable_in_the_tables(dana: Actor) -> None:
    taken(dana, AMINA)
    assert ReceivedPart.objects.count() == 4
    for content in ReceivedPart.objects.values_list("content", flat=True):
        assert b"Amina" not in bytes(content)
        assert b"Mill" not in bytes(content)


def test_an_export_has_a_reason_one_line_and_the_number_of_its_rows(dana: Actor) -> None:
    taken(dana, AMINA, {"prs_FirstName": "Sokha"})
    before = Line.objects.count()
    assert len(told(dana)) == 2
    assert Line.objects.count() == before + 1
    line = Line.objects.order_by("seq").last()
    assert line is not None
    entry = json.loads(line.entry)
    assert line.code == "exchange.exported"
    assert entry["codes"] == [{"reason": "audit", "format": "json"}]
    assert entry["joined"] == [{"code": "exchange.rows", "rows": 2}]
    assert len(entry["subjects"]) == 2
    assert len(entry["rows"]) == 1


@pytest.mark.parametrize(
    ("reason", "file_format"), [("", "json"), ("because", "json"), ("audit", "")]
)
def test_nothing_leaves_without_a_reason_and_a_format(
    dana: Actor, reason: str, file_format: str, counts: Counts
) -> None:
    taken(dana, AMINA)
    before = counts()
    with pytest.raises(Refused):
        export_htcds(by=dana, at=NOON, reason_code=reason, file_format=file_format)
    assert counts() == before


def test_only_ones_own_cases_leave(dana: Actor, luis: Actor) -> None:
    taken(dana, AMINA)
    taken(luis, {"prs_FirstName": "Sokha"})
    assert [row["prs_FirstName"] for row in told(dana)] == ["Amina"]


def test_a_locked_case_is_as_absent(dana: Actor) -> None:
    taken(dana, AMINA)
    agency = Agency.objects.get(pk=dana.agency)
    maria = actor(agency, "Maria", ["case_manager"])
    assert len(told(dana)) == 1
    lock_case(only_case(maria).key, [maria.staff], by=maria, at=NOON)
    assert told(dana) == []


def test_a_duty_that_needs_less_sends_less_out(dana: Actor) -> None:
    taken(dana, AMINA)
    less = Actor(
        dana.staff,
        dana.agency,
        dana.agency_kind,
        dana.duties,
        dana.abilities,
        frozenset({"situation"}),
    )
    assert told(less) == [
        {
            "con_Consent": True,
            "vic_TypeOfExploitation": ["ForcedLabour", "Servitude"],
            "cas_Status": "Active",
            "cas_IncomingReferralDetails": "=cmd()",
        }
    ]


def test_a_case_made_here_leaves_with_what_is_known_and_comes_back_as_known(dana: Actor) -> None:
    agency = Agency.objects.get(pk=dana.agency)
    maria = actor(agency, "Maria", ["case_manager"])
    key = open_case(by=maria, at=NOON, began_by="call")
    person = cases_of(maria, NOON).get(key=key).person_id
    record_names(person, [Name("Zeynep", "Demir")], by=maria, at=NOON)
    rows = told(dana)
    assert rows == [
        {
            "cas_CaseOwner": "Maria",
            "prs_FirstName": "Zeynep",
            "prs_SecondName": "Demir",
            "cas_Status": "Active",
        }
    ]
    assert taken(dana, *rows).known == 1


def test_what_changed_here_leaves_as_it_is_now(dana: Actor) -> None:
    taken(dana, AMINA)
    person = only_case(dana).person_id
    record_names(person, [Name("Amina", "Shevchenko")], seen_version=1, by=dana, at=NOON)
    (row,) = told(dana)
    assert row["prs_SecondName"] == "Shevchenko"
    assert row["cas_IncomingReferralDetails"] == "=cmd()"


def test_formulas_leave_as_texts(dana: Actor) -> None:
    taken(dana, AMINA)
    assert b",'=cmd()," in told(dana, "csv")
    assert told(dana, "csv")[:3] == b"\xef\xbb\xbf"


def test_every_row_has_all_core_columns_in_csv(dana: Actor) -> None:
    taken(dana, AMINA)
    head = told(dana, "csv").decode("utf-8-sig").splitlines()[0]
    assert set(head.split(",")) == set(core_columns())


def test_fields_beyond_the_core_are_carried_too(dana: Actor) -> None:
    row = AMINA | {"prs_MiddleName": "Noor", "prs_MaritalStatus": "Married", "cco_CaseComment": "x"}
    taken(dana, row)
    (back,) = told(dana)
    assert back["prs_MiddleName"] == "Noor"
    assert back["cco_CaseComment"] == "x"
    head = told(dana, "csv").decode("utf-8-sig").splitlines()[0]
    assert head.endswith("prs_MiddleName,prs_MaritalStatus,cco_CaseComment")


def test_nothing_is_left_of_an_erased_person(dana: Actor) -> None:
    taken(dana, AMINA, {"prs_FirstName": "Sokha"})
    person = CaseFile.objects.order_by("pk")[0].person_id
    erased(person, dana)
    assert not ReceivedPart.objects.filter(case__person=person).exists()
    assert not KnownRow.objects.filter(case__person=person).exists()
    assert [row["prs_FirstName"] for row in told(dana)] == ["Sokha"]


def test_somebody_erased_who_comes_in_a_file_again_is_somebody_new(dana: Actor) -> None:
    taken(dana, AMINA)
    erased(only_case(dana).person_id, dana)
    assert told(dana) == []
    taken(dana, AMINA)
    assert [row["prs_FirstName"] for row in told(dana)] == [AMINA["prs_FirstName"]]


def test_another_agencys_erasure_leaves_ours(dana: Actor, luis: Actor) -> None:
    taken(dana, AMINA)
    publish(PersonErased(only_case(dana).person_id, luis.agency, NOON))
    assert ReceivedPart.objects.count() == 4


def erased(person: UUID, dana: Actor) -> None:
    boss = actor(Agency.objects.get(pk=dana.agency), "Mira", ["case_manager"])
    erase_person(person, "asked_by_person", by=boss, at=NOON)


def _as_json(rows: list[Row]) -> list[Row]:
    return [dict(row) for row in rows]


@pytest.mark.django_db
def test_a_referral_that_was_accepted_leaves_with_the_case_unless_the_service_is_hidden() -> None:
    scene = Scene()
    dana = actor(scene.dawn, "Dana", ["data_officer"])
    (key,) = scene.offered()
    assert "cas_ReferredOrganisation" not in told(dana)[0]
    accept_referral(key, by=scene.ines, at=NOON)
    (row,) = told(dana)
    assert row["cas_ReferredOrganisation"] == "Lotus Shelter"
    assert row["cas_OutgoingReferralDate"] == "2026-03-02"
    Service.objects.filter(pk=scene.bed.pk).update(is_confidential=True)
    assert "cas_ReferredOrganisation" not in told(dana)[0]
