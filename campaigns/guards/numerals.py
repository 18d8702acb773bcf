"""Numbers as people write them: 1,250,000, $1.2M, "six and a half", "thirty-one", "three quarters"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from campaigns.guards.normal import small_letters

UNITS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "grand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mil": 1_000_000,
    "mill": 1_000_000,
    "m": 1_000_000,
    "mm": 1_000_000,
    "mn": 1_000_000,
    "billion": 1_000_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "dozen": 12,
    "score": 20,
}
LETTERS = frozenset({"k", "m", "mm", "mn", "b", "bn", "mil", "mill"})
PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "eighth": 8,
    "eighths": 8,
    "seventh": 7,
    "ninth": 9,
    "tenth": 10,
    "tenths": 10,
    "eleventh": 11,
    "twelfth": 12,
    "fifteenth": 15,
    "twentieth": 20,
    "twentieths": 20,
    "hundredth": 100,
    "hundredths": 100,
}
# how far a number with a fraction in words may be from the true one: "six and a half" is said of 6.46
FRACTION_STEP = Decimal("0.1")
TOKEN = re.compile(r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+)|[A-Za-z]+|\S")
# a text without any of these has no number, and a number in words begins with one of those
WORDS_OF_NUMBERS = re.compile(
    rf"\d|(?<![a-z])(?:{'|'.join([*UNITS, *TENS, *PARTS, *SCALES.keys() - LETTERS])})(?![a-z])"
)
FIRST_WORDS = frozenset({*UNITS, *TENS, "hundred", "thousand", "million", "half", "a", "an"})


class Token(NamedTuple):
    """A word in small letters, a number in digits, or a mark."""

    text: str
    start: int
    end: int
    is_digits: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands; `step` is the last place that it shows: 10,000 for "1.25 million".

    `grain` is the part that it counts in, where it is said with one: a half for "six and a half".
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    in_words: bool = False
    is_fraction: bool = False
    grain: Decimal = Decimal(0)


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and marks of a text; the hyphens of "thirty-one" are left out."""
    found = [
        Token(match[0].lower(), match.start(), match.end(), bool(match.lastgroup)) for match in TOKEN.finditer(text)
    ]
    return [token for place, token in enumerate(found) if token.text != "-" or not is_joint(found, place)]


def is_joint(tokens: list[Token], place: int) -> bool:
    """Whether the hyphen at this place is one within a word."""
    if not 0 < place < len(tokens) - 1:
        return False
    return tokens[place - 1].end == tokens[place].start and tokens[place].end == tokens[place + 1].start


def numbers_of(text: str) -> list[Number]:
    """All numbers of a text in its order; the longest reading wins."""
    tokens = tokens_of(text) if WORDS_OF_NUMBERS.search(small_letters(text)) else []
    numbers: list[Number] = []
    beyond = 0
    for position in [place for place, token in enumerate(tokens) if token.is_digits or token.text in FIRST_WORDS]:
        number, after = number_at(tokens, position) if position >= beyond else (None, 0)
        if number is not None:
            numbers.append(number)
            beyond = after
    return numbers


def number_at(tokens: list[Token], position: int) -> tuple[Number | None, int]:
    if tokens[position].is_digits:
        return digits_at(tokens, position)
    for reading in (year_at, part_at, words_at):
        number, after = reading(tokens, position)
        if number is not None:
            return number, after
    return None, position


def word(tokens: list[Token], position: int) -> str:
    """The word that stands there, "" behind the last one."""
    return tokens[position].text if position < len(tokens) else ""


def digits_at(tokens: list[Token], position: int) -> tuple[Number | None, int]:
    """Digits, with a fraction ("7 1/4", "7 and a half") and a scale ("1.2M", "860 thousand") after them."""
    token = tokens[position]
    value = Decimal(token.text.replace(",", ""))
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    after = position + 1
    if word(tokens, after) == "/" and after + 1 < len(tokens) and tokens[after + 1].is_digits:
        below = Decimal(tokens[after + 1].text.replace(",", ""))
        is_part = 0 < value < below <= 100 and word(tokens, after + 2) != "/"
        if is_part:
            return Number(token.start, tokens[after + 1].end, value / below, FRACTION_STEP, is_fraction=True), after + 2
    part, beyond = added_part(tokens, after)
    grain = Decimal(0)
    if part is not None:
        value, step, grain, after = value + part, FRACTION_STEP, grain_of(part), beyond
    while (scale := SCALES.get(word(tokens, after))) and is_scale(tokens, after):
        value, step, grain, after = value * scale, step * scale, grain * scale, after + 1
    return Number(token.start, tokens[after - 1].end, value, step, grain=grain), after


def grain_of(part: Decimal) -> Decimal:
    return next((grain for grain in (Decimal("0.5"), Decimal("0.25")) if part % grain == 0), FRACTION_STEP)


def is_scale(tokens: list[Token], position: int) -> bool:
    """A letter counts as a scale only right behind the digits."""
    letter = tokens[position]
    return letter.text not in LETTERS or letter.start - tokens[position - 1].end <= (1 if len(letter.text) > 1 else 0)


def added_part(tokens: list[Token], position: int) -> tuple[Decimal | None, int]:
    """ "and a half", "and three quarters", "1/4" after a whole number."""
    if word(tokens, position) == "and":
        number, after = part_at(tokens, position + 1, scaled=False)
        if number is not None and not is_of_something(tokens, after):
            return number.value, after
    above, slash, below = (word(tokens, position + each) for each in range(3))
    if slash == "/" and above.isdigit() and below.isdigit() and 0 < int(above) < int(below) <= 16:
        return Decimal(above) / Decimal(below), position + 3
    return None, position


