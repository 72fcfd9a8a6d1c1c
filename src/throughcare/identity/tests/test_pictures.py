import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from throughcare.agencies.tests.factories import NOON
from throughcare.identity import doors
from throughcare.identity.models import Photograph
from throughcare.identity.rules import Paper
from throughcare.identity.services import (
    add_document,
    add_photograph,
    remove_document,
    remove_photograph,
)
from throughcare.identity.tests.cast import Scene, a_picture
from throughcare.kernel.errors import NotHere, Refused


def a_bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    lines = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def test_place_and_device_are_gone_from_a_photograph(scene: Scene) -> None:
    sent = a_picture(with_place=True)
    assert b"PlantedCameraMaker" in sent
    key = add_photograph(scene.person, sent, by=scene.noor, at=NOON)
    kept = doors.photograph(scene.noor, key, NOON)
    assert b"PlantedCameraMaker" not in kept
    assert not Image.open(BytesIO(kept)).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_second_file_behind_the_picture_is_not_kept(scene: Scene, kind: str) -> None:
    sent = a_picture(kind) + bytes(2000) + b"PK\x03\x04<script>planted()</script>"
    key = add_photograph(scene.person, sent, by=scene.noor, at=NOON)
    kept = doors.photograph(scene.noor, key, NOON)
    assert b"planted" not in kept
    assert kept[:2] == b"\xff\xd8"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
            "Choose a photograph",
        ),
        (b"<!DOCTYPE html><html><body>hello</body></html>", "Choose a photograph"),
        (a_picture("GIF"), "Choose a photograph"),
        (a_picture()[:20] + b"<script>alert(1)</script>" + a_picture()[20:], "Choose a photograph"),
        (b"%PDF-1.7 nothing", "Choose a photograph"),
        (a_picture()[:200], "damaged"),
        (b"", "Choose a photograph"),
        (a_bomb(), "too many pixels"),
        (b"\xff\xd8" + bytes(13 * 1024 * 1024), "larger than 12 MB"),
    ],
    ids=["svg", "html", "gif", "polyglot", "pdf", "cut", "empty", "bomb", "large"],
)
def test_what_is_no_photograph_is_refused_and_nothing_is_kept(
    scene: Scene, sent: bytes, said: str, settings: object
) -> None:
    with pytest.raises(Refused, match=said):
        add_photograph(scene.person, sent, by=scene.noor, at=NOON)
    assert Photograph.objects.count() == 0
    assert not list((settings.THROUGHCARE_HOME / "files").rglob("*.picture"))  # type: ignore[attr-defined]


def test_a_large_photograph_is_made_smaller_and_stands_upright(scene: Scene) -> None:
    written = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (4000, 3000), (1, 2, 3)).save(written, "JPEG", exif=exif)
    key = add_photograph(scene.person, written.getvalue(), by=scene.noor, at=NOON)
    assert Image.open(BytesIO(doors.photograph(scene.noor, key, NOON))).size == (1500, 2000)


def test_a_scan_may_be_a_pdf_and_goes_with_its_document(scene: Scene, settings: object) -> None:
    paper = Paper("passport", "XA", "X1234567", check="seen")
    key = add_document(scene.person, paper, b"%PDF-1.7\nplanted", by=scene.noor, at=NOON)
    assert doors.scan_of(scene.noor, key, NOON) == ("application/pdf", b"%PDF-1.7\nplanted")
    (file,) = Path(settings.THROUGHCARE_HOME, "files").rglob("*.scan")  # type: ignore[attr-defined]
    assert b"planted" not in file.read_bytes()
    remove_document(key, by=scene.noor, at=NOON)


def test_a_pdf_that_is_also_a_page_is_refused(scene: Scene) -> None:
    with pytest.raises(Refused):
        add_document(
            scene.person, Paper("visa"), b"%PDF-1.7\n<html><script>", by=scene.noor, at=NOON
        )


def test_a_removed_photograph_leaves_no_file(
    scene: Scene, settings: object, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    key = add_photograph(scene.person, a_picture(), by=scene.noor, at=NOON)
    with pytest.raises(NotHere):
        remove_photograph(key, by=scene.ines, at=NOON)
    folder = Path(settings.THROUGHCARE_HOME, "files")  # type: ignore[attr-defined]
    assert list(folder.rglob("*.picture"))
    with django_capture_on_commit_callbacks(execute=True):
        remove_photograph(key, by=scene.noor, at=NOON)
    assert not list(folder.rglob("*.picture"))
