"""A finding in words: why, what would settle it, and which lines of the law are uncertain."""

from datetime import date, timedelta
from typing import Any

from throughcare_core.vocab import label

from . import sentences
from .facts import Facts, Statement
from .findings import SPELLED, Finding, Reading, Values, disputed_under
from .laws import Consent, Line, Version, Way
from .sentences import NOT_NEEDED, Said
from .words import Truth, plain

ALWAYS_SHOWN = ("act", "means", "purpose")
A_YEAR = timedelta(days=366)


def answer(finding: Finding) -> dict[str, Any]:
    """The finding in the words of the file format, ready for JSON."""
    reading, said = finding.by, _said(finding)
    return {
        "id": finding.facts.id,
        "law": finding.law.code,
        "version": reading.version.version if reading else None,
        "finding": finding.finding,
        "elements": _elements(said),
        "reasons": _reasons(finding, said),
        "would_settle": _would_settle(finding, said),
        "uncertain_lines": _uncertain_lines(finding, said),
        "on": finding.on.isoformat() if finding.on else None,
        "way": _way(reading).name if reading else None,
        "rests_on": {each.name: each.rests_on for each in said if each.rests_on},
        "missing": {each.name: each.missing for each in said if each.missing},
        "beside": [_beside(each) for each in finding.facts.statements if each.stands_beside],
        "verified_on": _iso(reading.version.verified_on) if reading else None,
    }


def elements(finding: Finding) -> dict[str, str]:
    """Each element of the way that decides or comes nearest: met, not met, unknown, not needed."""
    return _elements(_said(finding))


def rests_on(finding: Finding) -> dict[str, list[str]]:
    """The facts on which each element that is met rests."""
    return {each.name: each.rests_on for each in _said(finding) if each.rests_on}


def missing(finding: Finding) -> dict[str, list[str]]:
    """For each element that is unknown, the facts of which one yes would meet it."""
    return {each.name: each.missing for each in _said(finding) if each.missing}


def reasons(finding: Finding) -> list[str]:
    """Why: version, elements with their sources, and what was heard and changes nothing."""
    return _reasons(finding, _said(finding))


def would_settle(finding: Finding) -> list[str]:
    """What would turn unknown into a finding, and where it may already be recorded."""
    return _would_settle(finding, _said(finding))


def uncertain_lines(finding: Finding) -> list[str]:
    """The lines of the law on which this finding depends and whose text was not read."""
    return _uncertain_lines(finding, _said(finding))


def _said(finding: Finding) -> list[Said]:
    """What there is to say of each element of the way that decides or comes nearest."""
    reading = finding.by
    if reading is None:
        return [sentences.not_held(name) for name in ALWAYS_SHOWN]
    disputed = disputed_under(finding.facts, finding.law.code)
    way, yes, known = _way(reading), reading.yes, reading.yes | reading.no
    said = []
    for element, value in zip(way.elements, reading.values[reading.way], strict=True):
        unnamed = yes & sentences.listed(element.name) & ~element.meets
        if element.name in disputed:
            said.append(sentences.disputed(element))
        elif value:
            said.append(sentences.met(element, yes & element.meets))
        elif value is False:
            said.append(sentences.not_met(way, element, unnamed))
        else:
            said.append(sentences.unknown(way, element, unnamed, element.meets & ~known))
    return said


def _way(reading: Reading) -> Way:
    return reading.version.ways[reading.way]


def _elements(said: list[Said]) -> dict[str, str]:
    shown = dict.fromkeys(ALWAYS_SHOWN, NOT_NEEDED)
    for each in said:
        shown[each.name] = each.shown
    return shown


def _reasons(finding: Finding, said: list[Said]) -> list[str]:
    reading = finding.by
    if reading is None:
        return [
            f"No version of this law that was in force on {finding.on} is held here; the first "
            f"that is held begins on {finding.law.versions[0].valid_from}."
        ]
    whys = [] if finding.on else [_any_day(finding)]
    if len(reading.version.ways) > 1:
        whys.append(f"By {_way(reading).name}.")
    whys += [each.why for each in said]
    if reading.truth is False:
        whys += [
            f"By {way.name}: closed by {_are(way, values, False)}."
            for way, values in _other_ways(reading)
        ]
    whys += _about_the_person(finding.facts, reading.version)
    if reading.version.exploitation_needed and finding.truth is not False:
        whys.append(reading.version.completion_line.says)
    return whys


def _would_settle(finding: Finding, said: list[Said]) -> list[str]:
    reading = finding.by
    if finding.truth is not None:
        return []
    if reading is None:
        return ["The law that was in force on that day, added as a file by a lawyer who knows it."]
    if reading.truth is not None:
        return ["The day of the act. It may already be recorded in: the case timeline."]
    return [each.settles for each in said if each.settles] + [
        f"Or, by {way.name}: {_are(way, values, None)}."
        for way, values in _other_ways(reading)
        if False not in values
    ]


def _other_ways(reading: Reading) -> list[tuple[Way, Values]]:
    ways = list(zip(reading.version.ways, reading.values, strict=True))
    return ways[: reading.way] + ways[reading.way + 1 :]


def _are(way: Way, values: Values, sought: Truth) -> str:
    """The elements of a way that have this value."""
    named = zip(way.elements, values, strict=True)
    return " and ".join(element.name for element, value in named if value is sought)


def _any_day(finding: Finding) -> str:
    said = ", ".join(
        f"version {reading.version.version} {SPELLED[reading.truth]}"
        for reading in finding.versions
    )
    return f"The day of the act is not known: {said}."


def _about_the_person(facts: Facts, version: Version) -> list[str]:
    """Age in doubt, consent, and what was said: shown, and lowering nothing."""
    said = []
    if facts.age_disputed:
        presumed = "presumes a child" if version.child.presumes else "leaves the age unknown"
        said.append(f"The age is in doubt; this law {presumed}.")
    if facts.consented:
        said.append(CONSENT[version.consent].format(source=version.consent_line.source))
    if facts.told:
        said.append(
            f"First recorded as no, later told: {sentences.words(facts.told)}. The telling "
            "counts, and is no contradiction."
        )
    return said


CONSENT = {
    Consent.IRRELEVANT_WITH_MEANS: "A consent is recorded. It is irrelevant where a means was used "
    "and for a child, and is no element otherwise ({source}).",
    Consent.IRRELEVANT: "A consent is recorded. It is always irrelevant ({source}).",
    Consent.SILENT: "A consent is recorded. The law does not speak of it, and it lowers nothing "
    "here ({source}).",
}


def _beside(said: Statement) -> str:
    who = label("said_by", said.said_by)
    return f"{who} says {said.says} to {plain(said.about)}: kept beside, changes nothing."


def _uncertain_lines(finding: Finding, said: list[Said]) -> list[str]:
    lines = [text for each in said for text in each.uncertain]
    if finding.by is None:
        return lines
    used = _rules_used(finding, finding.by.version, any(each.by_age for each in said))
    return [*lines, *sentences.cited(tuple(used), 0)] if used else lines


def _rules_used(finding: Finding, version: Version, by_age: bool) -> list[Line]:
    """The rules beside the elements on which the finding depends."""
    used: list[Line] = []
    if by_age:
        used += version.child.lines
    if finding.facts.consented:
        used.append(version.consent_line)
    if finding.on and _near_a_change(version, finding.on):
        used.append(version.about)
    return used


def _near_a_change(version: Version, day: date) -> bool:
    """Whether the day lies within a year of the first or the last day of the version."""
    return day - version.valid_from <= A_YEAR or (
        version.valid_to is not None and version.valid_to - day <= A_YEAR
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
