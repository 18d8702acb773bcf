"""What the words around a number say that it is a figure of, against what it is one of."""

import re

from campaigns.guards.context import Context, named_units
from campaigns.guards.directions import WAYS
from campaigns.guards.earlier import dated, leads_to_present
from campaigns.guards.ends import AND_END, RANGE_WORDS, TO_END
from campaigns.guards.figure_list import Figure
from campaigns.guards.matching import RELEVANT
from campaigns.guards.roles import by_dimension

PURCHASE_WORDS = re.compile(
    r"\b(?:bought|purchase[ds]?|paid|acquired|sold|sale|closed|closing|changed hands|changing hands|cost|"
    r"owners?|price|records?)\b",
    re.IGNORECASE,
)
BOUGHT_WORDS = re.compile(
    r"\b(?:bought|purchase[ds]?|paid|acquired|sold|cost you|closed|changed hands|changing hands)\b", re.IGNORECASE
)
PREVIOUS_WORDS = re.compile(
    r"\b(?:previous|prior|earlier|last|preceding|older|old|former|newer|first) (?:estimate|valuation|"
    r"value|figure|one|report|number|result)|the one (?:before|of)\b|last time\b|valued before",
    re.IGNORECASE,
)
LOANS = ("30-year", "15-year")
LONGER_OR_SHORTER = re.compile(r"\b(?:(?P<long>longer|long)|(?P<short>shorter|short))\b", re.IGNORECASE)
UNDER_LOAN = re.compile(
    r" (?:under|over|above|below|beneath|less than|more than|lower than|higher than) (?:its|the|that of the|"
    r"that of its) "
    r"(?:\w+ )?(?:(?P<long>longer|thirty|30)|(?P<short>shorter|fifteen|15))\b",
    re.IGNORECASE,
)
# what buyers paid in a market is no purchase of the reader's
YOUR_PURCHASE = re.compile(r"\byou(?:r|'d|'ve)?\b(?: \w+)? (?:bought|paid|purchased?|home|house)\b", re.IGNORECASE)
MOVED = re.compile(
    r"\b(?:rose|climbed|fell|dropped|slid|slipped|eased|gained|lost|increased|declined|moved|crept|added|shed|jumped|"
    r"grew|widened|narrowed|shrank)"
    r"(?: (?:by|to|about|some|another|roughly|nearly|almost|a))* ?$",
    re.IGNORECASE,
)
MULTIPLIED = re.compile(r"\b(?:multipl|divid)", re.IGNORECASE)
A_CHANGE_OF = re.compile(r", (?:an?|the) (?:\w+ )?\w+ of (?:about |roughly |nearly |almost |just )*", re.IGNORECASE)
BETWEEN_LOANS = re.compile(r"\b(?:gap|spread|between the two|between them|the two apart)\b", re.IGNORECASE)
THAT_PRICE = re.compile(r"\b(?:that|the) price\b|\bwhat (?:was|you) paid\b|\bthe cost\b", re.IGNORECASE)


def role_objection(figure: Figure, context: Context) -> str:
    for name, roles in by_dimension(figure.roles).items():
        said = said_in(name, figure, context)
        if said and (not said & roles or are_apart(said & OF_HOME, roles & OF_HOME)):
            return f"the text calls it {', '.join(sorted(said))}"
        if name == "subject" and context.quantity.unit == "bare" and not same_unit_before(figure, context):
            if figure.unit in {"percent", "percentage points"} and not is_unit_named(figure, context):
                return "the text does not say what the number is"
            seen = context.topic.seen | ({"price"} if "median" in context.topic.seen else set())
            if not said and not roles & seen and figure.unit != "times":
                return "the text does not say what the number is"
    return ""


