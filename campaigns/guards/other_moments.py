"""Comparatives that are about another moment than the latest: the purchase, the earlier estimate, "that time"."""

import re
from collections.abc import Iterable

from campaigns.guards.directions import WAYS, Way
from campaigns.guards.figure_list import Figure

THAT_TIME = re.compile(
    r"\b(?:of|at|in|back) (?:that|those) (?:time|days?|years?|moment|date|period)\b|\bback then\b", re.IGNORECASE
)
# "The price at the purchase had been", "the earlier estimate was"
EARLIER_WAS = re.compile(
    r" ?(?:and |but |so |yet )?(?:the |its |your |that )?"
    r"(?:(?:purchase|previous|earlier|prior|former|original) "
    r"(?:price|estimate|figure|value|one|amount|median|average|rate)|"
    r"(?:price|amount|sum|figure) (?:at|of|from) the (?:purchase|closing)|price paid|one before)"
    r" (?:had been|was|stood|had stood)(?: (?:\w+ly|a (?:bit|little|touch)|much|far|well|somewhat|even))? ",
    re.IGNORECASE,
)
# the earlier estimate, not the latest, held against the purchase
EARLIER = r"\b(?:earlier|previous|prior|first|older) (?:estimate|valuation|one|value)\b"
PURCHASE = r"\b(?:purchase|paid|bought)\b"
EARLIER_AND_PURCHASE = re.compile(rf"{EARLIER}.*{PURCHASE}|{PURCHASE}.*{EARLIER}", re.IGNORECASE)
TWO_ESTIMATES = re.compile(r"\b(?:both|two)(?: [a-z]+)?(?: of)?(?: the| these)? estimates\b", re.IGNORECASE)
TWO_ESTIMATES_WERE = re.compile(
    rf"{TWO_ESTIMATES.pattern} (?:were|are|stood|stand|lay|lie|sat|sit|had been)\b", re.IGNORECASE
)
# what stands before "paid more" in "Three months earlier, buyers had" and "Anyone who borrowed a year earlier"
LED_BY_THEN = re.compile(
    r"(?:(?:and|but|so|just|only) )*(?:(?:anyone|anybody|everyone|those|people|buyers|borrowers|someone|whoever) "
    r"who [a-z]+ |the \w+ of )?(?:an?|one|two|three|four|six|twelve|\d+) (?:full )?(?:weeks?|months?|years?|quarters?) "
    r"(?:earlier|before|ago|previously|prior)(?: that)?,? [^,;:]*$",
    re.IGNORECASE,
)
NOT_FROM_THEN = re.compile(r"\b(?:than|since|from|has|have|compared)\b", re.IGNORECASE)
COMPARATIVE = re.compile(
    r"(?:\w+ )?(?:more|less|fewer|higher|lower|cheaper|dearer|costlier|pricier|longer|shorter|faster|slower|larger|"
    r"smaller)",
    re.IGNORECASE,
)
THAN = re.compile(r" than\b")


def is_said_of_then(text: str, start: int, place: int, end: int) -> bool:
    """ "so borrowers of that time paid more", "the price at the purchase had been higher"; the word from `place` on."""
    if COMPARATIVE.fullmatch(text[place:end].strip()) and LED_BY_THEN.match(text[:place]):
        return not NOT_FROM_THEN.search(text[:place]) and not THAN.match(text, end)
    is_of_then = THAT_TIME.search(text, start, place) or EARLIER_WAS.fullmatch(text, start, place)
    return bool(is_of_then) and not THAN.match(text, end)


def of_two_estimates(text: str, clause: str, way: Way, figures: Iterable[Figure]) -> list[Figure]:
    """The changes meant where a sentence speaks of two estimates, or holds the earlier one against the purchase."""
    since_purchase = [each for each in figures if "since purchase" in each.roles]
    if EARLIER_AND_PURCHASE.search(clause):
        return [each for each in since_purchase if "then" in each.roles]
    if not TWO_ESTIMATES.search(text):
        return []
    if way in WAYS:  # "the two latest estimates were higher" than what was paid
        if not TWO_ESTIMATES_WERE.search(text):
            return []
        return [each for each in since_purchase if not {"then", "low", "high"} & each.roles]
    return [each for each in figures if "since previous" in each.roles]
