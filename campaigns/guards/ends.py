"""The ends of the range around an estimate: told as what they are, and nothing else told as one of them."""

import re

from campaigns.guards.context import Context
from campaigns.guards.earlier import leads_to_present
from campaigns.guards.figure_list import Figure

RANGE_WORDS = re.compile(
    r"\b(?:range[sd]?|ranging|between|from|begins?|on the other|low|high|lower|upper|top|bottom|ends?|bounds?|bounded|"
    r"either side|anywhere|spread|span(?:s|ned)?|"
    r"as (?:much|little|high|low)|at least|at most|limit|floor|ceiling|side|edge|band|wide|width|"
    r"more than|less than|interval|bracket\w*|"
    r"reaches|stretch\w*|runs?|widest|allows?|apart|room for|either way|give or take|less or|or so more|"
    r"either direction|off by|"
    r"plus or minus|margin|limits?|bounds?|covers?|covered|reaches)\b",
    re.IGNORECASE,
)
AND_END = re.compile(r"\s*and(?: (?:about|around|roughly|nearly|almost|just))* ?\$?", re.IGNORECASE)
TO_END = re.compile(
    r"\s*to(?: (?:about|around|roughly|nearly|almost|just|some|a|the|as much as|"
    r"up to))* ?\$?",
    re.IGNORECASE,
)
MIDDLE_WORDS = re.compile(r"\b(?:middle|half-?way|mid-?point|midway|cent(?:er|re))\b", re.IGNORECASE)
GAP_WORDS = re.compile(
    r"\b(?:gap|difference|spread|apart|between|less|lower|below|above|more|higher|cheaper|under|over|"
    r"separates?|subtract\w*|minus|left|remains?|distance|premium|dearer|costlier|measured|widened|narrowed)\b",
    re.IGNORECASE,
)
END_NAMED = re.compile(
    r"\b(?:above|below|under|over|than|from|short of) (?:the|its|that) (?:low|high|bottom|top|upper|"
    r"lower)",
    re.IGNORECASE,
)


def bound_objection(figure: Figure, context: Context) -> str:
    """The ends, the middle and the width of the range have to be called so, and nothing else may be."""
    text = context.reading.text
    if "middle" in figure.roles:
        return "" if MIDDLE_WORDS.search(text) else "the text does not say that it is the middle of the range"
    if "gap" in figure.roles:
        return "" if GAP_WORDS.search(text) else "the text does not say that it lies between the two rates"
    if fault := order_fault(figure, context):
        return fault
    if not {"low", "high", "range"} & figure.roles:
        return no_end_fault(figure, context)
    if {"low", "high"} & figure.roles and OF_OTHER_HOMES.search(context.before):
        return "the text gives it as the range of other homes"
    if "range" in figure.roles or is_beside_other_end(context):
        return "" if RANGE_WORDS.search(text) or len(context.reading.quantities) > 1 else NO_END
    return untold_end_fault(context)


def no_end_fault(figure: Figure, context: Context) -> str:
    """Whether the text makes an end of the range of what is none."""
    if figure.kind == "change" and "value" in figure.roles and END_SUBJECT.search(context.before):
        return "the text has it of an end of the range"
    if figure.unit == "dollars" and is_called_end(figure, context):
        return "the text calls it an end of the range"
    return "the text gives it as an end of the range" if is_in_range_pair(figure, context) else ""


def untold_end_fault(context: Context) -> str:
    """Whether the text fails to say that a figure is an end of the range, or has it as the value."""
    if OF_OTHER_HOMES.search(context.before) or MIDDLE_IS.search(context.before):
        return "the text does not give it as an end of the range of the estimate"
    if {"low", "high"} & context.own.get("bound", frozenset()):
        return ""
    start = context.part.quantity.start
    if VALUE_NAMED.search(context.reading.masked[:start]) and not STRONG.search(context.behind, 0, 40):
        return "the text gives it as the value"
    if (
        RANGE_WORDS.search(context.text)
        or STRONG.search(context.behind)
        or STRONG.search(context.reading.text, 0, start)
    ):
        return ""
    return NO_END


OF_OTHER_HOMES = re.compile(
    r"\b(?:homes|houses|properties|places) (?:in|like|nearby|around|near|on|of)\b[^,;]*\b(?:range|sell|go|run|stretch|"
    r"ask|are|cost)\b",
    re.IGNORECASE,
)
MIDDLE_IS = re.compile(
    r"\b(?:middle|mid-?point|cent(?:er|re)) (?:of the range |of that |of it )?(?:is|lies at|stands at|at|"
    r"of) ?\$?$",
    re.IGNORECASE,
)
STRONG = re.compile(
    r"\b(?:range[sd]?|ranging|low|high|lower|upper|top|bottom|ends|bounds?|limits?|floor|ceiling|band|interval|"
    r"bracket|margin|"
    r"edges?|begins?|ends? at|on (?:one|the other|either) side|on the other\b|as (?:much|little)|least|most|spans?|"
    r"extends?|stretches|reaches|between)\b",
    re.IGNORECASE,
)
NO_END = "the text does not say that it is an end of the range"
VALUE_NAMED = re.compile(
    r"(?<!under the )(?<!below the )(?<!above the )(?<!over the )(?<!of the )\b(?:estimates?|estimated value|value|"
    r"valuation|valued|estimated|put|placed)\b(?! (?:range|of the range|could|"
    r"may|might|can))"
    r"[^;:$]{0,70}? (?:is|was|of|at|stood|stands|came|comes|to|reads?|had been|has been)"
    r"(?: (?:at|to|a|an|about|around|roughly|nearly|almost|just))* ?\$?$",
    re.IGNORECASE,
)
RANGE_BEFORE = re.compile(
    r"\b(?:range[sd]?|ranging|interval|band|bracket|bounds|margin|"
    r"anywhere between)\b",
    re.IGNORECASE,
)


