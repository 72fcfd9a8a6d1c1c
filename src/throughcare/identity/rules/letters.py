"""Letters: their script, what no eye sees, what does not belong into a name."""

import unicodedata
from collections import Counter

from throughcare.identity.rules.words import gettext_noop

LONGEST_TEXT = 300

SCRIPTS = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Hira",
    "KANNADA": "Knda",
    "KATAKANA": "Kana",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "LATIN": "Latn",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "MYANMAR": "Mymr",
    "ORIYA": "Orya",
    "SINHALA": "Sinh",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAANA": "Thaa",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
}
"""First word of a letter's Unicode name → ISO 15924 code of its script."""

UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
"""General categories of characters that no eye sees."""

LOOK_ALIKE_SCRIPTS = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
JOINERS = "\u200c\u200d"
SCRIPTS_WITH_JOINERS = frozenset(
    {"ARABIC", "BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "KANNADA", "KHMER", "MALAYALAM"}
    | {"MONGOLIAN", "MYANMAR", "ORIYA", "SINHALA", "TAMIL", "TELUGU"}
)
PUNCTUATION_OF_NAMES = frozenset("'’‘ʼ`´.,·/()\"׳״՚،")
MOST_MARKS_IN_A_ROW = 4


def script_of(text: str) -> str:
    """The ISO 15924 code of the script of most letters; "" where there are none.

    >>> script_of("Amina"), script_of("أمينة"), script_of("Аміна")
    ('Latn', 'Arab', 'Cyrl')
    """
    found = Counter(script for letter in text if (script := _script_of_letter(letter)))
    return found.most_common(1)[0][0] if found else ""


def tidy(text: str) -> str:
    """A text as it is stored: composed, with single spaces, nothing before or after it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


HIDDEN = gettext_noop(
    "There are hidden characters in the text, as copying sometimes brings them. Type it by hand."
)


def has_hidden_characters(text: str) -> bool:
    """Whether a text holds what no eye sees: controls, direction and zero-width characters.

    Joiners between two letters of a script that needs them are part of its spelling.
    """
    return any(
        unicodedata.category(letter) in UNSEEN and not (letter in JOINERS and _joins(text, at))
        for at, letter in enumerate(text)
    )


def reasons_against_text(text: str) -> list[str]:
    """Why a short text (a time, a word to say) cannot be stored as it was typed."""
    if len(text) > LONGEST_TEXT:
        return [gettext_noop("This text has at most 300 characters.")]
    return [HIDDEN] if has_hidden_characters(text) else []


def _script_of_letter(letter: str) -> str:
    if not letter.isalpha():
        return ""
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "")


def look_alikes(word: str) -> set[str]:
    """The scripts of a word whose letters could be taken for one another."""
    return {_script_of_letter(letter) for letter in word} & LOOK_ALIKE_SCRIPTS


def _joins(text: str, at: int) -> bool:
    beside = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(beside) == 2 and all(
        unicodedata.category(letter)[0] in "LM"
        and unicodedata.name(letter, "").split(" ")[0] in SCRIPTS_WITH_JOINERS
        for letter in beside
    )


def is_no_letter(letter: str) -> bool:
    """Whether something visible has no place in a name: pictures, signs, currency."""
    kind = unicodedata.category(letter)
    return not (
        kind[0] in "LM"
        or kind in ("Nd", "Zs", "Pd")
        or letter in PUNCTUATION_OF_NAMES
        or kind in UNSEEN
    )


def has_piled_marks(text: str) -> bool:
    """Whether more marks stand on one letter than any script needs."""
    marks = 0
    for letter in unicodedata.normalize("NFD", text):
        marks = marks + 1 if unicodedata.category(letter) == "Mn" else 0
        if marks > MOST_MARKS_IN_A_ROW:
            return True
    return False
