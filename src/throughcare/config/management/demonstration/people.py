"""Who an invented person is, drawn by chance from a seed."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughcare.cases.rules import Statement
from throughcare.config.management.demonstration.names import COMMUNITIES, Community, names_of
from throughcare.config.management.demonstration.places import telephone
from throughcare.config.management.demonstration.situations import SITUATIONS, Situation
from throughcare.identity.rules import Birth, Gender, Name, SafeContact
from throughcare.referrals.rules import Summary
from throughcare_core.vocab import age_band

CONSENTS_ALONE_FROM = 16
"""The age of the invented country's own law."""

MALE_EVERY = 4
TRANSGENDER_EVERY = 37

SAFE_TIMES = ("Weekdays 10:00 to 12:00", "After 20:00", "Mornings, never at night", "Any time")
CODE_WORDS = ("the sewing class", "the library", "the bicycle", "the bread order")


@dataclass(frozen=True, slots=True)
class Profile:
    """One invented person, as she or he would answer if everything were asked."""

    situation: Situation
    community: Community
    names: tuple[Name, ...]
    born: date
    knows_birthday: bool
    gender: Gender
    contact: SafeContact
    children: tuple[str, ...]
    access_needs: tuple[str, ...]
    house_risk: str

    def age_on(self, day: date) -> int:
        """Age in whole years."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def is_young_on(self, day: date) -> bool:
        """Whether somebody else must consent."""
        return self.age_on(day) < CONSENTS_ALONE_FROM

    @property
    def birth(self) -> Birth:
        """The birth as it is written down: many know the year alone."""
        if self.knows_birthday:
            return Birth("exact", day=self.born)
        return Birth("estimated", year=self.born.year)

    @property
    def service_for(self) -> str:
        """Whom a service should be for, as this person wishes."""
        if self.children:
            return "family"
        if self.gender.gender == "TransgenderFeminine":
            return "transgender"
        return {"female": "women", "male": "men"}.get(self.gender.sex, "any")

    def summary_on(self, day: date, needs: tuple[str, ...], travel: str) -> Summary:
        """The referral summary: codes alone."""
        young = self.age_on(day) < 18
        return Summary(
            needs=needs,
            age_band=age_band(self.age_on(day)) or "unknown",
            service_for="children" if young and not self.children else self.service_for,
            languages=(self.community.language, *self.community.also[:1]),
            children=self.children,
            access_needs=self.access_needs,
            house_risk=self.house_risk,
            travel=travel,
        )

    def first_words(self) -> list[Statement]:
        """What is said first: whether it is safe, in which language, what would help."""
        said = [
            Statement("safe_to_talk"),
            Statement("danger_now", answer="yes" if self.house_risk == "high" else "no"),
            Statement("language", self.community.language),
            Statement("service_for", self.service_for),
            Statement("house_risk", self.house_risk),
        ]
        said += [Statement("need", need) for need in self.situation.needs]
        said += [Statement("children_with_person", band) for band in self.children]
        said += [Statement("access_need", need) for need in self.access_needs]
        return said

    def what_happened(self, chance: random.Random, on: date | None = None) -> list[Statement]:
        """What is told of the situation; nothing for somebody who was not exploited.

        `on`: the day on which it is told, where the age of that time is told, too.
        """
        said = [Statement(topic, code) for topic, code in self.situation.facts]
        count = min(2, len(self.situation.perhaps))
        beside = chance.sample(self.situation.perhaps, count)
        said += [Statement(topic, code) for topic, code in beside]
        if said:
            said.append(Statement("country_of_exploitation", "XA"))
            band = age_band(self.age_on(on)) if on else None
            said += [Statement("age_then", band)] if band else []
        return said

    def companion_says(self) -> list[Statement]:
        """What somebody who travels along says against it: kept beside, it lowers nothing."""
        told = self.situation.facts[:1]
        return [Statement(topic, code, "no", "companion") for topic, code in told]


def draw(number: int, chance: random.Random, now: datetime) -> Profile:
    """The `number`-th person: every fourth a man or a boy, now and then a transgender woman."""
    male = number % MALE_EVERY == MALE_EVERY - 1
    fitting = [each for each in SITUATIONS if ("m" if male else "f") in each.who]
    situation = chance.choices(fitting, [each.often for each in fitting])[0]
    youngest, oldest = situation.ages
    age = min(youngest + int(chance.expovariate(0.11)), oldest)
    born = (now - timedelta(days=age * 365.25 + chance.randrange(365))).date()
    community = chance.choice(COMMUNITIES)
    gender = _gender(number, male, age, community)
    return Profile(
        situation=situation,
        community=community,
        names=names_of(community, gender.gender != "Masculine", chance),
        born=born,
        knows_birthday=chance.random() < 0.6,
        gender=gender,
        contact=_contact(chance),
        children=_children(age, gender, chance),
        access_needs=_access_needs(chance),
        house_risk=chance.choice(("none", "none", "some", "some", "high")),
    )


def _gender(number: int, male: bool, age: int, community: Community) -> Gender:
    citizenships = (community.citizenship,)
    if age >= 18 and not male and number % TRANSGENDER_EVERY == TRANSGENDER_EVERY - 1:
        return Gender("male", "TransgenderFeminine", citizenships)
    if male:
        return Gender("male", "Masculine", citizenships)
    return Gender("female", "Feminine", citizenships)


def _contact(chance: random.Random) -> SafeContact:
    if chance.random() < 0.1:
        return SafeContact("phone", telephone(chance), ("none",), who_reads="Somebody else")
    return SafeContact(
        "phone",
        telephone(chance),
        chance.choice((("call",), ("text_message",), ("messaging_app", "text_message"))),
        times=chance.choice(SAFE_TIMES),
        who_reads="The person alone",
        say=chance.choice(CODE_WORDS),
    )


def _children(age: int, gender: Gender, chance: random.Random) -> tuple[str, ...]:
    often = 0.22 if gender.sex == "female" else 0.05
    if age < 18 or chance.random() > often:
        return ()
    bands = ("0-1", "2-5") if age < 27 else ("0-1", "2-5", "6-11")
    return tuple(chance.sample(bands, chance.choice((1, 1, 2))))


def _access_needs(chance: random.Random) -> tuple[str, ...]:
    if chance.random() > 0.15:
        return ()
    return (chance.choice(("step_free", "reading", "quiet_room", "pregnancy", "hearing")),)
