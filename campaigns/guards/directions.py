"""Which way things went, in words: up, down, or hardly at all."""

import re
from dataclasses import dataclass
from typing import Literal

from campaigns.guards.normal import small_letters
from campaigns.guards.thesaurus import phrases_in

Way = Literal["up", "down", "flat", "same"]

ADVERB = (
    r"(?:(?:slightly|somewhat|sharply|modestly|a (?:little|bit|touch|shade|hair|notch|full|whole|"
    r"good)|just|still|far|much|well|noticeably|considerably|only|some|almost|nearly|about|another|"
    r"an?) )*"
)
UP = (
    r"rose|risen|rises?|rising|increas(?:e[sd]?|ing)|gain(?:ed|s|ing)?|grew|grown?|grows|growing|growth|"
    r"climb(?:ed|s|ing)?|"
    r"jump(?:ed|s)?|surg(?:ed?|es|ing)|soar(?:ed|ing|s)?|advanc(?:ed?|es|ing)|appreciat\w+|upswing|uptick|"
    r"upturn|upward(?:s)?|"
    r"higher|firm(?:ed|er) up|firmed|firmer|strengthened|stronger|rebound(?:ed|s)?|recovered|edged up|"
    r"ticked up|inched up|crept up|"
    r"went up|gone up|moved up|picked up|come up|came up|pushed up|nudged up|swelled|expanded|upside|"
    r"rallied|on the rise|(?:the |its )direction (?:was|is|has been|had been) (?:up|upward)|"
    r"(?:went|gone|moved|got|climbed|rose) past (?=the |its |your |what )|point(?:s|ed|ing)? (?:up|higher|upward)|"
    r"heated up|warmed|pricier|costlier|dearer|more expensive|longer|lengthened|stretched|more (?:homes|"
    r"listings|choices?|houses)|lifted|raised|boosted|steeper|"
    r"up (?=from|by|on|over|slightly|sharply|about|roughly|nearly|almost|a |just|some|more|modestly|\d|\$)|"
    r"above (?=(?:its|where|what|that of|the (?:latter|former|level|mark|price|value|figure|estimate|median|one|rate|"
    r"purchase|previous|earlier|amount|sum)|a recent)\b)"
)
DOWN = (
    r"(?:the |its )direction (?:was|is|has been|had been) (?:down|downward)|"
    r"fell(?! short)|fallen(?! short)|falling(?! short)|falls(?! short)|"
    r"(?<!this )(?<!last )(?<!the )(?<!since )(?<!for )(?<!in )(?<!late )(?<!early )(?<!by )fall(?= (?:in|"
    r"of|from|to|by))|"
    r"a fall|drop(?:ped|s|ping)?|declin(?:ed?|es|ing)|decreas(?:e[sd]?|ing)|lower(?:ed|s)?|slid(?:e|es|ing)?|"
    r"slip(?:ped|s|ping)?|eas(?:ed|es|ing)|ease|dip(?:ped|s|ping)?|sank|sunk|sinking|shr[au]nk|shrinking|"
    r"plung(?:ed?|es|ing)|"
    r"tumbl(?:ed?|es|ing)|retreat(?:ed|s|ing)?|cool(?:ed|er|ing|s)|soften(?:ed|ing|s)?|softer|weaken(?:ed|"
    r"ing)?|weaker|shed|"
    r"receded|downward(?:s)?|downturn|downtick|downside|depreciat\w+|gave (?:up|back|some)|given (?:up|"
    r"back|some)|giving (?:up|back)|"
    r"came down|come down|went down|gone down|moved down|pulled back|backed off|ticked down|edged down|"
    r"inched down|drifted down|trimmed|"
    r"cheaper|less expensive|shorter|shortened|quicker|faster|sped up|fewer|thinner|reduced|reduction|"
    r"shaved|lost|on the decline|point(?:s|ed|ing)? (?:down|lower|downward)|dwindled|thinned|"
    r"down (?=from|by|on|over|slightly|sharply|about|roughly|nearly|almost|a |just|some|more|modestly|\d|\$)|"
    r"(?:below|under|beneath) (?=(?:its|where|what|that of|the (?:latter|former|level|mark|price|value|figure|estimate|"
    r"median|one|rate|purchase|previous|earlier|amount|sum)|a recent)\b)"
)
FLAT = (
    r"little chang(?:ed?)|hardly (?:moved|changed|budged|any)|(?:has|have|had) held|barely (?:moved|"
    r"changed|budged|any)|scarcely (?:moved|changed)|"
    r"next to no change|(?:almost|nearly|essentially|virtually|practically|basically|largely|roughly|"
    r"about) (?:flat|unchanged|level|even|the same(?! (?:stretch|span|period|time|week|window|months?|"
    r"quarter|survey|source|data|day|homes?|way|direction|story|set)))|"
    r"little change|steady|stable|flat|sideways|did(?: not|n't) (?:go far|move much|change much|do much)|"
    r"stood still|held (?:firm|level|still|its ground)|close to (?:the|where|its)|in line with|"
    r"not (?:moved|changed) much|on par|much the same(?! (?:story|thing|picture|way))"
)
SAME = (
    r"unchanged|no change|the same (?:as|(?:rate|figure|amount|price|median|value|number|level)(?! (?:is|was|can|may|"
    r"has)\b))|"
    r"exactly the (?:same|figure)|"
    r"match(?:es|ed)|identical|equal to|exactly where|did(?: not|n't) (?:change|move|budge)|not changed|"
    r"has(?: not|n't) (?:changed|moved)|nothing has changed"
)
# words that are a direction only beside a quantity
BESIDE_UP = (
    r"up|more|above|over(?= (?:the|its|that|what|their) (?!same|three|four|past|last|years?|quarter|"
    r"period|span|course|two|months?|weeks?))|higher|ahead|upward|better|longer|extra|greater|"
    r"increase|gain|rise|jump|advance|appreciation|growth|uptick|improvement|costlier|slower|north|"
    r"additional|on top|past|clear(?= of)|to the good"
)
BESIDE_DOWN = (
    r"down|less|below|under|lower|downward|shorter|fewer|decrease|decline|drop|dip|fall|loss|"
    r"reduction|off|cheaper|short|faster|quicker|sooner|slide|beneath|south|shy|discount"
)
WORDS = re.compile(
    rf"\b(?:(?P<flat>{FLAT})|(?P<same>{SAME})|(?P<up>{UP})|(?P<down>{DOWN}))\b|\b(?P<up2>up )(?=from)|"
    rf"\b(?P<down2>down )(?=from)"
)
BEFORE_UP = (
    rf"{UP}|positive(?: change| number| amount| difference)?|up|added?|adding|put on|beat|topped|exceed(?:ed|"
    rf"s)?|higher|more|ahead|above|longer|improvement"
)
BEFORE_DOWN = (
    rf"{DOWN}|negative(?: change| number| amount| difference)?|down|off|fall|lost|losing|behind|below|"
    rf"fewer|less|shorter|loss"
)
BETWEEN = (
    r"(?: ?(?:by|of|at|is|was|an?|the|another|some|about|around|roughly|nearly|almost|approximately|"
    r"just|only|over|under|more than|less than|a (?:little|bit|touch|shade)|slightly|amounts? to|"
    r"amounting to|worth|close to|in value|on paper|,|-|–)){0,4} ?$"
)
TIED_BEFORE = re.compile(rf"\b(?:(?P<up>{BEFORE_UP})|(?P<down>{BEFORE_DOWN}))\b{BETWEEN}")
TIED_BEHIND = re.compile(
    rf"^[ ,-]*{ADVERB}(?:in value |in price |apiece |of )?(?:(?P<up>{BESIDE_UP})|"
    rf"(?P<down>{BESIDE_DOWN}))\b(?! to\b)|^,? a (?P<up3>positive)|^,? a (?P<down3>negative)|"
    rf"^[ ,]*to the (?P<up2>upside)|^[ ,]*to the (?P<down2>downside)"
)
# what makes a number a change without saying which way
CHANGE_BEFORE = re.compile(
    r"\b(?:changed?|difference|gap|differ(?:s|ed)?|moved?|move|movement|shift(?:ed)?|swing|spread|apart|"
    r"margin)(?: (?!from\b|to\b)\w+)?" + BETWEEN,
    re.IGNORECASE,
)
CHANGE_BEHIND = re.compile(r"^[ -]*(?:apart|change|difference|swing|move|shift|gap|spread|wide)\b", re.IGNORECASE)
LEVEL_VERBS = (
    r"rose|risen|rising|grew|climbed|jumped|surged|fell|fallen|falling|dropped|slid|slipped|eased|dipped|"
    r"sank|increased|decreased|"
    r"declined|up|down|moved|went|gone|got|advanced|lowered|raised|retreated|tumbled|lengthened|shortened|"
    r"stretched|shrank|expanded|"
    r"lifted|pushed|pulled|ticked|edged|inched|cut|reduced|brought|taken|took|carried|changed|softened|"
    r"cooled|firmed|recovered|rebounded"
)
LEVEL_BEFORE = re.compile(
    rf"\b(?:{LEVEL_VERBS})\b(?: \w+){{0,3}} to(?: (?:about|around|roughly|nearly|almost|just|over|under|a|"
    rf"an|the))* ?\$?$",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"\b(?:may|might|can|could|would|will|won't|can't|cannot|should|if|whenever|whether|tends?|depend\w*|"
    r"often|usually|sometimes|either|"
    r"unless|question|wonder\w*|asks?|always|any|anything|neither|nor|until|hypothetical\w*|imagine|suppose|"
    r"maybe|perhaps|possibly|my guess|i guess|i suspect|my suspicion|my hunch|i had (?:the|it|them|prices)|"
    r"likel\w+|(?<!is )(?<!are )(?<!was )explain\w*|explanations?|"
    r"to (?:rise|fall|go|move|climb|drop|ease))\b|\bwhen\b|\bas (?:more|fewer|less)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not|never|no|n't|neither|without|hardly|nor|rather than)\b(?: \w+)? ?$|n't(?: \w+)? ?$|"
    r"\bnothing (?:(?:had|has|was|is) )?(?:been )?$",
    re.IGNORECASE,
)
WAYS: dict[Way, int] = {"up": 1, "down": -1}
OPPOSITE: dict[Way, Way] = {"up": "down", "down": "up", "flat": "flat", "same": "same"}


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction word; `is_negated` for "did not rise"; `of` the only subject that it is said of, "" for any."""

    start: int
    end: int
    way: Way
    is_negated: bool = False
    of: str = ""


def directions_of(sentence: str) -> list[Direction]:
    small = small_letters(sentence)
    found: list[Direction] = []
    for phrase in phrases_in(small):
        way: Way = phrase.entry.way  # type: ignore[assignment] # directions.toml names the ways so
        found.append(direction(small, phrase.start, phrase.end, way, phrase.entry.of))
    taken = [(each.start, each.end) for each in found]
    for match in WORDS.finditer(small):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        way = (match.lastgroup or "up").rstrip("2")  # type: ignore[assignment] # the groups are named after the ways
        found.append(direction(small, match.start(), match.end(), way))
    return sorted(found, key=lambda each: each.start)


def direction(sentence: str, start: int, end: int, way: Way, of: str = "") -> Direction:
    """`sentence` is in small letters."""
    before = sentence[max(0, start - 24) : start]
    is_negated = bool(NEGATION.search(before)) or (way in {"flat", "same"} and before.endswith("less "))
    return Direction(start, end, way, is_negated, of)


def tied(before: str, behind: str, length: int) -> Way | None:
    """The direction of the quantity that stands between the two: "up 4%", "4% higher" within `length` behind it."""
    match = TIED_BEHIND.search(small_letters(behind))
    if match is None or match.end() > length:
        match = TIED_BEFORE.search(small_letters(before))
    if match is None or match.lastgroup is None:
        return None
    return "up" if match.lastgroup.startswith("up") else "down"