def said_in(name: str, figure: Figure, context: Context) -> frozenset[str] | None:
    """What the text says of the figure in one dimension; None where nothing, or nothing that could contradict it."""
    if name == "area" and "comparables" in figure.roles:
        return None  # "sales in King County, with five comparable homes"
    said = subjects_said(figure, context) if name == "subject" else said_of(name, context)
    if said is None and name in {"loan", "area"}:
        said = context.earlier.get(name)
    if said is None and name == "kind" and "median" in figure.roles and PRONOUN.match(context.reading.text):
        said = by_dimension(context.topic.roles).get(name)
    if name == "subject" and "purchase" in figure.roles and "sale" in context.own.get("kind", ()):
        return None
    if name in {"subject", "kind"} and is_dated_purchase(figure, context) and said != ASKING:
        return None
    is_basis = name == "kind" and "estimate" in figure.roles and MADE_BY.search(context.reading.text)
    return None if is_basis and not ONE_PRICE.search(context.reading.text) else said


def said_of(name: str, context: Context) -> frozenset[str] | None:
    """What the stretch says in one dimension; of two kinds of price the one named last before the number."""
    said = context.own.get(name)
    if name != "kind" or said is None or len(said) < 2:
        return said
    part = context.part
    prices = [
        word.roles & said
        for word in context.reading.words
        if part.start <= word.start < part.quantity.start and "price" in word.roles and word.roles & said
    ]
    return prices[-1] if prices else said


def is_dated_purchase(figure: Figure, context: Context) -> bool:
    """ "the $815,000 of September 2017"."""
    refers = "purchase" in figure.roles and figure.kind == "level" and re.search(r"\bthe \$?$", context.before)
    return bool(refers) and dated(figure, context)


# what an estimate is made from is no kind of it: "recorded sales point to $1,206,000" (sources.py looks at what it is)
MADE_BY = re.compile(
    r"\b(?:(?:worked out|drawn|derived|calculated|taken|made|computed|produced|resulting|come|comes|came) (?:from|"
    r"out of)|based on|"
    r"judged by|by way of|put _+ at|point(?:s|ed)? to|arriv(?:es?|ed) at|lead(?:s|ing)? to|led to|suggest(?:s|ed)?|"
    r"support(?:s|ed)?|"
    r"determin(?:es?|ed)|"
    r"yield(?:s|ed)?|produc(?:es?|ed)|implie[sd]|imply|put(?:s)? (?:it|the)|works? out (?:at|to)|results? in|"
    r"follow(?:s|ed)|rel(?:ies|ied) on|rest(?:s|ed) on|draws on|use[sd]?)\b",
    re.IGNORECASE,
)
ONE_PRICE = re.compile(r"\b(?:the|its|an?|your) (?:asking|list|listing|sale|selling) price\b", re.IGNORECASE)
BETWEEN_TWO = re.compile(r"\b(?:from (?:the )?one to the other|between (?:the two|them)|apart)\b", re.IGNORECASE)
PRONOUN = re.compile(r"(?:Its|It|That|This)\b")
ASKING = frozenset({"asking"})
OF_HOME = frozenset({"value", "purchase"})


def are_apart(said: frozenset[str], roles: frozenset[str]) -> bool:
    return bool(said and roles) and not said & roles


def is_unit_named(figure: Figure, context: Context) -> bool:
    """Whether the words say that a number without a sign is in percent or points: "in percent it is 0.8"."""
    if figure.unit in named_units(context.reading) | context.topic.named_units:
        return True
    return figure.unit == "percentage points" and context.quantity.grain < 1 and "rate" in context.topic.seen


def same_unit_before(figure: Figure, context: Context) -> bool:
    """Whether a bare number stands beside one of the figure's unit: "22 days; three months before, 61"."""
    return figure.unit in {each.unit for each in context.reading.quantities} | context.topic.units


def subjects_said(figure: Figure, context: Context) -> frozenset[str]:
    """The subjects that the nearest words name, of those that a figure in this unit can have."""
    if context.quantity.noun:
        return frozenset({context.quantity.noun})
    relevant = RELEVANT.get(figure.unit, frozenset())
    if "range" in figure.roles and RANGE_WORDS.search(context.reading.text):
        return context.own.get("subject", frozenset()) & relevant - {"purchase", "price"}
    said = subjects_in_sentence(figure, context, relevant)
    if said or is_end_named(figure, context):
        return said
    return subjects_of_topic(figure, context, relevant)


