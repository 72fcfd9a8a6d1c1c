"""On PostgreSQL the web process adds to the ledger, and can do nothing else to it."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql

from tests.houses import POSTGRESQL, a_data_base, address_of, owner
from throughcare.audit.queries import LEDGER_TABLES
from throughcare.audit.tests.house import House

pytestmark = pytest.mark.skipif(
    not POSTGRESQL, reason="DATABASE_URL names no PostgreSQL, and roles are PostgreSQL's"
)


@pytest.fixture(scope="module")
def owners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house on PostgreSQL, as the owner of its tables."""
    with a_data_base() as url:
        yield House(tmp_path_factory.mktemp("postgresql"), url).with_tables()


@pytest.fixture(scope="module")
def web(owners: House) -> Iterator[House]:
    """The same house, as the web process sees it."""
    name = owners.database.rpartition("/")[2]
    role = f"{name}_web"
    with owner() as server:
        server.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
    try:
        owners.must("database", "roles", "--web-role", role)
        web = House(owners.folder, address_of(name, role))
        web.acts(3)
        yield web
    finally:
        with psycopg.connect(owners.database, autocommit=True) as base:
            base.execute(sql.SQL("drop owned by {}").format(sql.Identifier(role)))
            base.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


def test_the_web_role_acts_looks_and_verifies(web: House) -> None:
    before = int(web.must("ledger", "verify").split()[1])
    web.acts(2)
    assert int(web.must("ledger", "verify").split()[1]) == before + 2
    web.must("worker", "--once")


@pytest.mark.parametrize("table", LEDGER_TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "delete from {}",
        "truncate {} cascade",
        "alter table {} disable trigger all",
        "drop table {} cascade",
        "create trigger mine before insert on {} execute function ledger_rows_are_only_added()",
    ],
)
def test_the_web_role_changes_nothing_in_the_ledger(web: House, table: str, statement: str) -> None:
    asked = sql.SQL(statement).format(sql.Identifier(table))
    with psycopg.connect(web.database) as base, pytest.raises(errors.InsufficientPrivilege):
        base.execute(asked)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_line set code = 'other'",
        "update audit_opening set value = ''",
        "update audit_node set hash = ''",
        "update audit_detail set sealed = ''",
        "create table mine (id int)",
        "drop function ledger_rows_are_only_added cascade",
        "create or replace function ledger_rows_are_only_added() returns trigger language plpgsql"
        " as $$ begin return new; end $$",
    ],
)
def test_the_web_role_rewrites_and_defines_nothing(web: House, statement: str) -> None:
    with psycopg.connect(web.database) as base, pytest.raises(errors.InsufficientPrivilege):
        base.execute(statement.encode())


@pytest.mark.parametrize("table", LEDGER_TABLES[:3])
def test_even_the_owner_is_stopped_by_the_triggers(web: House, owners: House, table: str) -> None:
    with (
        psycopg.connect(owners.database) as base,
        pytest.raises(errors.RaiseException, match="rows of the ledger are only added"),
    ):
        base.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))


def test_check_tells_the_owner_not_to_serve_as_the_owner(web: House, owners: House) -> None:
    assert "The web role may change the ledger" in owners.command("check").stderr
    assert "The web role may change the ledger" not in web.command("check").stderr


def test_a_role_that_does_not_exist_is_said_in_one_line(owners: House) -> None:
    done = owners.command("database", "roles", "--web-role", "nobody_here")
    assert done.returncode == 1
    assert "no role nobody_here" in done.stderr
    assert len(done.stderr.splitlines()) == 1
