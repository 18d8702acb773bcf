"""What a text repeats of what its writer was told: six words of the orders in a row, or the name of a line of data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

RUN = 6
SHORTEST_NAME = 4
"""Words: "living area:" may be said by anybody, "season of the market figures:" by nobody."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# what orders tell a writer to say, he says: "say that …", "…; say so", "says what it is: …", "for instance: …"
TO_BE_SAID = re.compile(
    r"\bsay(?:\s+\w+)?\s+(?P<that>that\b[^.;]*)|(?P<so>[^.;]*);\s+say\s+so\b|\bsays\s+what\b[^:.]*:(?P<what>[^.]*)"
    r"|\bfor\s+instance\b[^:]*:(?P<instance>.*?)(?=\n-|\n\s*\n|\Z)",
    re.IGNORECASE | re.DOTALL,
)
LINE_NAME = re.compile(r"^(?:-\s+)?(?:\w+\s+=\s+)?(?P<name>[^:\n]+):\s", re.MULTILINE)

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a writer was given to write by: its orders, and data in lines of a name, a colon and a value."""

    orders: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


NOTHING = Told()


def repeated_orders(text: str, told: Told) -> Iterator[str]:
    """The stretches of the text that stand in the orders, too."""
    known = frozenset[Run]().union(*(_runs(order) for order in told.orders))
    words = list(WORD.finditer(text))
    first = last = 0
    for start in range(len(words) - RUN + 1) if known else ():
        if _small(words[start : start + RUN]) not in known:
            continue
        if last and start > last:
            yield text[words[first].start() : words[last].end()]
        if not last or start > last:
            first = start
        last = start + RUN - 1
    if last:
        yield text[words[first].start() : words[last].end()]


def repeated_lines(text: str, told: Told) -> Iterator[str]:
    """The names of the data's lines that stand in the text with their colon."""
    names = {_small(WORD.finditer(found["name"])) for data in told.data for found in LINE_NAME.finditer(data)}
    words = list(WORD.finditer(text)) if names else []
    for end, word in enumerate(words, 1):
        if not text.startswith(":", word.end()):
            continue
        for name in names:
            start = end - len(name)
            if len(name) >= SHORTEST_NAME and start >= 0 and _small(words[start:end]) == name:
                yield text[words[start].start() : word.end() + 1]


@lru_cache(maxsize=32)
def _runs(orders: str) -> frozenset[Run]:
    """Each six words in a row, save those that orders tell a writer to say."""
    to_say = [found.span(found.lastgroup or 0) for found in TO_BE_SAID.finditer(orders)]
    words = list(WORD.finditer(orders))
    runs = [words[start : start + RUN] for start in range(len(words) - RUN + 1)]
    return frozenset(
        _small(run)
        for run in runs
        if not any(start <= run[0].start() and run[-1].end() <= end for start, end in to_say)
    )


def _small(words: Iterable[re.Match[str]]) -> Run:
    return tuple(word[0].lower().replace("’", "'") for word in words)