def subjects_in_sentence(figure: Figure, context: Context, relevant: frozenset[str]) -> frozenset[str]:
    """What the stretch names, or what stands before it in the sentence."""
    own = context.own.get("subject", frozenset())
    if "median" in context.own.get("statistic", ()) and not own and figure.unit in {"dollars", "percent"}:
        return frozenset({"price"})
    before = subjects_before(context) & relevant
    if before and figure.unit == "percent" and A_CHANGE_OF.fullmatch(context.joint):
        return before
    said = own & relevant or context.earlier.get("subject", frozenset()) & relevant
    if {"zip", "sale"} <= figure.roles and "purchase" in said and not YOUR_PURCHASE.search(context.reading.text):
        said = said - {"purchase"} | {"price"}
    return said - {"purchase"} if is_end_named(figure, context) else said


def subjects_of_topic(figure: Figure, context: Context, relevant: frozenset[str]) -> frozenset[str]:
    """What the text was about, where the sentence does not say; what it names further on, where only that fits."""
    if context.own.get("subject", frozenset()) & relevant or BETWEEN_TWO.search(context.reading.text):
        return frozenset()
    said = by_dimension(context.topic.roles).get("subject", frozenset()) & relevant - {"something else"}
    whole = by_dimension(context.reading.roles).get("subject", frozenset())
    if said and not said & figure.roles and whole & figure.roles & relevant:
        return whole & relevant
    beyond = context.reading.masked[context.part.quantity.end :]
    if said and figure.kind == "change" and re.match(r"[ -]*\w+ than\b", beyond):
        said |= subjects_before(context) & relevant
    return said | {"price"} if "price per square foot" in said else said


def is_end_named(figure: Figure, context: Context) -> bool:
    """Whether the words make it an end of the range, whatever else they name: "$868,000 the low one"."""
    if not {"low", "high"} & figure.roles or figure.kind != "level":
        return False
    if {"low", "high"} & figure.roles & context.own.get("bound", frozenset()):
        return True
    text, part = context.reading.text, context.part
    pair = bool(re.search(r"\b(?:range|from|between)\b", text[: part.quantity.start], re.IGNORECASE))
    return pair and (
        leads_to_present(context) or bool(TO_END.fullmatch(context.joint) or AND_END.fullmatch(context.joint))
    )


def subjects_before(context: Context) -> frozenset[str]:
    """The subject of the last figure before it in the sentence: "$1,089,000, about 5% less than"."""
    parts = context.reading.parts
    before = [part.figure for part in parts[: parts.index(context.part)] if part.figure is not None]
    return by_dimension(before[-1].roles).get("subject", frozenset()) if before else frozenset()


PRICE_SCOPE = re.compile(r"[;—–]|, (?:and|while|whereas|but|though|with)\b|\b(?:while|whereas)\b", re.IGNORECASE)


def per_foot_objection(figure: Figure, context: Context) -> str:
    """A change per square foot is none of the price, where the clause names the price alone."""
    if figure.kind != "change" or "price per square foot" not in figure.roles or "home" in figure.roles:
        return ""
    reading, start = context.reading, context.part.quantity.start
    index = reading.parts.index(context.part)
    beside = reading.parts[index - 1].figure if index else None
    if beside is not None and "price per square foot" in beside.roles:
        return ""
    clause = max((match.end() for match in PRICE_SCOPE.finditer(reading.text, 0, start)), default=0)
    roles = reading.roles_between(clause, context.part.end)
    if "price per square foot" in roles or not {"price", "median"} & roles:
        return ""
    return "the text gives it as that of the price"


