"""The figures guard: every number, amount, percentage, date and direction word of a text stands in its figures."""

from collections.abc import Iterator

from campaigns.guards.amounts import average_faults, identity_faults, multiple_faults, quantity_faults
from campaigns.guards.comparisons import comparison_faults
from campaigns.guards.complaint import Complaint
from campaigns.guards.context import Topic
from campaigns.guards.figure_list import Figures
from campaigns.guards.moments import date_faults, relative_faults, span_faults
from campaigns.guards.moves import direction_faults
from campaigns.guards.normal import normal_text, unreadable
from campaigns.guards.pairs import end_pair_faults
from campaigns.guards.passages import Passages
from campaigns.guards.reading import Reading, read
from campaigns.guards.sentences import paragraphs_of, sentences_of
from campaigns.guards.sources import local_rate_faults, source_faults
from campaigns.guards.strangers import stranger_faults


def figure_complaints(text: str, figures: Figures) -> list[Complaint]:
    """What the text says that its figures do not; a text is good where the list is empty."""
    plain = normal_text(text)
    own, homes = Passages(figures.passages), Passages(figures.by_home.keys() - {""})
    complaints = unreadable_complaints(plain, own)
    topic = Topic()
    for paragraph in paragraphs_of(plain):
        topic.roles, topic.figures = frozenset(), ()
        for home, lines in home_blocks(paragraph, homes):
            known = figures.of_home(home)
            for sentence in sentences_of(own.blanked(lines)):
                reading = read(sentence)
                complaints += [Complaint("figures", sentence, reason) for reason in faults(reading, known, topic)]
    return complaints


def unreadable_complaints(plain: str, own: Passages) -> list[Complaint]:
    """The figures of a normal text that no guard can be sure of; `own` are the passages of code's."""
    return [
        Complaint("figures", word, "a number here cannot be read safely; write it plainly")
        for word in unreadable(own.blanked(plain))
    ]


def home_blocks(paragraph: str, homes: Passages) -> Iterator[tuple[str, str]]:
    """The lines of a list of homes that belong to each of them, after the line with its street; other lines with ""."""
    start, home = 0, ""
    for head in homes.heads(paragraph):
        if paragraph[start : head.start].strip():
            yield home, paragraph[start : head.start]
        start, home = head.start, head.passage
    yield home, paragraph[start:]


def faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    for loan in reading.other_loans:
        yield f"the data has no loan of this term: {loan}"
    yield from relative_faults(reading, figures)
    yield from source_faults(reading, figures)
    yield from stranger_faults(reading, figures)
    yield from quantity_faults(reading, figures, topic)
    yield from local_rate_faults(reading)
    yield from end_pair_faults(reading)
    yield from multiple_faults(reading, figures)
    yield from identity_faults(reading, topic)
    yield from average_faults(reading, figures)
    yield from date_faults(reading, figures)
    yield from span_faults(reading, figures)
    yield from comparison_faults(reading, figures, topic)
    yield from direction_faults(reading, figures, topic)
    topic.remember(reading)
