"""Marking texts for the catalogue."""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text
