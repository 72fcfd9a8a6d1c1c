"""What readers see: the bar by part and access, deciding, the letter, the assessment."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in, staff
from throughcare.audit import queries as audit
from throughcare.cases.rules import Statement
from throughcare.cases.services import begin_case, record_statements
from throughcare.identification import queries, services
from throughcare.identification.models import (
    Charge,
    Determination,
    Letter,
    LinkedCount,
    NonPunishment,
)
from throughcare.identification.tests.factories import LAW, Scene
from throughcare.identity.rules import Birth, Paper, SafeContact
from throughcare.identity.services import (
    add_contact,
    add_document,
    change_contact,
    record_birth,
)
from throughcare.kernel.actors import Actor


@pytest.fixture(autouse=True)
def quarter_past() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=15)):
        yield


def signed_in(by: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=by.staff))
    return client


def read(client: Client, name: str, *keys: str) -> str:
    answer = client.get(reverse(f"identification:{name}", args=keys))
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


def send(client: Client, name: str, key: str, **sent: object) -> str:
    """What the page says after something was sent and followed."""
    answer = client.post(reverse(f"identification:{name}", args=[key]), sent, follow=True)
    assert answer.status_code == 200, (name, answer.status_code, answer.content.decode()[-900:])
    return str(answer.content.decode())


def test_an_officer_asks_and_decides_without_a_script(scene: Scene) -> None:
    marek = signed_in(scene.marek)
    page = send(marek, "ask", scene.key, law=LAW, received_on="2026-03-02")
    assert "First decision, target" in page
    assert "invented for the demonstration" in page
    key = Determination.objects.get().key
    fact = scene.facts()[0]
    form = read(marek, "decide", key)
    assert "Recruiting" in form
    assert "The person, to Dawn Hotline" in form
    page = send(marek, "decide", key, finds="presumed", facts=[fact], reasons="Told the same.")
    assert "Presumed: there are reasonable grounds" in page
    assert "Rests on 1 fact." in page
    assert "nobody may be removed" in page


def test_a_refusal_loses_nothing_typed(scene: Scene) -> None:
    key = scene.asked()
    sent = {"finds": "not_established", "reasons": "A long thought."}
    answer = signed_in(scene.marek).post(reverse("identification:decide", args=[key]), sent)
    assert answer.status_code == 422
    assert "A long thought." in answer.content.decode()
    assert "which element" in answer.content.decode()


def test_the_bar_shows_the_status_by_authority_to_who_may_read_it_alone(scene: Scene) -> None:
    scene.presumed()
    office = reverse("cases:case", args=[scene.key])
    dawn = reverse("cases:case", args=[scene.dawn_key])
    assert "Presumed: there are" in signed_in(scene.marek).get(office).content.decode()
    noor = signed_in(scene.noor).get(dawn).content.decode()
    assert "Presumed" not in noor
    assert "Prosecutor of the North" not in noor.split('class="tc-bar"')[1].split("</dl>")[0]


def test_not_established_is_never_shown_as_not_a_victim(scene: Scene) -> None:
    key = scene.not_established()
    marek = signed_in(scene.marek)
    for page in (read(marek, "determination", key), read(marek, "person", scene.key)):
        assert "Not established under this law" in page
        assert "not a victim" not in page.lower().replace("say that somebody is not a victim", "")


def test_a_reader_of_the_status_alone_finds_no_reasons(scene: Scene) -> None:
    key = scene.presumed()
    assert "Told the same." in read(signed_in(scene.marek), "determination", key)
    clerk = read(signed_in(scene.clerk), "determination", key)
    assert "Presumed" in clerk
    assert "Told the same." not in clerk
    assert ">Decide<" not in clerk


def test_the_letter_says_what_it_means_and_never_why(scene: Scene) -> None:
    key = scene.not_established()
    marek = signed_in(scene.marek)
    page = send(marek, "send_letter", key, way="by_hand")
    assert "You may appeal" in page
    assert "does not end any help" in page
    assert "No means was shown" not in page
    made = Letter.objects.get().key
    answer = marek.get(reverse("identification:letter_pdf", args=[made]))
    assert answer.status_code in (200, 403)
    if answer.status_code == 200:
        assert answer.content.startswith(b"%PDF")
        assert 'filename="letter.pdf"' in answer["Content-Disposition"]


def test_a_letter_is_not_opened_once_its_address_is_safe_no_longer(scene: Scene) -> None:
    key = scene.presumed()
    home = SafeContact("address", "1 Hill Road", ("letter",), say="the sewing class")
    contact = add_contact(scene.person, home, by=scene.marek, at=NOON)
    marek = signed_in(scene.marek)
    assert "1 Hill Road" in send(marek, "send_letter", key, way="to_contact", contact=contact)
    unsafe = SafeContact("address", "1 Hill Road", ("none",))
    change_contact(contact, unsafe, by=scene.marek, at=NOON, seen_version=1)
    answer = marek.get(reverse("identification:letter", args=[Letter.objects.get().key]))
    assert answer.status_code == 403
    assert "1 Hill Road" not in answer.content.decode()


def test_the_question_of_non_punishment_is_shown_on_both_sides_alone(scene: Scene) -> None:
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    scene.presumed()
    assert "The question stands" in read(signed_in(scene.alix), "person", scene.key)
    marek = read(signed_in(scene.marek), "person", scene.key)
    assert "Non-punishment" not in marek
    assert "Behind the wall" not in marek
    key = NonPunishment.objects.get().key
    page = send(signed_in(scene.alix), "non_punishment", key, outcome="raised", words="Forced.")
    assert "Raised with the prosecutor or the court" in page
    assert "Forced." in page


@pytest.mark.parametrize("who", ["noor", "ines", "officer", "clerk"])
def test_hotline_shelter_and_border_find_no_assessment(scene: Scene, who: str) -> None:
    by: Actor = getattr(scene, who)
    own = {"noor": scene.dawn_key, "clerk": scene.key}.get(who)
    own = own or begin_case(scene.person, by=by, at=NOON, began_by="agency").key
    client = signed_in(by)
    for answer in (
        client.get(reverse("identification:assessment", args=[own])),
        client.post(reverse("identification:assessment", args=[own]), {"needed_for": "decision"}),
    ):
        assert answer.status_code == 404


def test_an_assessment_is_run_for_a_need_leaves_a_look_and_is_kept_nowhere(scene: Scene) -> None:
    advocate = signed_in(scene.advocate)
    asked = read(advocate, "assessment", scene.dawn_key)
    assert "tc-laws" not in asked
    assert (
        advocate.post(reverse("identification:assessment", args=[scene.dawn_key]), {}).status_code
        == 422
    )
    page = send(advocate, "assessment", scene.dawn_key, needed_for="application")
    assert "Demonstration country, Act 12 of 2019" in page
    assert "UN Trafficking Protocol" in page
    assert "Minnesota" not in page
    assert "Recruiting" in page
    assert "The person, to Dawn Hotline" in page
    (line,) = audit.newest_lines()[:1]
    assert (line.kind, line.code) == ("look", "assessment.run")
    assert line.entry["codes"][0]["needed_for"] == "application"


def test_other_laws_are_shown_when_they_are_asked_for(scene: Scene) -> None:
    page = send(
        signed_in(scene.advocate),
        "assessment",
        scene.dawn_key,
        needed_for="decision",
        laws=["us-mn-sex", "zw-2014"],
    )
    assert "Minnesota, Statutes" in page
    assert "It may already be in:" in page
    assert "ask her" not in page.lower()


def test_what_a_companion_says_stands_beside_and_changes_no_verdict(scene: Scene) -> None:
    advocate = signed_in(scene.advocate)
    before = send(advocate, "assessment", scene.dawn_key, needed_for="decision")
    denial = [Statement("act", "recruitment", "no", "companion")]
    record_statements(scene.dawn_key, denial, by=scene.noor, at=NOON)
    after = send(advocate, "assessment", scene.dawn_key, needed_for="decision")
    assert "kept beside, lowers nothing" in after
    assert before.count('data-v="met"') == after.count('data-v="met"')


def test_an_element_that_the_authority_disputes_is_unknown_and_shown(scene: Scene) -> None:
    key = scene.asked()
    send(signed_in(scene.marek), "dispute", key, element="means")
    found = queries.disputes_of(Determination.objects.get())
    assert found == ["means"]
    assert "By what means" in read(signed_in(scene.marek), "determination", key)
    assert "choose it to take the mark off" in read(signed_in(scene.marek), "dispute", key)
    page = send(signed_in(scene.marek), "assessment", scene.key, needed_for="decision")
    assert "marked disputed by the deciding authority" in page
    send(signed_in(scene.marek), "dispute", key, element="means")
    assert queries.disputes_of(Determination.objects.get()) == []


def test_facts_in_the_words_of_the_laws_are_written_down_with_their_source(scene: Scene) -> None:
    page = send(
        signed_in(scene.advocate),
        "facts",
        scene.dawn_key,
        said_by="document",
        answer="yes",
        means=["document_retention"],
        moved="on",
        age_then="16-17",
    )
    assert "A document, to Dawn Hotline" in page
    assert "Age then: 16 or 17" in page
    page = send(
        signed_in(scene.advocate),
        "assessment",
        scene.dawn_key,
        needed_for="decision",
        laws=["zw-2014"],
    )
    assert "The person was moved" in page


def test_two_counts_are_for_coordinators_and_name_nobody(scene: Scene) -> None:
    scene.presumed()
    assert signed_in(scene.marek).get("/two-counts/").status_code == 403
    cora = staff(scene.dawn, "Cora", ["coordinator"])
    client = Client()
    sign_in(client, cora)
    assert "Nothing has been counted yet" in client.get("/two-counts/").content.decode()
    months = {"first": "2026-02", "last": "2026-02"}
    page = client.post("/two-counts/count/", months, follow=True).content.decode()
    assert "These numbers stay as they are." in page
    assert "February 2026" in page
    assert "Too few people" in page
    assert "The rule of each number" in page
    for secret in (scene.key, scene.dawn_key, scene.person.hex, str(scene.person)):
        assert secret not in page
    again = client.post("/two-counts/count/", months)
    assert again.status_code == 403
    assert client.get("/two-counts/?period=nothing").status_code == 422


def test_what_became_of_a_charge_is_for_who_decides_or_reads_the_justice_part(
    scene: Scene,
) -> None:
    key = scene.presumed()
    said = {"came_to": "recharged", "charged_as": "labour_law", "lacks": "means"}
    page = send(signed_in(scene.marek), "charge", key, came_on="2026-03-02", **said)
    assert "Breach of labour law" in page
    assert "Element that failed" in page
    assert "Breach of labour law" in read(signed_in(scene.clerk), "determination", key)
    scene.opened_to_the_lawyer("situation")
    assert "Breach of labour law" not in read(signed_in(scene.lina), "determination", key)
    for by in (scene.lina, scene.noor, scene.officer):
        address = reverse("identification:charge", args=[key])
        assert signed_in(by).get(address).status_code == 404


def test_a_charge_that_cannot_be_is_refused_and_nothing_is_lost(scene: Scene) -> None:
    key = scene.presumed()
    address = reverse("identification:charge", args=[key])
    sent = {"came_to": "recharged", "lacks": "means", "came_on": "2026-03-02"}
    marek = signed_in(scene.marek)
    for wrong, why in (
        ({}, "what was charged instead"),
        ({"came_to": "dropped", "charged_as": "fraud"}, "leave that empty"),
        ({"charged_as": "fraud", "came_on": "2026-03-03"}, "after today"),
        ({"charged_as": "fraud", "came_on": "2025-03-03"}, "before a decision"),
    ):
        answer = marek.post(address, sent | wrong)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert not Charge.objects.exists()


def test_who_decides_and_who_argues_find_on_today_what_waits_and_what_ends(scene: Scene) -> None:
    key = scene.asked()
    today = signed_in(scene.marek).get("/").content.decode()
    assert reverse("identification:determination", args=[key]) in today
    assert "All decisions that wait" in today
    for by in (scene.clerk, scene.noor, scene.officer):
        assert key not in signed_in(by).get("/").content.decode()


def test_recovery_that_ends_soon_stands_on_today_of_the_lawyer_too(scene: Scene) -> None:
    scene.opened_to_the_lawyer("situation")
    key = scene.presumed()
    assert key not in signed_in(scene.lina).get("/").content.decode()
    Determination.objects.filter(key=key).update(protected_through=NOON.date() + timedelta(days=9))
    assert key in signed_in(scene.lina).get("/").content.decode()
    assert key not in signed_in(scene.noor).get("/").content.decode()


def test_no_proof_of_age_is_a_warning_until_a_paper_was_seen(scene: Scene) -> None:
    warning = "No paper that proves the age"
    marek = signed_in(scene.marek)
    page = send(marek, "assessment", scene.key, needed_for="decision", laws=["coe-197"])
    assert warning in page
    assert "presumed to be a child under" in page
    assert "ask her" not in page.lower()
    add_document(scene.person, Paper("birth_certificate", check="told"), by=scene.marek, at=NOON)
    assert warning in read(marek, "person", scene.key)
    add_document(scene.person, Paper("birth_certificate", check="seen"), by=scene.marek, at=NOON)
    assert warning not in read(marek, "person", scene.key)
    assert warning not in read(signed_in(scene.noor), "person", scene.dawn_key)


def test_of_a_grown_up_nobody_asks_for_a_proof_of_age(scene: Scene) -> None:
    record_birth(scene.person, Birth("estimated", year=1980), by=scene.marek, at=NOON)
    assert "No paper that proves" not in read(signed_in(scene.marek), "person", scene.key)


def test_texts_of_laws_are_marked_as_what_they_are_in(scene: Scene) -> None:
    marek = signed_in(scene.marek)
    marek.cookies["language"] = "ar"
    page = send(marek, "assessment", scene.key, needed_for="decision", laws=["us-mn-sex"])
    assert 'lang="ar"' in page
    for title in ("Minnesota, Statutes", "UN Trafficking Protocol"):
        assert f'<bdi lang="en">{title}' in page


def test_a_linked_count_that_is_wrong_loses_nothing_and_leads_back_to_its_period(
    scene: Scene,
) -> None:
    client = signed_in(staff_actor(scene))
    counted = client.post("/two-counts/count/", {"first": "2026-02", "last": "2026-02"})
    period = counted["Location"].partition("period=")[2]
    sent = {"period": period, "linked_by": "The university"}
    wrong = client.post(reverse("identification:linked_count"), {**sent, "people": "many"})
    assert wrong.status_code == 422
    assert "The university" in wrong.content.decode()
    assert not LinkedCount.objects.exists()
    done = client.post(reverse("identification:linked_count"), {**sent, "people": "7"})
    assert f"period={period}" in done["Location"]
    assert LinkedCount.objects.get().people == 7
    assert client.get(done["Location"]).status_code == 200


def staff_actor(scene: Scene) -> Actor:
    """A coordinator."""
    return actor_of(staff(scene.dawn, "Cora", ["coordinator"]), NOON)


def test_the_letter_is_in_the_language_of_who_receives_it(scene: Scene) -> None:
    key = scene.presumed()
    marek = signed_in(scene.marek)
    send(marek, "send_letter", key, way="by_hand")
    letter = Letter.objects.get().key
    marek.post(reverse("web:tell_in"), {"about": letter, "told_in": "ar"})
    page = read(marek, "letter", letter)
    assert "Decision" not in page
    assert "Back" in page  # what the officer reads stays in the officer's language
    assert 'value="ar" lang="ar" selected' in page


def test_without_a_fact_the_officer_is_told_so(scene: Scene) -> None:
    key = scene.asked()
    assert "No fact is written down" not in read(signed_in(scene.marek), "decide", key)
    with patch("throughcare.identification.views.deciding.fact_choices", return_value=[]):
        assert "No fact is written down" in read(signed_in(scene.marek), "decide", key)


def test_a_lawyer_at_a_border_post_finds_no_assessment_either(scene: Scene) -> None:
    lawyer = staff(scene.police, "Lawyer", ["lawyer"])
    own = begin_case(scene.person, by=actor_of(lawyer, NOON), at=NOON, began_by="agency").key
    client = Client()
    sign_in(client, lawyer)
    assert client.get(reverse("identification:assessment", args=[own])).status_code == 404
