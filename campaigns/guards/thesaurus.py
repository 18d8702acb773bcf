"""The words of directions.toml: which way something went, in single words and phrases that need no look around them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORD = re.compile(r"[a-z][a-z'-]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase as its words, which way it points, and the one subject of which it is said, "" for any."""

    words: tuple[str, ...]
    way: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the thesaurus in a sentence."""

    start: int
    end: int
    entry: Entry


@cache
def entries() -> Mapping[str, tuple[tuple[int, Entry], ...]]:
    """All phrases by their longest word and its place in the phrase, the longest phrase first."""
    table = tomllib.loads((Path(__file__).parent / "directions.toml").read_text(encoding="utf-8"))
    by_word: dict[str, list[tuple[int, Entry]]] = {}
    for entry in all_entries(table):
        key = max(entry.words, key=len)
        by_word.setdefault(key, []).append((entry.words.index(key), entry))
    return {key: tuple(sorted(found, key=lambda each: -len(each[1].words))) for key, found in by_word.items()}


def all_entries(table: Mapping[str, Any]) -> Iterator[Entry]:
    moving = table["moving"]
    for way in ("up", "down"):
        for verb in phrases_of(moving["verbs"]):
            for particle in phrases_of(moving[way]):
                yield Entry((*verb, *particle), way)
    for group in table["words"]:
        for phrase in phrases_of(group["phrases"]):
            yield Entry(phrase, group["way"], group.get("of", ""))


def phrases_of(text: str) -> Iterator[tuple[str, ...]]:
    for phrase in text.split(";"):
        yield tuple(phrase.split())


def phrases_in(sentence: str) -> Iterator[Found]:
    """The phrases of a sentence, none inside another; a mark between two words parts them."""
    known, small, done = entries(), sentence.lower(), 0
    if known.keys().isdisjoint(WORD.findall(small)):
        return
    for match in WORD.finditer(small):
        for place, entry in known.get(match[0], ()):
            start, end = stretch(small, match, place, entry)
            if done <= start < end:
                yield Found(start, end, entry)
                done = end
                break


def stretch(text: str, match: re.Match[str], place: int, entry: Entry) -> tuple[int, int]:
    """Where the phrase stands of which `match` is the word at `place`; (0, 0) where it does not."""
    if len(entry.words) == 1:
        return match.span()
    before, behind = " ".join(entry.words[:place]), " ".join(entry.words[place + 1 :])
    start = match.start() - len(before) - bool(before)
    end = match.end() + bool(behind) + len(behind)
    whole = " ".join(entry.words)
    if start < 0 or text[start:end] != whole:
        return 0, 0
    is_word = (start == 0 or not text[start - 1].isalpha()) and not text[end : end + 1].isalpha()
    return (start, end) if is_word else (0, 0)
