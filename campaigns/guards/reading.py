"""A sentence read: its quantities, dates, spans, roles and directions, and what of it belongs to each quantity."""

import re
from dataclasses import dataclass, field

from campaigns.guards.claims.marks import Claim
from campaigns.guards.dates import DateWords, dates_of
from campaigns.guards.directions import Direction, directions_of
from campaigns.guards.figure_list import Figure, Figures
from campaigns.guards.idioms import LOANS, SEASONS_OF_SPEECH, TERMS, blank, without_idioms
from campaigns.guards.quantities import Quantity, quantities_of
from campaigns.guards.roles import RoleWord, by_dimension, role_words
from campaigns.guards.spans import Span, in_months, spans_of

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


@dataclass(slots=True)
class Reading:
    """A sentence with all that was found in it; `masked` has blanks for what is no number.

    `claims` are what its writer says of its figures; a sentence of a person has none.
    """

    text: str
    masked: str
    quantities: list[Quantity] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    dates: list[DateWords] = field(default_factory=list)
    words: list[RoleWord] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)
    other_loans: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def claim_at(self, start: int, end: int) -> Claim | None:
        return next((each for each in self.claims if each.start < end and start < each.end), None)

    def figures_at(self, start: int, end: int, figures: Figures) -> tuple[Figure, ...]:
        """Which figures a stretch can be: where it is claimed to be one, that alone."""
        claim = self.claim_at(start, end) if self.claims else None
        if claim is None:
            return figures.figures
        return () if claim.figure is None else (claim.figure,)

    def roles_between(self, start: int, end: int) -> frozenset[str]:
        return frozenset(role for word in self.words if start <= word.start < end for role in word.roles)

    def dimensions_between(self, start: int, end: int) -> dict[str, frozenset[str]]:
        return by_dimension(self.roles_between(start, end))

    def dimensions_ahead_of(self, index: int) -> dict[str, frozenset[str]]:
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
        subjects = self.dimensions_between(0, len(self.text)).get("subject", frozenset()) - {"something else"}
        return bool(self.quantities) or bool(subjects)


def read(sentence: str) -> Reading:
    """`sentence` is normal, and its passages of code's own are blanked already."""
    loans, words, other = loans_of(sentence)
    masked = blank(blank(sentence, LOANS), SEASONS_OF_SPEECH)
    dates = dates_of(masked)
    for found in dates:
        masked = masked[: found.start] + " " * (found.end - found.start) + masked[found.end :]
    masked = without_idioms(masked)
    quantities = quantities_of(masked)
    reading = Reading(sentence, masked, dates=dates, other_loans=other)
    reading.spans = spans_of(masked, quantities)
    reading.quantities = [each for each in quantities if in_months(each) is None or is_days_on_market(each, sentence)]
    if reading.quantities:
        taken = {(each.start, each.end) for each in reading.quantities}
        reading.spans = [span for span in reading.spans if (span.start, span.end) not in taken]
    reading.words = sorted([*role_words(sentence), *words], key=lambda word: word.start)
    reading.words = [each for each in reading.words if not in_supposition(masked, each, quantities)]
    reading.directions = [
        each
        for each in directions_of(masked)
        if not any(q.approximator_start <= each.start < q.end for q in quantities)
    ]
    reading.parts = parts_of(masked, reading.quantities)
    del loans
    return reading


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


def loans_of(sentence: str) -> tuple[list[str], list[RoleWord], list[str]]:
    words, other = [], []
    for match in LOANS.finditer(sentence):
        term = (match["other"] or match["term"] or match["over"] or match["over2"] or match["span"]).lower()
        role = TERMS.get(term)
        if role is None:
            other.append(match[0])
        words.append(RoleWord(match.start(), match.end(), frozenset({role or "other loan", "rate"})))
    return [], words, other


DAYS_WORDS = re.compile(
    r"\b(?:market|days? listed|listed|listings?|listing|spent|stayed|sat|took|takes|pace|clock|to (?:sell|"
    r"find)|for sale|wait|average home|typical|marketing|on average|averaged?)\b",
    re.IGNORECASE,
)
SPAN_AROUND = re.compile(
    r"^ ?(?:,? or so)? ?(?:ago|earlier|before|prior|previously|later|back|to the|ended|ending|that ended|"
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
        r"\b(?:over|in|within|during|past|last|previous)(?: \w+)? $", before
    )


def parts_of(masked: str, quantities: list[Quantity]) -> list[Part]:
    """Each quantity with the words around it, cut where a clause ends."""
    parts: list[Part] = []
    start = 0
    for index, quantity in enumerate(quantities):
        if index + 1 < len(quantities):
            following = quantities[index + 1]
            end = cut(masked, quantity.end, following.start)
        else:
            end = len(masked)
        parts.append(Part(quantity, start, end))
        start = end
    return parts


# "and the rate eased too, by 0.11 points": the comma parts no clauses
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
    for boundary in BOUNDARIES:
        match = boundary.search(text, start, end)
        if match:
            return match.start()
    return start
