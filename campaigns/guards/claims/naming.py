"""Whether the words around a mark say what its figure is a figure of.

The figures guard looks for words that speak against a figure; here is what has to be said for it. The sentence says it,
or the one before it in its paragraph, where the sentence refers to what came before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from campaigns.guards.claims.comparing import NO_WAY, compared_fault, is_told, way_fault
from campaigns.guards.claims.marks import Claim
from campaigns.guards.claims.strangers import stranger_fault
from campaigns.guards.context import Context, Topic, context_of
from campaigns.guards.earlier import THEN_WORDS
from campaigns.guards.figure_list import Figure, key_letter
from campaigns.guards.reading import Reading
from campaigns.guards.role_objections import BOUGHT_WORDS, PREVIOUS_WORDS

# what a figure of each subject may be called, most particular subject first
SUBJECTS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (role, re.compile(rf"\b(?:{words})", re.IGNORECASE), called)
    for role, words, called in (
        ("price per square foot", r"(?:square|sq)\b|foot\b|feet\b|footage|psf|sq", "the price per square foot"),
        (
            "days on market",
            r"the market|sell\b|selling|sold|listed|listing|wait|pace|for sale|days on (?:the )?market",
            "days on the market",
        ),
        ("comparables", r"comp|similar|sales?\b|sold|homes|houses|properties|records", "comparable homes"),
        (
            "listings",
            r"listings?|listed|for sale|market|inventory|available|offer|choose|choice|suppl",
            "homes for sale",
        ),
        ("sales", r"sales?\b|sold|sell|clos|hands|transaction|deed|bought|purchase|recorded", "recorded sales"),
        ("rate", r"rates?\b|mortgage|loan|lend|borrow|\d+-year|(?:thirty|fifteen)-year|averag", "a mortgage rate"),
        ("bedrooms", r"bed", "bedrooms"),
        ("bathrooms", r"bath", "bathrooms"),
        ("size", r"(?:square|sq)\b|sq|size|living|area|space", "the size of the home"),
        ("built", r"built|construct|dates?\b|year|old\b|age|stood|goes back", "the year in which the home was built"),
        ("purchase", r"bought|buy|purchas|paid|pay|acquir|hands|clos|sold|sale|cost", "the purchase"),
        ("value", r"valu|estimat|worth|range|span|band|figure|low|high|end", "an estimate of the home's value"),
        (
            "price",
            r"price|median|mid-?point|middle|sold|sales?\b|sell|ask|list|cost|clos|hands|paid|went for",
            "a price",
        ),
    )
)
MOST_BACK = 4
REFERS_BACK = re.compile(
    r"\b(?:its?|that|this|these|those|they|them|which|same|one|both|former|latter|figure|number|amount|level|"
    r"chang\w+|difference|gap|comparison|compar\w+|rise|rose|risen|fell|fall|fallen|gain\w*|drop\w*|declin\w+|"
    r"increas\w+|decreas\w+|dip\w*|climb\w*|up|down|higher|lower|more|less|above|below|median|average|end|"
    r"range|earlier|before|ago|previous\w*|the (?:price|value|estimate|rate|purchase|home|house|market))\b",
    re.IGNORECASE,
)
EXPLAINS = re.compile(
    r"(?:It|That|This|These|Those|Both|They|So|The (?:first|second|former|latter|figures?|numbers?))\b"
)
MEDIAN = re.compile(r"\bmedians?\b|\bmid-?points?\b|\bmiddle\b|\bhalf\b|\btypical|\bcenter", re.IGNORECASE)
SALE = re.compile(
    r"\bs(?:ales?|old|ell\w*)\b|\bclos(?:ed|ings?)\b|\bhands\b|\bpaid\b|\bdeeds?\b|\bbought\b|\brecorded\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\bask(?:ed|ing|s)?\b(?! (?:me|us|about|what|how|whether|why|if)\b)|"
    r"\blist(?:ed|ing|ings)?\b|\bsellers?\b|\bfor sale\b",
    re.IGNORECASE,
)
FIFTEEN_YEAR = re.compile(r"\b(?:15|fifteen)[- ]?(?:years?|yrs?)\b", re.IGNORECASE)
FIFTEEN = re.compile(rf"{FIFTEEN_YEAR.pattern}|\bshort(?:er)?\b|\bfifteens?\b|\b15\b", re.IGNORECASE)
THIRTY = re.compile(r"\b(?:30|thirty)[- ]?(?:years?|yrs?)\b|\blong(?:er)?\b|\bthirt(?:y|ies)\b|\b30\b", re.IGNORECASE)
TWO_LOANS = re.compile(rf"{FIFTEEN.pattern}|{THIRTY.pattern}|\btwo\b|\bboth\b|\bbetween\b", re.IGNORECASE)
PURCHASE = re.compile(
    rf"{BOUGHT_WORDS.pattern}|\bown(?:ed|ership)\b|\bbuy\w*\b|\bpay\b|\bcost\b|\bsale\b|\brecorded\b", re.IGNORECASE
)
# an estimate is no price, so the price of a home is what was paid
THE_PRICE = re.compile(r"\b(?:the|that|its|that of the) price\b(?! range)", re.IGNORECASE)
PREVIOUS = re.compile(rf"{PREVIOUS_WORDS.pattern}|{THEN_WORDS.pattern}", re.IGNORECASE)
PREVIOUS_DATE = re.compile(rf"{PREVIOUS.pattern}|\b(?:both|two)(?: [a-z]+)? estimates\b", re.IGNORECASE)
EARLIER = re.compile(
    r"\b(?:earlier|before|previous\w*|prior|preceding|ago|then|since|used to|last quarter|quarter)\b", re.IGNORECASE
)
ENDS = {
    "low": re.compile(r"\b(?:low\w*|bottom|floor|at (?:the )?least|begins?|starts?)\b", re.IGNORECASE),
    "high": re.compile(r"\b(?:high\w*|upper|top|ceiling|at (?:the )?most|up to|ends? at)\b", re.IGNORECASE),
}
DATES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("purchase", PURCHASE, "the date of the purchase"),
    ("previous", PREVIOUS_DATE, "the date of the previous estimate"),
    (
        "built",
        re.compile(
            r"\b(?:built|construct\w+|erected|dates?|put up|goes back|old|age|year|building|from)\b", re.IGNORECASE
        ),
        "when it was built",
    ),
)
LATEST = re.compile(
    r"\b(?:latest|newest|most recent|current|newer)(?: [a-z]+){0,2}? (?:estimate|value|valuation|figure|median|one)\b"
    r"(?!.*\b(?:previous|earlier|before|prior|older)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """A sentence, those before it, the next of its paragraph, and the whole text."""

    reading: Reading
    earlier: tuple[Reading, ...]
    behind: Reading | None
    text: str

    @cached_property
    def near(self) -> tuple[Reading, ...]:
        """The sentence, the one before it, and those before that as far as each refers to what came before."""
        near = [*self.earlier[-1:], self.reading]
        for before in reversed(self.earlier[-MOST_BACK:-1]):
            if not (REFERS_BACK.search(near[0].text) or near[0].directions):
                break
            near.insert(0, before)
        return tuple(near)

    @property
    def is_explained(self) -> bool:
        """Whether the next sentence is about this one."""
        return self.behind is not None and EXPLAINS.match(self.behind.text) is not None

    @cached_property
    def words(self) -> str:
        """What they say, with the sentence behind where it explains: "The first is the median"."""
        behind = self.behind.text if self.behind is not None and self.is_explained else ""
        return " ".join([*(each.text for each in self.near), behind])

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures that are named near by."""
        return [claim.figure for each in self.near for claim in each.claims if claim.figure is not None]

    @cached_property
    def carried(self) -> frozenset[str]:
        """What the figures of the sentences before are figures of."""
        before = [claim.figure for each in self.near[:-1] for claim in each.claims if claim.figure is not None]
        return frozenset(role for figure in before for role in figure.roles)


