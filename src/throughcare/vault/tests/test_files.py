"""Sealed files and uploads: whole, in order, and never in the clear on a disk."""

import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from throughcare.vault.adapters.files import CHUNK, PREFIX, TAG
from throughcare.vault.adapters.uploads import SealedUpload, SealingUploadHandler
from throughcare.vault.rules import Place
from throughcare.vault.services import (
    KeyGone,
    Tampered,
    Unreadable,
    open_file,
    remove_file,
    seal_file,
    seal_text,
)
from throughcare.vault.tests.factories import ANOTHER, AT_DAWN, AT_LOTUS, NAME, SCAN

HEAD = 1 + 16 + PREFIX
SEALED_CHUNK = CHUNK + TAG
CANARY = b"Zarnigor-Qalandarova-1907"


@hypothesis_settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    sizes=st.lists(st.sampled_from([0, 1, 500, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]), max_size=5)
)
def test_a_file_opens_as_it_was_however_it_came(sizes: list[int]) -> None:
    chunks = [os.urandom(size) for size in sizes]
    assert seal_file(chunks, AT_DAWN, SCAN) == sum(sizes)
    assert b"".join(open_file(AT_DAWN, SCAN)) == b"".join(chunks)


@pytest.fixture
def path() -> Path:
    """A sealed file of three chunks and a bit."""
    seal_file([bytes([i]) * CHUNK for i in range(3)] + [b"and a bit"], AT_DAWN, SCAN)
    (found,) = (p for p in (Path(settings.THROUGHCARE_HOME) / "files").rglob("*") if p.is_file())
    return found


def chunk(number: int) -> slice:
    """Where a sealed chunk lies in the file."""
    return slice(HEAD + number * SEALED_CHUNK, HEAD + (number + 1) * SEALED_CHUNK)


def flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


def reordered(file: bytes) -> bytes:
    return file[:HEAD] + file[chunk(1)] + file[chunk(0)] + file[chunk(2).start :]


def repeated(file: bytes) -> bytes:
    return file[: chunk(0).stop] + file[chunk(0)] + file[chunk(1).start :]


@pytest.mark.parametrize(
    "harm",
    [
        lambda file: file[:-1],
        lambda file: file[: chunk(2).stop],
        lambda file: file[: chunk(0).start],
        lambda file: file[:HEAD] + file[chunk(1).start :],
        lambda file: file + b"x",
        lambda file: file + file[chunk(0)],
        lambda file: flipped(file, chunk(1).start),
        lambda file: flipped(file, HEAD - 1),
        lambda file: b"",
        reordered,
        repeated,
    ],
    ids=[
        "a byte cut", "the end cut", "all chunks cut", "the first chunk cut", "a byte appended",
        "a chunk appended", "a byte changed", "the head changed", "emptied", "reordered",
        "repeated",
    ],
)  # fmt: skip
def test_a_file_that_was_cut_reordered_or_appended_to_does_not_open(
    path: Path, harm: Callable[[bytes], bytes]
) -> None:
    whole = path.read_bytes()
    assert len(b"".join(open_file(AT_DAWN, SCAN))) == 3 * CHUNK + 9
    path.write_bytes(harm(whole))
    with pytest.raises(Tampered):
        list(open_file(AT_DAWN, SCAN))


def test_a_file_that_was_moved_to_another_place_does_not_open(path: Path) -> None:
    other = Place(SCAN.table, ANOTHER, SCAN.column)
    seal_file([b"hers"], AT_DAWN, other)
    moved = next(p for p in path.parents[1].rglob("*") if p.is_file() and p != path)
    moved.write_bytes(path.read_bytes())
    with pytest.raises(Tampered):
        list(open_file(AT_DAWN, other))


def test_a_file_does_not_open_for_another_owner(path: Path) -> None:
    seal_text("Amina", AT_LOTUS, NAME)
    with pytest.raises(KeyGone):
        list(open_file(AT_LOTUS, SCAN))


def test_a_file_that_is_not_there_is_unreadable_and_names_nobody() -> None:
    with pytest.raises(Unreadable) as refused:
        list(open_file(AT_DAWN, SCAN))
    assert SCAN.row.hex not in str(refused.value)


def test_a_removed_file_is_gone_and_removing_it_again_is_fine(path: Path) -> None:
    remove_file(SCAN)
    remove_file(SCAN)
    assert not path.exists()


