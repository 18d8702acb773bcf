"""Two marked figures set against each other in one sentence: which is said to be the larger has to be."""

import re
from collections.abc import Iterator
from itertools import pairwise

from campaigns.guards.figure_list import Figure
from campaigns.guards.reading import Part, Reading

MORE = (
    r"above|over|more|higher|ahead|up|better|dearer|costlier|pricier|recover\w*|rebound\w*|improv\w*|gain\w*|rise|"
    r"increase|longer|past|beyond|upturn|climb"
)
LESS = (
    r"below|under|less|fewer|lower|behind|short|shy|cheaper|loss|drop|decline|decrease|fall|dip|step back|retreat|"
    r"setback|shorter|worse|downturn|slide"
)
MORE_VERBS = r"exceed\w*|surpass\w*|beats?|topp?(?:s|ed)|outd(?:id|oes)|eclips\w+|pass(?:es|ed)"
LESS_VERBS = r"undercut\w*|trail\w*|lag\w*|f(?:a|e)lls? short of"
WAYS = ((1, MORE, MORE_VERBS), (-1, LESS, LESS_VERBS))
# "«1», lower than the «2» of": the first against the second
BETWEEN = tuple(
    (
        way,
        re.compile(
            rf"\b(?:(?:{words})\b[^;:.]{{0,30}}?\b(?:than|from|of|on|the|what|that)\b|(?:{verbs})\b)[^;:.]{{0,45}}$",
            re.IGNORECASE,
        ),
    )
    for way, words, verbs in WAYS
)
# "was worth more a month ago: «1» against «2»", "improved to «1» from «2»"
AHEAD = tuple(
    (
        way,
        re.compile(
            rf"\b(?:is|was|were|been|stood|sat|worth|paid|cost)(?: (?:\w+ly|much|far|well|a (?:bit|little)))?"
            rf" (?:{words})\b"
            rf"[^.;]{{0,40}}$|\b(?:{words})\b[^.;,]{{0,20}}\bto (?:\w+ ){{0,2}}\$?$",
            re.IGNORECASE,
        ),
    )
    for way, words, _ in WAYS
)
AGAINST = re.compile(r"\b(?:against|versus|vs|from|after|compared|earlier|before|ago|previously)\b", re.IGNORECASE)
TO_SECOND = re.compile(r"\bto(?: \w+){0,3} \$?$|\bat(?: \w+)? \$?$|\bby(?: \w+){0,2} \$?$", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:not|never|no|nor|neither|hardly|without|whether|if|or)\b|n't\b", re.IGNORECASE)
FROM_FIRST = re.compile(r"\bfrom(?: \w+){0,3} \$?$", re.IGNORECASE)


def pair_faults(reading: Reading) -> Iterator[str]:
    """Neighbors of one unit; what is told of changes is the figures guard's."""
    start = 0
    for first, second in pairwise(reading.parts):
        one, other = claimed_level(reading, first), claimed_level(reading, second)
        ahead, start = reading.masked[start : first.quantity.start], first.quantity.end
        if one is None or other is None or one.unit != other.unit or one.number == other.number:
            continue
        between = reading.masked[first.quantity.end : second.quantity.start]
        way = way_of_pair(ahead, between, are_two_times=bool(one.roles ^ other.roles <= {"now", "then"}))
        if way and (one.number > other.number) != (way > 0):
            said = reading.text[first.quantity.start : second.quantity.end]
            yield f"{said}: the text has it the other way, since {one.line()}, and {other.line()}"


OTHER_WAY = re.compile(
    r"\b(?:the other|the opposite|another|an opposite|a different) (?:way|direction)\b(?! (?:to|of|from)\b)|"
    r"\bopposite directions\b",
    re.IGNORECASE,
)
SAME_WAY = re.compile(
    r"\b(?:went|moved|gone|pointed|point|moves?|goes?) (?:in )?the same (?:way|direction)\b", re.IGNORECASE
)


def way_faults(reading: Reading, before: Reading | None) -> Iterator[str]:
    """ "The price per square foot went the other way": other than the change of the sentence before."""
    other = OTHER_WAY.search(reading.text)
    said = other or SAME_WAY.search(reading.text)
    if said is None or before is None or NEGATED.search(reading.text):
        return
    here, there = trends_of(reading), trends_of(before)
    if len(here) == len(there) == 1 and (here != there) != bool(other):
        yield f"{said[0]}: the figures {'went the same way' if here == there else 'went two ways'}"


def trends_of(reading: Reading) -> set[int]:
    """Which ways the changes and earlier figures that a sentence names went since."""
    named = [each.figure for each in reading.claims if each.figure is not None]
    return {each.trend for each in named if each.trend and (each.kind == "change" or "then" in each.roles)}


def claimed_level(reading: Reading, part: Part) -> Figure | None:
    claim = reading.claim_at(part.quantity.start, part.quantity.end)
    if claim is None or claim.figure is None or claim.figure is not part.figure or claim.figure.kind != "level":
        return None
    return claim.figure


def way_of_pair(ahead: str, between: str, *, are_two_times: bool) -> int:
    """Which way the words have the first against the second; 0 where they do not say, or say both."""
    if NEGATED.search(between) or TO_SECOND.search(between) or FROM_FIRST.search(ahead):
        return 0
    ways = {way for way, words in BETWEEN if words.search(between)}
    if not ways and are_two_times and AGAINST.search(between) and not NEGATED.search(ahead):
        ways = {way for way, words in AHEAD if words.search(ahead)}
    return ways.pop() if len(ways) == 1 else 0
