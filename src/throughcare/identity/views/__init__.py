"""Pages about who a person is and how to reach her or him."""

from throughcare.identity.views.contacts import contact, drop_contact, new_contact
from throughcare.identity.views.entries import birth, gender, names
from throughcare.identity.views.erasure import erase, hold, release
from throughcare.identity.views.panel import panel, show_name
from throughcare.identity.views.papers import (
    drop_document,
    drop_photograph,
    new_document,
    new_photograph,
    photograph,
    picture,
    scan,
)

__all__ = [
    "birth",
    "contact",
    "drop_contact",
    "drop_document",
    "drop_photograph",
    "erase",
    "gender",
    "hold",
    "names",
    "new_contact",
    "new_document",
    "new_photograph",
    "panel",
    "photograph",
    "picture",
    "release",
    "scan",
    "show_name",
]