def test_a_stream_that_breaks_off_leaves_the_file_that_was_there(path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield CANARY
        raise OSError("the line was cut")

    with pytest.raises(OSError, match="the line was cut"):
        seal_file(breaks(), AT_DAWN, SCAN)
    assert len(b"".join(open_file(AT_DAWN, SCAN))) == 3 * CHUNK + 9
    assert list(path.parent.iterdir()) == [path]


def test_a_sealed_file_is_readable_by_its_owner_alone(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parents[1].stat().st_mode) == 0o700


def test_the_name_of_a_file_says_nothing_of_its_owner(path: Path) -> None:
    assert AT_DAWN.subject.hex not in str(path)
    assert AT_DAWN.agency.hex not in str(path)


class Watching(FileUploadHandler):
    """Scans every folder, unlinked files too, each time that a chunk has been taken."""

    def __init__(self, folders: list[Path]) -> None:
        super().__init__()
        self.folders, self.found, self.scans = folders, False, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.scan()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        self.scan()

    def scan(self) -> None:
        self.scans += 1
        self.found |= CANARY in b"".join(_on_disk(self.folders))


def test_an_upload_is_never_in_the_clear_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    content = CANARY + os.urandom(3 * CHUNK) + CANARY
    watching = Watching([tmp_path])
    upload = _uploaded(content, watching)
    assert watching.scans > 3
    assert not watching.found
    assert upload.read() == content
    seal_file(upload.chunks(), AT_DAWN, SCAN)
    seal_text(CANARY.decode(), AT_DAWN, NAME)
    watching.scan()
    assert not watching.found
    assert b"".join(open_file(AT_DAWN, SCAN)) == content


def test_the_watch_would_see_an_upload_in_the_clear(tmp_path: Path) -> None:
    with tempfile.TemporaryFile(dir=tmp_path) as unlinked:
        unlinked.write(CANARY)
        unlinked.flush()
        assert CANARY in b"".join(_on_disk([tmp_path]))


def test_an_upload_over_the_limit_is_counted_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MOST_BYTES", CHUNK)
    upload = _uploaded(os.urandom(10 * CHUNK))
    assert upload.size == 10 * CHUNK
    assert len(upload.read()) <= 3 * CHUNK


def test_an_upload_is_read_whole_or_by_chunks() -> None:
    upload = _uploaded(b"a scan")
    with pytest.raises(io.UnsupportedOperation):
        upload.read(3)
    assert upload.read() == b"a scan" == b"".join(upload.chunks())


def test_what_is_kept_of_all_files_of_a_request_has_one_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MOST_BYTES", 4 * CHUNK)
    uploads = _all_uploaded([os.urandom(3 * CHUNK) for _ in range(4)])
    assert [upload.size // CHUNK for upload in uploads] == [3, 6, 9, 12]
    assert sum(len(upload.read()) for upload in uploads) <= 6 * CHUNK


def test_nothing_is_taken_from_whoever_is_not_signed_in() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert _all_uploaded([b"x" * CHUNK] * 3, AnonymousUser()) == []
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def _uploaded(content: bytes, *also: FileUploadHandler) -> SealedUpload:
    (upload,) = _all_uploaded([content], None, *also)
    assert isinstance(upload, SealedUpload)
    return upload


def _all_uploaded(
    contents: list[bytes], user: object = None, *also: FileUploadHandler
) -> list[SealedUpload]:
    body = b"".join(
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="scan.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n"
        for content in contents
    )
    body += b"--edge--\r\n"
    request = RequestFactory().post(
        "/", data=body, content_type="multipart/form-data; boundary=edge"
    )
    request.user = user or Somebody()  # type: ignore[assignment]
    handlers = [*also, SealingUploadHandler(request)]
    for handler in handlers:
        handler.chunk_size = CHUNK
    _, files = MultiPartParser(request.META, io.BytesIO(body), handlers).parse()
    return cast(list[SealedUpload], files.getlist("file"))


class Somebody:
    """Whoever is signed in."""

    is_authenticated = True


def _on_disk(folders: list[Path]) -> list[bytes]:
    """The bytes of every file in these folders, and of those that this process holds unlinked."""
    held = []
    for folder in folders:
        held += [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    for handle in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(handle)
        except FileNotFoundError:
            continue
        if target.endswith("(deleted)") and any(target.startswith(str(f)) for f in folders):
            held.append(handle.read_bytes())
    return held
