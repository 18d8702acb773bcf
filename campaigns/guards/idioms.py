"""Numbers that are no figures: ordinals, streets, terms of loans, turns of speech. They are blanked before reading."""

import re

IDIOMS = re.compile(
    r"\b(?:on the one hand|on the other hand|one of (?:a kind|the|those|these|my|our|your|them|many|"
    r"several)|one another|"
    r"(?:one|the other) half of (?:the|a|any) (?:story|picture|matter|question|answer|equation)|"
    r"half (?:of )?the (?:story|picture|answer|battle)|"
    r"no two (?:\w+ )?(?:homes|houses|sales|properties|of them|weeks|estimates|blocks|streets|months)|"
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
    r"24) days a week|(?:previous|prior|preceding|earlier) (?:two|three|four)(?=[.,;]|$))\b",
    re.IGNORECASE,
)
# verbs with "up" or "down" that say nothing of what rose or fell
PHRASAL = re.compile(
    r"\b(?:(?:wrap(?:s|ped|ping)?|ma(?:kes?|de|king)|sum(?:s|med|ming)?|look(?:s|ed|ing)?|sign(?:s|ed)?|br(?:ings?|"
    r"ought)|show(?:s|ed|n)?|turn(?:s|ed)?|lin(?:es?|ed)|back(?:s|ed)?|follow(?:s|ed)?|c(?:atch|aught)|ke(?:eps?|pt)|"
    r"h(?:olds?|eld)|us(?:es?|ed)|wr(?:ites?|ote|itten)|set|sets|put|puts|read|break(?:s|ing)?|broken|stack(?:s|ed)?|"
    r"sp(?:eaks?|oke)|siz(?:es?|ed)|clear(?:s|ed)?|start(?:s|ed)?|end(?:s|ed)?|open(?:s|ed)?|tak(?:e|es|en)|"
    r"boils?|sit(?:s|ting)?|narrow(?:s|ed)?|not(?:es?|ed)|jot(?:s|ted)?|la(?:y|ys|id)|cop(?:y|ied)) (?:up|down)|"
    r"(?:come|comes|came|coming) up (?=(?:in|with|when(?:ever)?|often|again|every|at|for|so|a lot|most|almost)\b)|"
    r"(?:come|came) down to (?!\$|\d|about|around|a\b|an\b|just))\b"
    r"(?! ?(?:by|about|roughly|nearly|almost|just|from|over|some|another|to|\$|\d))",
    re.IGNORECASE,
)
# seasons of no year: "spring or fall", "every winter"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
SEASONS_OF_SPEECH = re.compile(
    rf"\b{SEASON}(?:, {SEASON})*,? (?:or|and) (?:\w+ )?{SEASON}\b(?! (?:of )?(?:\d|this|last))|"
    rf"\b(?:every|each|most|any|a (?:typical|normal|usual)|many a) {SEASON}s?\b|"
    rf"\bspring (?:cleaning|break|into)\b",
    re.IGNORECASE,
)
ORDINALS = re.compile(r"\b\d+(?:st|nd|rd|th)\b", re.IGNORECASE)
LOANS = re.compile(
    r"\b(?P<other>\d+|five|seven|ten|twenty|forty)-(?:year|yr)(?=[- ](?:fixed|mortgage|loan|note|arm|"
    r"adjustable|conventional|jumbo)\b)"
    r"|\b(?P<term>30|15|fifteen|thirty)(?:[- ]?(?:year|yr)s?)(?=[- ](?:and (?:the )?)?(?:fixed|mortgage|"
    r"loan|rate|average|note|term|arm|adjustable|money|home|figure|product|borrower|conventional|national|"
    r"one|at|is|was|stood|came|sat|option|number|level|fell|rose|and|or)\b|'s\b|,? at\b)"
    r"|(?<=over )(?P<over>thirty|fifteen|30|15) years\b|(?<=for )(?P<over2>thirty|fifteen|30|"
    r"15)(?: years)?\b(?! \w+ (?:sales|homes|days)| (?:sales|homes|days|listings|percent|points))|"
    r"(?P<span>30|15|thirty|fifteen)-year\b",
    re.IGNORECASE,
)
TERMS = {"30": "30-year", "thirty": "30-year", "15": "15-year", "fifteen": "15-year"}
# a median in other words: "half of them closed at or below $1,115,000, half for that or more"
HALVES = re.compile(
    r"\b(?:(?:one |the other )?half(?: of (?:them|those|these|the \w+(?: \w+)?|all \w+(?: \w+)?))?|"
    r"the other half)(?: (?:for |at )?(?:less|more|under|over|below|above|lower|higher)(?=[.,;]|$)|"
    r"(?= (?:\w+ ){0,4}(?:at or |at least|at most|above|below|less|more|under|over|"
    r"for (?:that|less|more)|higher|lower|\$)))|"
    r"\bhalf of (?:the|those|these)(?= (?:[\w-]+ )?(?:homes|houses|sales|listings) +(?:[\w,]+ +){0,16}"
    r"(?:at least |at most |at or \w+ |above |below |less |more |under |over |\$))",
    re.IGNORECASE,
)
AT_OR = re.compile(
    r"\b(?:at or (?:below|above|under|over)|at (?:least|most)(?= \$)|(?:above|below|under|over|more than|"
    r"less than)(?= \$)|or (?:less|more|under|over|above|below|higher|lower))\b",
    re.IGNORECASE,
)


MILLION_HOME = re.compile(r"\b(?:the|a) million-dollar(?= (?:home|house))", re.IGNORECASE)
MILLION = re.compile(r"\bthe million\b(?=[ -](?:mark|line|threshold|dollar (?:mark|line|threshold)))", re.IGNORECASE)
ONE_POINT = re.compile(
    r"(?<!of )(?<!half )\b(?:a|one) (?:full|whole) (?:percentage )?point\b|(?<!of )(?<!half )\ba percentage point\b",
    re.IGNORECASE,
)


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """The text of the same length in which spaces stand for what the pattern finds."""
    return pattern.sub(lambda match: " " * len(match[0]), text)


def without_idioms(sentence: str) -> str:
    sentence = MILLION_HOME.sub("over $1 million   ", MILLION.sub("  a million", sentence))
    if "$" in sentence and HALVES.search(sentence):
        sentence = blank(blank(sentence, HALVES), AT_OR)
    sentence = ONE_POINT.sub(lambda match: "1.0 point".rjust(len(match[0])), sentence)
    return blank(blank(blank(sentence, IDIOMS), PHRASAL), ORDINALS)
