from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, other_ngo
from throughcare.audit.queries import newest_lines
from throughcare.cases import doors, queries, services
from throughcare.cases.models import AddedValue, Attachment, CaseFile, Event, Fact
from throughcare.cases.rules import Statement
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, NotHere, Refused
from throughcare.persons.services import new_person

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


@pytest.fixture
def noor() -> Actor:
    return actor(dawn_hotline(), "Noor", ["hotline_worker", "case_manager"])


@pytest.fixture
def colleague(noor: Actor) -> Actor:
    from throughcare.agencies.models import Agency

    return actor(Agency.objects.get(pk=noor.agency), "Sami", ["hotline_worker", "case_manager"])


@pytest.fixture
def key(noor: Actor) -> str:
    return services.open_case(by=noor, at=NOON, began_by="call")


def test_a_case_opens_without_a_name_and_without_a_trafficking_word(noor: Actor, key: str) -> None:
    case = doors.case_of(noor, key, NOON)
    assert not Fact.objects.filter(case=case).exists()
    assert queries.case_page(noor, NOON).rows[0].key == key
    assert newest_lines()[0].code == "case.opened"


def test_how_the_contact_began_is_asked(noor: Actor) -> None:
    with pytest.raises(Refused, match="how the contact began"):
        services.open_case(by=noor, at=NOON, began_by="gossip")
    assert not CaseFile.objects.exists()


def test_statements_are_added_and_never_edited(noor: Actor, key: str) -> None:
    for answer in ("yes", "no"):
        services.record_statements(
            key, [Statement("danger_now", "", answer)], by=noor, at=NOON, words="Own words."
        )
    assert Fact.objects.count() == 2
    assert b"Own words" not in bytes(Event.objects.filter(kind="spoke").latest("at").words or b"")


def test_one_bad_answer_keeps_all_from_being_written(noor: Actor, key: str) -> None:
    with pytest.raises(Refused, match="from the list"):
        services.record_statements(
            key, [Statement("language", "hau"), Statement("need", "a horse")], by=noor, at=NOON
        )
    assert not Fact.objects.exists()


def test_a_locked_case_does_not_exist_for_colleagues(
    noor: Actor, colleague: Actor, key: str
) -> None:
    assert doors.case_of(colleague, key, NOON)
    services.lock_case(key, [], by=noor, at=NOON)
    later = NOON + timedelta(minutes=1)
    with pytest.raises(NotHere):
        doors.case_of(colleague, key, later)
    assert queries.case_page(colleague, later).rows == []
    assert doors.case_of(noor, key, later)
    services.unlock_case(key, by=noor, at=later)
    assert doors.case_of(colleague, key, later + timedelta(minutes=1))


def test_two_people_assigning_at_once_see_both_versions(
    noor: Actor, colleague: Actor, key: str
) -> None:
    seen = doors.case_of(noor, key, NOON).version
    services.name_case_manager(key, colleague.staff, by=noor, at=NOON, seen_version=seen)
    with pytest.raises(Changed) as changed:
        services.name_case_manager(key, noor.staff, by=colleague, at=NOON, seen_version=seen)
    assert changed.value.now_stored == {"staff": colleague.staff.hex}
    assert changed.value.just_typed == {"staff": noor.staff.hex}


def test_a_stranger_cannot_be_case_manager(noor: Actor, key: str) -> None:
    stranger = actor(other_ngo(), "Stranger", ["case_manager"])
    with pytest.raises(NotHere):
        services.name_case_manager(key, stranger.staff, by=noor, at=NOON)


def test_a_note_stays_in_its_part(noor: Actor, key: str) -> None:
    services.write_note(key, "Speaks low.", part="situation", by=noor, at=NOON)
    case = doors.case_of(noor, key, NOON)
    newest, *_ = queries.timeline(noor, case, NOON)
    assert newest.words == "Speaks low."
    with pytest.raises(NotHere):
        services.write_note(key, "x", part="justice", by=noor, at=NOON)
    with pytest.raises(Refused, match="Write the note"):
        services.write_note(key, "  ", part="situation", by=noor, at=NOON)


def test_a_note_about_several_waits_for_redaction_when_one_is_erased(noor: Actor, key: str) -> None:
    other = new_person()
    event = services.write_note(
        key, "Both were there.", part="situation", by=noor, at=NOON, also_about=[other]
    )
    assert queries.redactions_waiting(noor, NOON) == []
    services.erase_case(other, noor.agency, NOON)
    assert queries.redactions_waiting(noor, NOON) == [(key, event)]
    services.redact(event, "One was there.", by=noor, at=NOON)
    assert queries.redactions_waiting(noor, NOON) == []
    case = doors.case_of(noor, key, NOON)
    assert queries.timeline(noor, case, NOON)[0].words == "One was there."


