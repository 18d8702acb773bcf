"""A statement: a clause in code's own words that says one fact whole, with its date and direction."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Subject = Literal["market", "rates", "home"]
LETTERS: dict[Subject, str] = {"market": "m", "rates": "r", "home": "h"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A finite clause without its full stop, beginning in a small letter unless a name does.

    `again` is what it says where another statement of its subject has told the date before it. `topics` are the words
    by which a text may lead to it. Of those that are `about` the same thing a text places one; `needs` is what has to
    be told before, of a remark right before. The `place` is left out where the text itself leads in with it.
    """

    subject: Subject
    about: str
    words: str
    topics: frozenset[str]
    again: str = ""
    needs: str = ""
    is_remark: bool = False
    is_dated: bool = True
    place: str = ""

    def told(self, lead_in: str, *, is_again: bool) -> str:
        """Its words behind a lead-in of the text's own, as told for the first time, or with the date told before."""
        words = self.again if is_again and self.again else self.words
        is_in_place = self.place and re.search(rf"\b[Ii]n (?:ZIP code )?{re.escape(self.place)},?\s*$", lead_in)
        return words.replace(f" in {self.place}", "", 1) if is_in_place else words


@dataclass(frozen=True, slots=True)
class Statements:
    """Those of one text, by the keys with which the model places them: m1, m2, r1, h1."""

    by_key: Mapping[str, Statement]
    seasons: frozenset[str] = frozenset()
    leads_to_report: bool = False

    @classmethod
    def of(
        cls, found: Iterable[Statement], seasons: Iterable[str] = (), *, leads_to_report: bool = False
    ) -> "Statements":
        """Numbered in their order.

        A text may name the seasons of its data; an introduction may lead to a report on the reader's home below it.
        """
        by_key: dict[str, Statement] = {}
        for statement in found:
            letter = LETTERS[statement.subject]
            number = 1 + sum(key.startswith(letter) for key in by_key)
            by_key[f"{letter}{number}"] = statement
        return cls(by_key, frozenset(seasons), leads_to_report)

    def lines(self) -> list[str]:
        """For the prompt: "m1 (median price): homes in 98107 sold for a median of …"."""
        return [f"{key} ({statement.about}): {statement.words}" for key, statement in self.by_key.items()]
