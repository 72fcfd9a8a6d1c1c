"""Reading the ledger: its tip, its nodes, and the lines about somebody."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef

from throughcare.audit.models import Detail, Line, Node, Opening
from throughcare.audit.rules import LOOKS_AT_EVERY_RECORD
from throughcare_core.ledger import START, commit, root_at, write_header

OPENED_FIELDS = ("actor", "agency", "subjects", "rows", "asked")
"""The fields of an entry that hold commitments to keys, opened by `Opening`."""

TURN = 7_203_415_991
"""The advisory lock behind which writers queue on PostgreSQL."""


class Tip(NamedTuple):
    """How many lines there are, and the hash of the last."""

    size: int
    last: bytes


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One line of the access record, for a page."""

    seq: int
    at: datetime
    kind: str
    code: str
    actor: UUID
    agency: UUID
    purpose: str
    via: str
    entry: dict[str, object]


class Looker(NamedTuple):
    """An agency, or one of its staff alone, whose looks from–until count."""

    agency: UUID
    staff: UUID | None
    since: datetime
    until: datetime


def wait_for_turn() -> None:
    """Queue behind other writers until the transaction ends (PostgreSQL). 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [TURN])


def tip() -> Tip:
    """The last line. 1 query."""
    last = Line.objects.order_by("-seq").values_list("seq", "hash").first()
    return Tip(last[0], bytes(last[1])) if last else Tip(0, START)


def read_node(level: int, index: int) -> bytes:
    """The hash of a stored node of the tree. 1 query."""
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, index=index))


def root_of(size: int) -> bytes:
    """The Merkle root that the ledger had with `size` lines. About log2(size) queries."""
    return root_at(size, read_node)


def lines_from(seq: int = 1) -> Iterator[Line]:
    """Every line from `seq` on, in order, in constant memory."""
    return Line.objects.filter(seq__gte=seq).order_by("seq").iterator(chunk_size=2000)


def lines_about(subject: UUID, most: int = 50, before: int | None = None) -> list[AccessRow]:
    """The newest lines about a person, case or other key, before line `before`. 3 queries."""
    return _rows(Opening.objects.filter(field="subjects", value=subject.hex), most, before)


def lines_and_looks(
    subject: UUID, agency: UUID, lookers: Iterable[Looker], before: int | None = None
) -> list[AccessRow]:
    """The newest 50 lines about somebody that an agency wrote, and looks of others. 3 queries.

    Of these only looks at this agency's record: what others keep themselves is not told with it.
    """
    counted = models.Q(Exists(_opened("agency", agency)))
    for looker in lookers:
        who = ("actor", looker.staff) if looker.staff else ("agency", looker.agency)
        looks = models.Q(line__kind="look", line__at__gte=looker.since, line__at__lt=looker.until)
        counted |= looks & _is_at_record_of(agency) & models.Q(Exists(_opened(*who)))
    seqs = Opening.objects.filter(field="subjects", value=subject.hex)
    return _rows(seqs.filter(counted), 50, before)


def _is_at_record_of(agency: UUID) -> models.Q:
    """Whether a look was at an agency's record, be it with others' together."""
    together = models.Q(line__code__in=sorted(LOOKS_AT_EVERY_RECORD))
    return together | models.Q(Exists(_opened("subjects", agency)))


def _opened(field: str, value: UUID) -> "models.QuerySet[Opening]":
    return Opening.objects.filter(field=field, value=value.hex, line=OuterRef("line"))


def looks_about(subject: UUID, agency: UUID, since: datetime, most: int = 2000) -> list[AccessRow]:
    """The newest looks of an agency, and of others at its record, since a moment. 3 queries."""
    counted = models.Q(Exists(_opened("agency", agency))) | _is_at_record_of(agency)
    seqs = Opening.objects.filter(counted, field="subjects", value=subject.hex)
    return _rows(seqs.filter(line__kind="look", line__at__gte=since), most, None)


def looks_of(
    staff: UUID, subject: UUID, agency: UUID, since: datetime, until: datetime
) -> list[AccessRow]:
    """Every look of one member of staff at an agency's record, oldest first. 2 queries."""
    seqs = Opening.objects.filter(
        _is_at_record_of(agency),
        Exists(_opened("actor", staff)),
        field="subjects",
        value=subject.hex,
        line__kind="look",
        line__at__gte=since,
        line__at__lt=until,
    )
    return _read(Line.objects.filter(pk__in=seqs.values("line")).order_by("seq"))


def count_of_lines(code: str, since: datetime) -> int:
    """How many lines of one code were written since a moment. 1 query."""
    return Line.objects.filter(code=code, at__gt=since).count()


