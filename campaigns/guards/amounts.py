"""The quantities of a sentence held against the figures: each has to be one of them, in value and in role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from campaigns.guards.context import Context, Topic, context_of
from campaigns.guards.directions import GENERAL, NEGATION
from campaigns.guards.earlier import THEN_BEHIND, is_compared_with_present
from campaigns.guards.figure_list import Figure, Figures, Unit
from campaigns.guards.matching import fits, in_same_unit
from campaigns.guards.objections import objections
from campaigns.guards.quantities import Quantity
from campaigns.guards.reading import Part, Reading
from campaigns.guards.roles import by_dimension

ROUNDED = re.compile(
    r"\bround(?:ed|er|ing|s|ly)?\b|\bcall it\b|\bballpark\b|\bgive or take\b|\bmore or less\b|"
    r"\bin the neighborhood of\b|\bapproximate\w*",
    re.IGNORECASE,
)
OF_SIZE = re.compile(r"\b(?:square f|living area|area|size|footage)", re.IGNORECASE)
LEAST = re.compile(
    r"\b(?:no (?:less|lower) than|at least|not (?:less|lower) than|starting at|"
    r"upwards? of) ?\$?$",
    re.IGNORECASE,
)
MOST = re.compile(r"\b(?:no (?:more|higher) than|at most|not (?:more|higher) than|up to) ?\$?$", re.IGNORECASE)
DIVIDED = re.compile(r"\b(?:divid\w+|ratio|factor|multiples?|quotient)\b", re.IGNORECASE)
MORE_BEFORE = re.compile(r"\b(?:more than|over|well over|better than)\b[^,;]{0,12}$", re.IGNORECASE)
ROUGH_BEFORE = re.compile(r"\b(?:nearly|almost|about|roughly|close to|just)\b[^,;]{0,12}$", re.IGNORECASE)
DOUBLE_DIGITS = re.compile(r"\bdouble[- ]digits?\b")
TIMES: frozenset[Unit] = frozenset({"times"})
MULTIPLES = (
    (
        re.compile(
            r"\b(?:doubled|twofold|double(?! digits?)|twice(?= (?:as|the|what|that|its|their|this|those|of)\b)|"
            r"(?<=more than )twice|(?<=nearly )twice|(?<=almost )twice|(?<=about )twice|"
            r"(?<=over )twice)\b",
            re.IGNORECASE,
        ),
        Decimal(2),
    ),
    (re.compile(r"\b(?:tripled?|trebled?|threefold|thrice)\b", re.IGNORECASE), Decimal(3)),
    (re.compile(r"\b(?:quadrupled?|fourfold)\b", re.IGNORECASE), Decimal(4)),
    (re.compile(r"\bhalved\b|\bcut in half\b|\bhalf (?:as|what)\b", re.IGNORECASE), Decimal("0.5")),
)
# a sentence without any of these tells no multiple
TOLD_AS_MULTIPLE = re.compile(r"double|twice|twofold|triple|treble|threefold|thrice|quadruple|fourfold|halved|half")


def quantity_faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    for index, part in enumerate(reading.parts):
        context = context_of(reading, index, topic)
        fault = quantity_fault(part, context, figures)
        if fault:
            yield fault


def quantity_fault(part: Part, context: Context, figures: Figures) -> str:
    """What is wrong with one quantity; "" where a figure of the list fits value and words: the part keeps it."""
    said = part.quantity.text(context.reading.text)
    alike: list[Figure] = []
    judged: list[tuple[list[str], Figure]] = []
    for quantity in meanings(part.quantity, context):
        context.quantity = quantity
        same = in_same_unit(quantity, figures)
        alike += same
        fitting = [each for each in same if fits(quantity, each)]
        judged += [
            (objections(each, context), each)
            for each in fitting
            if compares_rightly(part.quantity, quantity, each, context)
        ]
        if any(not found for found, _ in judged):
            break
    if all(found for found, _ in judged) and is_bracketed(context, alike):
        return ""
    if not judged:
        nearest = min(alike, key=lambda each: abs(abs(each.number) - part.quantity.value), default=None)
        return f"{said} is not in the data" + (f"; nearest is {nearest.line()}" if nearest else "")
    fewest, best = min(judged, key=lambda pair: len(pair[0]))
    if fewest:
        return f"{said} is {best.name}: {fewest[0]}"
    part.figure = best
    return ""


def meanings(quantity: Quantity, context: Context) -> Iterator[Quantity]:
    """The quantity as it stands, and what else it can mean by the words around it."""
    yield quantity
    if quantity.rounding == "" and ROUNDED.search(context.reading.text):
        yield replace(quantity, rounding="about")
    if quantity.rounding in {"over", "under"}:
        yield replace(quantity, rounding="")
    if quantity.unit == "bare" and OF_SIZE.search(context.reading.text):
        yield replace(quantity, unit="square feet")
    if quantity.unit == "bare" and DIVIDED.search(context.reading.text):
        yield replace(quantity, unit="times")
    if quantity.unit == "bare" and "basis points" in context.topic.named_units:
        yield replace(quantity, unit="percentage points", value=quantity.value / 100, step=quantity.step / 100)


def compares_rightly(said: Quantity, meant: Quantity, figure: Figure, context: Context) -> bool:
    """Whether "above $998,500 three months earlier", no rounding but a comparison, has the right side."""
    if said.rounding not in {"over", "under"} or meant.rounding:
        return True
    before = context.reading.masked[: context.part.quantity.start]
    if ("low" in figure.roles and LEAST.search(before)) or ("high" in figure.roles and MOST.search(before)):
        return figure.kind == "level"
    if is_compared_with_present(figure, context):
        return True
    told_as_then = any(span.kind == "then" for span in context.spans) or THEN_BEHIND.search(context.behind)
    return bool(told_as_then) and "then" in figure.roles and figure.trend == (1 if said.rounding == "over" else -1)


def is_bracketed(context: Context, alike: list[Figure]) -> bool:
    """ "between $1.4 million and $1.5 million" of a median of $1,425,000."""
    parts = context.reading.parts
    index = parts.index(context.part)
    for first, second in ((index, index + 1), (index - 1, index)):
        if first < 0 or second >= len(parts):
            continue
        low, high = parts[first].quantity, parts[second].quantity
        before = context.reading.masked[: low.start].rstrip().lower()
        if before.endswith("between") and low.value < high.value <= low.value * Decimal("1.2"):
            return any(low.value <= each.number <= high.value and not objections(each, context) for each in alike)
    return False


@dataclass(frozen=True, slots=True)
class Multiple:
    """ "doubled", "nearly twice": `more` and `rough` as the words before it say."""

    start: int
    end: int
    times: Decimal
    more: bool
    rough: bool

    def fits(self, ratio: Decimal) -> bool:
        if self.more:
            return self.times < ratio <= self.times * Decimal("1.75")
        return abs(ratio - self.times) <= (Decimal("0.3") if self.rough else Decimal("0.05"))


def multiples_of(reading: Reading) -> list[Multiple]:
    """The first of each kind, in a sentence that does not speak of what is so in general."""
    if TOLD_AS_MULTIPLE.search(reading.small_text) is None or GENERAL.search(reading.masked):
        return []
    found = []
    for pattern, times in MULTIPLES:
        if match := pattern.search(reading.small_masked):
            before = reading.masked[: match.start()]
            more, rough = MORE_BEFORE.search(before), ROUGH_BEFORE.search(before)
            found.append(Multiple(match.start(), match.end(), times, bool(more), bool(rough)))
    return found


def multiple_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "doubled", "twice": a change of the list has to be as much."""
    if TOLD_AS_MULTIPLE.search(reading.small_text) is None:
        return
    for multiple in multiples_of(reading):
        if not any(multiple.fits(ratio) for ratio in ratios_of(figures, multiple.times)):
            yield f"{reading.masked[multiple.start : multiple.end]}: no figure of the data did"
    if DOUBLE_DIGITS.search(reading.small_text) and not GENERAL.search(reading.masked):
        percents = [abs(each.number) for each in figures.changes if each.unit == "percent"]
        if not any(10 <= percent < 100 for percent in percents):
            yield "double digits: no change of the data is as large"