def naming_fault(told: Told, claim: Claim, figure: Figure, topic: Topic) -> str:
    """What the text does not say of a marked figure; "" where it says enough."""
    reading = told.reading
    places = [(part.quantity.start, part.quantity.end) for part in reading.parts]
    index = next((number for number, place in enumerate(places) if reading.claim_at(*place) is claim), None)
    if index is None:
        return counted_fault(figure, told) if figure.unit == "count" else date_fault(figure, told)
    if reading.parts[index].figure is not figure:
        return ""  # the figures guard has said why
    context = context_of(reading, index, topic)
    fault = stranger_fault(figure, context)
    return fault or next((fault for check in CHECKS if (fault := check(figure, told, context))), "")


def date_fault(figure: Figure, told: Told) -> str:
    """Whose date it is, where it is not that of the data itself; an earlier one is the figures guard's."""
    beside = [claim.figure for claim in told.reading.claims if claim.figure is not None]
    letters = {key_letter(each.roles) for each in beside if each.unit not in {"date", "months"}}
    if figure.unit == "date" and letters and key_letter(figure.roles) not in letters:
        return f"it is {figure.name}, and the figures beside it are of another date"
    if "built" in figure.roles and (rebuilt := REBUILT.search(told.reading.text)):
        return f"it is {figure.name}, and the text has it of another work: {rebuilt[0]}"
    for role, words, called in DATES:
        if role in figure.roles:
            is_named = words.search(told.words) or any(
                each.unit != "date" and each.as_of == figure.value for each in told.figures
            )
            return "" if is_named else f"say that it is {called}"
    return ""


