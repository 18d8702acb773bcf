"""Whether a text with statements of code says anything besides them that only they may say."""

import re
from collections.abc import Iterable, Iterator, Sequence

from campaigns.guards.complaint import Complaint
from campaigns.guards.passages import Passages
from campaigns.guards.placing.beside import beside_complaints
from campaigns.guards.placing.own_sentences import is_of_somebody, own_sentence_complaints
from campaigns.guards.placing.placed import PlacedSentence, PlacedText
from campaigns.guards.placing.vocabulary import Vocabulary, straight

COMMENT = re.compile(
    r"(?:and |but |so |now )?(?:that|this|these|those|it|both|such|all of (?:that|this|it))(?:'s)?(?: \w+)? ?"
    r"(?:is|was|are|were|has|had|makes?|made|comes?|came|does|did|gives?|gave|shows?|says?|tells?|means?)\b"
    r"(?! (?:all|my|where|the (?:page|note|letter|report|end|last|part|list)))",
    re.IGNORECASE,
)
OF_WHAT_WAS_TOLD = re.compile(
    r"\b(?:see|hear|get|find|have|like|love|expect|take) (?:that|this|it)(?=[.,;!]| in\b| for\b|$)|"
    r"\b(?:with|by|at) (?:that|this)[.!]"
)
COMMENTS = "it comments on a statement: leave it out"
NO_PLACE = (
    "between statements no sentence of your own may stand: move it before the first of its paragraph, or leave it out"
)


def placing_faults(placed: PlacedText, passages: Iterable[str], words: Vocabulary) -> list[list[list[Complaint]]]:
    """What is wrong with each sentence of each paragraph: beside its statements, or in what it says without any."""
    own, topics = Passages(passages), frozenset(all_topics(placed.sentences))
    faults = []
    told = False
    for number, paragraph in enumerate(placed.paragraphs):
        ends_text = not any(each.places for later in placed.paragraphs[number + 1 :] for each in later)
        found = []
        for place, sentence in enumerate(paragraph):
            if sentence.places:
                found.append(list(beside_complaints(sentence, own, words)))
                told = True
                continue
            text = straight(sentence.text)
            found.append(list(own_sentence_complaints(own.blanked(text), words, topics)))
            if told and (is_comment(text) or not is_of_somebody(text, words)):
                found[-1].append(Complaint("statements", sentence.text, COMMENTS))
            if is_between_statements(paragraph, place, ends_text=ends_text):
                found[-1].append(Complaint("statements", sentence.text, NO_PLACE))
        faults.append(found)
    return faults


def is_between_statements(paragraph: Sequence[PlacedSentence], place: int, *, ends_text: bool) -> bool:
    """Whether statements stand before it in its paragraph, and behind it in the text."""
    before = any(each.places for each in paragraph[:place])
    behind = any(each.places for each in paragraph[place:])
    return before and (behind or not ends_text)


def all_topics(sentences: Iterable[PlacedSentence]) -> Iterator[str]:
    for sentence in sentences:
        for place in sentence.places:
            yield from place.statement.topics if place.statement else ()


def is_comment(text: str) -> bool:
    return COMMENT.match(text) is not None or OF_WHAT_WAS_TOLD.search(text) is not None
