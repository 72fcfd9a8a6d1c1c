"""One of everything about one person, with the key of each, and keys that lead nowhere."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import ask_factor_reset, staff_leaves
from throughcare.agencies.tests.factories import NOON, actor, prosecutor_office
from throughcare.cases import services as cases
from throughcare.cases.queries.conferences import invitations
from throughcare.cases.queries.told import told_of
from throughcare.cases.rules import Statement
from throughcare.consent.queries import agreements_of
from throughcare.consent.services import (
    Danger,
    DueReport,
    PaperOrder,
    begin_record,
    make_report,
    open_in_emergency,
    receive_order,
    show_on_call_number,
)
from throughcare.exchange.queries.sheets import asked_of, mappings_of, opened_sheet
from throughcare.exchange.services import finish_mapping, say_columns, say_values, send_in_sheet
from throughcare.identification import services as identification
from throughcare.identification.queries import questions_about
from throughcare.identity.rules import Name, Paper, SafeContact
from throughcare.identity.services import (
    add_contact,
    add_document,
    add_photograph,
    record_names,
)
from throughcare.kernel.actors import Actor
from throughcare.linking.models import Likeness
from throughcare.linking.rules import Kind
from throughcare.linking.services import ask_others, compare_what_was_asked
from throughcare.linking.tests.cast import Here, recorded, says
from throughcare.notices.models import Notice
from throughcare.persons.services import new_person
from throughcare.referrals.models import Question
from throughcare.referrals.services import ask_about_referral, save_draft
from throughcare.referrals.tests.factories import Scene
from throughcare.referrals.tests.summaries import BED
from throughcare.statistics.queries import sources
from throughcare.statistics.tests.invented import ANNA, imported, table
from throughcare.web.queries.reminders import reminders_for
from throughcare.web.services import remind_to_answer

SHEET = "Name;Sex\nAma Sule;her\nBea Sule;her\n"

PLAIN = {
    "list": "cases",
    "number": "7",
    "duty": "case_manager",
    "question_code": "language",
    "contact_kind": "phone",
}


class Scenery:
    """Dawn Hotline's record of one person, with something of every kind in it."""

    def __init__(self, scene: Scene | None = None) -> None:
        self.scene = scene or Scene()
        noor, case = self.scene.noor, self.scene.case_key
        admin = actor(self.scene.dawn, "Admin of Dawn", ["administrator"])
        (referral,) = self.scene.offered()
        note = cases.write_note(
            case, "Both.", part="situation", by=noor, at=NOON, also_about=[other := new_person()]
        )
        cases.erase_case(other, self.scene.dawn.pk, NOON)
        question = ask_about_referral(referral, "A cot?", by=self.scene.ines, at=NOON)
        upload = SimpleUploadedFile("a.txt", b"plain words")
        self.keys = {
            **PLAIN,
            "person": case,
            "referral": referral,
            "question": question,
            "draft": save_draft(case, BED, urgency="urgent", by=noor, at=NOON),
            "note": note,
            "task": cases.add_task(case, kind="visit", due_at=NOON, by=noor, at=NOON),
            "file": cases.attach_file(case, upload, part="situation", by=noor, at=NOON),
            "field": cases.add_field(
                label="Shoes",
                kind="text",
                part="situation",
                purpose="To buy some",
                by=admin,
                at=NOON,
            ),
            "agency": Agency.objects.get(pk=self.scene.dawn.pk).key,
            "staff": Staff.objects.get(pk=self.scene.sami.staff).key,
            "service": self.scene.bed.key,
            "consent": self.scene.consents[self.scene.lotus.pk],
            "agreement": agreements_of(self.scene.dawn.pk, NOON)[0].key,
            "source": self._source(),
            "reminder": self._reminder(),
            "nothing": self.nowhere("nothing"),
            **self._conference(),
            **self._identity(),
            **self._linking(),
            **self._reset(admin),
            **self._emergency(),
            **self._papers(),
            **self._determination(),
            **self._lock(admin),
        }
        assert Question.objects.exists()

    @staticmethod
    def nowhere(key: str) -> str:
        """A key of the right shape that leads nowhere."""
        return PLAIN.get(key, "A" * 22)

    def _conference(self) -> dict[str, str]:
        noor = self.scene.noor
        key = cases.call_conference(
            self.scene.case_key,
            meets_at=NOON + timedelta(days=3),
            way="phone",
            agenda=["help"],
            agencies=[self.scene.lotus.pk],
            by=noor,
            at=NOON,
        )
        cases.record_view(key, "A room of my own.", by=noor, at=NOON)
        decision = cases.decide(
            key,
            matter="help",
            words="Look for a room",
            owner=noor.agency,
            due_on=NOON.date(),
            by=noor,
            at=NOON,
        )
        invitation = invitations(self.scene.ines, NOON)[0].key
        return {"conference": key, "decision": decision, "invited": invitation}

    def _identity(self) -> dict[str, str]:
        person, noor = self.scene.person, self.scene.noor
        record_names(person, [Name(given="Amina", family="Sule")], "Amina", by=noor, at=NOON)
        phone = SafeContact("phone", "+999 20 123 456", ("call",), say="the sewing class")
        return {
            "contact": add_contact(person, phone, by=noor, at=NOON),
            "document": add_document(
                person, Paper("passport", number="X1"), _picture(), by=noor, at=NOON
            ),
            "photograph": add_photograph(person, _picture(), by=noor, at=NOON),
        }

    def _linking(self) -> dict[str, str]:
        """A second record, what the person said of asking others, and one that Lotus is asked."""
        noor, at, soon = self.scene.noor, NOON, NOON + timedelta(seconds=1)
        about, there = (
            recorded(by, "Hana", "Berhe", phone="+999 20 765 432", at=at)
            for by in (noor, self.scene.ines)
        )
        says(about, Kind.ASK, at=at)
        says(there, Kind.BE_FOUND, at=at)
        ask_others(about.key, by=noor, at=soon)
        compare_what_was_asked(soon)
        likeness = Likeness.objects.get().key
        own = Here(noor, self.scene.person, self.scene.case_key)
        return {
            "other_person": about.key,
            "permission": says(own, Kind.ASK, at=at),
            "likeness": likeness,
        }

    def _reset(self, admin: Actor) -> dict[str, str]:
        sami = Staff.objects.get(pk=self.scene.sami.staff).key
        return {"reset": ask_factor_reset(sami, by=admin, at=NOON)}

    def _lock(self, admin: Actor) -> dict[str, str]:
        """A record locked to Lena alone, who has left."""
        lena = actor(self.scene.dawn, "Lena", ["case_manager"])
        case = cases.open_case(by=lena, at=NOON, began_by="call")
        cases.lock_case(case, [], by=lena, at=NOON)
        staff_leaves(Staff.objects.get(pk=lena.staff).key, by=admin, at=NOON)
        return {"lock": Notice.objects.filter(code="lock_left_alone").earliest("at").about}

    def _reminder(self) -> str:
        cora = actor(self.scene.other, "Cora", ["coordinator"])
        remind_to_answer(by=cora, at=NOON)
        return reminders_for(self.scene.ines, NOON)[0].key

    def _source(self) -> str:
        stan = actor(self.scene.dawn, "Stan", ["statistician"])
        imported(table([ANNA]), stan)
        return sources(stan)[0].key

    def _emergency(self) -> dict[str, str]:
        """Noor saw the number of Lotus; Ines opened Dawn's record, which waits for a review."""
        person, noor, ines = self.scene.person, self.scene.noor, self.scene.ines
        begin_record(person, by=ines, at=NOON)
        trained = replace(ines, abilities=ines.abilities | {"open_in_emergency"})
        dawn = show_on_call_number(person, self.scene.dawn.pk, by=ines, at=NOON)
        danger = Danger(why="attack", words="He is at the door.")
        later = NOON + timedelta(minutes=10)
        emergency = open_in_emergency(dawn, danger, by=trained, at=later)
        told = Notice.objects.filter(about=emergency, agency=self.scene.dawn.pk)
        return {
            "call": show_on_call_number(person, self.scene.lotus.pk, by=noor, at=NOON),
            "emergency": emergency,
            "notice": told.earliest("at").key,
        }

    def _papers(self) -> dict[str, str]:
        """A report to Ines that the law requires, and an order that came on paper."""
        person, noor = self.scene.person, self.scene.noor
        due = DueReport(
            recipient=self.scene.lotus.pk,
            recipient_staff=[self.scene.ines.staff],
            cause="child",
            parts=["risk"],
            until=NOON + timedelta(days=1),
            person_was_told=True,
            why="A child is in danger.",
        )
        paper = PaperOrder(authority=self.scene.police.pk, number="7/26", parts=["situation"])
        return {
            "report": make_report(person, due, by=noor, at=NOON),
            "order": receive_order(person, paper, by=noor, at=NOON),
        }

    def _determination(self) -> dict[str, str]:
        """The Prosecutor's own record: presumed, suspected, and a letter to be given by hand."""
        office = Agency.objects.filter(code="PR").first() or prosecutor_office()
        marek = actor(office, "Marek", ["deciding_officer", "prosecutor"])
        own = cases.begin_case(self.scene.person, by=marek, at=NOON, began_by="agency").key
        told = Statement("act", "recruitment", said_by="document")
        cases.record_statements(own, [told], by=marek, at=NOON)
        fact = told_of(marek, self.scene.person, NOON, ["act"])[0].fact
        key = identification.ask_determination(
            own, law="un-palermo", received_at=NOON, by=marek, at=NOON
        )
        identification.presume(key, facts=[fact], reasons="Papers.", by=marek, at=NOON)
        identification.record_suspicion(own, "A theft.", by=marek, at=NOON)
        return {
            "decided_person": own,
            "determination": key,
            "letter": identification.send_letter(key, "by_hand", by=marek, at=NOON),
            "non_punishment": questions_about(marek, self.scene.person, NOON)[0].key,
        }


def a_list_being_mapped(scene: Scene) -> dict[str, str]:
    """At Dawn Hotline: a list, a value of which has no meaning yet, and a mapping that is kept."""
    by = replace(scene.noor, abilities=scene.noor.abilities | {"exchange"})
    keys = [
        send_in_sheet(SimpleUploadedFile("list.csv", SHEET.encode()), by=by, at=NOON)
        for _ in range(2)
    ]
    columns = {0: "tc_WholeName", 1: "tc_Sex"}
    for key in keys:
        say_columns(key, columns, "", by=by, at=NOON)
    sheet = opened_sheet(by, keys[0], NOON)
    (asked,) = (each for each in asked_of(sheet) if each.values)
    meant = replace(asked.column, values={row.mark: "female" for row in asked.values})
    say_values(keys[0], {asked.position: meant}, by=by, at=NOON)
    finish_mapping(keys[0], "House list", by=by, at=NOON)
    return {"sheet": keys[1], "mapping": mappings_of(by)[0][0]}


def _picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (40, 40), "grey").save(held, "JPEG")
    return held.getvalue()
