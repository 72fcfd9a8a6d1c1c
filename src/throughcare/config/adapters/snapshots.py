"""The data base as one moment saw it, out of the engine and into it again.

Of SQLite that is its file; of PostgreSQL each table as COPY writes it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

READ_AT_ONCE = 1024 * 1024
MIGRATIONS = MigrationRecorder.Migration._meta.db_table

Parts = Iterator[tuple[str, Iterator[bytes]]]


class Snapshot(Protocol):
    """The data base of one moment."""

    def columns(self) -> dict[str, list[str]]:
        """The columns of each table, in the order in which the parts hold them."""

    def parts(self) -> Parts:
        """(name, content) of each part."""


@contextmanager
def snapshot_begun(folder: Path) -> Iterator[Snapshot]:
    """Hold on to this moment: who writes from now on is not in it. `folder` may be written to."""
    reading = connection.copy()
    try:
        if connection.vendor == "sqlite":
            yield _SqliteSnapshot(reading, folder)
        else:
            yield _PostgresSnapshot(reading)
    finally:
        reading.close()


class _SqliteSnapshot:
    def __init__(self, reading: BaseDatabaseWrapper, folder: Path) -> None:
        self._reading, self._folder = reading, folder
        with reading.cursor() as cursor:
            cursor.execute("begin deferred")
            cursor.execute("select count(*) from sqlite_master")
            cursor.fetchone()

    def columns(self) -> dict[str, list[str]]:
        return {}

    def parts(self) -> Parts:
        import sqlite3

        copied = self._folder / "throughcare.db"
        with sqlite3.connect(copied) as copy:
            self._reading.connection.backup(copy)
        copy.close()
        yield "throughcare.db", _read(copied)


class _PostgresSnapshot:
    def __init__(self, reading: BaseDatabaseWrapper) -> None:
        self._reading = reading
        with reading.cursor() as cursor:
            cursor.execute("begin isolation level repeatable read read only")
            tables = sorted(reading.introspection.table_names(cursor))
            self._columns = {
                table: [
                    each.name for each in reading.introspection.get_table_description(cursor, table)
                ]
                for table in tables
            }

    def columns(self) -> dict[str, list[str]]:
        return self._columns

    def parts(self) -> Parts:
        for table, columns in self._columns.items():
            yield table, self._copied(table, columns)

    def _copied(self, table: str, columns: list[str]) -> Iterator[bytes]:
        with (
            self._reading.cursor() as cursor,
            cursor.copy(f"copy {_named(table, columns)} to stdout") as copy,
        ):
            yield from (bytes(block) for block in copy)


def applied_migrations() -> list[tuple[str, str]]:
    """Which migrations the data base has seen."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def unknown_migrations(applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Which of these migrations this version of the code does not know."""
    known = MigrationExecutor(connection).loader.disk_migrations
    return [each for each in applied if each not in known]


def tables_here() -> list[str]:
    """The tables of the data base."""
    return connection.introspection.table_names()


@contextmanager
def tables_made_as_they_were(
    applied: list[tuple[str, str]], columns: dict[str, list[str]]
) -> Iterator[Callable[[str, Iterable[bytes]], None]]:
    """PostgreSQL: in one transaction make the tables of these migrations, empty, to be filled.

    What is given out takes a table and what COPY wrote of it. Anything that fails leaves the data
    base as it was.
    """
    with transaction.atomic():
        executor = MigrationExecutor(connection)
        leaves = executor.loader.graph.leaf_nodes()
        wanted = set(applied)
        plan = executor.migration_plan(leaves)
        executor.migrate(
            leaves, plan=[step for step in plan if (step[0].app_label, step[0].name) in wanted]
        )
        _empty_what_migrations_filled()
        yield lambda table, chunks: _fill(table, columns[table], chunks)
        _numbers_go_on_where_they_ended()


def _empty_what_migrations_filled() -> None:
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            named = connection.ops.quote_name(table)
            cursor.execute(f"select exists (select from {named})")  # noqa: S608
            if cursor.fetchone()[0]:
                cursor.execute(f"delete from {named}")  # noqa: S608


def _fill(table: str, columns: list[str], chunks: Iterable[bytes]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {_named(table, columns)} from stdin") as copy,
    ):
        for chunk in chunks:
            copy.write(chunk)


def _numbers_go_on_where_they_ended() -> None:
    """Set every sequence behind the greatest number that its column holds."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for each in connection.introspection.get_sequences(cursor, table):
                column = connection.ops.quote_name(each["column"])
                named = connection.ops.quote_name(table)
                cursor.execute(
                    "select setval(pg_get_serial_sequence(%s, %s),"  # noqa: S608
                    f" coalesce(max({column}), 1), max({column}) is not null) from {named}",
                    [named, each["column"]],
                )


def _named(table: str, columns: list[str]) -> str:
    quoted: Any = connection.ops.quote_name
    return f"{quoted(table)} ({', '.join(quoted(column) for column in columns)})"


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(READ_AT_ONCE):
            yield block
