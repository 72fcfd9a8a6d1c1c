"""A list that somebody sees leaves the house: an act, with a reason where it is about people."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from throughcare.audit.services import act, look
from throughcare.exchange.adapters.tables import table_as_csv, table_as_workbook
from throughcare.exchange.queries.lists import list_kind
from throughcare.exchange.rules import LIST_FORMATS, LIST_REASONS
from throughcare.exchange.services.exports import MEDIA_TYPES, Export
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def send_list(
    name: str,
    asked: Mapping[str, str],
    *,
    reason_code: str,
    file_format: str,
    by: Actor,
    at: datetime,
) -> Export:
    """A list as its reader sees it, with the filters `asked`, as a file.

    The ledger has one line before a byte leaves: which list, the reason, the number of rows and a
    root over their keys, and whom it is about.
    """
    kind = list_kind(name)
    if kind.is_personal and reason_code not in LIST_REASONS:
        raise Refused(_("Choose why this list leaves this house."))
    if file_format not in LIST_FORMATS:
        raise Refused(_("Choose Excel or CSV."))
    table = kind.table(by, at, asked)
    write = table_as_workbook if file_format == "xlsx" else table_as_csv
    content = write(table.headings, table.rows)
    why = {"reason": reason_code} if kind.is_personal else {}
    sent = act(
        "exchange.list_sent",
        by=by,
        at=at,
        subjects=table.people,
        list=name,
        format=file_format,
        rows=len(table.rows),
        **why,
    )
    with sent:
        if table.keys:
            look("exchange.rows", by=by, at=at, rows=table.keys)
    return Export(len(table.rows), MEDIA_TYPES[file_format], file_format, content)
