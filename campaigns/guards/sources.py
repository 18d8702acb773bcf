"""Where the figures come from, as a text tells it: the survey of the rates, the sales or listings of the rest."""

import re
from collections.abc import Iterator

from campaigns.guards.directions import GENERAL
from campaigns.guards.figure_list import Figures
from campaigns.guards.reading import Reading

# "The Seattle survey by Freddie Mac": the rates are national averages
LOCAL_SURVEY = re.compile(
    r"\b(?:local|regional|state|statewide|county|city|citywide|metro|area|"
    r"(?-i:(?<=\w )(?!Freddie|Mac|National|Primary|Mortgage|Market|The\b|That\b|This\b|Both\b|Its\b|Their\b|Each\b|A\b|"
    r"Weekly|Same|One\b|In\b|My\b|Your\b|America|United|Federal|Thursday|Any\b)[A-Z][a-z]+))(?:'s)?"
    r" (?:weekly |mortgage |rate |lender )*(?:survey|mortgage rates?)\b",
    re.IGNORECASE,
)
SURVEYS = ("survey", "mortgage rate")
NEGATION_WORD = re.compile(r"\b(?:not|never|no|nor|neither|rather|than|without|nobody)\b|n't", re.IGNORECASE)
DENIED = re.compile(
    r"\b(?:not|never|no|nor|none|neither|rather|than|without|nobody|differ\w*|unlike|instead|until|both)\b|n't",
    re.IGNORECASE,
)
BASIS = re.compile(
    r"\b(?:based|rest(?:s|ed|ing)?|built|drawn|draws|calculated|worked out|computed|made|derived|"
    r"com(?:e|es|ing)|came|relies|leans)"
    r" (?:\w+ ){0,2}?(?:on|upon|from|of|out of|with)\b"
)
NOTHING = re.compile(r"\b(?:nothing|none|not|never|neither|nobody)\b[^,;]*$|n't\b[^,;]*$", re.IGNORECASE)
BASIS_END = re.compile(
    r"[;:()—–]|, (?!and\b|or\b)|\b(?:while|but|rather than|not|instead of|which|that)\b", re.IGNORECASE
)
LABEL = re.compile(
    r"^(?:All|Both|Each|The|These|Those|This|That|Its?|Their|They)\b(?P<head>[\w' -]{0,50}?)\b"
    r"(?:is|are|was|were|comes?|came|"
    r"covers?|describes?|reflects?|appl(?:y|ies))\b(?P<rest>[^,;:]*)"
)
DATA_NOUN = re.compile(
    r"\b(?:rates?|medians?|prices?|figures?|numbers?|estimates?|surveys?|averages?|sources?)\b", re.IGNORECASE
)
RECORDS = re.compile(r"\b(?:records?|deeds?|department|assessor\w*|assess\w+)\b", re.IGNORECASE)
ELSEWHERE = frozenset({"city", "county", "state", "region"})
KINDS = (("sales", frozenset({"listings", "asking"})), ("listings", frozenset({"sales", "sale"})))


def source_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    if any(each in reading.small_text for each in SURVEYS):
        survey = LOCAL_SURVEY.search(reading.text)
        if survey is not None:
            yield f"{survey[0]}: the rates are national averages"
    yield from basis_faults(reading, figures)
    yield from method_faults(reading, figures)
    yield from label_faults(reading, figures)


def basis_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "based on asking prices" of an estimate from recorded sales, or the other way round."""
    basis = basis_of(figures)
    for match in BASIS.finditer(reading.small_text) if basis else ():
        if NOTHING.search(reading.text[: match.start()]):
            continue
        end = BASIS_END.search(reading.text, match.end())
        said = reading.roles_between(match.end(), end.start() if end else len(reading.text))
        for kind, others in KINDS:
            if kind in basis and said & others:
                yield f"the data is made from {kind}, and the text has it from {', '.join(sorted(said & others))}"


IN_ZIP = re.compile(r"\b(?:in|across|around|within|for) _{5}(?!_)", re.IGNORECASE)


def local_rate_faults(reading: Reading) -> Iterator[str]:
    """ "In 98133, the 30-year mortgage averaged 6.23%": the rates are those of the country."""
    for part in reading.parts:
        if part.figure is None or "rate" not in part.figure.roles:
            continue
        if IN_ZIP.search(reading.text, part.start, part.quantity.start):
            yield f"{part.quantity.text(reading.text)}: the rates are national averages"


PAID_IN_MARKET = re.compile(
    r"\bbuyers?\b[^,;]{0,25}\b(?:paid|pay|agreed to)\b|\bclosing table\b|\bwalked away (?:from|with)\b|\btook home\b|"
    r"\bcost buyers\b|"
    r"\bsellers? (?:\w+ )?(?:accepted|got|received|took)\b(?! (?:notice|note|heart|part|stock)\b)|"
    r"\bpocketed\b",
    re.IGNORECASE,
)


def market_kind_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "What buyers agreed to pay" of a market of which only what is asked is known."""
    if "home" in figures.roles or "asking" not in figures.roles or "sale" in figures.roles:
        return
    found = PAID_IN_MARKET.search(reading.text)
    if found is None or GENERAL.search(reading.masked):
        return
    start = max(reading.text.rfind(mark, 0, found.start()) for mark in ",;:") + 1
    end = min(place for mark in ",;:." if (place := reading.text.find(mark, found.end())) >= 0 or mark == ".")
    if not DENIED.search(reading.text[start : end if end >= 0 else None]):
        yield f"{found[0]}: the data has what is asked, and not what is paid"


