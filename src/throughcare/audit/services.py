"""Acts, looks and refusals: the transaction and its line in the ledger."""

import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from throughcare.audit import queries
from throughcare.audit.adapters import heads
from throughcare.audit.adapters.turns import transaction_in_turn
from throughcare.audit.models import Detail, Line, Node, Opening, RefusalTally
from throughcare.audit.rules import Code, checked_codes
from throughcare.kernel.actors import Actor, Way
from throughcare.kernel.queries import insert_many
from throughcare.vault.services import Owner, Place, seal, secret
from throughcare_core.ledger import (
    Json,
    SignedHead,
    canonical,
    commit,
    completed_nodes,
    detail_commitment,
    leaf_hash,
    line_hash,
    root,
)

LINES_BETWEEN_HEADS = 64
REPEATS_WITHIN = timedelta(minutes=1)


@dataclass
class Act:
    """A running act. What is noted in it becomes its line."""

    kind: str
    code: str
    by: Actor
    at: datetime
    purpose: str = ""
    subjects: list[UUID] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    beside: list[tuple[str, str]] = field(default_factory=list)
    joined: list[dict[str, Code]] = field(default_factory=list)
    details: list[tuple[Owner, bytes, bytes]] = field(default_factory=list)

    def about(self, *subjects: UUID) -> None:
        """Name keys that this act is about; on a line they stand as commitments."""
        self.subjects += [subject for subject in subjects if subject not in self.subjects]

    def note(self, **codes: Code) -> None:
        """Note codes and numbers; never content."""
        self.codes.update(checked_codes(codes))

    def detail(self, owner: Owner, detail: Mapping[str, object]) -> None:
        """Keep a detail beside the line, sealed with the owner's key."""
        written = json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str).encode()
        self.details.append((owner, secrets.token_bytes(32), written))


_running: ContextVar[Act | None] = ContextVar("running_act", default=None)


@contextmanager
def act(
    code: str,
    *,
    by: Actor,
    at: datetime,
    subjects: Sequence[UUID] = (),
    purpose: str = "",
    **codes: Code,
) -> Iterator[Act]:
    """One act: one transaction, and one line as its last statement; an inner act joins it."""
    running = _running.get()
    if running is not None:
        running.about(*subjects)
        running.joined.append({"code": code, **checked_codes(codes)})
        yield running
        return
    started = Act("act", code, by, at, purpose, list(subjects), checked_codes(codes))
    token = _running.set(started)
    try:
        with transaction_in_turn():
            yield started
            _write(started)
    finally:
        _running.reset(token)


def look(
    code: str,
    *,
    by: Actor,
    at: datetime,
    subjects: Sequence[UUID] = (),
    purpose: str = "",
    rows: Sequence[UUID] | None = None,
    **codes: Code,
) -> None:
    """Write down that something was seen; of a list, how many rows and a root over their keys."""
    beside: list[tuple[str, str]] = []
    if rows is not None:
        codes["rows"] = len(rows)
        beside.append(("rows", root(leaf_hash(key.bytes) for key in sorted(rows)).hex()))
    running = _running.get()
    if running is not None:
        running.about(*subjects)
        running.beside += beside
        running.joined.append({"code": code, **checked_codes(codes)})
        return
    seen = Act("look", code, by, at, purpose, list(subjects), checked_codes(codes), beside)
    with transaction_in_turn():
        _write(seen)


def refuse(door: str, *, by: Actor, at: datetime, asked: str = "", purpose: str = "") -> None:
    """Write down that a door stayed shut: the same line for absent and for forbidden.

    The first refusal of an actor at a door is written at once; repeats within a minute are
    counted and become one line when the minute is over.
    """
    with transaction_in_turn():
        tally = RefusalTally.objects.filter(actor=by.staff, door=door).first()
        if tally is not None and at - tally.first_at < REPEATS_WITHIN:
            RefusalTally.objects.filter(pk=tally.pk).update(repeats=F("repeats") + 1, last_at=at)
            return
        if tally is not None:
            _write_tally(tally, by)
        RefusalTally.objects.create(
            actor=by.staff, agency=by.agency, via=by.via, door=door, first_at=at, last_at=at
        )
        beside = [("asked", keyed_hash(asked))]
        _write(Act("refusal", door, by, at, purpose, [], {"count": 1}, beside))