def is_beside_other_end(context: Context) -> bool:
    """Whether the number before or behind is another figure of the range; it is not known yet which."""
    parts = context.reading.parts
    index = parts.index(context.part)
    near = parts[max(index - 1, 0) : index + 2]
    joints = (context.joint, context.reading.masked[context.part.quantity.end : near[-1].quantity.start])
    of_money = [each for each in near if each.quantity.unit in {"dollars", "dollars per square foot"}]
    return len(of_money) > 1 and any(PAIR.fullmatch(joint) for joint in joints)


PAIR = re.compile(
    r"\s*(?:at the low end|at the bottom|on the low side)?,?\s*(?:to|and|or|through|up to|at one end and|"
    r"on one side and|-|–|—)"
    r"(?: (?:about|around|roughly|nearly|almost|just|up to|as much as|the|at))* ?\$?",
    re.IGNORECASE,
)


def is_in_range_pair(figure: Figure, context: Context) -> bool:
    """ "The range is $1,042,000 to $1,136,000" of the value itself."""
    if figure.kind != "level" or figure.unit != "dollars" or not {"value", "purchase"} & figure.roles:
        return False
    parts = context.reading.parts
    index = parts.index(context.part)
    masked = context.reading.masked
    behind = masked[context.part.quantity.end : parts[index + 1].quantity.start] if index + 1 < len(parts) else ""
    first = context.part.quantity if PAIR.fullmatch(behind) else None
    if first is None and index and PAIR.fullmatch(context.joint):
        first = parts[index - 1].quantity
    if first is None:
        return False
    start = max(masked.rfind(mark, 0, first.start) for mark in ",;:.(") + 1
    return bool(RANGE_BEFORE.search(masked, start, first.start))


END = r"(?:low|lower|high|higher|upper|top|bottom) (?:end|bound|limit|figure|value|mark|edge|side)"
END_BEFORE = re.compile(
    rf"\b(?:{END}|floor|ceiling|lowest|highest|(?:a|the|its) (?:low|high)|as (?:low|high) as|bottom|top)"
    rf"(?: (?:of|in) (?:the|that|its) (?:range|band|estimate))?"
    rf"(?:,|:| (?:is|was|at|of|lies|stands|sits|being|comes|to|in|for|would be))* ?(?:\$)?$",
    re.IGNORECASE,
)
END_SUBJECT = re.compile(
    rf"\b{END} (?:is|lies|stands|sits|comes)(?: (?:about|around|roughly|nearly|almost|just|some))* ?\$?$", re.IGNORECASE
)
END_BEHIND = re.compile(
    rf" as (?:the|its|a) {END}\b|,? (?:is|was|being) the {END}\b| at the (?:top|bottom|least|most)\b| (?:upward|"
    rf"at most)\b|"
    rf" at the {END}\b| (?:on|as) (?:the )?(?:one|other|either) (?:side|end)\b| as the ends\b",
    re.IGNORECASE,
)


def is_called_end(figure: Figure, context: Context) -> bool:
    """ "It gives $349,950 as the lower limit" of what was paid."""
    if figure.kind != "level" or not {"value", "purchase"} & figure.roles:
        return False
    reading, end = context.reading, context.part.quantity.end
    return bool(END_BEFORE.search(context.before) or END_BEHIND.match(reading.masked[end:]))


WIDTH_BEHIND = re.compile(r"^ (?:wide|in width|across|from end to end)\b", re.IGNORECASE)
PAST_HIGH = re.compile(
    r"^ (?:above|over|beyond|past|more than|higher than) (?:the|its) (?:high|upper|"
    r"top)",
    re.IGNORECASE,
)
PAST_LOW = re.compile(r"^ (?:below|under|beneath|less than|lower than) (?:the|its) (?:low|bottom)", re.IGNORECASE)


def past_end(figure: Figure, context: Context) -> bool:
    """ "It is $94,000 above the high end" of an estimate that lies within."""
    if "purchase" in figure.roles:
        return False
    behind = context.reading.masked[context.part.quantity.end :]
    return bool(
        PAST_HIGH.match(behind) if "high" in figure.roles else PAST_LOW.match(behind) if "low" in figure.roles else None
    )


def order_fault(figure: Figure, context: Context) -> str:
    """Of "from X to Y" the first is the low end; above and below the estimate the ends lie as they are called."""
    if "range" in figure.roles:
        if {"low", "high"} & figure.roles and "purchase" not in figure.roles and WIDTH_BEHIND.match(context.behind):
            return "the text gives it as the width of the range"
        if past_end(figure, context):
            return "the text has the estimate beyond the end of its range"
        way = {"low": "up", "high": "down"}.get(next(iter({"low", "high"} & figure.roles), ""))
        if way is None or figure.kind == "change" or context.way != way:
            return ""
        return "" if END_NAMED.search(context.behind) else "the text has it on the other side of the estimate"
    if "high" in figure.roles and leads_to_present(context):
        return "the text gives it as the low end"
    if "low" in figure.roles and TO_END.fullmatch(context.joint):
        return "the text gives it as the high end"
    return ""