def basis_of(figures: Figures) -> frozenset[str]:
    """What all the figures are made from; empty where they are of a market and a home."""
    kinds = figures.roles & {"sale", "asking"}
    if {"zip", "home"} <= figures.roles:
        return frozenset()
    if "zip" in figures.roles and len(kinds) == 1:
        return frozenset({"sales" if kinds == {"sale"} else "listings"})
    if "comparables" not in figures.roles:
        return frozenset()
    return next(each.roles for each in figures.figures if "comparables" in each.roles)


METHOD = re.compile(
    r"\b(?:compar(?:e[sd]?|ables?|isons?|ing)|comps|similar|homes like|houses like|calculat\w+|computed|estimates?|"
    r"sources?|"
    r"methods?|models?|basis|bases|evidence|starting point|rentcast|examined|evaluat\w+|weighed|drawn|derived|"
    r"founded|behind|input|ingredients?|looked at|looks at)\b",
    re.IGNORECASE,
)
OTHERS = (
    (
        "listings",
        re.compile(
            r"\b(?:(?:sale|selling|closing|sold|transaction) prices|recorded sales|"
            r"(?:closed|completed|actual|recent|past|nearby|finished) sales|"
            r"sales (?:records|of (?:comparable|similar|nearby))|buyers? (?:had |have |actually )?(?:paid|pay)|"
            r"(?:had|have) (?:sold|closed) for|deeds|price at which \w+ sold)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "sales",
        re.compile(
            r"\b(?:asking prices?|list(?:ing)? prices?|(?:active|current|comparable|similar|nearby) listings|"
            r"(?:owners?|"
            r"sellers?) (?:\w+ )?ask\w*|"
            r"offered for sale|(?:being|was|is|were|are) asked for|asked for (?:comparable|similar))\b",
            re.IGNORECASE,
        ),
    ),
)
HOME_ASKED = re.compile(
    r"(?<!with )\b(?:the|its|your|previous|current|last|latest|first) (?:\w+ )?(?:asking|list|"
    r"listing) price\b(?! of (?:a|each|"
    r"one))",
    re.IGNORECASE,
)
SEGMENT_END = re.compile(r"[;:—–]|\b(?:but|rather than|and not|while|whereas|although)\b", re.IGNORECASE)


def method_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "The source looked at the sale prices of ten homes" of an estimate from what is asked, and the reverse."""
    behind = [each.roles for each in figures.figures if "comparables" in each.roles]
    if "zip" in figures.roles:
        yield from market_kind_faults(reading, figures)
        return
    if not behind:
        return
    asked = HOME_ASKED.search(reading.text)
    if asked and not GENERAL.search(reading.masked) and not DENIED.search(reading.text):
        yield f"{asked[0]}: the data has no asking price of the home"
    for kind, others in OTHERS:
        if kind not in behind[0]:
            continue
        for segment in SEGMENT_END.split(reading.text):
            found = others.search(segment)
            if found and METHOD.search(segment) and not GENERAL.search(segment) and not DENIED.search(segment):
                yield f"the data is made from {kind}, and the text speaks of {found[0]}"


def label_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "These are citywide figures", "the estimate is an appraisal": a label that no figure has."""
    match = LABEL.match(reading.text)
    if match is None or reading.quantities or GENERAL.search(reading.text) or NEGATION_WORD.search(match[0]):
        return
    said = reading.roles_between(match.start("rest"), match.end("rest"))
    wrong = said & {"appraised", "adjustable", "rent"}
    if not RECORDS.search(match["rest"]):
        wrong |= said & ELSEWHERE
        if DATA_NOUN.search(match["head"]):
            wrong |= said & {"another place"}
    if wrong and not wrong & figures.roles:
        yield f"the text calls the data {', '.join(sorted(wrong))}"
