"""What somebody sees and can do on the pages of a case."""

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.cases import queries, services
from throughcare.cases.models import AddedField, Attachment, CaseFile, Event, Fact, Task
from throughcare.cases.queries import known
from throughcare.cases.tests.factories import Scene
from throughcare.identity.rules import Name
from throughcare.identity.services import record_names
from throughcare.kernel.actors import Actor
from throughcare.persons.services import new_person

NOW = NOON + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is twenty past twelve on the Monday of every test."""
    with patch("django.utils.timezone.now", return_value=NOW):
        yield


def signed_in(who: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    return client


@pytest.fixture
def noor(scene: Scene) -> Client:
    return signed_in(scene.noor)


def page(client: Client, name: str, *keys: str, query: str = "") -> str:
    answer = client.get(reverse(name, args=keys) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, name: str, *keys: str, **said: object) -> str:
    """What is sent is done, and leads to the page that is then shown."""
    answer = client.post(reverse(name, args=keys), said)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"]).content.decode()


def refused(client: Client, name: str, *keys: str, **said: object) -> str:
    answer = client.post(reverse(name, args=keys), said)
    assert answer.status_code == 422
    return answer.content.decode()


class TestTheList:
    def test_shows_cases_and_no_name(self, scene: Scene, noor: Client) -> None:
        record_names(scene.person, [Name("Amina")], by=scene.noor, at=NOON)
        shown = page(noor, "cases:list")
        assert reverse("cases:case", args=[scene.key]) in shown
        assert "Amina" not in shown

    def test_goes_on_over_many(self, scene: Scene, noor: Client) -> None:
        for _ in range(queries.PAGE):
            services.open_case(by=scene.noor, at=NOON, began_by="call")
        first = page(noor, "cases:list")
        (address,) = re.findall(r'href="(\?after=[^"]+)"', first)
        second = page(noor, "cases:list", query=address.replace("&amp;", "&"))
        cases = re.compile(r'href="/people/([\w-]{22})/"')
        assert len({*cases.findall(first), *cases.findall(second)}) == queries.PAGE + 1

    def test_takes_a_made_up_address_for_its_beginning(self, scene: Scene, noor: Client) -> None:
        assert scene.key in page(noor, "cases:list", query="?after=nonsense")

    def test_is_empty_elsewhere(self, scene: Scene) -> None:
        assert scene.key not in page(signed_in(scene.ines), "cases:list")


class TestTheCase:
    def test_shows_the_name_only_when_it_is_asked_for(self, scene: Scene, noor: Client) -> None:
        record_names(scene.person, [Name("Amina", "Okoro")], by=scene.noor, at=NOON)
        assert "Okoro" not in page(noor, "cases:case", scene.key)
        shown = noor.post(reverse("cases:case", args=[scene.key])).content.decode()
        assert "Okoro" in shown
        assert "Okoro" not in re.search("<title>(.*?)</title>", shown, re.DOTALL)[1]  # type: ignore[index]

    @pytest.mark.parametrize("who", ["ines", "officer", "admin"])
    def test_is_for_everybody_else_the_page_of_nothing(self, scene: Scene, who: str) -> None:
        outside = signed_in(getattr(scene, who))
        for method in (outside.get, outside.post):
            there = method(reverse("cases:case", args=[scene.key]))
            nowhere = method(reverse("cases:case", args=["A" * 22]))
            assert there.status_code == nowhere.status_code == 404
            assert there.content == nowhere.content

    def test_shows_each_duty_its_parts(self, scene: Scene) -> None:
        for part in ("situation", "health"):
            services.write_note(scene.key, f"About {part}.", part=part, by=scene.noor, at=NOON)
        lawyers = page(signed_in(scene.lina), "cases:case", scene.key)
        assert "About situation." in lawyers
        assert "About health." not in lawyers

    def test_shows_what_happened_before_and_the_agencys_own_questions(
        self, scene: Scene, noor: Client
    ) -> None:
        sent(
            noor,
            "cases:history",
            scene.key,
            kind="Transit",
            country="XA",
            year="2024",
            month="3",
            said_by="person",
            words="By bus.",
        )
        field = services.add_field(
            label="Shoes", kind="text", part="situation", purpose="To buy", by=scene.admin, at=NOON
        )
        shown = sent(noor, "cases:answers", scene.key, said_by="person", **{field: "size 38"})
        for words in ("2024-03", "By bus.", "Shoes", "size 38"):
            assert words in shown

    def test_can_be_read_from_its_beginning(self, scene: Scene, noor: Client) -> None:
        services.write_note(scene.key, "Later.", part="situation", by=scene.noor, at=NOW)
        newest = page(noor, "cases:case", scene.key)
        oldest = page(noor, "cases:case", scene.key, query="?from_first")
        assert newest.index("Later.") < newest.rindex("First contact")
        assert oldest.index("First contact") < oldest.index("Later.")
        assert "Later." not in page(noor, "cases:case", scene.key, query="?only=milestones")
        assert "Later." in page(noor, "cases:case", scene.key, query="?only=nonsense")


class TestSpeaking:
    def test_begins_with_how_the_contact_began(self, scene: Scene, noor: Client) -> None:
        shown = sent(noor, "cases:new", began_by="call")
        assert "Is it safe to talk now?" in shown
        assert CaseFile.objects.count() == 2
        refused(noor, "cases:new", began_by="gossip")
        assert CaseFile.objects.count() == 2

    def test_writes_down_what_was_answered_and_nothing_else(
        self, scene: Scene, noor: Client
    ) -> None:
        sent(
            noor,
            "cases:speak",
            scene.key,
            danger_now="yes",
            language="hau",
            need=["shelter", "~unknown"],
            said_by="person",
        )
        told = {(fact.topic, fact.value, fact.answer) for fact in Fact.objects.all()}
        assert told == {
            ("danger_now", "", "yes"),
            ("language", "hau", "yes"),
            ("need", "shelter", "yes"),
            ("need", "", "unknown"),
        }

    def test_keeps_what_was_typed_where_it_is_not_said_who_told(
        self, scene: Scene, noor: Client
    ) -> None:
        shown = refused(noor, "cases:speak", scene.key, words="She said so.")
        assert "She said so." in shown
        assert "Say who told you." in shown
        assert not Fact.objects.exists()

    def test_goes_question_by_question_and_may_skip_or_stop(
        self, scene: Scene, noor: Client
    ) -> None:
        first = reverse("cases:speak_one", args=[scene.key, "safe_to_talk"])
        second = reverse("cases:speak_one", args=[scene.key, "danger_now"])
        case = reverse("cases:case", args=[scene.key])
        assert noor.post(first, {"skip": "1"})["Location"] == second
        answer = {"safe_to_talk": "yes", "said_by": "person"}
        assert noor.post(first, answer)["Location"] == second
        assert noor.post(first, answer | {"stop": "1"})["Location"] == case
        last = reverse("cases:speak_one", args=[scene.key, "country_of_exploitation"])
        assert noor.post(last, {"skip": "1"})["Location"] == case
        unknown = reverse("cases:speak_one", args=[scene.key, "dress"])
        assert noor.get(unknown).status_code == 404


class TestActs:
    def test_a_note_is_kept_and_an_empty_one_is_not(self, scene: Scene, noor: Client) -> None:
        assert "Speaks low." in sent(
            noor, "cases:note", scene.key, part="situation", text="Speaks low."
        )
        refused(noor, "cases:note", scene.key, part="situation", text="")
        refused(noor, "cases:note", scene.key, part="justice", text="Not my part.")

    def test_a_step_is_added_and_done(self, scene: Scene, noor: Client) -> None:
        due = "2026-03-03T10:00"
        sent(noor, "cases:task", scene.key, kind="visit", due_at=due, words="At ten.")
        task = Task.objects.get()
        assert "At ten." in page(noor, "web:today")
        sent(noor, "cases:task_done", task.key)
        assert "At ten." not in page(noor, "web:today")

    def test_a_file_comes_back_to_be_saved_and_never_to_be_shown(
        self, scene: Scene, noor: Client
    ) -> None:
        upload = SimpleUploadedFile("letter of Amina.txt", b"plain words")
        shown = sent(noor, "cases:file", scene.key, part="situation", file=upload)
        key = Attachment.objects.get().key
        assert reverse("cases:attachment", args=[key]) in shown
        answer = noor.get(reverse("cases:attachment", args=[key]))
        assert b"".join(answer.streaming_content) == b"plain words"  # type: ignore[attr-defined]
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "Amina" not in answer["Content-Disposition"]
        assert answer["Content-Disposition"].endswith('.txt"')
        assert "letter of Amina.txt" in shown
        after = sent(noor, "cases:drop_attachment", key)
        assert "letter of Amina.txt" not in after
        assert reverse("cases:note", args=[scene.key]) in after
        assert noor.get(reverse("cases:attachment", args=[key])).status_code == 404

    def test_a_file_of_a_kind_that_is_not_kept_is_refused_in_words(
        self, scene: Scene, noor: Client
    ) -> None:
        page_of_code = SimpleUploadedFile("a.png", b"<script>x</script>")
        shown = refused(noor, "cases:file", scene.key, part="situation", file=page_of_code)
        assert "cannot be kept" in shown

    def test_two_who_assign_at_once_are_shown_both(self, scene: Scene, noor: Client) -> None:
        seen = scene.case.version
        said = {"staff": scene.sami.staff.hex, "version": seen}
        assert "Sami" in sent(noor, "cases:manager", scene.key, **said)
        again = {"staff": scene.lina.staff.hex, "version": seen}
        answer = noor.post(reverse("cases:manager", args=[scene.key]), again)
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert "Sami" in shown
        assert "Lina" in shown

    def test_a_lock_keeps_colleagues_out_and_is_lifted_again(
        self, scene: Scene, noor: Client
    ) -> None:
        sami = signed_in(scene.sami)
        sent(noor, "cases:lock", scene.key, staff=[scene.lina.staff.hex])
        address = reverse("cases:case", args=[scene.key])
        assert sami.get(address).status_code == 404
        assert scene.key not in page(sami, "cases:list")
        assert signed_in(scene.lina).get(address).status_code == 200
        assert sami.post(reverse("cases:unlock", args=[scene.key])).status_code == 404
        sent(noor, "cases:unlock", scene.key)
        assert sami.get(address).status_code == 200

    def test_a_case_is_closed_with_its_reason_and_taken_up_again(
        self, scene: Scene, noor: Client
    ) -> None:
        refused(noor, "cases:close", scene.key, reason="")
        assert "The person has moved away" in sent(
            noor, "cases:close", scene.key, reason="moved_away"
        )
        assert scene.key in page(noor, "cases:list", query="?closed")
        CaseFile.objects.filter(key=scene.key).update(opened_at=NOON - timedelta(days=400))
        (bar,) = re.findall(
            r"Closed\s*<small>since (.*?)</small>", page(noor, "cases:case", scene.key)
        )
        assert NOON.date().isoformat() in bar
        sent(noor, "cases:reopen", scene.key)
        assert scene.key in page(noor, "cases:list")

    def test_a_note_about_an_erased_person_is_rewritten(self, scene: Scene, noor: Client) -> None:
        other = new_person()
        note = services.write_note(
            scene.key, "Both.", part="situation", by=scene.noor, at=NOON, also_about=[other]
        )
        services.erase_case(other, scene.dawn.pk, NOON)
        assert "Both." in page(noor, "cases:redact", note)
        shown = sent(noor, "cases:redact", note, text="One of them.")
        assert "One of them." in shown
        assert noor.get(reverse("cases:redact", args=[note])).status_code == 404
        assert Event.objects.filter(key=note).exists()

    def test_an_agency_adds_a_question_and_takes_it_back(self, scene: Scene) -> None:
        admin = signed_in(scene.admin)
        wanted = {"label": "Shoes", "kind": "choice", "part": "situation", "purpose": "To buy"}
        refused(admin, "cases:own_fields", **wanted, options="one")
        assert "Shoes" in sent(admin, "cases:own_fields", **wanted, options="38\n\n 39 ")
        field = AddedField.objects.get()
        assert field.options == ["38", "39"]
        assert "Shoes" in page(signed_in(scene.noor), "cases:answers", scene.key)
        sent(admin, "cases:retire_field", field.key)
        assert "Shoes" not in page(signed_in(scene.noor), "cases:answers", scene.key)

    @pytest.mark.parametrize("kind", ["text", "number", "date", "choice", "yes_no"])
    def test_every_kind_of_question_can_be_answered(
        self, scene: Scene, noor: Client, kind: str
    ) -> None:
        field = services.add_field(
            label="Asked",
            kind=kind,
            part="situation",
            purpose="To know",
            options=["38", "39"],
            by=scene.admin,
            at=NOON,
        )
        given = {"text": "words", "number": "7", "date": "2026-01-02", "choice": "39"}
        value = given.get(kind, "yes")
        sent(noor, "cases:answers", scene.key, said_by="person", **{field: value})
        (row,) = known.added_answers(scene.noor, scene.case, NOW)
        assert row.value in {value, "7.0", "Yes"}