REBUILT = re.compile(
    r"\b(?:remodel|renovat|updat|restor|refurbish|expand|extend|redone|rebuilt|permit)\w*", re.IGNORECASE
)


def counted_fault(figure: Figure, told: Told) -> str:
    """Of a bare count: "12 of them"."""
    named = [(words, called) for role, words, called in SUBJECTS if role in figure.roles]
    return "" if not named or named[0][0].search(told.words) else f"say that it is {named[0][1]}"


def subject_fault(figure: Figure, told: Told, context: Context) -> str:
    """What it is a figure of; of a change of the home's value what it is compared with says enough."""
    if {"since previous", "since purchase"} & figure.roles or figure.unit == "percentage points":
        return ""
    for role, words, called in SUBJECTS:
        if role in figure.roles and (role != "price per square foot" or "home" not in figure.roles):
            is_named = role == context.quantity.noun or role in told.carried or bool(words.search(told.words))
            is_named = is_named or (role == "purchase" and is_beside_its_date(figure, told))
            return "" if is_named else f"say that it is {called}"
    return ""


def is_beside_its_date(figure: Figure, told: Told) -> bool:
    """ "The price had been $1,210,000 on October 17, 2025", of a purchase on that day."""
    here = [claim.figure for claim in told.reading.claims if claim.figure is not None]
    return any(each.unit == "date" and "purchase" in each.roles and each.value == figure.as_of for each in here)


def kind_fault(figure: Figure, told: Told, context: Context) -> str:
    """That a price is a median, and whether it was paid or asked, may stand anywhere in the text."""
    if "median" not in figure.roles:
        return ""
    start, end = context.part.start, context.quantity.start
    kinds = [word.roles & {"sale", "asking"} for word in told.reading.words if start <= word.start < end]
    if (said := next((each for each in reversed(kinds) if each), None)) and not said & figure.roles:
        return f"the text calls it {', '.join(said)}"
    if not MEDIAN.search(told.text):
        return "say that it is a median"
    if "asking" in figure.roles:
        return "" if ASKING.search(told.text) else "say that it is of asking prices"
    return "" if SALE.search(told.text) or not ASKING.search(told.text) else "say that it is of sales"


def loan_fault(figure: Figure, told: Told, _context: Context) -> str:
    """Which loan: by the sentences near by where the text speaks of both."""
    if "gap" in figure.roles or "rate" not in figure.roles:
        return ""
    if "30-year" in figure.roles and not FIFTEEN_YEAR.search(told.text) and THIRTY.search(told.text):
        return ""
    for role, words in (("15-year", FIFTEEN), ("30-year", THIRTY)):
        if role in figure.roles:
            is_named = role in told.carried or words.search(told.words)
            return "" if is_named else f"say that it is the {role} rate"
    return ""


def gap_fault(figure: Figure, told: Told, _context: Context) -> str:
    if "gap" not in figure.roles:
        return ""
    return "" if TWO_LOANS.search(told.words) else "say that it lies between the 30-year and the 15-year rate"


def bound_fault(figure: Figure, told: Told, context: Context) -> str:
    """Which end of the range: named beside it, or both in their order: "from … to …"."""
    bound = next(iter({"low", "high"} & figure.roles), "")
    if not bound or figure.kind == "change" or "range" in figure.roles or bound in context.own.get("bound", ()):
        return ""
    if ENDS[bound].search(context.text):
        return ""
    claimed = [claim.figure.roles for claim in told.reading.claims if claim.figure is not None]
    ends = [end for roles in claimed if "range" not in roles for end in ("low", "high") if end in roles]
    return "" if ends == ["low", "high"] else f"say that it is the {bound} end of the range"


def moment_fault(figure: Figure, _told: Told, context: Context) -> str:
    """What is the earlier figure of two is not the latest."""
    is_earlier = figure.kind == "level" and "then" in figure.roles
    return (
        "it is the earlier figure, and the text calls it the latest"
        if is_earlier and LATEST.search(context.before)
        else ""
    )


