"""What the Prosecutor of the North decides under the invented Act, and how it is counted."""

from random import Random

from django.utils import timezone

from throughcare.cases import services as cases
from throughcare.config.management.demonstration.founding import Country
from throughcare.config.management.demonstration.thread import Thread
from throughcare.consent.services import open_parts
from throughcare.identification import services
from throughcare.identification.queries.assessment import Assessment, assessment_of
from throughcare.identification.rules.periods import months_over, period_of
from throughcare.kernel.actors import Actor

AUTHORITY, LAW = "PN", "xa-12-2019"
TO_DECIDE = ("identity", "situation")
CAME_TO = (("dropped", ""), ("dropped", ""), ("recharged", "labour_law"), ("recharged", "pimping"))
FAILED = ("means", "means", "purpose", "act")
"""What became of charges that failed, and for want of which element: an invention."""


def is_taken_to_the_authority(thread: Thread) -> None:
    """With the person's consent the authority begins its own record, and reads what was told."""
    by = _officer(thread)
    focal = thread.country.focal_points(AUTHORITY)
    key = thread.consents[AUTHORITY]
    open_parts(key, parts=TO_DECIDE, to_staff=[*{by.staff, *focal}], by=by, at=thread.at)
    case = cases.begin_case(thread.person, by=by, at=thread.at, began_by="agency")
    thread.cases[AUTHORITY] = case.key


def is_asked_to_decide(thread: Thread) -> str:
    """A decision under the Act is asked for: the key of the determination."""
    return services.ask_determination(
        thread.cases[AUTHORITY],
        law=LAW,
        received_at=thread.at,
        by=_officer(thread),
        at=thread.at,
    )


def decides_first(thread: Thread, key: str) -> bool:
    """Reasonable grounds, or what the Act asks for and nobody recorded: whether there are any."""
    by = _officer(thread)
    found = assessment_of(by, thread.person, thread.at)
    lacks = _lacks(found)
    if lacks:
        services.find_not_established(
            key, lacks=lacks, reasons="The Act does not name it.", by=by, at=thread.at
        )
        return False
    services.presume(
        key,
        facts=_facts(found),
        reasons="What was told and what was seen agree.",
        by=by,
        at=thread.at,
    )
    return True


def decides_at_last(thread: Thread, key: str) -> None:
    """The conclusive decision."""
    by = _officer(thread)
    found = assessment_of(by, thread.person, thread.at)
    services.identify(
        key, facts=_facts(found), reasons="Nothing speaks against it.", by=by, at=thread.at
    )
    services.send_letter(key, "by_hand", by=by, at=thread.at)


def charge_fails(thread: Thread, key: str) -> None:
    """The charge of trafficking is dropped, or becomes another, for want of one element."""
    came_to, charged_as = thread.chance.choice(CAME_TO)
    services.record_charge(
        key,
        came_to=came_to,
        charged_as=charged_as,
        lacks=thread.chance.choice(FAILED),
        came_on=timezone.localtime(thread.at).date(),
        by=_officer(thread),
        at=thread.at,
    )


def year_is_counted(country: Country) -> None:
    """The coordinator counts the twelve months that are over, for the two counts."""
    by = country.worker("NC", "coordinate", "", country.now, Random(country.seed))  # noqa: S311
    months = months_over(timezone.localtime(country.now).date())
    period = period_of(f"{months[11]:%Y-%m}", f"{months[0]:%Y-%m}")
    services.count_period(period, by=by, at=country.now)


def _officer(thread: Thread) -> Actor:
    return thread.country.worker(AUTHORITY, "determine", "situation", thread.at, thread.chance)


def _lacks(found: Assessment) -> list[str]:
    """The elements of the Act that what is recorded does not meet."""
    place = [column.code for column in found.table.columns].index(LAW)
    return [
        line.element
        for line in found.table.lines
        if line.cells[place].verdict in ("unknown", "not met")
    ]


def _facts(found: Assessment) -> list[int]:
    return sorted(
        {row.fact for line in found.lines for _law, cell in line.cells for row in cell.facts}
    )
