"""Names where somebody is spoken to, or signs: one text goes to many readers, and names nobody.

A common first name is known by a list; any other word by its place: in a capital within a sentence, between commas or
before the end, or as a sentence's first word before a comma, where it is none with which sentences begin.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FIRST_NAMES = Path(__file__).with_name("first_names.txt")
KNOWN_WORDS = """
    January February March April May June July August September October November December Jan Feb Mar Apr Jun
    Jul Aug Sept Sep Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn
    Fall Winter Freddie Fannie Christmas Easter Thanksgiving English American Americans Realtor Realtors
    Congress Fed Treasury Northwest Southwest Northeast Southeast Alabama Alaska Arizona Arkansas California
    Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana
    Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma
    Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Washington Wisconsin Wyoming
"""
OPENING_WORDS = """
    above again all along alongside also altogether always and another anyhow anyway around as back before behind below
    besides
    better beyond both but conversely elsewhere enough even ever every farther few fifth final first for fourth
    fine four five from further furthermore good great hence here how however if in indeed instead it last later
    least less like likewise maybe meantime meanwhile mind more moreover most much naturally near nearby neither
    never nevertheless next no none nonetheless nor not nothing notwithstanding now often oh ok okay old on once
    one only or otherwise out over overall perhaps please plus quite rather regardless right same say second
    seldom short simple since six small so some somehow sometimes soon sooner south still strange such sure ten
    that then there therefore these third this those though three thus to today together tomorrow tonight too
    true twice two under until up very welcome well what when where why within without yes yesterday yet north
    east west downtown citywide countywide statewide nationwide worldwide midtown enter remember note consider
    granted given worse estimate range bought purchase entry change limit mortgage condition snow rain upkeep land
    light price value rate home median inventory
    steady interest credit debt supply demand weather money cash paint carpet work time wallpaper
"""
OPENING_ENDS = (
    "ly",
    "wise",
    "ward",
    "wards",
    "where",
    "ing",
    "ed",
    "s",
    "ion",
    "ment",
    "ness",
    "ity",
    "ance",
    "ence",
    "age",
    "al",
    "ble",
)
"""Of adverbs, participles and the nouns at the head of a list; a first name of the list is one all the same."""
KNOWN = frozenset(KNOWN_WORDS.split())
OPENING = frozenset(OPENING_WORDS.split())

START = r"(?:\A|(?<=[.!?]\s)|(?<=[.!?][\"”’)]\s)|(?<=\n))[\"“(]?"
NAME = r"(?P<name>[A-ZÀ-Þ][a-zß-ÿ’'-]+)"
SECOND = r"(?:\s+[A-ZÀ-Þ][\w’'.-]*[a-z])?"
# a name of the list is told by these
LISTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{START}{NAME}{SECOND}(?:\s+(?:and|&)\s+[A-Z]\w+)?\s*(?:[,:—–!]|\s-\s|[.]?\s*\Z|\.\s*\n)",
        rf"[,—–]\s+{NAME}{SECOND}\s*[,.!?:—–]",
        rf"\b(?:[Tt]his\s+is|I\s+am|I['’]m|you\s+and|[Ii]t['’]s|[Ss]o|[Ww]ell|[Oo]h|[Yy]es)\s+{NAME}\b",
        rf"{START}{NAME}{SECOND}\s+here\b",
        rf"\b{NAME}['’]s\s+(?:home|house|place|estimate|report)\b",
        rf"{START}(?:[Tt]o|[Ss]igned|[Ff]or)\b,?\s+(?:[a-z]+\s+){{0,2}}{NAME}\b(?!\s+(?:St|Ave|Rd|Dr|Blvd|Way|Pl|Ln|Ct)\b)",
        rf",\s+(?:and|but|so)\s+{NAME},",
    )
)
# any word in a capital is told by these, if it is none of KNOWN
UNLISTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w’'-])[a-zß-ÿ][\w’'-]*,\s+{NAME}\s*[,.!?—–]",
        rf"\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Tt]hanks|[Tt]hank\s+you|[Mm]y\s+name\s+is|[Rr]egards\s+from)\s*,?\s+{NAME}\b",
        rf"(?:\b(?:Mr|Mrs|Ms|Mx|Prof)\b\.?|{START}Dr\.)\s+{NAME}\b",
    )
)
AT_THE_HEAD = re.compile(rf"{START}{NAME},\s+(?![A-Z]{{2}}\b)(?P<next>\S+(?:\s+\S+){{0,2}})?")
LIST = re.compile(r"(?:\w+\s+)?\w+,?\s+(?:and|or)\b|\w+,")


def names_spoken_to(text: str) -> Iterator[str]:
    """The passages in which a text names a reader or its writer, each place once."""
    listed = (found for pattern in LISTED for found in pattern.finditer(text) if found["name"] in _first_names())
    unlisted = (found for pattern in UNLISTED for found in pattern.finditer(text) if found["name"] not in KNOWN)
    heads = (found for found in AT_THE_HEAD.finditer(text) if not _is_opening(found["name"], found["next"] or ""))
    end = 0
    for found in sorted((*listed, *unlisted, *heads), key=re.Match.start):
        if found.start("name") >= end:
            yield found[0]
            end = found.end("name")


def _is_opening(word: str, following: str) -> bool:
    """Whether a sentence may begin with this word and a comma: an adverb, a participle, a list's first noun."""
    if word in KNOWN or word.lower() in OPENING or word.endswith(OPENING_ENDS):
        return True
    return LIST.match(following) is not None


@cache
def _first_names() -> frozenset[str]:
    """Of the United States, the common ones."""
    return frozenset(FIRST_NAMES.read_text(encoding="utf-8").split()) - KNOWN
