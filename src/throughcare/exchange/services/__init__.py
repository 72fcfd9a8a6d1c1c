"""Every act of exchange: files taken over, cases sent out, a person forgotten."""

from throughcare.exchange.services.erasing import forget_person
from throughcare.exchange.services.exports import Export, export_htcds
from throughcare.exchange.services.imports import import_htcds
from throughcare.exchange.services.lists import send_list
from throughcare.exchange.services.mapping import (
    finish_mapping,
    has_unanswered,
    retire_mapping,
    say_columns,
    say_layout,
    say_values,
    send_in_sheet,
    use_mapping,
)
from throughcare.exchange.services.refused_rows import refused_rows
from throughcare.exchange.services.runs import (
    cancel_import,
    do_waiting_imports,
    send_in,
    take_in,
)

__all__ = [
    "Export",
    "cancel_import",
    "do_waiting_imports",
    "export_htcds",
    "finish_mapping",
    "forget_person",
    "has_unanswered",
    "import_htcds",
    "refused_rows",
    "retire_mapping",
    "say_columns",
    "say_layout",
    "say_values",
    "send_in",
    "send_in_sheet",
    "send_list",
    "take_in",
    "use_mapping",
]
