"""What a receipt is made of, what was typed, and whether a receipt still opens."""

import hashlib
import unicodedata
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 5
"""Wrong tries that a receipt bears in its whole life; right ones in between give none back."""

TRIES_A_MINUTE = 30
"""Tries that the whole house takes in a minute, whoever makes them and with whatever number."""

LASTS = {"30": timedelta(days=30), "90": timedelta(days=90), "180": timedelta(days=180)}
"""How long a receipt may last, by the days that a form says."""

FIGURES = 6
NUMBER_BYTES = 16
GROUP = 4
MISREAD = str.maketrans("018", "OIB")


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Standing:
    """How a receipt stands: its end, the wrong tries so far, and what ended it before."""

    until: datetime
    wrong: int
    revoked_at: datetime | None
    duress_at: datetime | None


def still_opens(standing: Standing, at: datetime) -> bool:
    """Whether the right words open the page now."""
    ended = standing.revoked_at is not None or standing.duress_at is not None
    return not ended and standing.wrong < TRIES and at < standing.until


def state_of(standing: Standing, at: datetime) -> str:
    """How a receipt stands, for staff: duress first, because it means danger."""
    if standing.duress_at is not None:
        return "duress"
    if standing.revoked_at is not None:
        return "revoked"
    if standing.wrong >= TRIES:
        return "spent"
    return "in_force" if at < standing.until else "expired"


def reasons_not_to_make_receipt(*, says_it_is_safe: bool, lasts: timedelta) -> list[str]:
    """Why no receipt is made: only the person knows whether a paper is safe."""
    reasons = []
    if not says_it_is_safe:
        reasons.append(
            gettext_noop(
                "A paper is made only if the person says that it is safe to have one. Without it,"
                " read the page to her or him."
            )
        )
    if not timedelta(0) < lasts <= max(LASTS.values()):
        reasons.append(gettext_noop("A receipt lasts 180 days at most."))
    return reasons


def number_from(drawn: bytes) -> str:
    """16 random bytes as the number that a paper shows, in groups of four.

    >>> number_from(bytes(range(16)))
    'AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4'
    """
    letters = b32encode(drawn).decode().rstrip("=")
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def number_hash(typed: str) -> str:
    """The hash under which a number is kept, however it was typed (64 hexadecimal digits).

    The letters O, I and B may be read as 0, 1 and 8. The number has 128 random bits: nothing
    slower than one hash is needed.

    >>> number_hash("aaaq eaye") == number_hash("AAAQ-EAYE")
    True
    """
    letters = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(MISREAD)
    return hashlib.sha256(letters.encode()).hexdigest()


def as_said(typed: str) -> str:
    """Words as they are compared: without spaces, signs and capitals; figures of any script.

    >>> as_said(" Blue  Kettle."), as_said("٤٢ 00 17")
    ('bluekettle', '420017')
    """
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(_figure(sign) for sign in plain if sign.isalnum())


def _figure(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign


STANDING_WORDS: dict[str, str] = {
    "in_force": gettext_noop("In force"),
    "expired": gettext_noop("Its time is over"),
    "spent": gettext_noop("Five wrong tries: it opens nothing any more"),
    "duress": gettext_noop("The word for danger was used"),
    "revoked": gettext_noop("Revoked"),
}
"""How a receipt stands, in words for staff."""
