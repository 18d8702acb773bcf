"""The words of a sentence without a statement, and how it names what the statements are about."""

import re
from dataclasses import dataclass

from campaigns.guards.placing.forms import is_noun_of, is_verb_of
from campaigns.guards.placing.vocabulary import WORD, Vocabulary

PHRASE = "phrase_of_list"
TOKEN = re.compile(rf"{PHRASE}|_+|{WORD.pattern}")
CLAUSE_END = re.compile(r"\s*(?:[.,;:!?)–—]|-\s|$)")
BETWEEN = frozenset({"and", "or", "in", "for"})
ORDERS = frozenset({"then", "next", "first", "and", "now"})
TURNS = frozenset({"is", "are", "come", "comes", "follow", "follows", "go", "goes"})
TURN = re.compile(rf"(?:first|next|second|third|last|here|below|too|after|to begin|to start|{PHRASE}|$)")
FIGURES = frozenset({"figure", "number"})
BESIDE_FIGURES = frozenset({"below", "here", "too", "also"})
WHERE_FIGURES_ARE = frozenset({"for", "on", "here", "next", "below", "all", "in"})
TO_BE = frozenset({"is", "are", "was", "were", "has", "have", "had", "do", "does", "did"})
WHO = (["i"], ["you"], ["we"])


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words in small letters, and whether a clause may end behind each.

    A phrase of the lists is one token, a name of code's own (ZIP code, street) is blanked.
    """

    small: list[str]
    ends: list[bool]
    words: Vocabulary

    def is_place(self, number: int) -> bool:
        """Whether it is a name of code's own."""
        return self.small[number][0] == "_"

    def is_topic(self, number: int) -> bool:
        token = self.small[number]
        return token[0] == "_" or (token in self.words.topic_words and not self.words.knows(token))

    def is_only_named(self, number: int) -> bool:
        """ "a look at prices and mortgage rates, …", "prices come first": it ends its clause, or has its turn."""
        first, last = self._group(number)
        if not self._is_turned_to(first):
            return False
        behind = self.small[last + 1 :]
        if not behind:
            return True
        if self.ends[last]:
            return self._goes_on(behind)
        if behind[0] in self.words.naming.behind:
            return True
        if behind[0] in {"of", "by"} or (behind[0] in {"that", "which"} and behind[1:2] not in WHO):
            return False
        if behind[0] in TURNS and TURN.match(" ".join(behind[1:4])):
            return True
        naming = self.words.naming
        return first > 0 and self.small[first - 1] in (
            naming.places if self.is_place(number) else naming.whatever_follows
        )

    def _group(self, number: int) -> tuple[int, int]:
        """The first and the last of the words that name the subject together: "the mortgage rates in 98107"."""
        first = last = number
        while last + 1 < len(self.small) and not self.ends[last] and self._is_joined(last + 1):
            last += 1
        while first and not self.ends[first - 1] and (self._is_joined(first - 1) or self._is_modifier(first - 1)):
            first -= 1
        return first, last

    def _is_joined(self, number: int) -> bool:
        """Whether it is of a subject's name too, or joins two: "the mortgage side", "prices and rates"."""
        if self.is_topic(number) or self.small[number] in self.words.topic_words:
            return True
        if number < 1 or not self.is_topic(number - 1):
            return False
        if self.small[number] in BETWEEN:
            after = number + 2 if number + 1 < len(self.small) and self._is_modifier(number + 1) else number + 1
            return after < len(self.small) and self.is_topic(after)
        return not self.is_place(number - 1) and is_noun_of(self.small[number], self.words.joining_nouns)

    def _is_modifier(self, number: int) -> bool:
        return self.small[number] in self.words.naming.modifiers

    def _goes_on(self, rest: list[str]) -> bool:
        """Whether what stands behind a subject's name and a comma is of agent, reader, page or another subject."""
        naming, topics = self.words.naming, self.words.topic_words
        return rest == [PHRASE] or any(
            each in naming.persons or each in topics or is_noun_of(each, naming.things_to_read) for each in rest
        )

    def _is_turned_to(self, first: int) -> bool:
        """Whether what stands before a subject's name says that the text turns to it."""
        if not first:
            return not self.is_place(0)
        naming, before = self.words.naming, self.small[first - 1]
        if self.ends[first - 1] or before in TURNS or before in ORDERS or before == PHRASE:
            return True
        if is_verb_of(before, naming.objects_of):
            return True
        if self.is_place(first):
            is_in_page = before == "in" and first > 1 and is_noun_of(self.small[first - 2], naming.things_to_read)
            return is_in_page or before in naming.places
        return before in naming.prepositions and self._goes_with(first - 1)

    def _goes_with(self, preposition: int) -> bool:
        """Whether a preposition goes with something to read, with turning to it, or begins its clause."""
        naming = self.words.naming
        if self.small[preposition] == "for" and preposition and self.small[preposition - 1] == "as":
            return True
        for place in range(preposition - 1, -1, -1):
            head = self.small[place]
            if self.ends[place] or head == PHRASE:
                return True
            if head in naming.aside:
                continue
            is_turning = is_verb_of(head, naming.turning_verbs) and self.small[preposition] not in {"for", "of"}
            return is_turning or is_noun_of(head, naming.things_to_read)
        return True

    def says_something_of_figures(self, number: int) -> bool:
        """ "The figures below were gathered", "the number is": what is said of figures is for statements."""
        if not is_noun_of(self.small[number], FIGURES) or self.ends[number]:
            return False
        behind = [each for each in self.small[number + 1 : number + 4] if each not in BESIDE_FIGURES]
        if behind[:1] == ["that"] and behind[1:2] not in WHO:
            return True
        if not behind or is_verb_of(behind[0], self.words.naming.of_figures):
            return False
        if behind[0] in TO_BE:
            return behind[1:2] == [] or behind[1] not in WHERE_FIGURES_ARE
        return is_verb_of(behind[0], self.words.verbs)

    def is_object(self, number: int) -> bool:
        """ "talk it through": a pronoun of which nothing is said."""
        if not number:
            return False
        return self.ends[number] or self.small[number + 1 : number + 2][0] in self.words.naming.behind_object