def square_foot_objection(figure: Figure, context: Context) -> str:
    if figure.unit != "dollars per square foot" or context.quantity.unit == "dollars per square foot":
        return ""
    named = "price per square foot" in context.reading.roles | context.topic.seen
    if "square feet" in context.topic.units and MULTIPLIED.search(context.reading.text):
        return ""
    beside = {each.unit for each in context.reading.quantities}
    if (
        named
        or "dollars per square foot" in beside
        or (
            "square feet" in beside
            and re.search(
                r"\beach\b|\bapiece\b|divid|multipl|"
                r"quotient",
                context.reading.small_text,
            )
        )
    ):
        return ""
    return "the text does not say that it is per square foot"


def loan_objection(figure: Figure, context: Context) -> str:
    """The 15-year rate has to be called so."""
    if "15-year" not in figure.roles or "30-year" in figure.roles:
        return ""
    named = {*context.reading.roles, *context.topic.roles}
    if "15-year" in named or LONGER_OR_SHORTER.search(context.reading.text):
        return ""
    return "the text does not say that it is the 15-year rate"


def gap_objection(figure: Figure, context: Context) -> str:
    """The 15-year rate is the lower one, unless the data has it otherwise."""
    if figure.kind == "change" and "rate" in figure.roles and BETWEEN_LOANS.search(context.text) and not context.spans:
        return "the text has it between the two rates"
    if "gap" not in figure.roles:
        return ""
    if any(span.kind != "window" for span in context.spans) or MOVED.search(context.before):
        return "the text has it over a span of time"
    if context.way not in WAYS:
        return ""
    loans = [(word.start, role) for word in context.reading.words for role in LOANS if role in word.roles]
    ahead = [role for start, role in loans if start < context.quantity.start]
    first = next((role for role in [*reversed(ahead), *(role for _, role in loans)]), "")
    if under := UNDER_LOAN.match(context.behind):
        first = "15-year" if under["long"] else "30-year"
    elif not first:
        match = LONGER_OR_SHORTER.search(context.reading.text)
        first = "" if match is None else "30-year" if match["long"] else "15-year"
    expected = {"30-year": 1, "15-year": -1}.get(first)
    if expected is None or (WAYS[context.way] == expected) == (figure.number > 0):
        return ""
    return "the text has it the other way"


PURCHASED_BEHIND = re.compile(
    r"^,? (?:at which (?:the|your|this) (?:home|house|property) was (?:bought|purchased|acquired)|which was paid|"
    r"that was paid|"
    r"was paid|paid)\b|^, the (?:price|amount|sum|figure) (?:paid|at the purchase|of the purchase)\b",
    re.IGNORECASE,
)


def purchase_objection(figure: Figure, context: Context) -> str:
    if {"value", "now"} <= figure.roles and figure.kind == "level":
        behind = context.reading.masked[context.part.quantity.end :]
        return "the text calls it the purchase price" if PURCHASED_BEHIND.match(behind) else ""
    if "purchase" not in figure.roles or figure.kind != "level":
        return ""
    if figure.unit == "dollars per square foot":
        beside = [part.figure for part in context.reading.parts if part.figure is not None]
        of_purchase = any("purchase" in each.roles for each in (*context.topic.figures[-1:], *beside))
        told = of_purchase or dated(figure, context) or BOUGHT_WORDS.search(context.reading.text)
        return "" if told else "the text does not say that it is of the purchase"
    if figure.unit != "dollars":
        return ""
    if PURCHASE_WORDS.search(context.reading.text) or "purchase" in context.topic.seen or dated(figure, context):
        return ""
    return "the text does not say that it is the purchase price"


def reference_objection(figure: Figure, context: Context) -> str:
    """A change since the purchase is none since the previous estimate."""
    if figure.kind != "change":
        return ""
    bought = "purchase" in context.own.get("subject", ()) or bool(THAT_PRICE.search(context.text))
    estimated = bool(PREVIOUS_WORDS.search(context.text))
    if "then" in figure.roles:
        return ""
    if "since previous" in figure.roles and bought and not estimated:
        return "the text has it since the purchase"
    if "since purchase" in figure.roles and estimated and not bought:
        return "the text has it since the previous estimate"
    return ""
