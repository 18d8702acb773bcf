"""What two numbers beside each other say of each other."""

import re
from collections.abc import Iterator
from itertools import pairwise

from campaigns.guards.context import Context
from campaigns.guards.figure_list import Figure
from campaigns.guards.reading import Reading
from campaigns.guards.roles import by_dimension

WITH_ITSELF = re.compile(
    r"\b(?:from|to|against|compared|versus|vs|after|than|instead|before that|followed by|then|down|up)\b", re.IGNORECASE
)
APPOSED = re.compile(
    r"(?: (?:more|less|higher|lower|above|below|up|down|dearer|cheaper))?[\s,(]*(?:\b(?:or|that is|that's|which is|"
    r"i\.e\.|meaning|equal to|(?:which )?(?:translates?|corresponds?|"
    r"works? out|amounts?|"
    r"comes?|equates?) to|(?:which )?(?:represents?|means|makes|equals)|in percent|is|was)\b)"
    r"(?: (?:also|thus|therefore|a|an|the|about|roughly|around|nearly|almost|just|over|under|approximately|some|"
    r"(?:rise|increase|gain|change|difference|decline|drop|decrease|growth|loss|advance) of))*[\s,]*\$?",
    re.IGNORECASE,
)
REFERENCES = frozenset({"since previous", "since purchase", "over three months", "price per square foot"})
AMOUNTS = frozenset({"dollars", "dollars per square foot", "days", "count"})


def twice_objection(figure: Figure, context: Context) -> str:
    """ "$1,089,000, compared with $1,089,000"."""
    parts = context.reading.parts
    index = parts.index(context.part)
    if not index or figure.kind != "level" or figure.unit == "count":
        return ""
    if not any(part.figure is figure for part in parts[max(0, index - 2) : index]):
        return ""
    return "the text compares it with itself" if WITH_ITSELF.search(context.joint) else ""


def apposed_objection(figure: Figure, context: Context) -> str:
    """ "$430,000, or 1.4 percent": the amount and the percentage have to be one change."""
    index = context.reading.parts.index(context.part)
    before = context.reading.parts[index - 1].figure if index else None
    if before is None or before.kind != "change" or {"range", "share"} & (before.roles | figure.roles):
        return ""
    if before.unit not in AMOUNTS or figure.unit != "percent" or not APPOSED.fullmatch(context.joint):
        return ""
    if before.roles & REFERENCES == figure.roles & REFERENCES and of_one_thing(before, figure):
        return ""
    return f"the text gives it as that of {before.name}"


END_JOINT = re.compile(
    r"(?: ?,? ?(?:to|up|and|or|through|until|at|ends?|ending|stops?|stopping|on|one|side|end|the|does|not|continues?|"
    r"as|high|"
    r"much|reaches|runs|goes|,|–|-|—))+ ?\$?",
    re.IGNORECASE,
)
ENDS = frozenset({"low", "high"})


def end_pair_faults(reading: Reading) -> Iterator[str]:
    """ "It begins at $1,058,000 and ends at $1,302,000": beside one end of the range stands the other."""
    for index, (first, second) in enumerate(pairwise(reading.parts)):
        if first.figure is None or second.figure is None:
            continue
        figures = (first.figure, second.figure)
        if any(each.kind != "level" or each.unit != "dollars" or not HOME & each.roles for each in figures):
            continue
        ends = [each.roles & ENDS for each in figures]
        between = reading.masked[first.quantity.end : second.quantity.start]
        if not any(ends) or ends in ([{"low"}, {"high"}], [{"high"}, {"low"}]) or not END_JOINT.fullmatch(between):
            continue
        if {"range"} & (figures[0].roles | figures[1].roles):
            continue
        third = reading.parts[index + 2].figure if index + 2 < len(reading.parts) else None
        if third is not None and [each.roles & ENDS for each in (second.figure, third)] == [{"low"}, {"high"}]:
            continue  # the value and both ends, in a list
        said = second.quantity.text(reading.text)
        yield f"{said}: beside an end of the range stands {figures[0].name}, {figures[1].name}"


HOME = frozenset({"value", "purchase"})


def of_one_thing(first: Figure, second: Figure) -> bool:
    subjects = (by_dimension(each.roles).get("subject", frozenset()) for each in (first, second))
    return bool(frozenset.intersection(*subjects)) and first.months == second.months
