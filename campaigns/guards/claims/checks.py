"""The claims of a marked text: each number stands in a mark, is the figure that the mark names, and is told as that.

The figures guard reads the text as it reads any other, and holds what is marked against the figure of its mark alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from campaigns.guards.amounts import Multiple, multiples_of
from campaigns.guards.claims.marks import Claim, MarkedText
from campaigns.guards.claims.naming import Told, naming_fault
from campaigns.guards.claims.pairs import pair_faults, way_faults
from campaigns.guards.claims.strangers import invented_feature
from campaigns.guards.complaint import Complaint
from campaigns.guards.context import Topic
from campaigns.guards.dates import DateWords
from campaigns.guards.figure_list import Figure, Figures
from campaigns.guards.figures import faults, unreadable_complaints
from campaigns.guards.moments import date_fits
from campaigns.guards.normal import normal_text
from campaigns.guards.numerals import Number, numbers_of
from campaigns.guards.passages import Passages
from campaigns.guards.quantities import Quantity
from campaigns.guards.reading import Reading, read
from campaigns.guards.sentences import paragraphs_of, sentences_of
from campaigns.guards.spans import Span

Held = Quantity | DateWords | Span | Multiple | Number
BARE = "it stands in no mark: write it as [key: words], with the key of the line of the data that it is taken from"
MOST_WORDS_BESIDE = 5
"""Words in a mark that are neither number nor unit: "a little more than", "a decline of about"."""


def claim_complaints(marked: MarkedText, figures: Figures) -> list[Complaint]:
    """What is wrong with a text that names its figures, as a text and as one that names them."""
    plain = normal_text(marked.plain)
    claims = [
        replace(
            each, start=len(normal_text(marked.plain[: each.start])), end=len(normal_text(marked.plain[: each.end]))
        )
        for each in marked.claims
    ]
    own = Passages(figures.passages)
    complaints = [*marked.complaints, *unreadable_complaints(plain, own)]
    topic = Topic()
    earlier: tuple[Reading, ...] = ()
    for group in readings_of(plain, claims, own):
        topic.roles, topic.figures = frozenset(), ()
        for reading, behind in zip(group, [*group[1:], None], strict=True):
            complaints += sentence_complaints(Told(reading, earlier, behind, plain), figures, topic)
            earlier += (reading,)
    return complaints


def sentence_complaints(told: Told, figures: Figures, topic: Topic) -> Iterator[Complaint]:
    """First what the figures guard says, then what is wrong with the claims that it lets pass."""
    reading, before = told.reading, replace(topic)
    yield from (Complaint("figures", reading.text, fault) for fault in faults(reading, figures, topic))
    yield from (Complaint("claims", said, BARE) for said in bare_figures(reading))
    pairs = [*pair_faults(reading), *way_faults(reading, told.earlier[-1] if told.earlier else None)]
    yield from (Complaint("claims", reading.text, fault) for fault in pairs)
    if any("home" in each.roles for each in figures.figures) and (feature := invented_feature(reading)):
        yield Complaint("claims", reading.text, feature)
    for claim in reading.claims:
        if claim.figure is None:
            continue
        fault = mark_fault(reading, claim, claim.figure) or naming_fault(told, claim, claim.figure, before)
        if fault:
            yield Complaint("claims", f"[{claim.key}: {reading.text[claim.start : claim.end]}]", fault)


def readings_of(plain: str, claims: list[Claim], passages: Passages) -> Iterator[list[Reading]]:
    """The sentences of each paragraph, each with its claims."""
    position = 0
    for paragraph in paragraphs_of(plain):
        position = plain.index(paragraph, position)
        own = [
            replace(each, start=each.start - position, end=each.end - position)
            for each in claims
            if position <= each.start < position + len(paragraph)
        ]
        yield list(paragraph_readings(passages.blanked(paragraph), own))
        position += len(paragraph)


def paragraph_readings(paragraph: str, claims: list[Claim]) -> Iterator[Reading]:
    """Sentences are cut out of a paragraph and its lines joined, so places are counted in characters that are seen."""
    seen = 0
    stretches = [(each, count_seen(paragraph[: each.start]), count_seen(paragraph[: each.end])) for each in claims]
    for sentence in sentences_of(paragraph):
        places = [place for place, character in enumerate(sentence) if not character.isspace()]
        found = []
        for claim, first, last in stretches:
            if 0 <= first - seen < len(places) and first < last:
                end = places[min(last - seen, len(places)) - 1] + 1
                found.append(replace(claim, start=places[first - seen], end=end))
        seen += len(places)
        yield replace(read(sentence), claims=tuple(found))


def count_seen(text: str) -> int:
    return sum(not character.isspace() for character in text)


def bare_figures(reading: Reading) -> Iterator[str]:
    """Numbers, dates and multiples that stand in no mark."""
    found_in: list[Held] = [*reading.quantities, *dated(reading), *multiples_of(reading)]
    for found in found_in:
        if reading.claim_at(found.start, found.end) is None:
            yield reading.text[found.start : found.end]
    for age in OLD.finditer(reading.text):
        if reading.claim_at(age.start(), age.end()) is None:
            yield age[0]


OLD = re.compile(
    r"\b(?:half a|a|one|two|three|a quarter of a|(?:three|two) quarters of a|\w+ thirds of a) "
    r"(?:century|centuries|decades?)(?= old\b| of age\b)",
    re.IGNORECASE,
)


def mark_fault(reading: Reading, claim: Claim, figure: Figure) -> str:
    """What is wrong with the words in a mark, beyond what the figures guard says of a number and its figure."""
    held = held_by(reading, claim)
    if len(held) != 1:
        return "a mark holds the words of one figure" if held else "the mark holds no figure that can be read"
    beside = reading.text[claim.start : held[0].start].split() + reading.text[held[0].end : claim.end].split()
    if len(beside) > MOST_WORDS_BESIDE:
        return "leave only the number in the mark, with its unit, rounding and direction"
    return "" if is_figure(held[0], figure) else f"{claim.key} is {figure.line()}"


def held_by(reading: Reading, claim: Claim) -> list[Held]:
    """Quantities and dates; where there is neither, lengths of time, multiples in words, numbers like "12 of them"."""
    kinds: list[list[Held]] = [[*reading.quantities, *reading.dates], [*reading.spans], [*multiples_of(reading)]]
    for kind in kinds:
        if inside := [each for each in kind if reading.claim_at(each.start, each.end) is claim]:
            return inside
    numbers = numbers_of(reading.text[claim.start : claim.end])
    return [replace(each, start=claim.start + each.start, end=claim.start + each.end) for each in numbers]


def is_figure(held: Held, figure: Figure) -> bool:
    """Whether a date, a span or a multiple is the figure; of a quantity only whether it can be one."""
    match held:
        case DateWords():
            return date_fits(held, figure)
        case Span():
            return figure.unit == "months" and held.fits(figure.number)
        case Multiple():
            return figure.unit == "times" and held.fits(figure.number)
        case Number():
            return figure.unit == "count" and held.value == figure.number
        case Quantity():
            return figure.unit not in {"date", "months"}


def dated(reading: Reading) -> list[DateWords]:
    """The dates; a season, or a month without its year, is a way of speaking, which the figures guard judges."""
    return [each for each in reading.dates if not each.is_season and (each.day is not None or each.year is not None)]
