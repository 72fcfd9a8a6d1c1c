"""A name as it is compared: the same tokens from every script, spelling and order."""

import re
import unicodedata

from anyascii import anyascii

from throughcare_core.matching.scripts import in_latin

LONGEST_TEXT = 300

ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
ARABIC_ARTICLE = re.compile("(?<![\u0600-\u06ff])\u0627\u0644(?=[\u0600-\u06ff]{2})")
ARABIC_FIRST_VOWEL = re.compile("(?<![\u0600-\u06ff])[\u0627\u0622\u0623\u0625\u0639]")
ARABIC_VOWEL_LETTERS = str.maketrans(
    {
        "\u0627": "a",
        "\u0622": "a",
        "\u0623": "a",
        "\u0625": "a",
        "\u0649": "a",
        "\u0629": "a",
        "\u0621": "",
        "\u0626": "i",
        "\u0624": "u",
    }
)
ARABIC_INNER_W = re.compile("(?<=[\u0600-\u06ffa-z])\u0648")
ARABIC_INNER_Y = re.compile("(?<=[\u0600-\u06ffa-z])[\u064a\u06cc]")
UKRAINIAN_LETTER = re.compile("[іїєґІЇЄҐ]")
ONE_SYLLABLE_A_LETTER = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])")

APOSTROPHES = re.compile("['`\u2018\u2019\u02bb\u02bc\u02bf\u02be\u00b4]")
NO_LETTER_OR_DIGIT = re.compile("[^a-z0-9]+")
DOUBLED = re.compile(r"(.)\1+")

ONE_SOUND = (
    (re.compile("dzh|dj"), "j"),
    (re.compile("ph"), "f"),
    (re.compile("kh|ck"), "k"),
    (re.compile("gh"), "g"),
    (re.compile("th"), "t"),
    (re.compile("c(?!h)|q"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("y"), "i"),
    (re.compile("ou|oo"), "u"),
    (re.compile("ee"), "i"),
)

ONE_CONSONANT = (
    (re.compile("(?<=[aeiou])h$"), ""),
    (re.compile("sch|sh|ts|z(?!h)"), "s"),
    (re.compile("zh"), "z"),
    (re.compile("ch"), "c"),
    (re.compile("dh"), "d"),
    (re.compile("ng$"), "n"),
    (re.compile("h"), "g"),
)


def normalise_name(text: str) -> tuple[str, ...]:
    """The tokens of a name in plain Latin letters, in the order written.

    Compatibility forms, hidden and direction characters, accents, case, punctuation and doubled
    letters are gone; letters that stand for one sound are one. Raises `ValueError` over 300
    characters.

    >>> normalise_name("Бондаренко, Олександр")
    ('bondarenko', 'oleksandr')
    >>> normalise_name("\\u202eMohammed  AL-Hassan")
    ('mohamed', 'al', 'hasan')
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"A name or place has at most {LONGEST_TEXT} characters.")
    return tuple(filter(None, map(spelling, latin_words(text))))


def latin_words(text: str) -> list[str]:
    """The words of a text in lower-case Latin letters and digits, doubled letters still there."""
    visible = without_hidden_characters(unicodedata.normalize("NFKC", text))
    latin = anyascii(in_latin(with_spoken_letters(visible))).casefold()
    return NO_LETTER_OR_DIGIT.sub(" ", APOSTROPHES.sub("", latin)).split()


def without_hidden_characters(text: str) -> str:
    """The text without format characters (direction, joiners); control characters are spaces.

    >>> without_hidden_characters("A\\u200bnna\\tB")
    'Anna B'
    """
    kinds = ((letter, unicodedata.category(letter)) for letter in text)
    return "".join(" " if kind == "Cc" else letter for letter, kind in kinds if kind != "Cf")


def with_spoken_letters(text: str) -> str:
    """The text with the letters replaced whose sound depends on language or place in the word."""
    if UKRAINIAN_LETTER.search(text):
        text = text.replace("г", "h").replace("Г", "H")
    text = ONE_SYLLABLE_A_LETTER.sub(r" \1", text)
    text = ARABIC_MARKS.sub("", text)
    text = ARABIC_ARTICLE.sub("al ", text)
    text = ARABIC_FIRST_VOWEL.sub("a", text)
    text = ARABIC_INNER_Y.sub("i", ARABIC_INNER_W.sub("u", text))
    return text.translate(ARABIC_VOWEL_LETTERS)


def spelling(word: str) -> str:
    """A Latin word with one letter for one sound and no doubled letters.

    >>> spelling("xavier"), spelling("mykhailo"), spelling("anna")
    ('ksavier', 'mikailo', 'ana')
    """
    for letters, sound in ONE_SOUND:
        word = letters.sub(sound, word)
    return DOUBLED.sub(r"\1", word)


def skeleton(token: str) -> str:
    """The consonants of a token, a first vowel as `a`: alike from scripts that write no vowels.

    >>> skeleton("mohamed"), skeleton("mhmd"), skeleton("oleksandr")
    ('mgmd', 'mgmd', 'alksndr')
    """
    for letters, consonant in ONE_CONSONANT:
        token = letters.sub(consonant, token)
    first = "a" if token[:1] in {"a", "e", "i", "o", "u"} else token[:1]
    return first + re.sub("[aeiou]", "", token[1:])
