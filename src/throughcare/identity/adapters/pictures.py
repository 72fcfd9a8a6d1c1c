"""Pictures and scans as they come in: known by their content, made anew, without what they tell."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
FORMATS = ("JPEG", "PNG", "WEBP")
HEAD = 1024
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<?php", b"<body", b"<iframe")
JPEG, PDF = "image/jpeg", "application/pdf"


class NotAPicture(Exception):
    """What was sent is no picture that can be taken in; the code says why."""


def clean_picture(sent: bytes) -> bytes:
    """The picture drawn anew as a JPEG of at most 2000 pixels a side, upright, nothing else in it.

    Whatever else the file held (place, time, device, a second file) is not carried over. Raises
    `NotAPicture` with "too_large", "too_many_pixels", "not_a_picture" or "damaged".
    """
    _refuse_head(sent)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_anew(sent)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPicture("too_many_pixels") from None
    except NotAPicture:
        raise
    except Exception:
        # Decoders of damaged files raise whatever they like, sometimes quoting the content.
        raise NotAPicture("damaged") from None


def clean_scan(sent: bytes) -> tuple[bytes, str]:
    """A scan and its media type: a picture drawn anew, or a PDF as it came."""
    if sent[:5] == b"%PDF-":
        _refuse_head(sent)
        return sent, PDF
    return clean_picture(sent), JPEG


def _refuse_head(sent: bytes) -> None:
    if len(sent) > MOST_BYTES:
        raise NotAPicture("too_large")
    head = sent[:HEAD].lower()
    if any(mark in head for mark in MARKUP) or b"%pdf-" in head[1:]:
        raise NotAPicture("not_a_picture")


def _drawn_anew(sent: bytes) -> bytes:
    try:
        picture: Image.Image = Image.open(BytesIO(sent), formats=FORMATS)
    except UnidentifiedImageError:
        raise NotAPicture("not_a_picture") from None
    if picture.width * picture.height > MOST_PIXELS:
        raise NotAPicture("too_many_pixels")
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    written = BytesIO()
    bare.save(written, "JPEG", quality=88, optimize=True)
    return written.getvalue()
