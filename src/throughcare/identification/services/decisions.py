"""Deciding: a named authority under a named law presumes, identifies, or finds not established.

Whether somebody may is asked when the turn has come, and only then something is sealed: a record
may have been locked or erased meanwhile, and to seal makes a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.cases.queries.told import told_of
from throughcare.cases.services import record_event
from throughcare.identification import doors, queries
from throughcare.identification.adapters import laws_here
from throughcare.identification.models import Appeal, Determination, Dispute, Ruling
from throughcare.identification.rules.clocks import deadlines_of
from throughcare.identification.rules.reading import topics_read
from throughcare.identification.rules.states import (
    ELEMENT_WORDS,
    State,
    reasons_not_to_appeal,
    reasons_not_to_ask,
    reasons_not_to_reconsider,
    reasons_not_to_rule,
)
from throughcare.identification.rules.words import gettext_noop
from throughcare.identification.services.walled import raise_non_punishment
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.vault.services import Place, seal_text
from throughcare_core.deadlines import calendar_of

MOVED_ON = gettext_noop("Somebody else decided here meanwhile: look again.")


@dataclass(frozen=True, slots=True)
class Decided:
    """What an officer decides: what is found, on which facts, why, and what was lacking."""

    finds: State
    reasons: str
    facts: Sequence[int] = ()
    lacks: Sequence[str] = ()


def ask_determination(
    case_key: str,
    *,
    law: str,
    received_at: datetime,
    act_on: date | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """A request for a decision has come: the determination begins, and its first clock. Its key."""
    known = laws_here().get(law)
    with act("determination.asked", by=by, at=at, law=law[:40]) as asked:
        case = doors.case_to_decide(by, case_key, at)
        refuse_for(
            reasons_not_to_ask(
                decides=law in queries.laws_decided(by, at),
                known_law=known is not None,
                is_there=queries.is_determined(by.agency, case.person_id, law),
                received=timezone.localtime(received_at).date(),
                today=timezone.localtime(at).date(),
            )
        )
        row = Determination(
            person_id=case.person_id,
            agency_id=by.agency,
            law=law,
            country=settings.COUNTRY,
            act_on=act_on,
            received_at=received_at,
            asked_by_id=by.staff,
        )
        row.target_at = deadlines_for(row).target
        row.save(force_insert=True)
        asked.about(case.person_id, row.pk)
        record_event(case.person_id, "determination_asked", part="situation", by=by, at=at)
    return row.key


def presume(key: str, *, facts: Sequence[int], reasons: str, by: Actor, at: datetime) -> None:
    """There are reasonable grounds: the person is presumed to be a victim, and time to recover
    begins."""
    _rule(key, Decided(State.PRESUMED, reasons, facts), by=by, at=at)


def identify(key: str, *, facts: Sequence[int], reasons: str, by: Actor, at: datetime) -> None:
    """The conclusive decision: the person is identified as a victim under this law."""
    _rule(key, Decided(State.IDENTIFIED, reasons, facts), by=by, at=at)


def find_not_established(
    key: str,
    *,
    lacks: Sequence[str],
    reasons: str,
    facts: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> None:
    """Something that this law asks for was not established. It says nothing of the person."""
    _rule(key, Decided(State.NOT_ESTABLISHED, reasons, facts, lacks), by=by, at=at)


def appeal(key: str, words: str, *, by: Actor, at: datetime) -> str:
    """Somebody asks that another officer decides again: the key of the appeal."""
    with act("determination.appealed", by=by, at=at) as appealed:
        found = doors.determination_to_argue(by, key, at)
        appealed.about(found.person_id, found.pk)
        is_open = queries.has_open_appeal(found)
        refuse_for(reasons_not_to_appeal(State(found.state), is_open=is_open))
        row = Appeal(determination=found, made_at=at, made_by_id=by.staff)
        if words.strip():
            place = Place("identification_appeal", row.pk, "words")
            row.words = seal_text(words, doors.owner_of(found), place)
        row.save(force_insert=True)
        _tell(found, "appealed", by, at)
    return row.key


def reconsider(key: str, decided: Decided, *, by: Actor, at: datetime) -> None:
    """Another officer decides the appeal that waits."""
    with act("determination.reconsidered", by=by, at=at) as reconsidered:
        found = doors.own_determination(by, key, at)
        reconsidered.about(found.person_id, found.pk)
        waiting = queries.open_appeal(found)
        refuse_for(
            reasons_not_to_reconsider(
                decides=found.law in queries.laws_decided(by, at),
                is_open=waiting is not None,
                same_officer=queries.last_officer(found) == by.staff,
                finds=decided.finds,
                facts=_readable(found, decided.facts, by, at),
                words=decided.reasons,
                lacks=decided.lacks,
            )
        )
        assert waiting is not None
        waiting.change(decided_at=at)
        _write(found, _ruling(found, decided, by, at, on_appeal=True), by, at)


def mark_disputed(key: str, element: str, *, by: Actor, at: datetime) -> None:
    """The deciding authority marks an element disputed: assessed, it is unknown, and shown."""
    if element not in ELEMENT_WORDS:
        raise Refused(_("Choose an element of the law."))
    with act("determination.disputed", by=by, at=at, element=element) as disputed:
        found = doors.own_determination(by, key, at)
        disputed.about(found.pk)
        if found.disputes.filter(element=element).exists():
            raise Refused(_("This element is marked already."))
        Dispute.made(determination=found, element=element, marked_at=at, marked_by_id=by.staff)


def unmark_disputed(key: str, element: str, *, by: Actor, at: datetime) -> None:
    """The element is disputed no longer."""
    with act("determination.dispute_ended", by=by, at=at) as ended:
        found = doors.own_determination(by, key, at)
        ended.about(found.pk)
        if not found.disputes.filter(element=element).delete()[0]:
            raise Refused(_("This element is not marked."))


def _rule(key: str, decided: Decided, *, by: Actor, at: datetime) -> None:
    with act(f"determination.{decided.finds}", by=by, at=at) as ruled:
        found = doors.own_determination(by, key, at)
        ruled.about(found.person_id, found.pk)
        ruled.note(law=found.law)
        refuse_for(
            reasons_not_to_rule(
                State(found.state),
                decided.finds,
                decides=found.law in queries.laws_decided(by, at),
                facts=_readable(found, decided.facts, by, at),
                words=decided.reasons,
                lacks=decided.lacks,
                today=timezone.localtime(at).date(),
                not_before=deadlines_for(found).not_before,
            )
        )
        _write(found, _ruling(found, decided, by, at), by, at)


def _write(found: Determination, ruling: Ruling, by: Actor, at: datetime) -> None:
    """Keep a ruling, move the determination, tell the timeline, and look over the wall."""
    ruling.save(force_insert=True)
    if not found.change(**_moved(found, ruling, timezone.localtime(at).date())):
        raise Refused(_(MOVED_ON))
    _tell(found, ruling.finds, by, at)
    raise_non_punishment(found.person_id, by=by, at=at)


def _moved(found: Determination, ruling: Ruling, today: date) -> dict[str, Any]:
    """What a ruling changes in its determination."""
    finds = State(ruling.finds)
    values: dict[str, Any] = {"state": finds, "lacks": ruling.lacks}
    values["concluded_on"] = None if finds is State.PRESUMED else today
    if finds is State.NOT_ESTABLISHED and found.presumed_on is None:
        return values
    begins = found.presumed_on or today
    values["presumed_on"] = begins
    kept = deadlines_for(found, presumed_on=begins, concluded_on=values["concluded_on"])
    least = kept.recovery.protected_through if kept.recovery else None
    values["protected_through"] = max(filter(None, (least, found.protected_through)), default=None)
    return values


def _ruling(
    found: Determination, decided: Decided, by: Actor, at: datetime, *, on_appeal: bool = False
) -> Ruling:
    row = Ruling(
        determination=found,
        finds=decided.finds,
        decided_at=at,
        decided_by_id=by.staff,
        law_version=queries.version_of(found),
        facts=sorted(set(decided.facts)),
        lacks=[element for element in ELEMENT_WORDS if element in decided.lacks],
        on_appeal=on_appeal,
    )
    place = Place("identification_ruling", row.pk, "reasons")
    row.reasons = seal_text(decided.reasons, doors.owner_of(found), place)
    return row


def _readable(found: Determination, facts: Sequence[int], by: Actor, at: datetime) -> Sequence[int]:
    """The facts relied on, if the officer may read every one of them; else a refusal."""
    open_to = {row.fact for row in told_of(by, found.person_id, at, topics_read())}
    if not set(facts) <= open_to:
        raise Refused(_("Choose among the facts that you may read."))
    return facts


def deadlines_for(found: Determination, **changed: date | None) -> Any:
    """The deadlines of a determination, or as they would be with another day in it."""
    known = {"presumed_on": found.presumed_on, "concluded_on": found.concluded_on} | changed
    on = timezone.localtime(found.received_at).date()
    return deadlines_of(
        received_at=found.received_at,
        country=found.country,
        calendar=calendar_of(found.country, on),
        **known,
    )


def _tell(found: Determination, kind: str, by: Actor, at: datetime) -> None:
    """The step on the authority's own timeline."""
    record_event(
        found.person_id,
        kind,
        part="situation",
        by=by,
        at=at,
        holder=found.agency_id,
        milestone=kind != "appealed",
        law=found.law,
    )


def refuse_for(reasons: Sequence[str]) -> None:
    """Raise `Refused` with every reason, in the reader's language."""
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))
