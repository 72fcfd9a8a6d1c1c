"""Whether this house is fit for production."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from throughcare.agencies.doors import any_demonstration
from throughcare.audit.adapters.heads import heads_file
from throughcare.audit.queries import guards_that_are_missing, may_change_the_ledger
from throughcare.config.adapters.snapshots import applied_migrations, unknown_migrations
from throughcare.kernel.errors import Refused
from throughcare.vault.adapters.keyservices import read_services


def what_production_lacks() -> list[str]:
    """Everything that keeps this house from being fit for production, each with what to do."""
    return [*_keys(), *_messages(), *_web(), *_data_base()]


def _keys() -> Iterator[str]:
    home, keys = Path(settings.THROUGHCARE_HOME), Path(settings.THROUGHCARE_KEYS)
    if keys.is_relative_to(home):
        yield f"Keys lie under the data: set THROUGHCARE_KEYS to a folder outside {home}."
    if home.is_relative_to(keys):
        yield f"Data lie under the keys: set THROUGHCARE_HOME to a folder outside {keys}."
    tokens = [service.token_file for service in read_services(keys)]
    yield from (
        f"{file} is missing: the token of a key service." for file in tokens if not file.is_file()
    )
    secrets = [
        keys,
        *keys.rglob("*"),
        home,
        *filter(Path.exists, filter(None, (*_secret_files(), *tokens))),
    ]
    for path in secrets:
        wanted = 0o700 if path.is_dir() else 0o600
        if stat.S_IMODE(path.stat().st_mode) & ~wanted:
            yield f"{path} is open to others: chmod {wanted:o} {path}"
    outside = settings.THROUGHCARE_OUTSIDE
    if outside is None or not outside.is_dir() or not os.access(outside, os.W_OK):
        yield (
            "Nothing outlives this machine: set THROUGHCARE_OUTSIDE to a folder on another machine"
            " or medium, for signed heads and the list of erased keys."
        )
    if heads_file().exists() and not os.access(heads_file(), os.W_OK):
        yield f"Signed heads cannot be kept: let this user write {heads_file()}."


def _secret_files() -> tuple[Path | None, ...]:
    return (
        settings.THROUGHCARE_PASSPHRASE_FILE,
        settings.THROUGHCARE_MAIL_PASSWORD_FILE,
        settings.THROUGHCARE_TEXT_SECRET_FILE,
        settings.THROUGHCARE_METRICS_TOKEN_FILE,
    )


def _messages() -> Iterator[str]:
    if settings.DEFAULT_FROM_EMAIL and not settings.EMAIL_HOST:
        yield "Mail has no way out: set THROUGHCARE_MAIL_HOST, or unset THROUGHCARE_MAIL_FROM."
    if settings.EMAIL_HOST and not settings.DEFAULT_FROM_EMAIL:
        yield "Mail has no sender: set THROUGHCARE_MAIL_FROM, or unset THROUGHCARE_MAIL_HOST."
    hook, secret = settings.THROUGHCARE_TEXT_HOOK, settings.THROUGHCARE_TEXT_SECRET_FILE
    if hook and (not hook.startswith("https://") or secret is None):
        yield (
            "Texts would leave unprotected: THROUGHCARE_TEXT_HOOK begins with https://, and"
            " THROUGHCARE_TEXT_SECRET_FILE names the file of the shared secret."
        )


def _web() -> Iterator[str]:
    if not settings.PRODUCTION:
        yield "This is a demonstration: set THROUGHCARE_PRODUCTION=1."
    if settings.DEBUG:
        yield "DEBUG shows what people typed: set it to False."
    if set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}:
        yield "No public name: set THROUGHCARE_HOSTS, for example care.example.org."
    if "*" in settings.ALLOWED_HOSTS:
        yield "Every name is answered: name yours in THROUGHCARE_HOSTS."
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield "The pages' files are not collected: run throughcare ready."


def _data_base() -> Iterator[str]:
    if is_behind():
        yield "The data base is not up to date: run throughcare migrate."
        return
    if any_demonstration():
        yield (
            "The data base holds the demonstration country, whose passwords everybody knows:"
            " begin with an empty one (THROUGHCARE_HOME or DATABASE_URL)."
        )
    if connection.vendor == "postgresql" and may_change_the_ledger():
        yield (
            "The web role may change the ledger: let another role own the tables and run"
            " throughcare database roles --web-role NAME."
        )
    if connection.vendor == "sqlite" and guards_that_are_missing():
        yield "Somebody removed what guards the ledger: verify it, and ask who did."


def is_behind() -> bool:
    """Whether the data base lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_newer_data_base() -> None:
    """Raise `Refused` if a newer version of the code has changed the data base."""
    if unknown_migrations(applied_migrations()):
        raise Refused(
            _(
                "This data base was changed by a newer version of Throughcare: install that version"
                " again, or restore a backup made before. Nothing was changed."
            )
        )
