"""No reader gets the same introduction twice: the agent's earlier ones, and how much of them is in a new one."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from campaigns.guards.complaint import Complaint
from campaigns.issue_intros import earlier_intros

WORDS = 5
MOST_SHARED = 0.25
"""Of the runs of five words in the model's own words, the share that may stand in one earlier text."""
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_FIGURE = re.compile(r"[$\d][\d,.%$]*")
Run = tuple[str, ...]
_WORD = re.compile(r"[a-z0]+(?:['’-][a-z0]+)*")


def earlier_introductions(agent_id: int | None, zip_code: str, period: date | None) -> list[str]:
    """The introductions of the agent's earlier issues in a ZIP code, as the e-mails had them, newest first."""
    if agent_id is None or period is None:
        return []
    return earlier_intros(agent_id, zip_code, period)


def opening(text: str) -> str:
    """The first sentence."""
    return _END_OF_SENTENCE.split(text.strip(), maxsplit=1)[0]


def shared_share(own_words: Iterable[str], earlier: str) -> float:
    """The share of the runs of five words in stretches of a text that stand in the earlier text too."""
    own = frozenset[Run]().union(*(_runs(stretch) for stretch in own_words))
    return len(own & _runs(earlier)) / len(own) if own else 0.0


def repetition_complaints(text: str, own_words: Collection[str], earlier: Iterable[str]) -> list[Complaint]:
    """What a text shares with earlier ones beyond the bound: the same opening, or too many of its writer's own words.

    `own_words` are the stretches between statements, which code words, otherwise in each month.
    """
    found = []
    first = opening(text)
    for other in earlier:
        if _words(first) == _words(opening(other)):
            found.append(
                Complaint("repetition", first, "An earlier issue began with the same sentence.", "Begin anew.")
            )
        elif (share := shared_share(own_words, other)) > MOST_SHARED:
            reason = f"{share:.0%} of your own words stand in an earlier issue; {MOST_SHARED:.0%} at most may."
            found.append(Complaint("repetition", first, reason, "Say it in other words."))
    return found[:1]


def _words(text: str) -> list[str]:
    """In lower case, each figure as 0: the same sentence with new figures is the same sentence."""
    return _WORD.findall(_FIGURE.sub("0", text.lower()))


def _runs(text: str) -> frozenset[Run]:
    words = _words(text)
    return frozenset(tuple(words[start : start + WORDS]) for start in range(len(words) - WORDS + 1))
