"""The data base itself refuses to change or delete a line of the ledger."""

from typing import Any

from django.db import migrations

TABLES = ("audit_line", "audit_node", "audit_opening", "audit_detail")

SQLITE = """
create trigger {table}_refuses_{verb} before {verb} on {table}
begin select raise(abort, 'rows of the ledger are only added'); end
"""

POSTGRESQL_FUNCTION = """
create or replace function ledger_rows_are_only_added() returns trigger language plpgsql as
$$ begin raise exception 'rows of the ledger are only added'; end $$
"""

POSTGRESQL = """
create trigger {table}_refuses_{verb} before {verb} on {table}
for each statement execute function ledger_rows_are_only_added()
"""


def refuse_change(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL_FUNCTION)
    statement = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
    for table in TABLES:
        for verb in ("update", "delete"):
            editor.execute(statement.format(table=table, verb=verb))


def allow_change(apps: Any, editor: Any) -> None:
    on = "" if editor.connection.vendor == "sqlite" else " on {table}"
    for table in TABLES:
        for verb in ("update", "delete"):
            editor.execute(f"drop trigger {table}_refuses_{verb}" + on.format(table=table))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(refuse_change, allow_change)]
