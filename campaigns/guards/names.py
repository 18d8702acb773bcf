"""Names in a text that are no wording: of people, streets and companies, whatever they mean in small letters."""

import re
from collections.abc import Iterable

from campaigns.guards.plain_letters import DASHES, QUOTES

GIVEN = ("Christian", "Faith", "Guy", "Jesus", "Sue")
"""First names that are words of the rules too."""
NO_SURNAMES = (
    *(
        "Academy",
        "Area",
        "Buyers",
        "Center",
        "Centre",
        "Charities",
        "Church",
        "College",
        "Communities",
        "Community",
        "Couples",
    ),
    *("Families", "Family", "Fellowship", "Groups", "Home", "Homes", "Neighborhood", "Neighbors", "Owners", "People"),
    *("Professionals", "School", "Schools", "Science", "Sellers", "University", "Values"),
)
PERSON = re.compile(rf"\b(?:{'|'.join(GIVEN)}) (?!(?:{'|'.join(NO_SURNAMES)})\b)[A-Z][a-z]+(?:-[A-Z][a-z]+)?(?![a-z])")


def names_of(*people: str, others: Iterable[str] = ()) -> frozenset[str]:
    """People's names in full and each word of them alone, and the `others` as they are."""
    words = (word for person in people for word in (person, *person.split()) if len(word) > 1)
    return frozenset(words) | frozenset(others)


def without_names(text: str, names: Iterable[str] = ()) -> str:
    """The text, as long as before, with a first and a last name, and the `names` as they are written, blanked."""
    masked = PERSON.sub(_blank, text)
    pattern = pattern_of(names)
    return pattern.sub(_blank, masked) if pattern else masked


def pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """The names as whole words, with any hyphen, apostrophe and blank; None where there is no name."""
    known = sorted({name.strip() for name in names} - {""}, key=len, reverse=True)
    if not known:
        return None
    spelled = "|".join(r"\s+".join(_spelled(word) for word in name.split()) for name in known)
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)")


def _blank(found: re.Match[str]) -> str:
    return "_" * len(found[0])


def _spelled(word: str) -> str:
    """The word with any kind of hyphen and apostrophe."""
    kinds = {"-": f"[{''.join(DASHES)}-]", "'": f"[{''.join(QUOTES)}']"}
    return "".join(kinds.get(letter, re.escape(letter)) for letter in word)
