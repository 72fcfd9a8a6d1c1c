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
    (("dzh", "dj"), re.compile("dzh|dj"), "j"),
    (("ph",), re.compile("ph"), "f"),
    (("kh", "ck"), re.compile("kh|ck"), "k"),
    (("gh",), re.compile("gh"), "g"),
    (("th",), re.compile("th"), "t"),
    (("c", "q"), re.compile("c(?!h)|q"), "k"),
    (("x",), re.compile("x"), "ks"),
    (("w",), re.compile("w"), "v"),
    (("y",), re.compile("y"), "i"),
    (("ou", "oo"), re.compile("ou|oo"), "u"),
    (("ee",), re.compile("ee"), "i"),
)
"""Letters without which a rule has nothing to do, the rule, and the one sound it leaves."""

ONE_CONSONANT = (
    (("h",), re.compile("(?<=[aeiou])h$"), ""),
    (("sch", "sh", "ts", "z"), re.compile("sch|sh|ts|z(?!h)"), "s"),
    (("zh",), re.compile("zh"), "z"),
    (("ch",), re.compile("ch"), "c"),
    (("dh",), re.compile("dh"), "d"),
    (("ng",), re.compile("ng$"), "n"),
    (("h",), re.compile("h"), "g"),
)
VOWELS = "aeiou"
WITHOUT_VOWELS = str.maketrans("", "", VOWELS)
Rules = tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]


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
    latin = (text if text.isascii() else in_latin_letters(text)).casefold()
    return NO_LETTER_OR_DIGIT.sub(" ", APOSTROPHES.sub("", latin)).split()


def in_latin_letters(text: str) -> str:
    """The text in Latin letters, without format characters; plain text stays as it is."""
    visible = without_hidden_characters(unicodedata.normalize("NFKC", text))
    return anyascii(in_latin(with_spoken_letters(visible)))


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
    return DOUBLED.sub(r"\1", _by_rules(ONE_SOUND, word))


def skeleton(token: str) -> str:
    """The consonants of a token, a first vowel as `a`: alike from scripts that write no vowels.

    >>> skeleton("mohamed"), skeleton("mhmd"), skeleton("oleksandr")
    ('mgmd', 'mgmd', 'alksndr')
    """
    token = _by_rules(ONE_CONSONANT, token)
    first = "a" if token[:1] and token[0] in VOWELS else token[:1]
    return first + token[1:].translate(WITHOUT_VOWELS)


def _by_rules(rules: Rules, word: str) -> str:
    for needed, letters, sound in rules:
        for each in needed:
            if each in word:
                word = letters.sub(sound, word)
                break
    return word
