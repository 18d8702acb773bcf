"""A sentence without a statement: what it is made of, and where it may name what the statements are about."""

import re
from collections.abc import Iterator

from campaigns.guards.complaint import Complaint
from campaigns.guards.placing.forms import is_noun_of
from campaigns.guards.placing.tokens import CLAUSE_END, FIGURES, PHRASE, TOKEN, Tokens
from campaigns.guards.placing.vocabulary import WORD, Vocabulary

OF_SOMEBODY = re.compile(
    r"\b(?:(?:I|we|you)(?:'[a-z]+)?|me|my|mine|myself|us|our|let's|your|yours|yourself|here|here's|next)\b|"
    r"^(?:read|take|keep|start|begin|write|call|reply|and|on|now|then|have|enjoy|look|turn|save)\b",
    re.IGNORECASE,
)
SEASON_IS = re.compile(
    r"\b(?:winter|spring|summer|autumn) (?:is|was|has|had|comes|came|goes|went|does|did)\b", re.IGNORECASE
)
OBJECTS = frozenset({"it", "them"})
SAYS_SOMETHING = "it may be read as saying something of the data: leave it out"
NOT_IN_LIST = "not among the words of a sentence of your own: say it with those, or leave it out"
ONLY_NAMED = (
    "a sentence of your own says nothing of it: it only names what you turn to, at a clause's end, or what comes next"
)
NO_STATEMENT = "no statement of the text is about it: leave it out"


def own_sentence_complaints(text: str, words: Vocabulary, topics: frozenset[str]) -> Iterator[Complaint]:
    """What is wrong with a sentence of the model's own; `topics` are those of the text's statements.

    The names of code's own in it, ZIP code and street, are blanked.
    """
    for found in words.never.finditer(text):
        yield Complaint("statements", found[0], SAYS_SOMETHING)
    if SEASON_IS.search(text):
        yield Complaint("statements", text, SAYS_SOMETHING)
    masked = words.phrases.sub(PHRASE, text)
    matches = list(TOKEN.finditer(masked))
    tokens = Tokens(
        [match[0].lower() for match in matches],
        [bool(CLAUSE_END.match(masked, match.end())) for match in matches],
        words,
    )
    told = words.topic_words_of(topics)
    for number, match in enumerate(matches):
        if fault := token_fault(tokens, number, told):
            yield Complaint("statements", text if fault == ONLY_NAMED else match[0], fault)


def token_fault(tokens: Tokens, number: int, told: frozenset[str]) -> str:
    """What is wrong with one word; `told` are the words for what statements of the text are about."""
    token, words = tokens.small[number], tokens.words
    if tokens.is_topic(number):
        if token in words.topic_words and token not in told:
            return NO_STATEMENT
        return "" if tokens.is_only_named(number) else ONLY_NAMED
    if tokens.says_something_of_figures(number):
        return ONLY_NAMED
    is_fine = token == PHRASE or words.knows(token) or (token in OBJECTS and tokens.is_object(number))
    return "" if is_fine else NOT_IN_LIST


def is_of_somebody(text: str, words: Vocabulary) -> bool:
    """Whether a sentence speaks of agent, reader or something to read: what does not may be meant for a statement."""
    names = [match[0].lower() for match in WORD.finditer(text)]
    is_of_page = any(
        name in words.topic_words or (is_noun_of(name, words.naming.things_to_read) and not is_noun_of(name, FIGURES))
        for name in names
    )
    return is_of_page or OF_SOMEBODY.search(text) is not None
