"""What is missing in the languages of the pages, as the catalogue itself says. No data base."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from django.conf import settings

from throughcare.kernel.languages import own_name_of


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """One language: how many texts it translates, of how many, and those that it lacks."""

    code: str
    own_name: str
    said: int
    of: int
    missing: Sequence[str]

    @property
    def share(self) -> int:
        """Whole percent, never 100 while something is missing."""
        return 100 * self.said // self.of if self.of else 0


def languages() -> list[LanguageRow]:
    """Every language of the pages but English, in which all texts are written. 0 queries."""
    return [_row(code) for code, _name in settings.LANGUAGES if code != "en"]


def _row(code: str) -> LanguageRow:
    path = Path(settings.LOCALE_PATHS[0], code, "LC_MESSAGES", "django.po")
    texts = _texts_in(path, path.stat().st_mtime_ns)
    missing = [text for text, is_said in texts if not is_said]
    return LanguageRow(code, own_name_of(code), len(texts) - len(missing), len(texts), missing)


@cache
def _texts_in(path: Path, _changed: int) -> list[tuple[str, bool]]:
    """Each text of a catalogue, and whether every form of it is translated."""
    with path.open("rb") as content:
        return [
            (message.id if isinstance(message.id, str) else message.id[0], _is_said(message.string))
            for message in read_po(content)
            if message.id
        ]


def _is_said(said: str | Sequence[str] | None) -> bool:
    return bool(said) if isinstance(said, str) else bool(said) and all(said or ())
