"""The figures guard: every number, amount, percentage, date and direction word of a text stands in its figures."""

import re
from collections.abc import Iterator

from campaigns.guards.complaint import Complaint
from campaigns.guards.context import Topic
from campaigns.guards.reading import Reading, read
from campaigns.guards.figure_list import Figures
from campaigns.guards.normal import normal_text, unreadable
from campaigns.guards.sentences import paragraphs_of, sentences_of
from campaigns.guards.statements import date_faults, direction_faults, quantity_faults, relative_faults, span_faults


def figure_complaints(text: str, figures: Figures) -> list[Complaint]:
    """What the text says that its figures do not; a text is good where the list is empty."""
    plain = normal_text(text)
    complaints = []
    blanked = without_passages(plain, figures)
    for word in unreadable(blanked):
        complaints.append(Complaint("figures", word, "a number here cannot be read safely; write it plainly"))
    topic = Topic()
    for paragraph in paragraphs_of(blanked):
        topic.roles = frozenset()
        for sentence in sentences_of(paragraph):
            reading = read(sentence)
            complaints += [Complaint("figures", sentence, reason) for reason in faults(reading, figures, topic)]
    return complaints


def without_passages(text: str, figures: Figures) -> str:
    """The text in which addresses, ZIP codes and the like, which code knows, are blanked; the longest first."""
    for passage in sorted(figures.passages, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(normal_text(passage))}(?!\w)", lambda match: "_" * len(match[0]), text)
    return text


def faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    for loan in reading.other_loans:
        yield f"the data has no loan of this term: {loan}"
    yield from relative_faults(reading)
    yield from quantity_faults(reading, figures, topic)
    yield from date_faults(reading, figures)
    yield from span_faults(reading, figures)
    yield from direction_faults(reading, figures, topic)
    topic.remember(reading)
