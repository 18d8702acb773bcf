"""Numbers that are no figures: ordinals, streets, terms of loans, turns of speech. They are blanked before reading.

The patterns are written in small letters, and looked for in the small letters of a sentence.
"""

import re
from collections.abc import Callable

from campaigns.guards.normal import small_letters

IDIOMS = re.compile(
    r"\b(?:on the one hand|on the other hand|one of (?:a kind|the|those|these|my|our|your|them|many|"
    r"several)|one another|"
    r"(?:clue|number|point|step|part|item|fact|reason|exhibit|note|figure|chapter|question|lesson|rule|option|act|"
    r"round|"
    r"column|row|case|case) (?:one|two|three|four|five|six|[1-6])(?=[:,.;]|$| is\b| was\b)|"
    r"to the nearest (?:one |ten |hundred )?(?:ten|hundred|thousand|million)?(?: dollars?| percent)?|"
    r"(?:a|the|another) (?:third|fourth|fifth|sixth) (?!of\b|more\b|less\b|higher\b|lower\b|above\b|below\b|over\b|"
    r"under\b|up\b|"
    r"down\b|off\b|again\b|as\b|to\b|in\b|since\b|from\b|at\b|than\b|on\b|by\b|for\b|and\b|or\b|between\b|beyond\b|"
    r"short\b|"
    r"jump|rise|drop|gain|increase|decline|fall|loss|decrease|cut|reduction|point|percent|mile|share|part\b|the\b|"
    r"what\b|"
    r"its\b|that\b|time\b|month|week|quarter|year|straight|is\b|was\b|larger|longer|shorter|faster|slower|fewer|"
    r"cheaper|"
    r"dearer|smaller|bigger|greater|costlier|pricier|quicker|older|newer|wider|narrower|\w+er than)[a-z]+|"
    r"(?:there's|there is|is|was) a (?:third|fourth|fifth|sixth)(?=[:,.;])|one square foot|"
    r"(?:counted|checked|valued|looked|read|asked|measured|said|told|sold|bought|estimated|appraised|"
    r"changed hands) twice|"
    r"(?:lin|mak|look|add|sett?|putt?|writ|sum|giv|pick|back|bring|hold|open|siz|call|tak|break|jot|lay|not|mix|link|"
    r"pil|"
    r"tall)"
    r"(?:e|es|s|ed|ing)? (?:it|them|that|this|these|those|everything|things|both|all)(?: all)? (?:up|down)|"
    r"ma(?:kes?|de|king) up (?=(?:about |roughly |nearly |almost |just |over |under |some )*(?:\d|a (?:third|half|"
    r"quarter)))|"
    r"(?:lights?|signs?|decorations?|flags?|leaves|snow|rain)(?: (?:are|were|is|was|have|has))? "
    r"(?:go|goes|going|gone|went|come|comes|coming|came) "
    r"(?:up|down)|gr(?:ew|own|owing) (?=shorter|smaller|lower|cheaper|thinner|scarcer|weaker|fewer|slower|faster|"
    r"quicker)|"
    r"look(?:ed|s|ing)? up(?= \d)|counts? double|a (?:tenth|quarter|third|half) here and a \w+ there|"
    r"jump(?:s|ed|ing)? (?:around|about)|(?:sound|look|seem)s? (?:steady|stable|flat) ?(?=, (?:yet|but)|$|[.;])|"
    r"(?:lin|add|summ?|siz|writ|jot)(?:e|es|s|ed|ing)? (?:the|their|its|your|these|those) (?:\w+ )?(?:prices?|numbers?|"
    r"figures?|homes?|sales?|amounts?|values?|estimates?) (?:up|down)|"
    r"(?:building|house|structure|walls) went up|since (?:they|it) went up|since going up|"
    r"(?:lost|lose|losing) (?:a bet|track|count|sight|touch|interest|sleep|patience|heart|in (?:the )?\w+|on \w+)|"
    r"(?:one|the other) half of (?:the|a|any) (?:story|picture|matter|question|answer|equation)|"
    r"half (?:of )?the (?:story|picture|answer|battle)|"
    r"no two (?:\w+ )?(?:homes|houses|sales|properties|of them|weeks|estimates|blocks|streets|months)|"
    r"(?:a first, a second and a third|and a third)(?= (?:part|page|note|line|section)| is (?:on|about|for)\b|:)|"
    r"an? (?:line|minute|word|page|note|thing|moment|step|point|cup) or two|"
    r"one point (?:to|in mind|here|of|about|on|for)\b|"
    r"no[ -]one|any ?one|every ?one|some ?one|one by one|one-on-one|one(?:-|\s)way|one-off|"
    r"at one (?:point|time|end)|"
    r"day one|square one|number one|one day|one more|this one|that one|the (?:\w+ )?one\b|(?:newer|older|"
    r"earlier|later|last|first|other|previous|new|old) one\b|"
    r"one (?:thing|should|would|might|may|can|could|must|of|or (?:two|another)|house to|remembers|reads|"
    r"sees|looks|draws|takes|home to|side|way|unusual)|"
    r"which one|each one|for one\b|24/7|fifty-fifty|50/50|two cents|second (?:look|thought|glance|opinion|home)|"
    r"first (?:of all|and foremost|glance|things? first|look|place|time|step)|a hundred times|"
    r"a thousand (?:words|reasons|ways)|"
    r"(?:give|take) (?:or take )?a few|four walls|all fours|nine-to-five|back to square one|third party|"
    r"a million (?:ways|reasons|things)|"
    r"(?:two|three) (?:sides|cheers)|(?:thirty|sixty|ten|30|60)[ -]second|in two minds|(?:look|think|"
    r"looked|thought|looks|thinks|checked|check|read|count|"
    r"counted)(?: \w+){0,3} twice|twice over|one to one|zero in|one figure|one number|one line|"
    r"one dot|one date|(?:two|three|both|\d+) percent signs?|two[- ]thirds of the way|(?:seven|"
    r"24) days a week|(?:(?<=previous )|(?<=prior )|(?<=preceding )|(?<=earlier ))(?:two|three|four)(?=[.,;]|$))\b"
)
# verbs with "up" or "down" that say nothing of what rose or fell
PHRASAL = re.compile(
    r"\b(?:(?:wrap(?:s|ped|ping)?|ma(?:kes?|de|king)|sum(?:s|med|ming)?|look(?:s|ed|ing)?|sign(?:s|ed)?|br(?:ings?|"
    r"ought)|show(?:s|ed|n)?|turn(?:s|ed)?|lin(?:es?|ed)|back(?:s|ed)?|follow(?:s|ed)?|c(?:atch|aught)|ke(?:eps?|pt)|"
    r"h(?:olds?|eld)|us(?:es?|ed)|wr(?:ites?|ote|itten)|set|sets|put|puts|read|break(?:s|ing)?|broken|stack(?:s|ed)?|"
    r"sp(?:eaks?|oke)|siz(?:es?|ed)|clear(?:s|ed)?|start(?:s|ed)?|end(?:s|ed)?|open(?:s|ed)?|tak(?:e|es|en)|"
    r"boils?|sit(?:s|ting)?|narrow(?:s|ed)?|not(?:es?|ed)|jot(?:s|ted)?|la(?:y|ys|id)|cop(?:y|ied)) (?:up|down)|"
    r"g(?:ives?|iven|ave|iving) up (?=[a-z]+ing\b|on\b|hope\b)|tak(?:en|e|ing) up (?=[a-z]+ing\b)|"
    r"took up (?=[a-z]+ing\b)|"
    r"(?:come|comes|came|coming) up (?=(?:in|with|when(?:ever)?|often|again|every|at|for|so|a lot|most|almost)\b)|"
    r"(?:come|came) down to (?!\$|\d|about|around|a\b|an\b|just))\b"
    r"(?! ?(?:by|about|roughly|nearly|almost|just|from|over|some|another|to|\$|\d))"
)
# seasons of no year: "spring or fall", "every winter"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
SEASONS_OF_SPEECH = re.compile(
    rf"\b{SEASON}(?:, {SEASON})*,? (?:or|and) (?:\w+ )?{SEASON}\b(?! (?:of )?(?:\d|this|last))|"
    rf"\b(?:every|each|most|any|a (?:typical|normal|usual)|many a) {SEASON}s?\b|"
    rf"\bspring (?:cleaning|break|into)\b"
)
ORDINALS = re.compile(r"\b\d+(?:st|nd|rd|th)\b")
LOANS = re.compile(
    r"\b(?P<other>\d+|five|seven|ten|twenty|forty)-(?:year|yr)(?=[- ](?:fixed|mortgage|loan|note|arm|"
    r"adjustable|conventional|jumbo)\b)"
    r"|\b(?P<term>30|15|fifteen|thirty)(?:[- ]?(?:year|yr)s?)(?=[- ](?:and (?:the )?)?(?:fixed|mortgage|"
    r"loan|rate|average|note|term|arm|adjustable|money|home|figure|product|borrower|conventional|national|"
    r"one|at|is|was|stood|came|sat|option|number|level|fell|rose|and|or)\b|'s\b|,? at\b)"
    r"|(?<=over )(?P<over>thirty|fifteen|30|15) years\b|(?<=for )(?P<over2>thirty|fifteen|30|"
    r"15)(?: years)?\b(?! \w+ (?:sales|homes|days)| (?:sales|homes|days|listings|percent|points))|"
    r"(?P<span>30|15|thirty|fifteen)-year\b|"
    r"(?:(?<=\()|(?<=mortgage, )|(?<=loan, )|(?<=loans, )|(?<=: )|(?<=; )|(?<=and ))"
    r"(?P<bare>30|15|thirty|fifteen) years(?=\)|[,:] )"
)
TERMS = {"30": "30-year", "thirty": "30-year", "15": "15-year", "fifteen": "15-year"}
# a median in other words: "half of them closed at or below $1,115,000, half for that or more"
HALF = re.compile(r"\bhalf\b(?! (?:a|an|as|again|past)\b)", re.IGNORECASE)
FOR_MORE = re.compile(r"\b(?:(?:sold|went|closed|listed|go|sell) )?for more\b|\bthat many above\b", re.IGNORECASE)
FOR_LESS = re.compile(r"\b(?:(?:sold|went|closed|listed|go|sell) )?for less\b|\bthat many below\b", re.IGNORECASE)
OF_HALVES = re.compile(
    r"\b(?:(?:sold|went|asked|asking|listed|priced|selling|going|closed) )?(?:for )?(?:at )?(?:or )?"
    r"(?:more|less|higher|lower|above|below|over|under)(?: than)?(?: that)?\b",
    re.IGNORECASE,
)
HALVES = re.compile(
    r"\b(?:(?:one |the other )?half(?: of (?:them|those|these|the \w+(?: \w+)?|all \w+(?: \w+)?))?|"
    r"the other half)(?: (?:for |at )?(?:less|more|under|over|below|above|lower|higher)(?=[.,;]|$)|"
    r"(?= (?:\w+ ){0,4}(?:at or |at least|at most|above|below|less|more|under|over|"
    r"for (?:that|less|more)|higher|lower|\$)))|"
    r"\bhalf of (?:the|those|these)(?= (?:[\w-]+ )?(?:homes|houses|sales|listings) +(?:[\w,]+ +){0,16}"
    r"(?:at least |at most |at or \w+ |above |below |less |more |under |over |\$))"
)
AT_OR = re.compile(
    r"\b(?:at or (?:below|above|under|over)|at (?:least|most)(?= \$)|(?:above|below|under|over|more than|"
    r"less than)(?= (?:(?:the|that) (?:median|middle)(?: of)? )?\$)|"
    r"or (?:less|more|under|over|above|below|higher|lower))\b"
)


