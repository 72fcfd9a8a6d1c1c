"""The way back: a backup into an empty house, held to its head, with what was erased erased again.

While it is under way a marker lies in the house, and nothing else is done there; a restore that
was cut short is begun again. Only when everything holds is the marker taken away.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from throughcare.agencies.services import end_every_session
from throughcare.audit.adapters.heads import heads_file, heads_in, kept_heads, public_key
from throughcare.audit.queries import entries_that_do_not_fit, exported_lines, tip
from throughcare.audit.services import act
from throughcare.config.adapters.snapshots import (
    MIGRATIONS,
    tables_here,
    tables_made_as_they_were,
    unknown_migrations,
)
from throughcare.config.services.backups import (
    BASE,
    FILES,
    HEADS,
    MAGIC,
    MANIFEST,
    SALT,
    backup_key,
)
from throughcare.config.services.outside import HEADS as OUTSIDE_HEADS
from throughcare.config.services.outside import erased_outside
from throughcare.identity.services import erase_again
from throughcare.kernel.actors import SYSTEM
from throughcare.kernel.errors import Refused
from throughcare.vault.adapters.archives import parts_of
from throughcare.vault.adapters.places import new_file, remove_name
from throughcare.vault.services import (
    Destroyed,
    Tampered,
    destroy_again,
    destroy_promised_keys,
    key_store,
    tombstones_missing,
)
from throughcare_core.ledger import SignedHead, verify_lines


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: lines and files, erasures done again, and lines that are lost."""

    lines: int
    files: int
    erased_again: int
    lost: int


def restore(backup: Path, outside: Path | None, at: datetime) -> Restored:
    """Bring a backup back into an empty house.

    `outside` is the folder that `throughcare` kept on another machine (`THROUGHCARE_OUTSIDE`): its
    heads tell which lines are lost, its list of erased keys what must be erased again.
    """
    heads, erased = _known_outside(outside)
    with _opened(backup) as file:
        head = MAGIC + file.read(SALT)
        parts = parts_of(file, head, backup_key(head[len(MAGIC) :]))
        manifest = _manifest(parts)
        _refuse_house(manifest)
        with new_file(marker()) as mark:
            mark.write(b"A restore is under way.\n")
        files = _unpack(parts, manifest)
    call_command("migrate", verbosity=0)
    lines = _held_to_heads(manifest, heads)
    again = _erase_again([*key_store().destroyed(), *erased], at)
    end_every_session()
    newest = max((each.head.size for each in heads), default=0)
    lost = max(0, newest - lines)
    with act("house.restored", by=SYSTEM, at=at, lines=lines, lost=lost, erased_again=again):
        pass
    remove_name(marker())
    return Restored(lines, files, again, lost)


def marker() -> Path:
    """The file that lies in a house while a restore is under way."""
    return Path(settings.THROUGHCARE_HOME) / "restoring"


def _known_outside(outside: Path | None) -> tuple[list[SignedHead], list[Destroyed]]:
    if outside is None:
        return [], []
    if not outside.is_dir():
        raise Refused(_("The folder outside is not there. Nothing was changed."))
    try:
        heads = heads_in(outside / OUTSIDE_HEADS) if (outside / OUTSIDE_HEADS).exists() else []
        return heads, erased_outside(outside)
    except (ValueError, KeyError):
        raise Refused(
            _("The files in the folder outside cannot be read: take an untouched copy.")
        ) from None


def _opened(backup: Path) -> BinaryIO:
    file = backup.open("rb")
    if file.read(len(MAGIC)) != MAGIC:
        file.close()
        raise Refused(_("This file is no backup of Throughcare. Nothing was changed."))
    return file


def _manifest(parts: Iterator[tuple[str, Iterator[bytes]]]) -> dict[str, Any]:
    try:
        name, content = next(parts)
        said: dict[str, Any] = json.loads(b"".join(content))
    except Tampered:
        raise Refused(
            _(
                "This backup does not open: it was changed, or the keys here are not its keys."
                " Bring back the keys that belong to it first. Nothing was changed."
            )
        ) from None
    if name != MANIFEST:
        raise Tampered("a backup without its manifest")
    said["migrations"] = [tuple(each) for each in said["migrations"]]
    return said