def change_fault(figure: Figure, told: Told, context: Context) -> str:
    """Which way it went: by its own sentence, or by the one it refers to."""
    if figure.kind != "change" or not figure.trend:
        return ""
    if fault := compared_fault(figure, context):
        return fault
    fault = way_fault(figure, context)
    is_told_near = is_told(told.words) or any(each.directions for each in told.near)
    return "" if fault == NO_WAY and (is_told_near or are_both_told(told)) else fault


def are_both_told(told: Told) -> bool:
    """Whether the two figures that a change lies between stand near by, the earlier one first: "from $567 to $549"."""
    levels = [each.roles for each in told.figures if each.kind == "level" and not {"low", "high"} & each.roles]
    return any(
        {"then", "purchase"} & first
        and not {"then", "purchase"} & second
        and first & second & {"price", "rate", "value"}
        for first, second in pairwise(levels)
    )


def base_fault(figure: Figure, told: Told, _context: Context) -> str:
    """Over which time a change went, or against what; and how long ago an earlier rate was."""
    if figure.kind == "change":
        if "since purchase" in figure.roles:
            is_named = any(words.search(told.words) for words in (PURCHASE, THE_PRICE)) or "purchase" in told.carried
            return "" if is_named else "say that it is since the purchase"
        if "since previous" in figure.roles:
            named = PREVIOUS.search(told.words) or "since previous" in told.carried or is_dated(figure, told)
            return "" if named else "say that it is since the previous estimate"
    if figure.months is None or is_dated(figure, told) or (figure.kind == "level" and "rate" not in figure.roles):
        return ""
    if "rate" not in figure.roles and EARLIER.search(told.words):
        return ""
    return "say over which time, or since when" if figure.kind == "change" else "say how long before, or of which date"


def is_dated(figure: Figure, told: Told) -> bool:
    """Whether the span of a figure, its first day, or the earlier figure of that day stands near by."""
    if figure.months is None or figure.since is None:
        return False
    readings = [*told.near, told.behind] if told.is_explained and told.behind is not None else told.near
    return (
        any(span.fits(figure.months) for each in readings for span in each.spans)
        or any(day.fits(figure.since) for each in readings for day in each.dates)
        or any(each is not figure and each.since == figure.since for each in told.figures)
    )


A_YEAR = re.compile(
    r"\b(?:(?:a|per|each|every|one|the (?:average|typical)|an (?:average|ordinary)|average|single) year\b"
    r"(?! (?:before|earlier|ago|later|prior))|year(?:ly|'s)|annual\w*|years? of own\w+)\b",
    re.IGNORECASE,
)


def per_fault(figure: Figure, _told: Told, context: Context) -> str:
    """ "$39,807 for an average year"."""
    return "say that it is a year's" if "a year" in figure.roles and not A_YEAR.search(context.text) else ""


WIDTH = re.compile(
    r"\b(?:wid\w+|spread|span\w*|separat\w+|apart|lies? between|end to end|top to bottom|distance|difference|total|"
    r"gap|measures?|range of|covers?|room|broad\w*|breadth|between the|between them|between (?:its|two|both)|"
    r"stretch\w*|extent|itself|share|percent(?:age)?|of the estimate)\b|^[^.]* lie between",
    re.IGNORECASE,
)
FROM_ESTIMATE = re.compile(
    r"\b(?:below|above|beneath|under|over|less|more|lower|higher|short|beyond|away|off|from the estimate|distance|down|"
    r"up|either|each|both|side|margin|shy|apart|plus|minus|gap|room|difference)\b",
    re.IGNORECASE,
)


def reach_fault(figure: Figure, told: Told, context: Context) -> str:
    """The width of the range, and how far an end lies from the estimate, are no values of the home."""
    if "range" not in figure.roles or "purchase" in figure.roles:
        return ""
    if {"low", "high"} & figure.roles:
        is_told = FROM_ESTIMATE.search(context.text) or FROM_ESTIMATE.search(context.behind)
        return "" if is_told else "say that it is how far the end lies from the estimate"
    return "" if WIDTH.search(told.reading.text) else "say that it is the width of the range"


CHECKS: tuple[Callable[[Figure, Told, Context], str], ...] = (
    subject_fault,
    kind_fault,
    loan_fault,
    gap_fault,
    bound_fault,
    moment_fault,
    change_fault,
    base_fault,
    per_fault,
    reach_fault,
)