MILLION_HOME = re.compile(r"\b(?:the|a) million-dollar(?= (?:home|house))")
MILLION = re.compile(r"\bthe million\b(?=[ -](?:mark|line|threshold|dollar (?:mark|line|threshold)))")
ONE_POINT = re.compile(r"\b(?<!of )(?<!half )(?:(?:a|one) (?:full|whole) (?:percentage )?point|a percentage point)\b")


def replaced(text: str, pattern: re.Pattern[str], by: Callable[[str], str]) -> str:
    """The text with something else for what the pattern, written in small letters, finds in it."""
    small = small_letters(text)
    if pattern.search(small) is None:
        return text
    pieces, start = [], 0
    for match in pattern.finditer(small):
        pieces += [text[start : match.start()], by(match[0])]
        start = match.end()
    return "".join((*pieces, text[start:]))


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """The text of the same length in which spaces stand for what the pattern finds."""
    return replaced(text, pattern, lambda found: " " * len(found))


def without_halves(sentence: str) -> str:
    """Without the halves by which a median is told, and the words of more and less that go with them."""
    small = small_letters(sentence)
    if len(HALF.findall(small)) > 1 and OF_HALVES.search(small):
        return blank(blank(sentence, HALF), OF_HALVES)
    return blank(blank(sentence, HALVES), AT_OR) if HALVES.search(small) else sentence


def without_idioms(sentence: str) -> str:
    small = small_letters(sentence)
    if "million" in small:
        sentence = replaced(sentence, MILLION, lambda _: "  a million")
        sentence = replaced(sentence, MILLION_HOME, lambda _: "over $1 million   ")
    if FOR_MORE.search(small) and FOR_LESS.search(small):
        sentence = blank(blank(blank(sentence, FOR_MORE), FOR_LESS), HALF)
    if "$" in sentence and "half" in small:
        sentence = without_halves(sentence)
    if "point" in small:
        sentence = replaced(sentence, ONE_POINT, lambda found: "1.0 point".rjust(len(found)))
    return blank(blank(blank(sentence, IDIOMS), PHRASAL), ORDINALS)
