"""One thread of care: what staff do with and for one person, each step through its service."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.audit.services import act
from throughcare.cases import services as cases
from throughcare.config.management.demonstration import words
from throughcare.config.management.demonstration.founding import Country
from throughcare.config.management.demonstration.people import Profile
from throughcare.consent import services as consent
from throughcare.identity.services import (
    add_contact,
    erase_person,
    record_birth,
    record_gender,
    record_names,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.persons.queries import person_with_key
from throughcare.referrals import services as referrals
from throughcare.referrals.rules import Way
from throughcare.referrals.services import Offer

SHARED = ("contact", "situation", "risk")
WITH_IDENTITY = ("identity", *SHARED)
GUARDIAN_KNOWN_SAFE = {
    "guardian_accompanies": False,
    "guardian_suspected": False,
    "guardian_benefits": False,
}


@dataclass
class Thread:
    """One person's thread, as far as it has been told: `at` is the moment that is told now.

    `cases` holds the key of each agency's case, `consents` the newest yes to each agency.
    """

    country: Country
    profile: Profile
    chance: random.Random
    at: datetime
    home: str = "DH"
    cases: dict[str, str] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    tasks: list[str] = field(default_factory=list)
    locked_by: Actor | None = None
    _person: UUID | None = None

    @property
    def person(self) -> UUID:
        """The nameless key; there is one once a case was opened."""
        if self._person is None:
            raise NotHere("person")
        return self._person

    def passes(self, at_least: timedelta, at_most: timedelta) -> datetime:
        """Some time passes: the moment of the next step."""
        self.at += at_least + self.chance.random() * (at_most - at_least)
        return self.at

    def by(self, ability: str, agency: str = "", part: str = "") -> Actor:
        """Who does it: somebody whose duties include it, or who locked the case to few."""
        if self.locked_by:
            return self.locked_by
        return self.country.worker(agency or self.home, ability, part, self.at, self.chance)

    # The case ------------------------------------------------------------------------------

    def opens(self, began_by: str = "call") -> None:
        """The first contact."""
        by = self.by("open_case")
        key = cases.open_case(by=by, at=self.at, began_by=began_by)
        self.cases[self.home] = key
        self._person = person_with_key(by.agency, key)

    def says_who(self, agency: str = "") -> None:
        """Names, birth, sex and gender, a safe way: said and written down in one go."""
        by, at, person, profile = self.by("speak", agency), self.at, self.person, self.profile
        with act("identity.recorded", by=by, at=at, subjects=[person]):
            record_names(person, profile.names, by=by, at=at)
            record_birth(person, profile.birth, by=by, at=at)
            record_gender(person, profile.gender, by=by, at=at)
            add_contact(person, profile.contact, by=by, at=at)

    def speaks(self, *, beside: bool = False) -> None:
        """The first conversation: what helps, and what happened as far as it is told."""
        said = self.profile.first_words() + self.profile.what_happened(self.chance, self.at.date())
        if beside:
            said += self.profile.companion_says()
        own_words = self.chance.choice(self.profile.situation.words)
        key, by = self.cases[self.home], self.by("speak")
        cases.record_statements(key, said, words=f"“{own_words}”", by=by, at=self.at)

    def tells_when(self) -> None:
        """When and where it was, as coarse as it is known."""
        if self.profile.situation.facts:
            year = self.at.year - self.chance.randrange(3)
            cases.add_historic_event(
                self.cases[self.home],
                kind=self.chance.choice(("Recruitment", "Exploitation", "Transit")),
                country="XA",
                year=year,
                by=self.by("speak"),
                at=self.at,
            )

    def notes(self, part: str = "situation", agency: str = "") -> None:
        """A short note into one part of the record."""
        agency = agency or self.home
        texts = {
            "health": words.HEALTH_NOTES,
            "justice": words.LEGAL_NOTES,
        }.get(part, words.BORDER_NOTES if agency == "NG" else words.NOTES)
        by = self.by("write_note", agency, part)
        cases.write_note(
            self.cases[agency], self.chance.choice(texts), part=part, by=by, at=self.at
        )

    def plans(self, due_at: datetime, agency: str = "") -> None:
        """Something to do by a time."""
        agency = agency or self.home
        kind, text = self.chance.choice(words.TASKS)
        key, by = self.cases[agency], self.by("speak", agency)
        task = cases.add_task(key, kind=kind, due_at=due_at, words=text, by=by, at=self.at)
        self.tasks.append(task)

    def does_what_was_planned(self) -> None:
        """The oldest task is done."""
        cases.finish_task(self.tasks.pop(0), by=self.by("speak"), at=self.at)

    def closes(self, reason: str, agency: str = "") -> None:
        """The case is closed."""
        agency = agency or self.home
        by = self.by("manage_case", agency)
        cases.close_case(self.cases[agency], reason=reason, by=by, at=self.at)

    def locks(self) -> None:
        """Complicity is feared: for all but two people the case exists no more."""
        by = self.by("lock_case")
        other = self.by("manage_case")
        cases.lock_case(self.cases[self.home], {other.staff}, by=by, at=self.at)
        self.locked_by = by

    def is_forgotten(self) -> None:
        """The person asks to be erased."""
        erase_person(self.person, "asked_by_person", by=self.by("erase_person"), at=self.at)

    # What the person allows ------------------------------------------------------------------

    def allows(
        self,
        *agencies: str,
        by_voice: bool = False,
        parts: tuple[str, ...] = WITH_IDENTITY,
        purpose: str = "care",
        answer: str = "yes",
    ) -> None:
        """One conversation about sharing; for a young child, somebody who counts answers."""
        until = timedelta(hours=72) if by_voice else timedelta(days=self.chance.randrange(90, 330))
        young = self.profile.is_young_on(self.at.date())
        guardian = {"given_by": "temporary_guardian", **GUARDIAN_KNOWN_SAFE} if young else {}
        said = [
            consent.Answer(
                recipient=self.country.agencies[agency],
                purpose=purpose,
                parts=parts,
                until=self.at + until,
                answer=answer,
                given="by_voice" if by_voice else "on_a_page",
                birth=self.profile.born,
                language=self.profile.community.language,
                interpreter=self.profile.community.language != "eng",
                **guardian,  # type: ignore[arg-type]
            )
            for agency in agencies
        ]
        by = self.by("record_consent")
        keys = consent.record_answers(self.person, said, by=by, at=self.at)
        if answer == "yes":
            self.consents.update(zip(agencies, keys, strict=True))

    def is_decided_for(self, agency: str) -> None:
        """A decision in the best interest of a child who was heard."""
        decision = consent.BestInterestDecision(
            recipient=self.country.agencies[agency],
            purpose="care",
            parts=SHARED,
            until=self.at + timedelta(days=90),
            views={"child": "agrees", "carer": "agrees"},
            deciders=words.WHO_DECIDED,
            why=words.WHY_A_CHILD,
            birth=self.profile.born,
        )
        by = self.by("record_consent")
        key = consent.decide_best_interest(self.person, decision, by=by, at=self.at)
        self.consents[agency] = key

    def takes_back(self, agency: str) -> None:
        """The person takes a yes back."""
        key = self.consents.pop(agency)
        consent.withdraw_consent(key, by=self.by("record_consent"), at=self.at)

    def is_reported(self, agency: str) -> None:
        """The law of the invented country requires a report about a child."""
        due = consent.DueReport(
            recipient=self.country.agencies[agency],
            recipient_staff=self.country.focal_points(agency),
            cause="child",
            parts=("risk",),
            until=self.at + timedelta(days=30),
            person_was_told=True,
            why=words.WHY_REPORTED,
        )
        consent.make_report(self.person, due, by=self.by("record_consent"), at=self.at)

    def is_asked_for_by_order(self) -> None:
        """A prosecutor's order came on paper: checked by a lawyer, served as a copy of one part."""
        lawyer = self.by("record_consent")
        paper = consent.PaperOrder(
            authority=self.country.agencies["PN"],
            number=f"{self.chance.randrange(100, 999)}/{self.at.year}",
            parts=["justice"],
            until=self.at + timedelta(days=60),
        )
        order = consent.receive_order(self.person, paper, by=lawyer, at=self.at)
        consent.check_order(order, by=lawyer, at=self.at)
        consent.serve_copy_on_order(order, ["justice"], by=lawyer, at=self.at)

    # Referrals -------------------------------------------------------------------------------

    def is_offered(
        self, *services: str, urgency: str, kind: str = "referral", way: Way = Way.ACCOUNT
    ) -> list[str]:
        """Services are asked, all at once: the keys of the offers."""
        need = self.profile.situation.needs[0]
        travel = self.chance.choice(("alone", "with_escort", "needs_transport"))
        return referrals.offer_referral(
            self.cases[self.home],
            self.profile.summary_on(self.at.date(), self.profile.situation.needs, travel),
            to=[Offer(self.country.services[service], way) for service in services],
            urgency=urgency,
            kind=kind,
            words=words.IN_ONE_LINE.get(need, words.ANYTHING_ELSE),
            by=self.by("offer_referral"),
            at=self.at,
        )

    def is_accepted(self, offer: str, agency: str) -> None:
        """The agency says yes; a case of its own begins."""
        by = self.by("answer_referral", agency)
        arrives_at = self.at + timedelta(hours=self.chance.randrange(2, 30))
        self.cases[agency] = referrals.accept_referral(
            offer, arrives_at=arrives_at, by=by, at=self.at
        )

    def is_declined(self, offer: str, agency: str, reason: str) -> None:
        """The agency says no."""
        by = self.by("answer_referral", agency)
        referrals.decline_referral(offer, reason=reason, by=by, at=self.at)

    def is_asked_about(self, offer: str, agency: str) -> tuple[str, str]:
        """The agency asks something first: the key of the question, and what will be answered."""
        question, answer = self.chance.choice(words.QUESTIONS)
        by = self.by("answer_referral", agency)
        return referrals.ask_about_referral(offer, question, by=by, at=self.at), answer

    def answers(self, offer: str, asked: tuple[str, str]) -> None:
        """The sender answers the question."""
        question, answer = asked
        by = self.by("offer_referral")
        referrals.answer_question(offer, question, answer, by=by, at=self.at)

    def is_heard_of(self, offer: str, *, accepted: bool) -> None:
        """What a service without an account answered by phone or on paper is entered."""
        reason = "" if accepted else "no_place"
        by = self.by("offer_referral")
        referrals.enter_answer(offer, accepted=accepted, reason=reason, by=by, at=self.at)

    def waits_in_vain(self) -> None:
        """The time to answer is over: the house itself lets the offer expire."""
        referrals.expire_overdue(self.at)

    def is_withdrawn(self, offer: str) -> None:
        """The sender withdraws the offer."""
        referrals.withdraw_referral(offer, by=self.by("offer_referral"), at=self.at)

    def arrives(self, offer: str, agency: str) -> None:
        """Handed over in person."""
        referrals.hand_over(offer, by=self.by("report_outcome", agency), at=self.at)

    def comes_to(self, offer: str, outcome: str, agency: str) -> None:
        """How it went."""
        by = self.by("report_outcome", agency)
        referrals.report_outcome(offer, outcome=outcome, by=by, at=self.at)