def write_refusals_counted(at: datetime) -> int:
    """Turn the repeats whose minute is over into lines: how many lines."""
    written = 0
    with transaction_in_turn():
        for tally in RefusalTally.objects.filter(first_at__lte=at - REPEATS_WITHIN):
            by = Actor(tally.actor, tally.agency, "", via=_way(tally.via))
            written += _write_tally(tally, by)
    return written


def keyed_hash(text: str) -> str:
    """A hash of what was asked for, that nobody can try out without the house's key."""
    return hmac.digest(secret("refusals"), text.encode(), "sha256").hex()[:32]


def sign_head_now(at: datetime) -> SignedHead:
    """Sign the state of the ledger and keep the head in the file of heads."""
    size, last = queries.tip()
    signed = heads.sign_head(size, queries.root_of(size), last, at)
    heads.keep_head(signed)
    return signed


def _write_tally(tally: RefusalTally, by: Actor) -> int:
    tally.delete()
    if tally.repeats == 0:
        return 0
    codes: dict[str, Code] = {"count": tally.repeats}
    _write(Act("refusal", tally.door, by, tally.last_at, "", [], codes))
    return 1


def _way(via: str) -> Way:
    return "console" if via == "console" else "link" if via == "link" else "web"


def _write(done: Act) -> None:
    """Append the line of an act, its openings, details and the nodes it completes."""
    size, prev = queries.tip()
    openings = _openings(done)
    entry = _entry(done, openings)
    digest = line_hash(size + 1, prev, entry)
    line = Line.objects.create(
        seq=size + 1,
        prev=prev,
        hash=digest,
        at=done.at,
        kind=done.kind,
        code=done.code,
        entry=canonical(entry).decode(),
    )
    insert_many(
        Opening(line=line, field=name, value=value, salt=salt) for name, value, salt in openings
    )
    Node.objects.bulk_create(
        Node(level=level, index=index, hash=subtree)
        for level, index, subtree in completed_nodes(size, digest, queries.read_node)
    )
    for owner, salt, detail in done.details:
        _keep_detail(line, owner, salt, detail)
    if (size + 1) % LINES_BETWEEN_HEADS == 0:
        transaction.on_commit(lambda: _sign_head_of(size + 1, digest, done.at))


def _openings(done: Act) -> list[tuple[str, str, bytes]]:
    """What the line commits to, each with a fresh salt: whoever lacks it links nothing."""
    named = [("actor", done.by.staff.hex), ("agency", done.by.agency.hex)]
    named += [("subjects", subject.hex) for subject in done.subjects]
    named += done.beside
    return [(name, value, secrets.token_bytes(32)) for name, value in named]


def _entry(done: Act, openings: Sequence[tuple[str, str, bytes]]) -> dict[str, Json]:
    committed = {
        name: [commit(value, salt) for field_, value, salt in openings if field_ == name]
        for name in queries.OPENED_FIELDS
    }
    return {
        "kind": done.kind,
        "code": done.code,
        "at": done.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "via": done.by.via,
        "purpose": done.purpose,
        "actor": committed["actor"][0],
        "agency": committed["agency"][0],
        "subjects": committed["subjects"],
        "rows": committed["rows"],
        "asked": committed["asked"],
        "codes": [done.codes] if done.codes else [],
        "joined": list(done.joined),
        "details": [detail_commitment(salt, detail) for _, salt, detail in done.details],
    }


def _keep_detail(line: Line, owner: Owner, salt: bytes, detail: bytes) -> None:
    row = Detail(line=line, agency=owner.agency, owner_kind=owner.kind, subject=owner.subject)
    row.sealed = seal(salt + detail, owner, Place("audit_detail", row.pk, "sealed"))
    row.save(force_insert=True)


def _sign_head_of(size: int, last: bytes, at: datetime) -> None:
    heads.keep_head(heads.sign_head(size, queries.root_of(size), last, at))


__all__ = [
    "Act",
    "act",
    "keyed_hash",
    "look",
    "refuse",
    "sign_head_now",
    "write_refusals_counted",
]