def test_a_file_is_kept_sealed_and_comes_back_whole(noor: Actor, key: str) -> None:
    upload = SimpleUploadedFile("passport of A.png", PNG)
    file_key = services.attach_file(key, upload, part="situation", by=noor, at=NOON)
    row, name, chunks = doors.attachment_opened(noor, file_key, NOON)
    assert (row.media_type, name, b"".join(chunks)) == ("image/png", "passport of A.png", PNG)
    assert b"passport" not in bytes(row.name)
    services.remove_attachment(file_key, by=noor, at=NOON)
    with pytest.raises(NotHere):
        doors.attachment_opened(noor, file_key, NOON)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<!doctype html><script>x</script>",
        b"MZ\x90\x00" + b"\x00" * 200,
        b"PK\x03\x04" + b"\x00" * 60,
        b"\x00\x01\x02\x03",
    ],
)
def test_a_file_of_another_kind_is_refused(noor: Actor, key: str, content: bytes) -> None:
    with pytest.raises(Refused, match="kind of file"):
        services.attach_file(
            key, SimpleUploadedFile("scan.png", content), part="situation", by=noor, at=NOON
        )
    assert not Attachment.objects.exists()


def test_closing_needs_a_reason_and_can_be_taken_back(noor: Actor, key: str) -> None:
    with pytest.raises(Refused, match="Choose why"):
        services.close_case(key, reason="", by=noor, at=NOON)
    services.close_case(key, reason="plan_fulfilled", by=noor, at=NOON)
    assert queries.case_page(noor, NOON).rows == []
    assert len(queries.case_page(noor, NOON, queries.Asked(closed=True)).rows) == 1
    services.reopen_case(key, by=noor, at=NOON)
    assert len(queries.case_page(noor, NOON).rows) == 1


def test_an_added_field_has_part_purpose_and_editions(noor: Actor, key: str) -> None:
    admin = actor_admin(noor)
    wanted = {"kind": "choice", "part": "situation", "by": admin, "at": NOON}
    with pytest.raises(Refused, match="why this is asked"):
        services.add_field(label="Shoe size", purpose=" ", options=["1", "2"], **wanted)
    services.add_field(label="Shoe size", purpose="To buy shoes", options=["38", "39"], **wanted)
    services.add_field(label="Shoe size", purpose="To buy shoes", options=["38", "40"], **wanted)
    (field,) = queries.added_fields(noor.agency)
    assert field.options == ("38", "40")
    with pytest.raises(Refused, match="from the list"):
        services.answer_added_fields(key, {field.key: "39"}, said_by="person", by=noor, at=NOON)
    services.answer_added_fields(key, {field.key: "40"}, said_by="person", by=noor, at=NOON)
    assert bytes(AddedValue.objects.get().value) != b"40"


def test_answers_of_one_form_are_one_act_and_all_or_none(noor: Actor, key: str) -> None:
    wanted = {"part": "situation", "purpose": "To help", "by": actor_admin(noor), "at": NOON}
    shoes = services.add_field(label="Shoe size", kind="number", **wanted)
    reads = services.add_field(label="Reads", kind="yes_no", **wanted)
    said = {"said_by": "person", "by": noor, "at": NOON}
    with pytest.raises(Refused, match="Answer yes, no"):
        services.answer_added_fields(key, {shoes: "38", reads: "a little"}, **said)
    with pytest.raises(NotHere):
        services.answer_added_fields(key, {shoes: "38", "no-such-field": "yes"}, **said)
    with pytest.raises(Refused, match="Nothing was answered"):
        services.answer_added_fields(key, {}, **said)
    assert not AddedValue.objects.exists()
    before = newest_lines()[0].seq
    assert services.answer_added_fields(key, {shoes: "38", reads: "no"}, **said) == 2
    assert (newest_lines()[0].seq, newest_lines()[0].code) == (before + 1, "field.answered")
    assert AddedValue.objects.count() == 2


def actor_admin(noor: Actor) -> Actor:
    from throughcare.agencies.models import Agency

    return actor(Agency.objects.get(pk=noor.agency), "Admin", ["administrator"])


@pytest.mark.parametrize(
    ("year", "country", "reason"),
    [(1066, "", "1900"), (2999, "", "1900"), (None, "Ruritania", "country")],
)
def test_impossible_history_is_refused(
    noor: Actor, key: str, year: int | None, country: str, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        services.add_historic_event(
            key, kind="Transit", year=year, country=country, by=noor, at=NOON
        )


def test_erasing_leaves_coarse_codes_and_no_text(noor: Actor, key: str) -> None:
    services.record_statements(
        key,
        [Statement("exploitation_type", "ForcedLabour"), Statement("language", "hau")],
        by=noor,
        at=NOON,
        words="Own words.",
    )
    case = doors.case_of(noor, key, NOON)
    services.erase_case(case.person_id, noor.agency, NOON)
    assert list(Fact.objects.values_list("topic", flat=True)) == ["exploitation_type"]
    assert not Event.objects.exists()
    case.refresh_from_db()
    assert (case.opened_at.day, case.opened_at.hour) == (1, 0)
    with pytest.raises(NotHere):
        doors.case_of(noor, key, NOON)


def test_tasks_wait_and_are_done(noor: Actor, key: str) -> None:
    due = NOON + timedelta(hours=2)
    task = services.add_task(key, kind="call_back", due_at=due, words="Say x", by=noor, at=NOON)
    (row,) = queries.tasks_waiting(noor, NOON)
    assert (row.words, row.over) == ("Say x", False)
    services.finish_task(task, by=noor, at=NOON)
    assert queries.tasks_waiting(noor, NOON) == []
    with pytest.raises(Refused, match="done before"):
        services.finish_task(task, by=noor, at=NOON)
