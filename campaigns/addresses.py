"""Street addresses made comparable: two spellings of one address give one key."""

import re
from functools import lru_cache

WORDS = {
    "street": "st",
    "str": "st",
    "avenue": "ave",
    "av": "ave",
    "place": "pl",
    "drive": "dr",
    "road": "rd",
    "court": "ct",
    "boulevard": "blvd",
    "lane": "ln",
    "terrace": "ter",
    "circle": "cir",
    "parkway": "pkwy",
    "wy": "way",
    "junior": "jr",
    "mount": "mt",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}
UNIT_WORDS = {"unit", "apt", "apartment", "suite", "ste", "#"}
COUNTRY = re.compile(r" (usa|us|united states)$")
ZIP_CODE = re.compile(r" \d{5}(-\d{4})?$")
# "Washington" alone may be the street's name, so the long form of the state counts only after a city
CITY_AND_STATE = re.compile(r"( seattle( wa| washington)?| wa)$")
NUMBER_WITH_LETTER = re.compile(r"^(\d+)([a-z])$")
STREET_AND_PLACE = re.compile(r"(.+?), ([^,]+, [A-Z]{2},? \d{5}(?:-\d{4})?)")
HOUSE = re.compile(r"\S*\d\S*(?: \S+)+")
HOUSE_LINE = re.compile(r"[\w#/-]*\d[\w#/-]*(?: [\w.#/'’-]+){1,7}")
SOMEBODY = re.compile(r"\bc/o\b|\bcare of\b|\battn\b", re.IGNORECASE)
POST_OFFICE_BOX = re.compile(r"\bp\.?\s?o\.?\s?box\b", re.IGNORECASE)


def address_key(address: str) -> str:
    """The street line without case, punctuation, city, state and ZIP code; words abbreviated, unit after the number.

    "5807 3rd Avenue Northwest, Seattle, WA 98107" and "5807 3rd ave nw" both give "5807 3rd ave nw";
    "4135A Chilberg Ave SW" and "4135 Chilberg Ave SW #A" both give "4135 a chilberg ave sw".
    """
    text = re.sub(r"[.']", "", address.lower()).replace("#", " # ")
    text = " ".join(re.sub(r"[^a-z0-9#/-]", " ", text).split())
    for ending in (COUNTRY, ZIP_CODE, CITY_AND_STATE):
        text = ending.sub("", text)
    words = [WORDS.get(word, word) for word in text.split()]
    return " ".join(_unit_after_number(words))


@lru_cache(maxsize=4096)
def address_keys(address: str) -> tuple[str, ...]:
    """The address made comparable, whole and as its street line alone; none where there is no address.

    Kept, since the e-mails of a ZIP code look at the same homes one after another.
    """
    street, _ = street_and_place(address)
    return tuple(key for key in (address_key(address), address_key(street)) if key)


def is_same_home(address: str, other: str) -> bool:
    """Whether two spellings are of one home; in one city, that is: streets of the same name are taken for one."""
    return not set(address_keys(address)).isdisjoint(address_keys(other))


def names_a_house(address: str) -> bool:
    """Whether there is a number with a street after it; a post-office box is no home."""
    street, _ = street_and_place(address)
    line = street.partition(",")[0]
    return HOUSE.search(line) is not None and POST_OFFICE_BOX.search(line) is None


def street_and_place(formatted_address: str) -> tuple[str, str]:
    """The address in two: ("12 Main St, Unit 4", "Seattle, WA 98107"); the place empty where it has no such form."""
    address = " ".join(formatted_address.split())
    match = STREET_AND_PLACE.fullmatch(address)
    return (match[1], match[2]) if match else (address, "")


def house_line(formatted_address: str) -> str:
    """House number and street alone; "" where they cannot be told from city, unit or a person's name."""
    street, place = street_and_place(formatted_address)
    if not place:
        return ""
    lines = [part.strip() for part in street.split(",")]
    line = next((part for part in lines if HOUSE_LINE.fullmatch(part)), "")
    return "" if SOMEBODY.search(line) or POST_OFFICE_BOX.search(line) else line


def zip_key(zip_code: str) -> str:
    """The five digits of a ZIP or ZIP+4 code."""
    return zip_code.strip()[:5]


def _unit_after_number(words: list[str]) -> list[str]:
    """The county writes "4135 A Chilberg Ave SW" for what others write as "4135A …" or "… Unit A"."""
    unit: list[str] = []
    for position in range(1, len(words)):
        if words[position] in UNIT_WORDS:
            unit = [word for word in words[position:] if word not in UNIT_WORDS]
            words = words[:position]
            break
    if words and (match := NUMBER_WITH_LETTER.match(words[0])):
        words = [*match.groups(), *words[1:]]
    return [*words[:1], *unit, *words[1:]]
