"""Files that are whole or absent, in folders that only their owner may enter."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner alone (0700)."""
    missing = [folder, *folder.parents]
    for place in reversed(missing[: next(i for i, above in enumerate(missing) if above.is_dir())]):
        place.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def new_file(path: Path, *, only_if_new: bool = False) -> Iterator[BinaryIO]:
    """Write a file (0600) that appears under its name whole, and stays after a power cut.

    With `only_if_new` a file that is there already stays and `FileExistsError` is raised.
    """
    make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if only_if_new:
            os.link(draft, path)
        else:
            os.replace(draft, path)
        _keep_name(path)
    finally:
        draft.unlink(missing_ok=True)


def remove_name(path: Path) -> None:
    """Unlink a file for good, also after a power cut; absent is fine."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        _keep_name(path)


def _keep_name(path: Path) -> None:
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