def ratios_of(figures: Figures, times: Decimal) -> list[Decimal]:
    """How many times the earlier the present figures are; for halves, from the changes in percent."""
    if times >= 1:
        return [each.number for each in figures.figures if each.unit == "times" and isinstance(each.value, Decimal)]
    changes = [each for each in figures.figures if each.unit == "percent" and each.kind == "change"]
    return [1 + each.number / 100 for each in changes]


AVERAGE_PRICE = re.compile(
    r"\b(?:average|mean)(?: of (?:the |all |these |those )?(?:\w+[- ]){1,3}(?:homes|sales|closings|houses|"
    r"deeds)|(?: \w+){0,2} (?:sale|asking|home|house|list|selling)s? prices?)\b"
)


def average_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """A median called an average, in whichever sentence: the data has no average price."""
    if "median" not in figures.roles:
        return
    match = AVERAGE_PRICE.search(reading.small_text)
    if match is None or NEGATION.search(reading.text[: match.start()].removesuffix("the ").removesuffix("an ")):
        return
    yield f"{reading.text[match.start() : match.end()]}: the data has the median, and no average price"


IDENTITY = re.compile(
    r"(?:This|That|It|These|Those|The (?:first|second|former|latter|figure|number))\b.{0,12}\b(?:is|"
    r"was|are|were)\b"
)
MADE_OF = re.compile(
    r"\b(?:drawn|based|calculated|built|made|worked out|computed|derived|produced|taken|compiled)\b", re.IGNORECASE
)
IDENTIFIED_BY = ("loan", "statistic", "kind", "area")
ELSEWHERE = frozenset({"city", "county", "state", "region", "another place"})


def identity_faults(reading: Reading, topic: Topic) -> Iterator[str]:
    """ "That was the national 30-year average": the figure of the sentence before, called by a role that it has not."""
    match = IDENTITY.match(reading.text)
    if (
        not topic.figures
        or match is None
        or MADE_OF.search(reading.text, match.end())
        or any(each.noun == "" for each in reading.quantities)
    ):
        return
    for name, said in by_dimension(reading.roles).items():
        if name not in IDENTIFIED_BY or (name == "area" and not said <= ELSEWHERE):
            continue
        known = [roles for each in topic.figures if (roles := by_dimension(each.roles).get(name))]
        if known and not any(said & roles for roles in known):
            yield f"the text calls {topic.figures[0].name} {', '.join(sorted(said))}"
