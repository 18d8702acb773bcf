"""Passages of code's own in a text (addresses, phone numbers, names), whole, and perhaps broken over lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from campaigns.guards.normal import normal_text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in a text."""

    start: int
    end: int
    passage: str


class Passages:
    """Passages to be found in normal texts; where two begin at one place, the longer is meant."""

    def __init__(self, passages: Iterable[str]) -> None:
        longest_first = sorted(passages, key=len, reverse=True)
        self._words = tuple((passage, words) for passage in longest_first if (words := words_of(passage)))

    def blanked(self, text: str) -> str:
        """The text with the passages that stand apart from other words blanked."""
        return "".join(self._blanked(text))

    def _blanked(self, text: str) -> Iterator[str]:
        start = 0
        for place in self._places(text):
            if place.start >= start and is_apart(text, place):
                yield text[start : place.start]
                yield "_" * (place.end - place.start)
                start = place.end
        yield text[start:]

    def heads(self, text: str) -> Iterator[Place]:
        """The passages that begin a line and have a colon behind them."""
        start = 0
        for place in self._places(text):
            begins_line = place.start == 0 or text[place.start - 1] == "\n"
            if place.start >= start and begins_line and text.startswith(":", place.end):
                yield place
                start = place.end

    def _places(self, text: str) -> list[Place]:
        """In the order of the text, the longest first."""
        found = [
            Place(start, end, passage)
            for passage, words in self._words
            if words[0] in text
            for start in starts_of(words[0], text)
            if (end := end_of(words, text, start)) is not None
        ]
        return sorted(found, key=lambda place: place.start)


@lru_cache(maxsize=4096)
def words_of(passage: str) -> tuple[str, ...]:
    return tuple(normal_text(passage).split())


def starts_of(word: str, text: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def end_of(words: tuple[str, ...], text: str, start: int) -> int | None:
    """Where the words that begin there end, if they follow each other with nothing but blanks between."""
    end = start + len(words[0])
    for word in words[1:]:
        begin = end
        while text[begin : begin + 1].isspace():
            begin += 1
        if begin == end or not text.startswith(word, begin):
            return None
        end = begin + len(word)
    return end


def is_apart(text: str, place: Place) -> bool:
    before, behind = text[max(0, place.start - 1) : place.start], text[place.end : place.end + 1]
    return not any(each.isalnum() or each == "_" for each in (before, behind))
