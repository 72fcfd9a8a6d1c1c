"""Uploads stream into sealing: what a browser sends never lies on the disk in the clear."""

import secrets
import tempfile
from collections.abc import Iterator
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from throughcare.vault.adapters.files import CHUNK, Sealer, open_stream
from throughcare.vault.adapters.places import make_folder


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload held sealed under a key that only this process knows, and only while it lives."""

    def __init__(self, sealed: BinaryIO, key: bytes, name: str | None, kind: str, size: int):
        super().__init__(cast(IO[Any], sealed), name, kind, size)
        self._sealed = sealed
        self._key = key

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The plain bytes, chunk by chunk, as often as asked."""
        self._sealed.seek(0)
        return open_stream(self._sealed, self._key, b"upload")

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The whole upload at once; for what is checked to be small."""
        if size >= 0:
            raise UnsupportedOperation("an upload is read whole, or chunk by chunk")
        return b"".join(self.chunks())


class SealingUploadHandler(FileUploadHandler):
    """Django's way in for files: chunk by chunk into a sealed, unlinked file.

    From whoever is not signed in nothing is taken. All files of a request together are kept up to
    `UPLOAD_MOST_BYTES`; what is over it is counted, so that the form can say so.
    """

    chunk_size = CHUNK

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._came = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile
        folder = Path(settings.THROUGHCARE_HOME) / "files"
        make_folder(folder)
        self._key = secrets.token_bytes(32)
        self._sealed = cast(BinaryIO, tempfile.TemporaryFile(dir=folder))  # noqa: SIM115
        self._sealer = Sealer(self._key, b"upload", self._sealed)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._came <= settings.UPLOAD_MOST_BYTES:
            self._sealer.feed(raw_data)
        self._came += len(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        self._sealer.finish()
        # A file that was cut is as large as all that came, so that no form takes it for whole.
        size = file_size if self._came <= settings.UPLOAD_MOST_BYTES else self._came
        return SealedUpload(self._sealed, self._key, self.file_name, self.content_type or "", size)
