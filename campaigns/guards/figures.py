"""The figures guard: every number, amount, percentage, date and direction word of a text stands in its figures."""

import re
from collections.abc import Iterator
from functools import lru_cache

from campaigns.guards.amounts import average_faults, identity_faults, multiple_faults, quantity_faults
from campaigns.guards.complaint import Complaint
from campaigns.guards.context import Topic
from campaigns.guards.figure_list import Figures
from campaigns.guards.moments import date_faults, relative_faults, span_faults
from campaigns.guards.moves import direction_faults
from campaigns.guards.normal import normal_text, unreadable
from campaigns.guards.reading import Reading, read
from campaigns.guards.sentences import paragraphs_of, sentences_of
from campaigns.guards.sources import source_faults


def figure_complaints(text: str, figures: Figures) -> list[Complaint]:
    """What the text says that its figures do not; a text is good where the list is empty."""
    plain = normal_text(text)
    complaints = unreadable_complaints(plain, figures)
    topic = Topic()
    for paragraph in paragraphs_of(plain):
        topic.roles, topic.figures = frozenset(), ()
        for home, lines in home_blocks(paragraph, figures):
            known = figures.of_home(home)
            for sentence in sentences_of(without_passages(lines, figures)):
                reading = read(sentence)
                complaints += [Complaint("figures", sentence, reason) for reason in faults(reading, known, topic)]
    return complaints


def unreadable_complaints(plain: str, figures: Figures) -> list[Complaint]:
    """The figures of a normal text that no guard can be sure of."""
    return [
        Complaint("figures", word, "a number here cannot be read safely; write it plainly")
        for word in unreadable(without_passages(plain, figures))
    ]


def home_blocks(paragraph: str, figures: Figures) -> Iterator[tuple[str, str]]:
    """The lines of a list of homes that belong to each of them, after the line with its street; other lines with ""."""
    homes = {each.home for each in figures.figures} - {""}
    if not homes:
        yield "", paragraph
        return
    longest_first = sorted(homes, key=len, reverse=True)
    heads = re.compile(rf"^(?:{'|'.join(passage_pattern(home) for home in longest_first)})(?=:)", re.MULTILINE)
    start, home = 0, ""
    for match in heads.finditer(paragraph):
        if paragraph[start : match.start()].strip():
            yield home, paragraph[start : match.start()]
        said = " ".join(match[0].split())
        start, home = match.start(), next(each for each in longest_first if normal_text(each) == said)
    yield home, paragraph[start:]


@lru_cache(maxsize=4096)
def passage_pattern(passage: str) -> str:
    """A passage that may be broken over lines."""
    return r"\s+".join(re.escape(word) for word in normal_text(passage).split())


def without_passages(text: str, figures: Figures) -> str:
    """The text in which addresses, ZIP codes and the like, which code knows, are blanked; the longest first."""
    passages = sorted((each for each in figures.passages if each.strip()), key=len, reverse=True)
    if not passages:
        return text
    pattern = "|".join(passage_pattern(each) for each in passages)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda match: "_" * len(match[0]), text)


def faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    for loan in reading.other_loans:
        yield f"the data has no loan of this term: {loan}"
    yield from relative_faults(reading, figures)
    yield from source_faults(reading, figures)
    yield from quantity_faults(reading, figures, topic)
    yield from multiple_faults(reading, figures)
    yield from identity_faults(reading, topic)
    yield from average_faults(reading, figures)
    yield from date_faults(reading, figures)
    yield from span_faults(reading, figures)
    yield from direction_faults(reading, figures, topic)
    topic.remember(reading)