def newest_lines(most: int = 50, before: int | None = None) -> list[AccessRow]:
    """The newest lines, before line `before`. 2 queries."""
    lines = Line.objects.filter(seq__lt=before) if before is not None else Line.objects.all()
    return _read(lines.order_by("-seq")[:most])


def _rows(openings: "models.QuerySet[Opening]", most: int, before: int | None) -> list[AccessRow]:
    if before is not None:
        openings = openings.filter(line__lt=before)
    seqs = openings.order_by("-line").values_list("line", flat=True).distinct()[:most]
    return _read(Line.objects.filter(seq__in=list(seqs)).order_by("-seq"))


def _read(lines: "models.QuerySet[Line]") -> list[AccessRow]:
    """Lines as rows; of what opens them only who acted and for which agency, not every subject."""
    who = models.Prefetch("openings", Opening.objects.filter(field__in=("actor", "agency")))
    return [_row(line) for line in lines.prefetch_related(who)]


def _row(line: Line) -> AccessRow:
    entry: dict[str, object] = json.loads(line.entry)
    opened = {opening.field: opening.value for opening in line.openings.all()}
    return AccessRow(
        seq=line.seq,
        at=line.at,
        kind=line.kind,
        code=line.code,
        actor=UUID(opened["actor"]),
        agency=UUID(opened["agency"]),
        purpose=str(entry.get("purpose", "")),
        via=str(entry.get("via", "")),
        entry=entry,
    )


def exported_lines() -> Iterator[bytes]:
    """The whole ledger as lines of an export file; commitments only, nothing opened.

    Each line is what is stored, so that whoever verifies the file sees what was changed here.
    """
    yield write_header()
    for line in lines_from():
        yield b'{"entry":%b,"hash":"%b","prev":"%b","seq":%d}\n' % (
            line.entry.encode(),
            bytes(line.hash).hex().encode(),
            bytes(line.prev).hex().encode(),
            line.seq,
        )


def entries_that_do_not_fit() -> Iterator[int]:
    """Entries of a ledger that verified, beside which something was changed, added or taken away.

    That is what pages show and find lines by: columns, openings, and the number of details.
    3 queries for 500 lines.
    """
    details = models.Prefetch("details", Detail.objects.only("id", "line_id"))
    lines = Line.objects.order_by("seq").prefetch_related("openings", details)
    for line in lines.iterator(chunk_size=500):
        if not _fits(line, json.loads(line.entry)):
            yield line.seq


def _fits(line: Line, entry: dict[str, Any]) -> bool:
    shown = (line.kind, line.code, line.at.astimezone(UTC).isoformat(timespec="microseconds"))
    opened = [(row.field, commit(row.value, bytes(row.salt))) for row in line.openings.all()]
    committed = [(field, held) for field in OPENED_FIELDS for held in _each(entry[field])]
    return (
        shown == (entry["kind"], entry["code"], entry["at"])
        and sorted(opened) == sorted(committed)
        and len(line.details.all()) == len(entry["details"])
    )


def _each(held: str | list[str]) -> list[str]:
    return held if isinstance(held, list) else [held]


LEDGER_TABLES = ("audit_line", "audit_node", "audit_opening", "audit_detail")


def let_web_role_only_add_to_the_ledger(role: str) -> None:
    """Grant a PostgreSQL role what the web process needs: on the ledger INSERT and SELECT alone."""
    name = connection.ops.quote_name(role)
    ledger = ", ".join(LEDGER_TABLES)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (
            f"revoke all on all tables in schema public from {name}",
            f"grant usage on schema public to {name}",
            f"grant select, insert, update, delete on all tables in schema public to {name}",
            f"grant usage, select on all sequences in schema public to {name}",
            f"revoke update, delete on {ledger} from {name}",
            f"revoke create on schema public from {name}, public",
        ):
            cursor.execute(statement)


def role_exists(role: str) -> bool:
    """Whether PostgreSQL knows a role. 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_roles where rolname = %s)", [role])
        return bool(cursor.fetchone()[0])


def may_change_the_ledger() -> bool:
    """Whether the role of this connection could change the ledger (PostgreSQL). 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select bool_or(has_table_privilege(name, 'UPDATE, DELETE, TRUNCATE, TRIGGER'))"
            " from unnest(%s::text[]) as name",
            [list(LEDGER_TABLES)],
        )
        return bool(cursor.fetchone()[0])


def guards_that_are_missing() -> list[str]:
    """The triggers that should refuse to change the ledger, and are not there (SQLite). 1 query."""
    wanted = {f"{table}_refuses_{verb}" for table in LEDGER_TABLES for verb in ("update", "delete")}
    with connection.cursor() as cursor:
        cursor.execute("select name from sqlite_master where type = 'trigger'")
        return sorted(wanted - {name for (name,) in cursor.fetchall()})
