"""Which way a marked change is told to have gone, in words that the tables of directions do not have."""

import re

from campaigns.guards.context import Context
from campaigns.guards.figure_list import Figure

UPWARD = re.compile(
    r"\b(?:exceed\w*|surpass\w*|topp?(?:s|ed|ing)|beat\w*|outd\w+|past|beyond|ahead|better|dearer|pricier|premium|plus|"
    r"above|higher|more|longer|add\w*|gain\w*|over)\b",
    re.IGNORECASE,
)
DOWNWARD = re.compile(
    r"\b(?:f(?:a|e)lls? short|fallen short|short of|shy|trail\w*|lag\w*|behind|worse|discount|shortfall|minus|"
    r"undercut\w*|"
    r"below|lower|less|fewer|shorter|lost|loss|under|drain\w*)\b",
    re.IGNORECASE,
)
# "the purchase price exceeds the estimate": who is ahead is the earlier one
EARLIER_AHEAD = re.compile(
    r"\b(?:purchase|previous|earlier|prior|former|old|paid|original)\b(?:(?!\b(?:estimate[ds]?|value)\b)[^,;.])*\b"
    r"(?:exceed\w*|surpass\w*|topp?(?:s|ed)|beat\w*|f(?:a|e)lls? short|trail\w*|lag\w*)\b[^,;.]*\b(?:estimate|value)\b",
    re.IGNORECASE,
)
NEUTRAL = re.compile(
    r"\b(?:chang\w+|differ\w*|gap|mov(?:ed?|es|ing|ements?)|apart|away|distance|swing|shift\w*|between|times|multiple|"
    r"a year|direction|doubl\w+|twice|tripl\w+|separat\w+)\b",
    re.IGNORECASE,
)


def way_fault(figure: Figure, context: Context) -> str:
    """Which way a marked change is told to have gone, where the figures guard has not read it."""
    own = context.quantity.text(context.reading.text)
    if context.way is not None or context.ways:
        return "the text has it go the other way" if figure.trend > 0 and re.search(r"\bfewer\b", own) else ""
    text = stretch_of(context)
    up, down = UPWARD.search(text), DOWNWARD.search(text)
    if not up and not down:
        return "" if context.is_change or NEUTRAL.search(text) else NO_WAY
    if up and down:
        return ""
    way = 1 if up else -1
    if EARLIER_AHEAD.search(context.reading.text):
        way = -way
    return "" if way == figure.trend else "the text has it go the other way"


NO_WAY = "say in a plain word which way it went: up, down, higher, lower"


def stretch_of(context: Context) -> str:
    """The quantity's own stretch, and on to the next quantity."""
    parts = context.reading.parts
    following = parts[parts.index(context.part) + 1 :]
    return context.reading.text[context.part.start : following[0].quantity.start if following else None]


def is_told(text: str) -> bool:
    """Whether words tell any change at all: those of an amount before it hold for "or 1.7%" too."""
    return any(words.search(text) for words in (UPWARD, DOWNWARD, NEUTRAL))
