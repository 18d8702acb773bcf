"""What leads up to a statement: words of a closed list, which name what it is about and say nothing of it."""

import re
from collections.abc import Iterator

from campaigns.guards.complaint import Complaint
from campaigns.guards.placing.forms import is_noun_of, is_verb_of
from campaigns.guards.placing.vocabulary import IS_ARE, WORD, Vocabulary

NOT_IN_LIST = "beside a statement only joining words may stand: say it with those, or in a sentence of its own"
OF_ANOTHER = "the statement beside it is about something else"
SAYS_SOMETHING = "only a statement says something: name its subject, and let the statement follow"
OF_READER = "the statement is not about the reader's own: leave “your” out"
ANOTHER_HOME = "the home of the report is “your home”"
HOMES = frozenset({"home", "house", "property"})
PLACES = frozenset({"zip", "code", "area", "neighborhood", "local"})
NAME = re.compile(r"(?:(?P<before>[^\W\d_]+)\W+)?_+")
BEFORE_NAMES = frozenset({"in", "for", "on", "of", "about", "at"})
GOES_ON = re.compile(r" (?:you|that|which)\b")
COMES = frozenset({"come", "comes", "came"})
BEHIND_COMES = frozenset({"with", "along"})
PARTS = (["a", "second"], ["a", "third"])
ADVERBS = frozenset({"always", "also", "too", "then", "here", "there", "both"})
CLAUSE_END = re.compile(r"[,:;.–—]")


def lead_in_complaints(lead_in: str, topics: frozenset[str], words: Vocabulary) -> Iterator[Complaint]:
    """What is wrong with what stands before a statement of these topics; names of code's own in it are blanked."""
    for found in words.never.finditer(lead_in):
        yield Complaint("statements", found[0], SAYS_SOMETHING)
    for found in NAME.finditer(lead_in):
        if (found["before"] or "").lower() not in BEFORE_NAMES:
            yield Complaint("statements", found[0], SAYS_SOMETHING)
    allowed = words.topic_words_of(topics)
    matches = list(WORD.finditer(lead_in))
    names = [match[0].lower() for match in matches]
    for number, (match, name) in enumerate(zip(matches, names, strict=True)):
        if name in allowed:
            before = names[max(0, number - 2) : number]
            if fault := named_fault(name, before, lead_in[match.end() :], words):
                yield Complaint("statements", lead_in.strip(" ,;"), fault)
        elif not words.joins(name):
            yield Complaint("statements", match[0], OF_ANOTHER if name in words.topic_words else NOT_IN_LIST)


def named_fault(name: str, before: list[str], rest: str, words: Vocabulary) -> str:
    """What is wrong with how a subject is named: by the two words before it, and the rest of the lead-in."""
    is_report = "home" in words.topics
    if "your" in before and name not in PLACES and not is_report:
        return OF_READER
    if name in HOMES and is_report and ("your" not in before or rest.startswith(" next")):
        return ANOTHER_HOME
    if before and before[-1] in words.turn.never_before:
        return SAYS_SOMETHING
    return SAYS_SOMETHING if GOES_ON.match(rest) or is_said_of(rest, words) else ""


def is_said_of(rest: str, words: Vocabulary) -> bool:
    """Whether the words behind a subject's name say something of it, beyond that it has its turn.

    "Prices come first", "the survey shows this" and "the purchase gives a comparison" do not; "prices turn here" does.
    """
    said = [match[0].lower() for match in WORD.finditer(CLAUSE_END.split(rest, maxsplit=1)[0])]
    while said and said[0] in ADVERBS:
        said.pop(0)
    verb, *predicate = said or [""]
    if not words.is_joining_verb(verb) or is_noun_of(verb, words.joining_nouns):
        return False
    if not predicate:
        return not is_verb_of(verb, words.turn.telling_verbs)
    is_moving = verb.endswith("ing") or is_verb_of(verb, words.turn.moving_verbs)
    if is_moving or (verb in COMES and predicate[0] not in words.turn.ends | BEHIND_COMES):
        return True
    if predicate[-2:] in PARTS or not all(is_of_turn(each, words) for each in predicate):
        return True
    last, turn = predicate[-1], words.turn
    if is_noun_of(last, words.joining_nouns) or last in words.topic_words or is_verb_of(last, turn.reading_verbs):
        return False
    return last not in turn.ends or is_verb_of(verb, turn.opening_verbs)


def is_of_turn(word: str, words: Vocabulary) -> bool:
    """Whether a word may stand in what says no more of a subject than that it has its turn."""
    if word in words.turn.ends | words.turn.inside | words.topic_words | IS_ARE:
        return True
    return is_noun_of(word, words.joining_nouns) or is_verb_of(word, words.turn.reading_verbs)
