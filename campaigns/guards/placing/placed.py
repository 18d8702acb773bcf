"""A text whose statements are named by key, "[m1]", as the model wrote it and as a reader gets it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.guards.complaint import Complaint
from campaigns.guards.placing.statement import Statement, Statements

PLACE = re.compile(r"\[\s*(?P<key>[A-Za-z]\d{1,2})\s*\]")
BRACKET = re.compile(r"[\[\]]")
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'”’)]*(?=\s)|\Z)", re.DOTALL)
IS_OPEN = re.compile(r"(?:^|[\s“\"(—–-])$")
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands in its sentence; `statement` is None where there is none of that key."""

    start: int
    end: int
    key: str
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """One sentence with its keys in brackets, and the places of them in it."""

    text: str
    places: tuple[Place, ...]

    @property
    def stretches(self) -> Iterator[str]:
        """What the model wrote itself: before each of its statements, and behind the last."""
        position = 0
        for place in self.places:
            yield self.text[position : place.start]
            position = place.end
        yield self.text[position:]


@dataclass(frozen=True, slots=True)
class PlacedText:
    """The sentences of each paragraph, the text as a reader gets it, and what is wrong with its keys."""

    paragraphs: tuple[tuple[PlacedSentence, ...], ...]
    plain: str
    complaints: tuple[Complaint, ...]
    statements: Statements

    @property
    def own_stretches(self) -> Iterator[str]:
        """What the model wrote itself: sentences without a statement, and what stands between statements."""
        for sentence in self.sentences:
            yield from sentence.stretches

    @property
    def sentences(self) -> Iterator[PlacedSentence]:
        for paragraph in self.paragraphs:
            yield from paragraph


@dataclass(slots=True)
class Telling:
    """What has been told so far, while a text is put together."""

    told: list[Statement] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def words(self, place: Place, lead_in: str) -> str:
        """What stands in the text for a key, and what is wrong with its standing there."""
        statement = place.statement
        if statement is None:
            self._complain(place, "no statement of the data has this key")
            return ""
        if any(each.about == statement.about for each in self.told):
            self._complain(place, f"the text has a statement on this already ({statement.about}): place one of them")
        if statement.needs and not self._is_ready_for(statement):
            where = "right behind" if statement.is_remark else "behind"
            self._complain(place, f"it refers to another statement: place it {where} the one on the {statement.needs}")
        is_dated = any(each.subject == statement.subject and each.is_dated for each in self.told)
        self.told.append(statement)
        return statement.told(lead_in, is_again=is_dated)

    def _is_ready_for(self, statement: Statement) -> bool:
        behind = self.told[-1:] if statement.is_remark else self.told
        return any(each.about == statement.needs for each in behind)

    def _complain(self, place: Place, reason: str) -> None:
        self.complaints.append(Complaint("statements", f"[{place.key}]", reason))


def read_placed(text: str, statements: Statements) -> PlacedText:
    """Put the statements in. A bracket that names none stays where it is, and is a complaint."""
    telling = Telling()
    paragraphs = [
        tuple(placed_sentence(each[0], statements) for each in SENTENCE.finditer(paragraph.strip()))
        for paragraph in PARAGRAPH.split(text.strip())
        if paragraph.strip()
    ]
    plain = "\n\n".join(" ".join(filled(each, telling) for each in sentences) for sentences in paragraphs)
    complaints = (*telling.complaints, *loose_brackets(text))
    return PlacedText(tuple(paragraphs), plain, complaints, statements)


def placed_sentence(text: str, statements: Statements) -> PlacedSentence:
    places = [
        Place(match.start(), match.end(), match["key"].lower(), statements.by_key.get(match["key"].lower()))
        for match in PLACE.finditer(text)
    ]
    return PlacedSentence(text, tuple(places))


def filled(sentence: PlacedSentence, telling: Telling) -> str:
    """The sentence with its statements' words, a capital at its beginning."""
    text, position = "", 0
    for place in sentence.places:
        before = sentence.text[position : place.start]
        words = telling.words(place, before)
        is_first = not any(letter.isalnum() for letter in text + before)
        blank = "" if IS_OPEN.search(text + before) else " "
        text += before + blank + (words[:1].upper() + words[1:] if is_first else words)
        position = place.end
    return text + sentence.text[position:]


def loose_brackets(text: str) -> list[Complaint]:
    """What is left of keys that are written otherwise."""
    rest = PLACE.sub(lambda match: " " * len(match[0]), text)
    reason = "brackets hold the key of one statement, [m1], and nothing else"
    return [
        Complaint("statements", " ".join(text[each.start() : each.start() + LONGEST_SHOWN].split()), reason)
        for each in BRACKET.finditer(rest)
    ]
