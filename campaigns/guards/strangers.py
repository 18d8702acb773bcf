"""Things, people and sources that the data does not have: what is said of them cannot follow from its figures.

A number that happens to be right is wrong beside them ("Condos asked a median of $824,500"), and so is what is told of
them without a number ("The rate was taken from the Federal Reserve"). What is denied or supposed is no claim ("no
appraiser has seen it", "a remodeled kitchen would not show").
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from campaigns.guards.directions import GENERAL
from campaigns.guards.figure_list import Figures
from campaigns.guards.reading import Reading

FEWEST_WORDS = 5  # fewer say nothing
WORD = re.compile(r"[a-z0-9]+")
DENIED = re.compile(
    r"\b(?:no|not|never|nor|nobody|no-one|none|nothing|without|neither|unlike|rather|instead|cannot|maybe|perhaps|"
    r"guess|suspect|suspicion|theory|hunch|"
    r"mix(?:es|ed|ture)?|leav(?:es?|ing)|left out|blind to|differs?|differing|different|everything|likel\w+|"
    r"possibl[ey]|probabl[ey]|"
    r"replace|substitute|short of|apart from|aside from|beyond|miss(?:es)?)\b|n't\b",
    re.IGNORECASE,
)
VERB_OFFERS_BEHIND = re.compile(
    r" (?:a|an|one|the|no|some|another|this|its|it|us|you|little|only|more|two|three|four|five|six|seven|eight|\d)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(?:guess|suspect|suspicion|interpretation|theory|opinion|explanations?|(?<!is )(?<!are )(?<!was )explain\w*|"
    r"reading of it|hunch|may|"
    r"might)\b",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[,;:()—–]|\b(?:but|while|whereas|although|though)\b", re.IGNORECASE)
NOT_BEFORE = re.compile(
    r"\b(?:not|never|nor|neither|nothing|rather than|unlike|instead of|"
    r"than)(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
VISITED = re.compile(
    r"\b(?:somebody|someone|(?:an?|the) (?:\w+ )?(?:inspector|appraiser|agent|specialist|surveyor|expert|"
    r"professional)|i|we|"
    r"my team|our team)(?: \w+){0,3}? (?:visited|walked through|inspected|toured|saw|seen|been to see|examined|came by|"
    r"stopped by|been (?:inside|through))\b"
)
IN_TIME = re.compile(r"\b(?:before|until|prior to) (?:the |any |my )?$", re.IGNORECASE)
AT_MY_DESK = re.compile(r"\b(?:my|our|by (?:the|a|my))(?: \w+)? $|\b(?:at|in|from|by) $")
FURNITURE = re.compile(r" (?:table|window|chair|counter|stool|door|drawer)\b")
TWO_BEFORE = re.compile(r"\btwo (?:\w+ )?(?:estimates|values|readings) $", re.IGNORECASE)
VERB_OFFERS = re.compile(
    r"\b(?:it|that|which|home|house|property|estimate|section|report|place|what|this) $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of strangers.toml, what each is, and the longest word of each: without any, none is looked for."""

    kind_of: dict[str, str]
    key_words: frozenset[str]
    pattern: re.Pattern[str]


@cache
def stranger_phrases() -> Phrases:
    groups = tomllib.loads((Path(__file__).parent / "strangers.toml").read_text(encoding="utf-8"))
    kind_of = {
        phrase.strip(): kind
        for kind, group in groups.items()
        for phrase in " ".join(group["phrases"].split()).split(";")
    }
    longest_first = sorted(kind_of, key=len, reverse=True)
    return Phrases(
        kind_of,
        frozenset(max(WORD.findall(phrase), key=len) for phrase in kind_of),
        re.compile(rf"(?<![\w$-])(?:{'|'.join(re.escape(phrase) for phrase in longest_first)})(?![\w-])"),
    )


def stranger_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    yield from visit_faults(reading, figures)
    low = reading.small_text
    phrases = stranger_phrases()
    words = WORD.findall(low)
    if (
        (len(words) < FEWEST_WORDS and not reading.directions)
        or phrases.key_words.isdisjoint(words)
        or low.endswith("?")
    ):
        return
    for match in phrases.pattern.finditer(low):
        if is_claimed(reading, match) and not is_known(match, reading, figures.roles):
            yield f"{match[0]}: the data has no such thing ({phrases.kind_of[match[0]]})"


