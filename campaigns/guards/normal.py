"""A text as the figures guard reads it: one kind of digit, space, dash and quotation mark, nothing invisible."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

FRACTION_SLASH = "\u2044"
SAME_AS = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2212": "-",
        "\u2013": "\u2013",
        "\u2014": "\u2014",
        FRACTION_SLASH: "/",
    }
)
MARKS = frozenset({"Cf", "Mn", "Me", "Cc"})
UNUSUAL = re.compile(r"[^\n\t -~]")
# digits and letters in one word: a suffix of a number, an ordinal, a unit, a street, a unit of a house
READABLE_MIX = re.compile(
    r"\$?[\d,.]*\d(?:st|nd|rd|th|s|k|m|mm|mn|b|bn|x|yr|yrs|y|sf|sqft|ft|br|ba|bps|bp|pp|pct|am|pm|mi)"
    r"|(?:q|h|fy)[1-4]|[a-z]?\d+[a-z]?|(?:q[1-4]|fy)'?\d\d(?:\d\d)?",
    re.IGNORECASE,
)
MIXED_WORD = re.compile(r"(?<![\w$])\$?(?=[\w.,]*\d)(?=[\w.,]*[^\W\d_])[\w.,]*\w")
LETTERS_FOR_DIGITS = re.compile(r"\$\s?(?!\d|\.\d)\S+|(?<![\w.,])[lIOo]\d[\w,.]*|\d[\d,.]*[lIOo](?![a-z])[\d,.]*")
BROKEN_NUMBER = re.compile(r"\d(?:(?<=0)(?<![\d.,:/-]0)\d|(?:[_'*~^]|\.\.|,,)\d|,\d{1,2}(?![\d])|,\d{4,}|\.\d+[.,]\d)")


def normal_text(text: str) -> str:
    """The same text in plain characters; vulgar fractions are parted from the number before them."""
    return UNUSUAL.sub(lambda match: plain_character(match[0]), text)


@lru_cache(maxsize=1024)
def plain_character(character: str) -> str:
    """What an unusual character stands for: nothing, a digit, or one or more plain characters."""
    if unicodedata.category(character) in MARKS:
        return ""
    if unicodedata.decimal(character, None) is not None:
        return str(unicodedata.decimal(character))
    plain = unicodedata.normalize("NFKC", character).translate(SAME_AS)
    is_fraction = "/" in plain and unicodedata.category(character) == "No"
    return f" {plain}" if is_fraction else plain


def small_letters(text: str) -> str:
    """The text in small letters, each where it stood; patterns without capitals are looked for here, which is quick."""
    return text.lower() if text.isascii() else text.replace("\u0130", "i").replace("\u0131", "i").lower()


# LXXXVI sales; a name's "III" has no small letter behind it
ROMAN = re.compile(r"\b(?=[IVXLCDM]{2,}\b)M*(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b(?= [a-z])")
COUNTED_ORDINAL = re.compile(r"\bthe \d+(?:st|nd|rd|th) (?=[a-z])(?!of |floor|street|ave|century|to )\w+")


def unreadable(text: str) -> Iterator[str]:
    """The passages of a normal text in which a figure may hide that cannot be read safely."""
    for pattern in (ROMAN, COUNTED_ORDINAL):
        for match in pattern.finditer(text):
            yield match[0]
    for pattern in (LETTERS_FOR_DIGITS, BROKEN_NUMBER):
        for match in pattern.finditer(text):
            yield match[0]
    for match in MIXED_WORD.finditer(text):
        if not READABLE_MIX.fullmatch(match[0].strip(".,")):
            yield match[0]
    if not is_latin(text):
        yield from (word for word in re.findall(r"\w+", text) if not is_latin(word))


def is_latin(text: str) -> bool:
    letters = set() if text.isascii() else set(text)
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters if letter.isalpha())
