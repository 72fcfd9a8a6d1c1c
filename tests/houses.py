"""Data bases apart from everything else, of the kind that DATABASE_URL names."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def a_data_base() -> Iterator[str]:
    """The address of a new data base on the server of DATABASE_URL; empty (SQLite) without one."""
    if not POSTGRESQL:
        yield ""
        return
    name = f"throughcare_scratch_{secrets.token_hex(4)}"
    with owner() as server:
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        yield address_of(name)
    finally:
        with owner() as server:
            server.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )


def address_of(database: str, role: str = "") -> str:
    """The address of a data base on the same server, as another role if one is named."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    scheme, _, place = server.partition("://")
    host = place.rpartition("@")[2] if role else place
    return f"{scheme}://{role}@{host}/{database}" if role else f"{scheme}://{host}/{database}"


def owner() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to the server as the role of DATABASE_URL."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
