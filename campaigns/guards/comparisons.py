"""Which of two values is the higher one, as a text has it."""

import re
from collections.abc import Iterator

from campaigns.guards.context import Topic
from campaigns.guards.directions import GENERAL
from campaigns.guards.figure_list import Figures
from campaigns.guards.moves import UNMOVED, is_of, only_subject, subjects_of
from campaigns.guards.reading import Reading


def comparison_faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    yield from which_faults(reading, figures)
    yield from higher_one_faults(reading, figures, topic)


HIGHER_ONE = re.compile(
    r"\b(?P<which>latest|latter|newer|newest|later|most recent|current|second|earlier|previous|first|older|former|"
    r"prior)\b"
    r"[^;.]{0,80}? (?:is|was|remains|being) (?:\w+ )?the "
    r"(?:(?P<up>higher|larger|greater|bigger|dearer)|(?P<down>lower|smaller|lesser|cheaper))\b",
    re.IGNORECASE,
)
EARLIER_ONE = frozenset({"earlier", "previous", "first", "older", "former", "prior"})


def higher_one_faults(reading: Reading, figures: Figures, topic: Topic) -> Iterator[str]:
    """ "The latest of the two estimates is the higher one"."""
    match = HIGHER_ONE.search(reading.text)
    if match is None or GENERAL.search(match[0]):
        return
    subjects = subjects_of(reading.roles_between(0, match.end())) or subjects_of(topic.roles) or only_subject(figures)
    way = (1 if match["up"] else -1) * (-1 if match["which"].lower() in EARLIER_ONE else 1)
    changes = [each for each in figures.changes if is_of(each, subjects)]
    if "value" in subjects:
        changes = [each for each in changes if "since previous" in each.roles]
    if changes and not any(each.trend == way for each in changes):
        yield f"{match[0]}: the data has {changes[0].line()}"


WHICH_IS_MORE = re.compile(
    r"\s*,? (?:which|that) (?:is|was) (?:\w+ )?(?:(?P<up>more|higher|greater|above)|(?P<down>less|lower|below))"
    r"(?: than)? (?:the |its |your )?(?:(?P<purchase>purchase|price (?:you )?paid|amount paid|"
    r"sale price|price of|price "
    r"at)|(?P<previous>previous|earlier|prior|one before))",
    re.IGNORECASE,
)


def which_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "the estimate is $642,000, which is more than the price paid"."""
    for part in reading.parts:
        match = WHICH_IS_MORE.match(reading.masked, part.quantity.end)
        if match is None or part.figure is None or not {"value", "now"} <= part.figure.roles:
            continue
        since = "since purchase" if match["purchase"] else "since previous"
        way = 1 if match["up"] else -1
        changes = [each for each in figures.changes if since in each.roles and not each.roles & UNMOVED]
        if changes and all(each.trend != way for each in changes):
            yield f"{match[0].strip(' ,')}: the data has {changes[0].line()}"
