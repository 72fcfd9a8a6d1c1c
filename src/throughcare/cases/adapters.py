"""What an upload really is, read from its bytes."""

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

import puremagic

KEPT = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/x-wav": "wav",
    "video/mp4": "mp4",
}
"""The kinds of files that are kept, and the ending under which each is saved."""


class Upload(Protocol):
    """What can be read in chunks, as often as asked."""

    def chunks(self) -> Iterable[bytes]: ...


def media_type_of(upload: Upload) -> str | None:
    """The media type of an upload if it is of a kind that may be kept, else None."""
    head = b"".join(islice(upload.chunks(), 2))
    if not head:
        return None
    if _is_plain_text(head):
        return "text/plain"
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    likely = [match.mime_type for match in matches if match.confidence >= 0.4]
    return next((kind for kind in likely if kind in KEPT), None)


def _is_plain_text(head: bytes) -> bool:
    try:
        text = head[: 32 * 1024].decode("utf-8", "strict" if len(head) <= 32 * 1024 else "ignore")
    except UnicodeDecodeError:
        return False
    binary = any(ord(sign) < 32 and sign not in "\n\r\t\f" for sign in text)
    markup = text.lstrip("\ufeff \n\r\t").startswith(("<", "%PDF", "{\\rtf"))
    return not binary and not markup
