"""Mapping an ugly sheet as somebody does at the screen, and reading back what was recorded."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.agencies.tests.factories import NOON
from throughcare.cases.doors import cases_of, events_of, words_of
from throughcare.cases.models import CaseFile, HistoricEvent
from throughcare.cases.queries.known import added_answers, known_values
from throughcare.cases.services import add_field
from throughcare.exchange import services
from throughcare.exchange.doors import received_by_case
from throughcare.exchange.queries import sheets
from throughcare.exchange.rules.columns import letters_of
from throughcare.exchange.tests.ugly import Meant, Ugly
from throughcare.identity.doors import documents_of
from throughcare.identity.rules import Birth
from throughcare.identity.services.many import who_people_are
from throughcare.kernel.actors import Actor

ASKED_IN_FILES = frozenset({"prs_NumberOfChildren", "cas_ReferringOrganisation", "con_Consent"})


def own_fields_of_the_sheets(admin: Actor) -> None:
    """The fields that the agency asks itself, as one of the sheets has them."""
    wanted = {"part": "situation", "purpose": "To help", "by": admin, "at": NOON}
    add_field(label="Shoe size", kind="number", **wanted)  # type: ignore[arg-type]
    add_field(label="Room wanted", kind="choice", options=["single", "shared"], **wanted)  # type: ignore[arg-type]


def sent_in(ugly: Ugly, by: Actor, at: datetime = NOON) -> str:
    """The key of an import whose columns are not named yet."""
    upload = SimpleUploadedFile(ugly.file_name, ugly.content)
    return services.send_in_sheet(upload, by=by, at=at)


def mapped(ugly: Ugly, by: Actor, at: datetime = NOON, name: str = "") -> str:
    """Send a sheet in, go through all steps, and have it looked through: its key."""
    key = sent_in(ugly, by, at)
    if ugly.layout:
        services.say_layout(key, ugly.layout, by=by, at=at)
    sheet = sheets.opened_sheet(by, key, at)
    services.say_layout(
        key,
        {"head_from": sheet.table.head_from, "head_lines": sheet.table.head_lines},
        by=by,
        at=at,
    )
    sheet = sheets.opened_sheet(by, key, at)
    plan = sheets.with_guesses(sheet)
    targets = {position: plan.column(position).target for position in sheet.used}
    targets |= {
        at_: ugly.columns[letters_of(at_)] for at_ in sheet.used if letters_of(at_) in ugly.columns
    }
    services.say_columns(key, targets, ugly.ages_noted_on, by=by, at=at)
    answer_values(key, ugly, by, at)
    services.finish_mapping(key, name, by=by, at=at)
    return key


def answer_values(key: str, ugly: Ugly, by: Actor, at: datetime = NOON) -> None:
    """Say what the values mean: what is guessed, unless the sheet says otherwise."""
    sheet = sheets.opened_sheet(by, key, at)
    said = {}
    for asked in sheets.asked_of(sheet):
        letters = asked.letters
        values = dict(asked.column.values)
        for row in asked.values:
            values[row.mark] = ugly.values.get((letters, row.text), row.code)
        for row in asked.unread:
            if row.text in ugly.unread:
                values[row.mark] = "-"
        said[asked.position] = replace(
            asked.column,
            order=ugly.orders.get(letters, asked.column.order),
            serials=letters in ugly.serials or asked.column.serials,
            decimal=ugly.decimals.get(letters, asked.column.decimal),
            prefix=ugly.prefixes.get(letters, asked.column.prefix),
            values={mark: code for mark, code in values.items() if code},
        )
    services.say_values(key, said, by=by, at=at)


def recorded(by: Actor, at: datetime = NOON) -> list[Meant]:
    """Everything that is recorded of each person of the actor's agency, oldest case first."""
    cases = list(cases_of(by, at).order_by("pk"))
    who = who_people_are(by, [case.person_id for case in cases], by.agency, at)
    came = received_by_case(by, at)
    return [_one(case, who[case.person_id], came.get(case.pk, {}), by, at) for case in cases]


def _one(case: CaseFile, who: object, came: dict[str, str], by: Actor, at: datetime) -> Meant:
    person = case.person_id
    gender = who.gender  # type: ignore[attr-defined]
    return Meant(
        names=[name.full for name in who.names],  # type: ignore[attr-defined]
        born=_born(who.birth),  # type: ignore[attr-defined]
        sex=gender.sex if gender else "unknown",
        gender=gender.gender if gender else "NonSpecifiedUnknown",
        countries=list(gender.citizenships) if gender else [],
        contacts=[(each.kind, each.value) for each in who.contacts],  # type: ignore[attr-defined]
        papers=[
            (row.paper.kind, row.paper.number) for row in documents_of(by, person, by.agency, at)
        ],
        facts={
            (topic, value)
            for topic, values in known_values(by, case, at).items()
            for value in values
        },
        opened=case.opened_at.date().isoformat() if _came(by, person, at) else "",
        closed=case.closed_at.date().isoformat() if case.closed_at else "",
        history=[
            (row.kind, row.country, f"{row.year}-{row.month:02}" if row.month else str(row.year))
            for row in HistoricEvent.objects.filter(case=case)
        ],
        notes=[
            (event.part, words_of(event, case.pk))
            for event in events_of(by, person, at)
            if event.kind == "note"
        ],
        answers={row.label: row.value for row in added_answers(by, case, at)},
        kept={name: text for name, text in came.items() if name in ASKED_IN_FILES},
    )


def _came(by: Actor, person: UUID, at: datetime) -> bool:
    """Whether a first contact is on the timeline."""
    return any(event.kind == "first_contact" for event in events_of(by, person, at))


def _born(birth: Birth | None) -> str:
    if birth is None:
        return ""
    if birth.day:
        return f"exact {birth.day}"
    if birth.year:
        return f"estimated year {birth.year}"
    if birth.age is not None:
        up_to = f"-{birth.up_to}" if birth.up_to else ""
        return f"estimated {birth.age}{up_to} on {birth.noted_on}"
    return f"unknown {birth.grown_up}"
