"""The closed lists of words (words.toml) of which a model makes what stands around the statements."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from campaigns.guards.placing.forms import is_noun_of, is_verb_of

PlacingKind = Literal["intro", "home_report"]
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d\S*")
APOSTROPHES = str.maketrans("‘’ʼ", "'''")
IS_ARE = frozenset({"is", "are"})


def straight(text: str) -> str:
    """The text with one kind of apostrophe, each letter where it stood: in it words and phrases are looked for."""
    return text.translate(APOSTROPHES)


@dataclass(frozen=True, slots=True)
class Naming:
    """Around what a sentence without a statement may name a subject; words.toml says which list is what."""

    prepositions: frozenset[str]
    whatever_follows: frozenset[str]
    places: frozenset[str]
    objects_of: frozenset[str]
    things_to_read: frozenset[str]
    turning_verbs: frozenset[str]
    aside: frozenset[str]
    modifiers: frozenset[str]
    behind: frozenset[str]
    behind_object: frozenset[str]
    of_figures: frozenset[str]
    persons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """What may be said of a subject beside a statement: that it has its turn."""

    ends: frozenset[str]
    inside: frozenset[str]
    moving_verbs: frozenset[str]
    opening_verbs: frozenset[str]
    telling_verbs: frozenset[str]
    reading_verbs: frozenset[str]
    never_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may stand beside statements (`joining…`) and in other sentences; `topics` by what they name.

    Verbs and nouns are in any form, `joining` and `forms` as they are.
    """

    joining_verbs: frozenset[str]
    joining_nouns: frozenset[str]
    joining: frozenset[str]
    verbs: frozenset[str]
    nouns: frozenset[str]
    forms: frozenset[str]
    phrases: re.Pattern[str]
    never: re.Pattern[str]
    topics: Mapping[str, frozenset[str]]
    topic_words: frozenset[str]
    naming: Naming
    turn: Turn

    def topic_words_of(self, topics: frozenset[str]) -> frozenset[str]:
        """The words that name any of these topics."""
        return frozenset[str]().union(*(self.topics.get(name, frozenset()) for name in topics))

    def joins(self, word: str) -> bool:
        """Whether a word in small letters may stand beside any statement."""
        return word in self.joining or self.is_joining_verb(word) or is_noun_of(word, self.joining_nouns)

    def is_joining_verb(self, word: str) -> bool:
        return word in IS_ARE or is_verb_of(word, self.joining_verbs)

    def knows(self, word: str) -> bool:
        """Whether a word in small letters may stand in a sentence without a statement."""
        is_own = word in self.forms or is_verb_of(word, self.verbs) or is_noun_of(word, self.nouns)
        return is_own or (word not in self.topic_words and self.joins(word))


@cache
def vocabulary(
    kind: PlacingKind, *, leads_to_report: bool = False, seasons: frozenset[str] = frozenset()
) -> Vocabulary:
    """The words for a kind of text, with the data's seasons, and those by which an introduction leads to a report."""
    read = read_words()
    report = read["report"] if leads_to_report or kind == "home_report" else ""
    topics = {name: words_of(words) for name, words in read["topics"][kind].items()}
    others = words_of(read["first_person"]) if kind == "home_report" else frozenset()
    return Vocabulary(
        joining_verbs=words_of(read["joining_verbs"]),
        joining_nouns=words_of(read["joining_nouns"]),
        joining=words_of(read["joining"]) - others,
        verbs=words_of(f"{read['verbs']} {read['more_verbs']}"),
        nouns=words_of(f"{read['nouns']} {read['more_nouns']} {report}"),
        forms=(words_of(f"{read['forms']} {read['others']} {read['more_others']}") | seasons) - others,
        phrases=phrase_pattern(";".join(phrases_of(read, kind, leads_to_report=leads_to_report))),
        never=phrase_pattern(read["never"]),
        topics=topics,
        topic_words=frozenset[str]().union(*topics.values()),
        naming=Naming(**{name: words_of(words) for name, words in read["naming"].items()}),
        turn=Turn(**{name: words_of(words) for name, words in read["turn"].items()}),
    )


def told_words(kind: PlacingKind, *, leads_to_report: bool = False) -> tuple[tuple[str, str], ...]:
    """The lists as a model is told them, by the names of the prompt's variables."""
    read = read_words()
    words = vocabulary(kind, leads_to_report=leads_to_report)
    joining, forms = (
        " ".join(each for each in listed.split() if each.lower() in known)
        for listed, known in ((read["joining"], words.joining), (f"{read['forms']} {read['others']}", words.forms))
    )
    report = read["report"] if leads_to_report or kind == "home_report" else ""
    lists = (
        ("joining_bases", f"{read['joining_verbs']} {read['joining_nouns']}"),
        ("joining_words", joining),
        ("topic_words", "; ".join(f"{name}: {listed}" for name, listed in read["topics"][kind].items())),
        ("own_words", f"{read['verbs']} {read['nouns']} {report}"),
        ("own_forms", forms),
        ("own_phrases", "; ".join(phrases_of(read, kind, leads_to_report=leads_to_report))),
    )
    return tuple((name, " ".join(listed.split())) for name, listed in lists)


def phrases_of(read: Mapping[str, Any], kind: PlacingKind, *, leads_to_report: bool) -> list[str]:
    """Each phrase once; a home report has no first person."""
    more = read["home_phrases"] if kind == "home_report" else read["report_phrases"] if leads_to_report else ""
    phrases = [" ".join(each.split()) for each in f"{read['phrases']};{more}".split(";") if each.strip()]
    if kind == "home_report":
        others = words_of(read["first_person"])
        phrases = [each for each in phrases if others.isdisjoint(each.lower().split())]
    return list(dict.fromkeys(phrases))


@cache
def read_words() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def words_of(listed: str) -> frozenset[str]:
    return frozenset(listed.lower().split())


def phrase_pattern(phrases: str) -> re.Pattern[str]:
    """Any of the phrases, in either case; the longest is meant."""
    found = sorted((" ".join(each.split()) for each in phrases.split(";") if each.strip()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, found))})(?!\w)", re.IGNORECASE)
