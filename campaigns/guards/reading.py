"""A sentence read: its quantities, dates, spans, roles and directions, and what of it belongs to each quantity."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from campaigns.guards.dates import DateWords, dates_of
from campaigns.guards.directions import Direction, directions_of
from campaigns.guards.figure_list import Figure
from campaigns.guards.idioms import LOANS, SEASONS_OF_SPEECH, TERMS, blank, without_idioms
from campaigns.guards.normal import small_letters
from campaigns.guards.quantities import Quantity, quantities_of
from campaigns.guards.roles import DIMENSIONS, RoleWord, by_dimension, role_words
from campaigns.guards.spans import Span, in_months, spans_of

# the lines that code writes come back in every e-mail, those of a market in many
SENTENCES_KEPT = 2048
LONGEST_KEPT = 500
# where the words that belong to one quantity end and those of the next begin; the strongest comes first
BOUNDARIES = (
    re.compile(r"[;:()—–]|,"),
    re.compile(
        r"\b(?:while|whereas|but|and|so|although|though|with|which|where|when|yet|or|whose|after)\b|"
        r"\b(?:compared|versus|vs|against|rather than|"
        r"instead of|than|from)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:to|at|for|of|in|on|by)\b", re.IGNORECASE),
)


@dataclass(slots=True)
class Part:
    """One quantity, and the stretch of the sentence whose words are about it."""

    quantity: Quantity
    start: int
    end: int
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with all that was found in it; `masked` has blanks for what is no number.

    The same sentence is read once for many texts: of a reading only the figures of its parts are one text's own.
    """

    text: str
    small_text: str
    masked: str
    small_masked: str
    quantities: tuple[Quantity, ...]
    spans: tuple[Span, ...]
    dates: tuple[DateWords, ...]
    words: tuple[RoleWord, ...]
    directions: tuple[Direction, ...]
    other_loans: tuple[str, ...]
    roles: frozenset[str]
    parts: tuple[Part, ...]

    def roles_between(self, start: int, end: int) -> frozenset[str]:
        return frozenset(role for word in self.words if start <= word.start < end for role in word.roles)

    def dimensions_between(self, start: int, end: int) -> Mapping[str, frozenset[str]]:
        return by_dimension(self.roles_between(start, end))

    def dimensions_ahead_of(self, index: int) -> Mapping[str, frozenset[str]]:
        """What stands before the quantities that come before this one; what stands behind them is theirs alone."""
        ahead = [self.roles_between(part.start, part.quantity.start) for part in self.parts[:index]]
        return by_dimension(frozenset[str]().union(*ahead))

    def dates_between(self, start: int, end: int) -> list[DateWords]:
        return [day for day in self.dates if start <= day.start < end]

    def part_at(self, position: int) -> Part | None:
        return next((part for part in self.parts if part.start <= position < part.end), None)

    @property
    def makes_a_claim(self) -> bool:
        """Whether it says anything of the data: a figure, a direction, or one of the things that figures are of."""
        return bool(self.quantities) or bool(self.roles & SUBJECTS)


SUBJECTS = DIMENSIONS["subject"] - {"something else"}


def read(sentence: str) -> Reading:
    """`sentence` is normal, and its passages of code's own are blanked already."""
    reading = kept(sentence) if len(sentence) <= LONGEST_KEPT else read_once(sentence)
    own_parts = tuple(Part(each.quantity, each.start, each.end) for each in reading.parts)
    return replace(reading, parts=own_parts) if own_parts else reading


def read_once(sentence: str) -> Reading:
    """A reading that is no text's own: nothing may be written into it."""
    loans, other_loans = loans_of(sentence)
    masked = blank(blank(sentence, LOANS) if loans else sentence, SEASONS_OF_SPEECH)
    dates = dates_of(masked)
    for found in dates:
        masked = masked[: found.start] + " " * (found.end - found.start) + masked[found.end :]
    masked = without_idioms(masked)
    numbers = quantities_of(masked)
    quantities = [each for each in numbers if in_months(each) is None or is_days_on_market(each, sentence)]
    taken = {(each.start, each.end) for each in quantities}
    words = sorted([*role_words(sentence), *loans], key=lambda word: word.start)
    words = [each for each in words if not in_supposition(masked, each, numbers)]
    return Reading(
        sentence,
        small_letters(sentence),
        masked,
        small_letters(masked),
        tuple(quantities),
        tuple(span for span in spans_of(masked, numbers) if (span.start, span.end) not in taken),
        tuple(dates),
        tuple(words),
        tuple(
            each
            for each in directions_of(masked)
            if not any(number.approximator_start <= each.start < number.end for number in numbers)
        ),
        tuple(other_loans),
        frozenset[str]().union(*(word.roles for word in words)),
        tuple(parts_of(masked, quantities, dates)),
    )


kept = lru_cache(maxsize=SENTENCES_KEPT)(read_once)

SUPPOSED = re.compile(r"\b(?:could|might|may|would)\b", re.IGNORECASE)


def in_supposition(sentence: str, word: RoleWord, quantities: list[Quantity]) -> bool:
    """ "An actual sale could land to either side": what a clause without a figure supposes is no figure's role."""
    if not word.roles <= {"sale", "sales", "asking", "listings"}:
        return False
    start = max(sentence.rfind(mark, 0, word.start) for mark in ",;:") + 1
    ends = [place for mark in ",;:" if (place := sentence.find(mark, word.end)) >= 0]
    end = min(ends, default=len(sentence))
    if not SUPPOSED.search(sentence, start, end):
        return False
    return not any(start <= each.start < end for each in quantities)


