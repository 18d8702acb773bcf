"""The quantities of a sentence: a number with its unit, and how roughly it is meant."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from campaigns.guards.normal import small_letters
from campaigns.guards.numerals import Number, numbers_of

Rounding = Literal["", "about", "over", "under", "within"]
QuantityUnit = Literal[
    "dollars",
    "dollars per square foot",
    "percent",
    "percentage points",
    "square feet",
    "days",
    "months",
    "years",
    "times",
    "miles",
    "count",
    "bare",
]

# what a unit is called behind the number, and how many of the unit one of it is
UNITS_BEHIND: tuple[tuple[str, QuantityUnit, str], ...] = (
    (r"\s*(?:basis points?|bps|bp)\b", "percentage points", "0.01"),
    (r"[ -]*hundredths? of (?:a|one) (?:percentage |percent )?point\b", "percentage points", "0.01"),
    (r"[ -]*tenths? of (?:a|one) (?:percentage |percent )?point\b", "percentage points", "0.1"),
    (r"[ -]*(?:extra|more|additional|fewer|other) days\b", "days", "1"),
    (
        r"\s*(?:(?:%|percent(?:age)?|full|whole)[ -]?|of (?:a|one) (?:full |whole |single )?(?:percentage |percent )?)?"
        r"(?:points?|pp|pts?)\b",
        "percentage points",
        "1",
    ),
    (r"[ -]percentage[ -]points?\b|[ -](?:of )?a (?:percentage )?point\b", "percentage points", "1"),
    (r"\s*(?:%|percent\b|per ?cent\b|pct\b)", "percent", "1"),
    (r"[ -]?of (?:a|one) (?:percent|%)", "percent", "1"),
    (r"[ -]*(?:sq(?:uare|\.)?[ -]*(?:f(?:oo|ee)t|ft)\b\.?|sq\.?ft\b\.?|sqft|sf\b)", "square feet", "1"),
    (r"[ -]*(?:full |whole |consecutive |straight )?days?\b", "days", "1"),
    (r"[ -]*(?:full |whole |consecutive |straight )?(?:weeks?|wks?)\b", "days", "7"),
    (r"[ -]*(?:full |whole |consecutive |straight |calendar )?(?:months?|mos?)\b", "months", "1"),
    (r"[ -]*(?:full |whole |consecutive |straight )?quarters?\b(?! (?:of a )?(?:point|percent))", "months", "3"),
    (r"[ -]*(?:full |whole |consecutive |straight )?(?:years?|yrs?)\b(?:[- ]old)?", "years", "1"),
    (r"[ -]*decades?\b", "years", "10"),
    (r"[ -]*hours?\b", "days", "0.0416667"),
    (r"\s*(?:x\b|times\b|-?fold\b)", "times", "1"),
    (r"[ -]*(?:of )?(?:an? )?(?:miles?|mi)\b", "miles", "1"),
    (r"[ -]*blocks?\b", "miles", "0.08"),
)
PER_SQUARE_FOOT = (
    r"\s*(?:dollars\s*)?(?:(?:per|a|an|for (?:each|every|a)|/|each|the|every)\s*(?:sq(?:uare|"
    r"\.)?[ -]*f(?:oo|ee)?t\b\.?|sqft|sf\b|foot\b)"
    r"|psf\b)"
)
# nouns that say what a count counts, and the role of the count
NOUNS: tuple[tuple[str, str], ...] = (
    (
        r"(?:comparable|similar|nearby|neighboring|matching) (?:recorded )?(?:homes?|houses?|sales?|"
        r"properties|listings?|places)",
        "comparables",
    ),
    (r"comps?\b|comparables?\b", "comparables"),
    (
        r"(?:recorded |closed |completed |recent |home |such |actual )*(?:sales?|closings|closing(?! (?:on|in|at|"
        r"date))|transactions?|deeds?)\b",
        "sales",
    ),
    (r"(?:active |current |other |competing |available )*listings?\b", "listings"),
    (
        r"(?:homes|houses|properties) (?:\w+ )?(?:for sale|listed|available|on offer|on the market|to choose from)",
        "listings",
    ),
    (r"(?:were |had been |stood |of them )?(?:on the market|for sale|on offer)\b", "listings"),
    (r"(?:asking|list) prices\b", "listings"),
    (r"(?:sale|selling|recorded|closing) prices\b", "sales"),
    (r"others\b", ""),
    (r"(?:homes|houses|properties|buyers|owners) (?:\w+ )?(?:sold|closed|changed|found|bought)", "sales"),
    (r"(?:full |half )?bath(?:room)?s?\b|ba\b", "bathrooms"),
    (r"bed(?:room)?s?\b|br\b|bd\b", "bedrooms"),
    (
        r"(?:(?:such|other|different|further|additional|individual|separate|local) )*(?:homes?|houses?|"
        r"properties|entries|records?|names|places|units|residences|addresses|buyers|owners|households)\b",
        "",
    ),
)
# what is counted in a text without being a figure of the data
THINGS = re.compile(
    r"[ -]*(?:(?!(?:on|of|in|at|for|per|with|by|to|and|from)\b|[a-z]+s )[a-z-]+ ){0,2}?"
    r"(?:things?|numbers?|figures?|ways?|paragraphs?|sides?|questions?|minutes?|hands?|"
    r"reasons?|measures?|"
    r"estimates?|dates?|points of|facts?|lines?|dots?|values?|prices?(?! (?:cuts?|reductions?|"
    r"drops?|changes))|rates?|medians?|halves|ends?|answers?|words?|"
    r"sentences?|parts?|readings?|pieces?|sources?|yardsticks?|checks?|numbers|steps?|kinds?|groups?|sets?|stories|"
    r"story|directions?|lists?|notes?|comparisons?|pictures?|snapshots?|columns?|rows?|tools?|signs?|moments?|periods?|"
    r"windows?|markets?|trends?|tales?|truths?|reports?|views?|people|seconds?|looks?|visits?|opinions?|"
    r"halves|methods?|formulas?|ones|averages?|surveys?|loans?|terms?|lessons?|caveats?|observations?|"
    r"items?|topics?|benchmarks?|cautions?|warnings?|limits?|limitations?|charts?|graphs?|clues?|angles?|hints?|"
    r"statistics?|stats|statements?|themes?|headlines?|conversations?|examples?|cases?|scenarios?|calculations?|"
    r"approaches|categories|types?|elements?|aspects?|factors?|extremes?|bounds|totals?|counts?|levels?|marks?|"
    r"qualifications?|definitions?|distinctions?|explanations?|descriptions?|summaries|remarks?|thoughts?|ideas?|"
    r"quantities|percentages|charts?'|uses|purposes|footnotes?|reminders?|"
    r"amounts?|rulers?|theor(?:y|ies)|dials?|levers?|chapters?|ingredients?|anchors?|bookends?|poles?|corners?|"
    r"threads?|"
    r"strands?|headings?|versions?|verdicts?|layers?|gauges?|lenses|arrows?|needles?|scales?|routes?|roads?|paths?|"
    r"tracks?|"
    r"voices?|camps?|schools? of thought|brackets?|boundar(?:y|ies)|borders?|edges?|digits?|decimals?|milestones?|"
    r"signposts?|stations?|stops?|contrasts?|differences?|gaps?|distances?|intervals?|stretches|spans?|occasions?|"
    r"evaluations?|tasks?|puzzles?|riddles?|curiosities|oddities|surprises?|tidbits?|asides?|disclaimers?|"
    r"reservations?|provisos?|stages?|phases?|replies|frames?|portraits?|sketches|pages?|files?|documents?|registers?|"
    r"tables?|pillars?|axes|labels?|names? for|thoughts?|grains?|bars?|stars?|shades?|faces?|acts?|"
    r"reference|markers?|changes|moves|movements|together|belong|of (?:them|these|those|us|the (?:two|three)|(?:my|"
    r"your|our|their) own))\b",
    re.IGNORECASE,
)
ABOUT = (
    r"about|around|roughly|approximately|approx\.?|some|near|nearer|close to|circa|ca\.|~|somewhere (?:around|near)|"
    r"in the (?:neighborhood|region|vicinity|range|area) of|on the order of|right (?:around|at about)|more or less|"
    r"give or take|rounding to|rounded to|or so|estimated"
)
UNDER = (
    r"nearly|almost|(?:just |a (?:little|bit|touch|shade|hair) |slightly |well |somewhat |barely |fractionally )?"
    r"(?:under|below|less than|fewer than|shy of)|(?:falls? |fell |fallen |falling |just )?short of|"
    r"not quite|close on|approaching|no more than|at most|"
    r"not even|within a whisker of"
)
OVER = (
    r"(?:just |a (?:little|bit|touch|shade|hair) |slightly |well |somewhat |barely |fractionally |comfortably )?"
    r"(?:over|above|more than|greater than|beyond|past|north of|upwards? of|better than|in excess of)|at least|"
    r"no (?:less|fewer) than|exceeding|topping|topped|exceeds"
)
APPROXIMATE = re.compile(
    rf"(?:\b|(?<=\s))(?:(?P<within>within)|(?P<under>{UNDER})|(?P<over>{OVER})|(?P<about>{ABOUT}))"
    r"(?: (?:a|an|only|just|about))?[\s(]*(?:minus |negative )?[-+]?\$?\s*$"
)
BEHIND = re.compile(
    r"\s*(?:(?P<about>or so|give or take|or thereabouts|, (?:give or take|more or less)|-ish|ish\b)|"
    r"(?P<over>-?plus\b|\+|or (?:more|better)\b))"
)
# after a quantity, "more than" and "above" compare; they do not round
COMPARED = re.compile(
    r"(?<![a-z])(?:%|percent|points?|\d\s?(?:[km]|million|thousand)?|dollars?|days?|homes?|sales|listings|higher|"
    r"lower|up|down|times|"
    r"bath(?:room)?s?|bed(?:room)?s?|rooms|levels|floors|half|again|further|little|touch|bit|slightly|somewhat|well|"
    r"far|still)\s*$"
)
SPREAD = re.compile(r"\b(?:spread|stretch\w*|spans?|divided|runs?|extend\w*|distributed|reach\w*) $")
CLOSE = re.compile(
    r"\b(?:just|a little|a bit|a touch|a shade|a hair|slightly|barely|fractionally|nearly|almost|not quite)\b"
)
SIGN = re.compile(r"(?:(?<![\w.])[-–]|\bminus |\bnegative )\$?\s*$", re.IGNORECASE)
COMPILED = tuple((re.compile(words, re.IGNORECASE), unit, Decimal(factor)) for words, unit, factor in UNITS_BEHIND)
COMPILED_NOUNS = tuple((re.compile(rf"[ -]*(?:{words})", re.IGNORECASE), role) for words, role in NOUNS)
PSF = re.compile(PER_SQUARE_FOOT, re.IGNORECASE)
MONEY = re.compile(r"(?:US)?\$\s?$")
DOLLARS = re.compile(r"[\s-]*(?:dollars?|bucks|USD|usd)\b")
RANGE_JOINT = re.compile(r"\s*(?:to|and|or|through|-|–|—)\s*\$?\s*$", re.IGNORECASE)
SMALL = 12
SUPPOSED_FEW = re.compile(r"\bif (?:just |only |even |any )?$", re.IGNORECASE)
DENIED_BEFORE = re.compile(r"\b(?:not|nobody|no one|never|without|cannot)\b|n't\b|nobody's", re.IGNORECASE)
LARGE = 100_000  # a number as large without a unit is one of dollars
PER_TIME = re.compile(
    r"(?: homes| sales)? (?:a|an|per|(?:for )?each|(?:for )?every) (day|week|month|quarter|year)\b(?!,? (?:earlier|ago|"
    r"before|prior|previous|later|back|on\b(?! average)|apart|or so|to the day))|/(?:mo|yr|month|year)\b()|"
    r"(?: a)? (monthly|weekly|annually|yearly|daily)\b",
    re.IGNORECASE,
)
PER_AHEAD = re.compile(r"(?:per|each|every|by the) (year|month|week)\b,? [^,;]*$", re.IGNORECASE)
# "a quarter" of a year
TIME_BEHIND = re.compile(
    r"[ -]*(?:earlier|before|ago|later|long|prior|back|apart|on|previous|over|year|a year|a century|"
    r"century|an hour|of a (?:century|year))\b",
    re.IGNORECASE,
)
QUARTER = re.compile(r"quarter$", re.IGNORECASE)
IN_QUARTER = re.compile(r"\b(?:in|into|for|during|within|from|after|to) (?:just |any |only )?$|^Over $", re.IGNORECASE)
# a noun that no figure of the data counts: "three neighbors"
UNKNOWN_NOUN = re.compile(
    r" (?![a-z]+(?:ed|ly)\b|(?:of|in|at|on|for|to|and|or|than|from|a|an|the|is|was|were|are|be|by|"
    r"up|down|more|less|higher|"
    r"lower|fewer|sold|closed|listed|"
    r"recorded|went|changed|found|over|under|above|below|per|each|every|as|back|then|now|earlier|before|"
    r"after|against|with|came|come|"
    r"who|that|which|but|so|while|if|when|it|its|they|had|has|have|lie|stand|stood|make|makes|made|this|"
    r"these|those|within|"
    r"during|between|through|percent|either|instead|rather|according|versus|compared|apart|behind|in|"
    r"across|among|overall|altogether|total|"
    r"since|until|about|only|just|like|not|because|there|here|also|too|again|around|near|still|even|"
    r"compare|compares|counted|include|mean|remain|remained|represent|cover|reach|"
    r"mark|line|threshold|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
    r"[a-z]{3,}"
)
PERCENTAGE_BEFORE = re.compile(
    r"\b(?:percentages?|percent)(?: change)?(?: is| was| comes to| came to| of|:)*\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start` and `end` take in the sign of money and the unit; `noun` is the role that the counted noun gives."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: QuantityUnit
    rounding: Rounding = ""
    close: bool = False
    noun: str = ""
    sign: int = 0
    in_words: bool = False
    approximator_start: int = 0
    grain: Decimal = Decimal(0)
    per: str = ""

    def text(self, sentence: str) -> str:
        return sentence[self.start : self.end]


def quantities_of(sentence: str) -> list[Quantity]:
    """The quantities of a sentence in which what is no figure has been blanked."""
    found = [quantity for number in numbers_of(sentence) if (quantity := quantity_of(sentence, number)) is not None]
    return joined(sentence, found)


def quantity_of(sentence: str, number: Number) -> Quantity | None:
    """The number with its unit; None where it counts things that are no figures, or is an idiom."""
    before, behind = sentence[: number.start], sentence[number.end :]
    start, is_money = money_sign(before)
    unit, factor, length, noun = unit_behind(behind, is_money=is_money)
    if unit == "bare" and is_idle(number, before, behind):
        return None
    if unit == "bare" and not number.is_fraction and UNKNOWN_NOUN.match(behind):
        unit, noun = "count", "something else"
    if number.in_words and number.value == 1 and unit == "count" and not noun:
        return None
    value, step, grain = number.value * factor, number.step * factor, number.grain * factor
    if not grain and "." in sentence[number.start : number.end].rstrip("."):
        grain = step
    if number.is_fraction and unit in {"bare", "count"}:
        if TIME_BEHIND.match(behind) or (QUARTER.search(number_text(sentence, number)) and IN_QUARTER.search(before)):
            return None
        value, step, grain, unit, noun = value * 100, Decimal(1), Decimal(6), "percent", ""
    if unit == "bare" and number.value >= LARGE and number.step >= 1_000:
        unit = "dollars"
    if unit == "bare" and PERCENTAGE_BEFORE.search(before):
        unit = "percent"
    rounding, close, approximator = rounding_of(sentence[:start], behind[length:])
    return Quantity(
        start,
        number.end + length,
        value,
        step,
        unit,
        rounding,
        close,
        noun,
        -1 if SIGN.search(before) else 0,
        number.in_words,
        approximator,
        grain,
        per_time(behind[length:]) or per_time_ahead(before),
    )


def number_text(sentence: str, number: Number) -> str:
    return sentence[number.start : number.end]


def per_time(behind: str) -> str:
    match = PER_TIME.match(behind)
    return (match[1] or match[3] or "time").lower() if match else ""


def per_time_ahead(before: str) -> str:
    match = PER_AHEAD.match(before)
    return match[1].lower() if match else ""


def money_sign(before: str) -> tuple[int, bool]:
    match = MONEY.search(before)
    return (match.start(), True) if match else (len(before), False)


def unit_behind(behind: str, *, is_money: bool) -> tuple[QuantityUnit, Decimal, int, str]:
    """Unit, factor, how many characters the unit takes, and the role of a counted noun."""
    dollars = DOLLARS.match(behind)
    if is_money or dollars:
        if match := PSF.match(behind):
            return "dollars per square foot", Decimal(1), match.end(), ""
        return "dollars", Decimal(1), dollars.end() if dollars else 0, ""
    for pattern, unit, factor in COMPILED:
        if match := pattern.match(behind):
            return unit, factor, match.end(), ""
    for pattern, role in COMPILED_NOUNS:
        if match := pattern.match(behind):
            return "count", Decimal(1), match.end(), role
    return "bare", Decimal(1), 0, ""


def is_idle(number: Number, before: str, behind: str) -> bool:
    """Whether a number without a unit is a turn of speech: "two things", "the two", "one of them"."""
    if not number.in_words and not number.is_fraction:
        return bool(THINGS.match(behind)) and number.value <= SMALL and number.value == number.value.to_integral()
    if number.is_fraction:
        return (
            re.search(
                r"\b(?:first|second|third|fourth|last|this|other|latter|better|that|single|each|every|earlier|"
                r"previous|prior|next|final|the)\s$",
                before,
                re.IGNORECASE,
            )
            is not None
        )
    if number.value <= SMALL and UNKNOWN_NOUN.match(behind) and DENIED_BEFORE.search(before):
        return True
    if number.value <= 1 or (number.value <= SMALL and SUPPOSED_FEW.search(before)):
        return True
    return number.value <= SMALL and (
        bool(THINGS.match(behind))
        or re.search(r"\b(?:the|these|those|all|other|of|my|both|first|last)\s$", before, re.IGNORECASE) is not None
    )


def rounding_of(before: str, behind: str) -> tuple[Rounding, bool, int]:
    """How roughly the number is meant, whether the text says that it is close, and where the saying begins."""
    before, behind = small_letters(before), small_letters(behind)
    match = APPROXIMATE.search(before)
    if match and match.lastgroup:
        is_comparison = match.lastgroup in {"over", "under"} and (
            COMPARED.search(before[: match.start()]) or "(" in match[0]
        )
        is_preposition = match.lastgroup == "over" and SPREAD.search(before[: match.start()])
        if not is_comparison and not is_preposition:
            rounding: Rounding = match.lastgroup  # type: ignore[assignment] # the groups are named after them
            return rounding, bool(CLOSE.search(match[0])), match.start()
    after = BEHIND.match(behind)
    if after:
        return ("about" if after["about"] else "over"), False, len(before)
    return "", False, len(before)


def joined(sentence: str, quantities: list[Quantity]) -> list[Quantity]:
    """ "$1.1 to $1.3 million", "28 to 34 days": the first number takes scale and unit of the second."""
    result = list(quantities)
    for index in range(len(result) - 2, -1, -1):
        first, second = result[index], result[index + 1]
        if not RANGE_JOINT.fullmatch(sentence[first.end : second.start]):
            continue
        if first.unit == "bare":
            first = replace(first, unit=second.unit, noun=second.noun)
        if (
            first.value < 1_000
            and second.value >= 100_000
            and first.unit == second.unit == "dollars"
            and second.step >= 1000
        ):
            scale = Decimal(1_000_000) if second.value >= 1_000_000 else Decimal(1_000)
            first = replace(first, value=first.value * scale, step=first.step * scale)
        result[index] = first
    return result
