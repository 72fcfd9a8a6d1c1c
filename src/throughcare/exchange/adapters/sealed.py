"""What files said and what was found in them, sealed: for the person, and for the agency."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from uuid import UUID

from throughcare.exchange.models import ImportRun, ReceivedPart, SavedMapping
from throughcare.exchange.rules import Problem, Reason, Report, Row, part_by_part
from throughcare.exchange.rules.mapped.plans import Plan, as_json, from_json
from throughcare.vault.services import Owner, Place, Stored, open_text, seal_text

PART_TABLE, RUN_TABLE = "exchange_receivedpart", "exchange_importrun"
MAPPING_TABLE = "exchange_savedmapping"
IMPORT = "import"
"""The kind of owner of an import's own key."""
PROBLEMS_KEPT = 500


def sealed_parts(row: Row, person: UUID, agency: UUID) -> Iterator[ReceivedPart]:
    """What a row said, part by part, sealed for the person; the case is named by who writes it."""
    for part, fields in part_by_part(row).items():
        kept = ReceivedPart(part=part)
        written = json.dumps(fields, ensure_ascii=False)
        kept.content = seal_text(
            written, Owner(agency, "person", person), Place(PART_TABLE, kept.pk, "content")
        )
        yield kept


def opened_part(kept: ReceivedPart) -> Row:
    """What a row said in one part; `KeyGone` once the person was erased."""
    owner = Owner(kept.case.agency_id, "person", kept.case.person_id)
    row: Row = json.loads(open_text(kept.content, owner, Place(PART_TABLE, kept.pk, "content")))
    return row


def place_of_upload(run: ImportRun) -> Place:
    """Where the file of an import lies until the import has ended."""
    return place_of_file(run.pk)


def place_of_file(run: UUID) -> Place:
    """Where the file of an import lies, or of one that never began."""
    return Place(RUN_TABLE, run, "file")


def owner_of_upload(run: ImportRun) -> Owner:
    """Whose key seals it: the import's own, which is destroyed when the import ends.

    A backup of the data holds the file still, and with it people who are erased later.
    """
    return Owner(run.agency_id, IMPORT, run.pk)


def sealed_report(run: ImportRun, report: Report) -> bytes:
    """What was found in a file; of very many problems the first ones."""
    content = asdict(report)
    for named in ("problems", "left_out"):
        content[named] = content[named][:PROBLEMS_KEPT]
    return seal_text(json.dumps(content), _owner_of_report(run), Place(RUN_TABLE, run.pk, "report"))


def opened_report(run: ImportRun, sealed: Stored) -> Report:
    """What was found in a file."""
    written = open_text(sealed, _owner_of_report(run), Place(RUN_TABLE, run.pk, "report"))
    content = json.loads(written)
    problems, left_out = (
        tuple(
            Problem(each["row"], each["column"], Reason(**each["reason"]))
            for each in content.pop(named, ())
        )
        for named in ("problems", "left_out")
    )
    notices = tuple(Reason(**each) for each in content.pop("notices"))
    return Report(**content, problems=problems, notices=notices, left_out=left_out)


def sealed_plan(run: ImportRun, plan: Plan) -> bytes:
    """How the file of an import is to be read: sealed with the key of its file, gone with it."""
    written = json.dumps(as_json(plan), ensure_ascii=False)
    return seal_text(written, owner_of_upload(run), Place(RUN_TABLE, run.pk, "plan"))


def opened_plan(run: ImportRun) -> Plan:
    """How the file of an import is to be read; of an import without a plan the empty one."""
    if run.plan is None:
        return Plan()
    place = Place(RUN_TABLE, run.pk, "plan")
    return from_json(json.loads(open_text(run.plan, owner_of_upload(run), place)))


def sealed_mapping(row: SavedMapping, name: str, plan: Plan) -> bytes:
    """A mapping for the next file with the same headings: its name, and how columns are read."""
    written = json.dumps({"name": name, "plan": as_json(plan)}, ensure_ascii=False)
    return seal_text(written, _owner_of_mapping(row), Place(MAPPING_TABLE, row.pk, "content"))


def opened_mapping(row: SavedMapping) -> tuple[str, Plan]:
    """The name of a saved mapping, and how columns are read."""
    place = Place(MAPPING_TABLE, row.pk, "content")
    content = json.loads(open_text(row.content, _owner_of_mapping(row), place))
    return content["name"], from_json(content["plan"])


def _owner_of_mapping(row: SavedMapping) -> Owner:
    return Owner(row.agency_id, "agency", row.agency_id)


def _owner_of_report(run: ImportRun) -> Owner:
    return Owner(run.agency_id, "agency", run.agency_id)
