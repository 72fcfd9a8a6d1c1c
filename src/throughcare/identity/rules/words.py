"""The codes that this app's own choices have, with what they are called on a page."""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


ORDERS = {
    "given_first": gettext_noop("Given name first"),
    "family_first": gettext_noop("Family name first"),
}
CONTACT_KINDS = {
    "phone": gettext_noop("Telephone"),
    "email": gettext_noop("E-mail"),
    "messenger": gettext_noop("Messaging app"),
    "address": gettext_noop("Address"),
}
WAYS_OF_KIND = {
    "phone": ("call", "text_message", "messaging_app"),
    "email": ("email",),
    "messenger": ("messaging_app", "call"),
    "address": ("letter", "in_person"),
}
NO_SAFE_WAY = "none"
TOLD = "told"
CHECKS = {
    TOLD: gettext_noop("Told, not seen"),
    "seen": gettext_noop("Seen"),
    "verified": gettext_noop("Seen and verified with who issued it"),
}
PROVES_AGE = ("birth_certificate", "passport", "national_id")
"""Kinds of papers by which an age is proven, once they were seen."""

HOLD_REASONS = {
    "court_case": gettext_noop("A court case goes on"),
    "compensation_claim": gettext_noop("A claim for compensation goes on"),
    "complaint": gettext_noop("A complaint is being looked into"),
    "inspection": gettext_noop("An inspection by a data protection authority goes on"),
}
ERASURE_REASONS = {
    "asked_by_person": gettext_noop("The person asked for it"),
    "no_longer_needed": gettext_noop("The record is no longer needed"),
    "recorded_in_error": gettext_noop("It was recorded in error"),
    "required_by_law": gettext_noop("A law or authority requires it"),
}