def visit_faults(reading: Reading, figures: Figures) -> Iterator[str]:
    """ "Somebody has been to see the home", which nobody has for an estimate from records."""
    match = VISITED.search(reading.small_text)
    if match is None or "home" not in figures.roles or "zip" in figures.roles:
        return
    start = max((end.end() for end in CLAUSE_END.finditer(reading.text, 0, match.start())), default=0)
    after = CLAUSE_END.search(reading.text, match.end())
    clause = slice(start, after.start() if after else None)
    if not DENIED.search(reading.text[clause]) and not GENERAL.search(reading.masked[clause]):
        yield f"{match[0]}: nobody has looked at the home for the estimate"


def is_known(match: re.Match[str], reading: Reading, roles: frozenset[str]) -> bool:
    """Whether it is no stranger after all: a verb, or what this data is made from."""
    if match[0] == "a record" and reading.small_text.startswith(" of", match.end()):
        return True
    if match[0] == "fed":
        return reading.text[match.start()] != "F"
    if IN_TIME.search(reading.text[: match.start()]) or is_of_desk(match, reading):
        return True
    if match[0].endswith(" to") and re.match(r" (?:about |nearly |almost )?\$?\d", reading.text[match.end() :]):
        return True
    if match[0] == "pool":
        return POOL_OF.match(reading.small_text, match.end()) is not None
    if match[0] == "in a row":
        return "then" in roles and TWO_BEFORE.search(reading.text[: match.start()]) is not None
    if match[0] == "offers":
        return bool(
            VERB_OFFERS.search(reading.text[: match.start()]) or VERB_OFFERS_BEHIND.match(reading.text, match.end())
        )
    needed = {"assessed": "estimate", "revers": "rate"}
    return any(match[0].startswith(word) and role in roles for word, role in needed.items())


def is_of_desk(match: re.Match[str], reading: Reading) -> bool:
    """Whether it is where the agent writes: "a seat by the fireplace"."""
    kind = stranger_phrases().kind_of[match[0]]
    if kind != "what nobody has looked at":
        return False
    before = AT_MY_DESK.search(reading.small_text, 0, match.start())
    return before is not None or FURNITURE.match(reading.small_text, match.end()) is not None


# what somebody does, wonders or talks about: "I spent the weekend at open houses"
SPEECH = re.compile(
    r"(?:I|We|You|My (?:clients?|neighbors?|friends?)|People|Clients?|Nobody|"
    r"There (?:are|is) (?:two|three|another|one|a) (?:sides?|ways?|parts?|halves))\b"
)
OF_SPEECH = frozenset({"another measure", "a kind of homes"})
POOL_OF = re.compile(
    r" of (?:the |all |these |those |recorded |recent |comparable |similar |\w+ )?(?:sales|homes|houses|"
    r"listings|buyers|properties|choices|data|records|numbers|prices)\b|"
    r"(?= (?:is|was) (?:a )?(?:\w+ )?(?:small|thin|shallow|tiny))"
)


def is_claimed(reading: Reading, match: re.Match[str]) -> bool:
    """Whether something is said of it: in its clause where that holds a figure or a direction, else in the sentence."""
    text = reading.text
    if match[0].endswith("an appraisal"):
        return not NOT_BEFORE.search(text[: match.start()]) and not GENERAL.search(reading.masked)
    start = max((end.end() for end in CLAUSE_END.finditer(text, 0, match.start())), default=0)
    after = CLAUSE_END.search(text, match.end())
    end = after.start() if after else len(text)
    places = [each.start for each in reading.quantities] + [each.start for each in reading.directions]
    if not places and SPEECH.match(text) and stranger_phrases().kind_of[match[0]] in OF_SPEECH:
        return False
    holds = any(start <= place < end for place in places)
    scope = slice(start, end) if holds else slice(None)
    if DENIED.search(text[scope]) or GENERAL.search(reading.masked[scope]):
        return False
    return not OPINION.search(reading.masked)