def _refuse_house(manifest: dict[str, Any]) -> None:
    reasons = []
    if manifest["engine"] != connection.vendor:
        reasons.append(
            _("This backup is of a data base of another kind (%(engine)s): set DATABASE_URL.")
            % {"engine": manifest["engine"]}
        )
    elif unknown_migrations(manifest["migrations"]):
        reasons.append(
            _("This backup is of a newer version (%(version)s): install that or a later one.")
            % {"version": manifest["version"]}
        )
    elif not marker().exists() and not _is_empty():
        reasons.append(
            _(
                "This house is not empty, and a backup goes into an empty one only:"
                " name other folders or another data base."
            )
        )
    if reasons:
        raise Refused(*reasons)


def _is_empty() -> bool:
    """Nothing was ever done here; on PostgreSQL there is not even a table."""
    here = set(tables_here())
    if connection.vendor == "sqlite":
        return "audit_line" not in here or tip().size == 0
    return not here - {MIGRATIONS}


def _unpack(parts: Iterable[tuple[str, Iterator[bytes]]], manifest: dict[str, Any]) -> int:
    """Bring every part to its place: how many sealed files."""
    home = Path(settings.THROUGHCARE_HOME)
    shutil.rmtree(home / FILES, ignore_errors=True)
    if connection.vendor == "sqlite":
        connection.close()
        return _unpacked(parts, home, _write_sqlite)
    with tables_made_as_they_were(manifest["migrations"], manifest["columns"]) as fill:
        return _unpacked(parts, home, fill)


def _unpacked(parts: Iterable[tuple[str, Iterator[bytes]]], home: Path, fill: Any) -> int:
    files = 0
    for name, content in parts:
        folder, _slash, rest = name.partition("/")
        if folder == BASE:
            fill(rest, content)
        elif folder == FILES and not {"..", ""} & set(rest.split("/")):
            _write(home / FILES / rest, content)
            files += 1
        elif name == HEADS:
            _write(heads_file(), content)
        else:
            raise Tampered("a backup holds a part of no known kind")
    return files


def _write_sqlite(name: str, content: Iterable[bytes]) -> None:
    file = Path(connection.settings_dict["NAME"])
    for left in file.parent.glob(f"{file.name}-*"):
        left.unlink()
    _write(file, content)


def _write(path: Path, content: Iterable[bytes]) -> None:
    with new_file(path) as file:
        for chunk in content:
            file.write(chunk)


def _held_to_heads(manifest: dict[str, Any], outside: list[SignedHead]) -> int:
    """Verify the ledger that came back: how many lines. Raises `Refused` where it does not hold."""
    size, _last = tip()
    reachable = [each for each in [*kept_heads(), *outside] if each.head.size <= size]
    verdict = verify_lines(exported_lines(), reachable, [public_key()])
    if not verdict.is_good or size != manifest["head"]["size"]:
        raise Refused(_("The ledger of this backup does not hold:"), str(verdict))
    if verdict.root != bytes.fromhex(manifest["head"]["root"]):
        raise Refused(_("The ledger of this backup is not the one that its head was signed over."))
    for seq in entries_that_do_not_fit():
        raise Refused(_("Beside line %(seq)s of the ledger something was changed.") % {"seq": seq})
    return size


def _erase_again(known: list[Destroyed], at: datetime) -> int:
    """What was erased after the backup was made is erased in it too: how many keys."""
    destroy_promised_keys()
    missing = tombstones_missing(known)
    for key in missing:
        with act("person.erased_again", by=SYSTEM, at=at, subjects=[key.owner.subject]):
            if key.owner.kind == "person":
                erase_again(key.owner.subject, key.owner.agency, at)
            destroy_again(key)
    destroy_promised_keys()
    return len(missing)
