"""The marks in which a model names the figure beside each number: "[m1: about $1.04 million]"."""

import re
from dataclasses import dataclass

from campaigns.guards.complaint import Complaint
from campaigns.guards.figure_list import Figure, Figures, keyed_figures

MARK = re.compile(r"\[\s*(?P<key>[A-Za-z]{1,2}\d{1,3})\s*:\s*(?P<words>[^\[\]]*?)\s*\]")
LOOSE_BRACKET = re.compile(r"[\[\]]")
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of a text that is said to be a figure; `figure` is None where the list has no such key."""

    start: int
    end: int
    key: str
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its marks, what they claim, and what is wrong with how they are written."""

    plain: str
    claims: tuple[Claim, ...] = ()
    complaints: tuple[Complaint, ...] = ()


def read_claims(text: str, figures: Figures) -> MarkedText:
    """Take the marks out. A bracket that belongs to no mark stays where it is, and is a complaint."""
    keyed = keyed_figures(figures)
    plain, claims, complaints, position = "", [], [], 0
    for match in MARK.finditer(text):
        plain += text[position : match.start()]
        key, words = match["key"].lower(), match["words"]
        figure = keyed.get(key)
        if figure is None:
            complaints.append(Complaint("claims", match[0], f"no line of the data has the key {key}"))
        if not words:
            complaints.append(Complaint("claims", match[0], "there are no words in the mark"))
        claims.append(Claim(len(plain), len(plain) + len(words), key, figure))
        plain, position = plain + words, match.end()
    plain += text[position:]
    return MarkedText(plain, tuple(claims), (*complaints, *loose_brackets(plain)))


def loose_brackets(plain: str) -> list[Complaint]:
    """What is left of marks that are not closed, stand in each other, or are written otherwise."""
    reason = "a mark is [key: words], with one key of the data, one figure's words, closed, and in no other mark"
    return [
        Complaint("claims", " ".join(plain[each.start() : each.start() + LONGEST_SHOWN].split()), reason)
        for each in LOOSE_BRACKET.finditer(plain)
    ]


def without_marks(text: str) -> str:
    """The text as a reader gets it."""
    return MARK.sub(lambda match: match["words"], text)
