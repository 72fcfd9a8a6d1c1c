"""How long the two counts of a country take: at most 3 s for 200,000 people, on either data base.

In a house that is there (its environment set), which it fills further: `python -m
benchmarks.two_counts [PEOPLE]`. In a house of its own: `python -m benchmarks.definitions --counts`.
Answers are those of the demonstration's situations, so that many people say the same and many
something of their own; every tenth was decided about, half of these linked by consent.
"""

import json
import random
import sys
import time
from datetime import timedelta

import django

PORTION = 5_000
DECIDED = 10


def fill(people: int) -> None:
    """So many people more with a case, answers, and here and there a decision and a consent."""
    from django.utils import timezone

    from throughcare.agencies.models import Agency, Staff
    from throughcare.cases.models import CaseFile, Fact
    from throughcare.config.management.demonstration.situations import SITUATIONS
    from throughcare.consent.models import Ground
    from throughcare.identification.models import Determination
    from throughcare.kernel.queries import insert_many
    from throughcare.persons.models import Person

    chance = random.Random(7)  # noqa: S311 - invented
    at = timezone.now().replace(day=1) - timedelta(days=2)
    day = timezone.localtime(at).date()
    helping = list(Agency.objects.filter(kind__in=["Helpline", "Shelter", "NGO"]))
    office = Agency.objects.get(kind="Prosecution")
    staff = Staff.objects.filter(agency=office).first()
    assert staff is not None
    told = [each for each in SITUATIONS if each.facts]
    often = [each.often for each in told]
    for start in range(0, people, PORTION):
        persons = [Person() for _ in range(min(PORTION, people - start))]
        cases, facts, decided, grounds = [], [], [], []
        for number, person in enumerate(persons):
            holder = helping[number % len(helping)]
            case = CaseFile(
                person=person, agency=holder, began_by="call", opened_at=at, touched_at=at
            )
            cases.append(case)
            (said,) = chance.choices(told, often)
            answers = [*said.facts, *chance.sample(said.perhaps, min(2, len(said.perhaps)))]
            facts += [
                Fact(
                    case=case,
                    topic=topic,
                    value=value,
                    part="situation",
                    said_by="person",
                    said_at=at,
                    recorded_by=staff,
                )
                for topic, value in answers
            ]
            if number % DECIDED == 0:
                decided.append(
                    Determination(
                        person=person,
                        agency=office,
                        law="xa-12-2019",
                        country="XA",
                        received_at=at,
                        asked_by=staff,
                        state="presumed",
                        presumed_on=day,
                        protected_through=day,
                    )
                )
            if number % (2 * DECIDED) == 0:
                grounds.append(
                    Ground(
                        kind="consent",
                        person=person,
                        holder=holder,
                        recipient=office,
                        purpose="justice",
                        parts=["situation"],
                        given="on_a_page",
                        given_at=at,
                        given_by="the_person",
                        starts=at,
                        until=at + timedelta(days=90),
                        recorded_by=staff,
                        words=b"",
                    )
                )
        insert_many(persons)
        insert_many(cases)
        insert_many(facts)
        insert_many(decided)
        insert_many(grounds)


def measure() -> dict[str, float]:
    """Seconds of counting the last twelve months that are over, and how many people they are of."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from throughcare.identification.queries.counting import law_compared, tallied
    from throughcare.identification.rules.periods import Period, months_over
    from throughcare.identification.rules.shown import counted, two_counts

    months = months_over(timezone.localdate())
    period = Period(months[11], timezone.localdate().replace(day=1) - timedelta(days=1))
    law = law_compared(period.until)
    assert law is not None
    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        work = time.process_time()
        tally = tallied(period, law)
        found = two_counts(counted(tally).whole)
        seconds, work = time.perf_counter() - began, time.process_time() - work
    return {
        "people": sum(tally.counted.values()) + sum(tally.others.values()),
        "ngos": found.ngos or 0,
        "authorities": found.authorities or 0,
        "queries": len(queries),
        "seconds": round(seconds, 2),
        "of own work": round(work, 2),
        "in the data base": round(sum(float(query["time"]) for query in queries), 2),
    }


if __name__ == "__main__":
    django.setup()
    from django.db import connection, transaction

    if len(sys.argv) > 1:
        with transaction.atomic():
            fill(int(sys.argv[1]))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("analyze")  # as the data base does by itself after a while
    print(json.dumps(measure()))