def is_of_something(tokens: list[Token], position: int) -> bool:
    """Whether a fraction is one of something else: "2025 and half of the homes"."""
    return word(tokens, position) == "of" and word(tokens, position + 1) in {"the", "them", "those", "all"}


def year_at(tokens: list[Token], position: int) -> tuple[Number | None, int]:
    """ "nineteen twenty-six", "twenty fourteen", "two thousand fourteen" is read by `words_at`."""
    century = {"eighteen": 18, "nineteen": 19, "twenty": 20}.get(word(tokens, position))
    if century is None:
        return None, position
    rest, after = below_hundred(tokens, position + 1)
    if rest is None or rest < 10 or word(tokens, after) in {*SCALES, "percent", "point"}:
        return None, position
    value = Decimal(century * 100 + rest)
    return Number(tokens[position].start, tokens[after - 1].end, value, Decimal(1), in_words=True), after


def below_hundred(tokens: list[Token], position: int) -> tuple[int | None, int]:
    first = word(tokens, position)
    if first in TENS:
        unit = UNITS.get(word(tokens, position + 1), 0)
        return (TENS[first] + unit, position + 2) if 0 < unit < 10 else (TENS[first], position + 1)
    if first in UNITS:
        return UNITS[first], position + 1
    return None, position


def words_at(tokens: list[Token], position: int) -> tuple[Number | None, int]:
    """A number in words; "a" counts as one only before a scale ("a hundred", "a million")."""
    total = current = 0
    smallest = 0
    after = position
    seen = False
    while after < len(tokens):
        here = word(tokens, after)
        small, beyond = below_hundred(tokens, after)
        if small is not None and (not seen or smallest >= 100):
            current, after, seen, smallest = current + small, beyond, True, 1
        elif here in SCALES and here not in LETTERS and (seen or here in {"hundred", "thousand", "million"}):
            scale = SCALES[here]
            if scale >= 1_000:
                total, current = total + max(current, 1) * scale, 0
            else:
                current = max(current, 1) * scale
            after, seen, smallest = after + 1, True, scale
        elif here == "a" and not seen and word(tokens, after + 1) in SCALES and word(tokens, after + 1) not in LETTERS:
            current, after, seen, smallest = 0, after + 1, True, 1_000_000_000
        elif here == "and" and seen and smallest >= 100 and below_hundred(tokens, after + 1)[0] is not None:
            after += 1
        else:
            break
    if not seen:
        return None, position
    return completed(tokens, position, after, Decimal(total + current), Decimal(max(smallest, 1)))


def completed(tokens: list[Token], position: int, after: int, value: Decimal, smallest: Decimal) -> tuple[Number, int]:
    """The whole number with what follows it: "point two eight", "and a half", "and a quarter million"."""
    step = smallest if smallest >= 1_000 else Decimal(1)
    if word(tokens, after) == "point" and word(tokens, after + 1) in UNITS:
        digits = ""
        after += 1
        while word(tokens, after) in UNITS and UNITS[word(tokens, after)] < 10:
            digits, after = digits + str(UNITS[word(tokens, after)]), after + 1
        if not digits:
            small, after = below_hundred(tokens, after)
            digits = str(small)
        value, step = value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits))
        if word(tokens, after) in SCALES:
            scale = SCALES[word(tokens, after)]
            value, step, after = value * scale, step * scale, after + 1
        return Number(tokens[position].start, tokens[after - 1].end, value, step, in_words=True), after
    part, beyond = added_part(tokens, after)
    grain = Decimal(0)
    if part is not None:
        scale = int(step) if step >= 1_000 else 1
        grain = grain_of(part) * scale
        value, step, after = value + part * scale, FRACTION_STEP * scale, beyond
        if (scale := SCALES.get(word(tokens, after), 0)) and word(tokens, after) not in LETTERS:
            value, step, grain, after = value * scale, step * scale, grain * scale, after + 1
    return Number(tokens[position].start, tokens[after - 1].end, value, step, in_words=True, grain=grain), after


def part_at(tokens: list[Token], position: int, *, scaled: bool = True) -> tuple[Number | None, int]:
    """ "half", "a quarter", "two thirds", and with its scale "half a million"."""
    first = word(tokens, position)
    above, at = (1, position + 1) if first in {"a", "an"} else below_hundred(tokens, position)
    if first == "half":
        above, at = 1, position
    if above is None or word(tokens, at) not in PARTS:
        return None, position
    below = PARTS[word(tokens, at)]
    if above >= below:
        return None, position
    value, after = Decimal(above) / below, at + 1
    step = 1 / Decimal(below) if below >= 100 else FRACTION_STEP
    skipped = {("of", "a"): 2, ("a",): 1, ("of",): 1}
    article = next(
        (n for words, n in skipped.items() if all(word(tokens, after + i) == w for i, w in enumerate(words))), 0
    )
    scale = SCALES.get(word(tokens, after + article), 0)
    if scaled and scale >= 100 and word(tokens, after + article) not in LETTERS:
        value, step, after = value * scale, step * scale, after + article + 1
        return Number(tokens[position].start, tokens[after - 1].end, value, step, in_words=True), after
    return Number(tokens[position].start, tokens[after - 1].end, value, step, in_words=True, is_fraction=True), after