def loans_of(sentence: str) -> tuple[list[RoleWord], list[str]]:
    """The words that name a loan by its term, and the loans that the data does not have."""
    words, other = [], []
    for match in LOANS.finditer(small_letters(sentence)):
        role = TERMS.get(match[match.lastgroup or ""])
        if role is None:
            other.append(sentence[match.start() : match.end()])
        words.append(RoleWord(match.start(), match.end(), frozenset({role or "other loan", "rate"})))
    return words, other


DAYS_WORDS = re.compile(
    r"\b(?:market|days? listed|listed|listings?|listing|spent|stayed|sat|took|takes|pace|clock|to (?:sell|"
    r"find)|for sale|wait|average home|typical|marketing|on average|averaged?)\b",
    re.IGNORECASE,
)
SPAN_AROUND = re.compile(
    r"^ ?(?:,? or so)? ?(?:ago|earlier|before|prior|previously|later|back|to (?:the|(?-i:[A-Z]))|sooner|ended|ending|"
    r"to (?:go|get|move|climb|fall|drop|rise|come|gain|lose|add|shed|make)|took|brought|added|saw|made|lies?\b|"
    r"separate|passed|went by|apart|that ended|"
    r"window|period)\b",
    re.IGNORECASE,
)
SPAN_BEFORE = re.compile(
    r"\b(?:over|in|within|during|for|across|past|last|previous|prior|preceding|the|those|these|than|"
    r"change of)(?: the| those| these| all| last| past| same| previous| prior| preceding| about| roughly|"
    r" just)* ?$",
    re.IGNORECASE,
)


def is_days_on_market(quantity: Quantity, sentence: str) -> bool:
    """Whether a number of days or weeks is how long homes were on the market, and no span between two dates."""
    behind, before = sentence[quantity.end :], sentence[: quantity.start]
    if quantity.unit == "years":
        return "old" in sentence[quantity.start : quantity.end].lower() or bool(
            re.match(r"[- ](?:old|of age)\b", behind)
        )
    if SPAN_AROUND.match(behind):
        return False
    if quantity.unit == "months":
        return bool(
            re.search(r"\b(?:on the market|to sell|days|took|spent)\b", sentence, re.IGNORECASE)
        ) and not SPAN_BEFORE.search(before)
    if quantity.step == 1:
        return True
    return bool(DAYS_WORDS.search(sentence)) and not re.search(
        r"\b(?:over|in|within|during|past|last|previous)(?: \w+)? $", before, re.IGNORECASE
    )


def parts_of(masked: str, quantities: list[Quantity], dates: list[DateWords]) -> list[Part]:
    """Each quantity with the words around it, cut where a clause ends."""
    parts: list[Part] = []
    start = 0
    for index, quantity in enumerate(quantities):
        if index + 1 < len(quantities):
            following = quantities[index + 1]
            own = after_own_reference(masked, after_own_date(masked, quantity.end, dates), following.start)
            end = cut(masked, own, following.start)
        else:
            end = len(masked)
        parts.append(Part(quantity, start, end))
        start = end
    return parts


# "and the rate eased too, by 0.11 points": the comma parts no clauses
# "$815,000 on September 8, 2017 to": the date is still that of the number before it
TO_DATE = re.compile(
    r"[\s,]*(?:\b(?:on|in|as of|at|of|dated|from))?(?: the)?"
    r"(?: (?:three months|week|quarter|window|period)(?: (?:ended|ending|to|through|of|that ended))?(?: on|"
    r" in)?)? *",
    re.IGNORECASE,
)
AFTER_DATE = re.compile(r" *(?:[,;:.)]|(?:to|and|but|while|from|at|by|against|versus|is|was)\b)", re.IGNORECASE)
COMMA_OF_AMOUNT = re.compile(r",(?= (?:by|at|to)(?: (?:about|around|roughly|nearly|almost|just|only|some))* ?\$?$)")


# "91.6% above the purchase price of $645,000": the name is the following figure's
NAME_OF = re.compile(
    r"\b(?:above|below|over|under|than) (?:the|your|its|their)(?: [a-z-]+){1,3} of \$?$", re.IGNORECASE
)


def cut(text: str, start: int, end: int) -> int:
    if name := NAME_OF.search(text[:end], start):
        return text.index(" ", name.start())
    match = COMMA_OF_AMOUNT.search(text[:end], start)
    if match is not None and (inner := BOUNDARIES[1].search(text, start, match.start())):
        return inner.start()
    semicolon = text.find(";", start, end)
    if semicolon >= 0:
        return semicolon
    for boundary in BOUNDARIES:
        match = boundary.search(text, start, end)
        if match:
            return match.start()
    return start


OWN_REFERENCE = re.compile(
    r" (?:\w+ )?(?:more|less|higher|lower|fewer|longer|shorter|larger|smaller|greater) than (?:the|its|what|that|"
    r"your) (?![\s$\d_])\w+"
)


def after_own_reference(text: str, start: int, end: int) -> int:
    """ "$9,000 less than the purchase": what the number is compared with is no figure's of its own."""
    match = OWN_REFERENCE.match(text, start, end)
    return match.end() if match else start


def after_own_date(text: str, start: int, dates: list[DateWords]) -> int:
    """The end of the date that follows a number as its own, or `start`."""
    day = next((day for day in dates if day.start >= start), None)
    if day is None or not TO_DATE.fullmatch(text, start, day.start) or not AFTER_DATE.match(text, day.end):
        return start
    return day.end
