"""A sentence with a statement: what else may stand in it is a closed list, so that nothing can turn it round."""

import re
from collections.abc import Iterator

from campaigns.guards.complaint import Complaint
from campaigns.guards.passages import Passages
from campaigns.guards.placing.lead_in import lead_in_complaints
from campaigns.guards.placing.placed import Place, PlacedSentence
from campaigns.guards.placing.vocabulary import WORD, Vocabulary, straight

MOST_WORDS = 14
BEFORE = re.compile(r"(?:^|[,;:–—(-]|\b(?:and|but|while|that|though))[\s\"“]*$", re.IGNORECASE)
BEHIND = re.compile(r"[\"”]?(?:[.,;:!?)]|\s*[–—]|\s+-|\s+(?:and|but|while|though)\b)", re.IGNORECASE)
STOP = re.compile(r"[\"”)]*\.[\"”)]*")
IS_SAID = "a statement says something: a full stop ends its sentence"
TOO_MANY = f"beside a statement at most {MOST_WORDS} words may stand"
COMES_LAST = "a sentence ends with its last statement: say before it what you have to say"
IS_CLAUSE = (
    "a statement is a whole clause: let it begin the sentence, or stand behind a comma, a colon, “and”, “but”, “while” "
    "or “that”, and end in front of one"
)


def beside_complaints(sentence: PlacedSentence, own: Passages, words: Vocabulary) -> Iterator[Complaint]:
    """What is wrong with the words beside the statements of a sentence; `own` are ZIP code and street."""
    *lead_ins, tail = (own.blanked(straight(each)) for each in sentence.stretches)
    for lead_in, place in zip(lead_ins, sentence.places, strict=True):
        topics = place.statement.topics if place.statement else frozenset()
        yield from lead_in_complaints(lead_in, topics, words)
    if WORD.search(tail):
        yield Complaint("statements", sentence.text, COMES_LAST)
    elif not STOP.fullmatch(tail):
        yield Complaint("statements", sentence.text, IS_SAID)
    if sum(len(WORD.findall(each)) for each in lead_ins) > MOST_WORDS:
        yield Complaint("statements", sentence.text, TOO_MANY)
    if not all(is_clause(sentence.text, place) for place in sentence.places):
        yield Complaint("statements", sentence.text, IS_CLAUSE)


def is_clause(text: str, place: Place) -> bool:
    """Whether what stands on both sides lets a clause begin and end here."""
    behind = text[place.end :]
    return bool(BEFORE.search(text[: place.start])) and (not behind.strip() or bool(BEHIND.match(behind)))
