"""Which way a marked change is told to have gone, in words that the tables of directions do not have."""

import re

from campaigns.guards.context import Context
from campaigns.guards.figure_list import Figure

UPWARD = re.compile(
    r"\b(?:exceed\w*|surpass\w*|topp?(?:s|ed|ing)|beat\w*|outd\w+|past|beyond|ahead|better|dearer|pricier|premium|plus|"
    r"above|higher|more|longer|add\w*|gain\w*|up|upward)\b",
    re.IGNORECASE,
)
DOWNWARD = re.compile(
    r"\b(?:f(?:a|e)lls? short|fallen short|short of|shy|trail\w*|lag\w*|behind|worse|discount|shortfall|minus|"
    r"undercut\w*|"
    r"below|under(?! (?:the|its|this|that) (?:estimate|method))|beneath|lower|less|"
    r"fewer|shorter|lost|loss|drain\w*|down|downward)\b",
    re.IGNORECASE,
)
# "the purchase price exceeds the estimate": who is ahead is the earlier one
EARLIER_AHEAD = re.compile(
    r"\b(?:purchase|previous|earlier|prior|former|old|paid|original)\b(?:(?!\b(?:estimate[ds]?|value)\b)[^,;.])*\b"
    r"(?:exceed\w*|surpass\w*|topp?(?:s|ed)|beat\w*|f(?:a|e)lls? short|trail\w*|lag\w*)\b[^,;.]*\b(?:estimate|value)\b",
    re.IGNORECASE,
)
COMPARED_WITH = re.compile(
    r"^[^,;:.(]{0,25}?\b(?:than|above|below|ahead of|behind|short of|past|beyond|against)\b"
    r"(?P<what> (?:the|your|its|their|most|other|any|all)\b[^,;:.(]{0,45})",
    re.IGNORECASE,
)
BASE = re.compile(
    r"\b(?:purchase|price|paid|bought|cost|previous\w*|earlier|prior|before|last|ago|estimates?|value|figure|one|that|it|"
    r"sum|amount|level|mark|number|median|average|months?|years?|quarters?|weeks?|then|first|date|rate|loan|window|period|"
    r"count|total|spring|summer|fall|autumn|winter|low|high|end|_+|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b|\$|\d",
    re.IGNORECASE,
)
OTHER_BASE = re.compile(
    r"\b(?:typical|area|neighbou?r\w*|list|asked for it|assess\w*|city|county|region\w*|state|block|street|others?|"
    r"most|nearby|comparable|similar|market|tax\w*)\b",
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


def compared_fault(figure: Figure, context: Context) -> str:
    """ "1% higher than the typical home of the area": what a change is measured against has to be its own base."""
    behind = context.reading.text[context.part.quantity.end :]
    found = COMPARED_WITH.match(behind)
    if found is None or figure.kind != "change":
        return ""
    if BASE.search(found["what"]) and not OTHER_BASE.search(found["what"]):
        return ""
    return f"it is {figure.name}, and the text has it against {found['what'].strip()}"


NO_WAY = "say in a plain word which way it went: up, down, higher, lower"


def stretch_of(context: Context) -> str:
    """The quantity's own stretch, and on to the next quantity."""
    parts = context.reading.parts
    following = parts[parts.index(context.part) + 1 :]
    return context.reading.text[context.part.start : following[0].quantity.start if following else None]


def is_told(text: str) -> bool:
    """Whether words tell any change at all: those of an amount before it hold for "or 1.7%" too."""
    return any(words.search(text) for words in (UPWARD, DOWNWARD, NEUTRAL))
