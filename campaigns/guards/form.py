"""Whether a text is what was asked for: plain English prose of the right length, and nothing else."""

import re
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Literal

from campaigns.guards.complaint import Complaint
from campaigns.guards.echoes import NOTHING, Told, repeated_lines, repeated_orders
from campaigns.guards.form_marks import MARKS
from campaigns.guards.language import SENTENCE_END, foreign_passage
from campaigns.guards.normal import small_letters
from campaigns.guards.spoken_to import names_spoken_to

TextKind = Literal["intro", "home_report"]

WORDS = MappingProxyType({"intro": range(25, 171), "home_report": range(25, 231)})
PARAGRAPHS = MappingProxyType({"intro": range(1, 5), "home_report": range(1, 6)})
COMPLETE_END = re.compile(r"(?<!\.)[.!?][\"'”’)]?\Z")
SHOUTING = re.compile(r"\b[A-Z]{4,}(?:\W+[A-Z]{2,}){2,}\b")
ALLOWED_SYMBOLS = frozenset("®©™°")
LONGEST_SHOWN = 80


def form_complaints(text: str, kind: TextKind, told: Told = NOTHING) -> list[Complaint]:
    """What is wrong with the form of a text; empty for a text in order. What its writer was told may not come back."""
    size = _size(text, kind) if text.strip() else ()
    return [*size, *prose_complaints(text), *_echoes(text, told)]


def prose_complaints(text: str) -> list[Complaint]:
    """What is wrong with the form of a text, however long it is and whoever wrote it."""
    if not text.strip():
        return [_complaint("", "There is no text.")]
    return [*_characters(text), *_marks(text), *_sentences(text), *_language(text), *_names(text)]


def _size(text: str, kind: TextKind) -> Iterator[Complaint]:
    words, paragraphs = len(text.split()), len(_paragraphs(text))
    if words not in WORDS[kind]:
        bounds = f"{WORDS[kind][0]} to {WORDS[kind][-1]}"
        yield _complaint(text, f"It has {words} words.", f"Write {bounds} words.")
    if paragraphs not in PARAGRAPHS[kind]:
        yield _complaint(text, f"It has {paragraphs} paragraphs.", f"Write at most {PARAGRAPHS[kind][-1]}.")


def _characters(text: str) -> Iterator[Complaint]:
    # an accent belongs to the letter before it, where there is such a letter
    for character in dict.fromkeys(unicodedata.normalize("NFC", text)):
        if reason := _character_fault(character):
            yield _complaint(f"{character} (U+{ord(character):04X})", reason, "Write it in words, or leave it out.")


def _character_fault(character: str) -> str:
    if character.isascii():
        return "It is a control character." if not character.isprintable() and character != "\n" else ""
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
        return "It is a control character, or one that nobody sees."
    if (category == "So" and character not in ALLOWED_SYMBOLS) or unicodedata.name(character, "").startswith(
        "VARIATION"
    ):
        return "It is an emoji or a symbol."
    if category in ("Mn", "Me"):
        return "It is an accent beside a letter that has none."
    if category != "No" and character.isalnum() and unicodedata.normalize("NFKC", character).isascii():
        return "It only looks like an ordinary letter or digit."
    return ""


def _marks(text: str) -> Iterator[Complaint]:
    """Each stretch once, by the first mark that claims it."""
    claimed: list[range] = []
    small = small_letters(text)
    for mark in MARKS:
        for found in mark.pattern.finditer(text if mark.is_exact else small):
            stretch = range(*found.span())
            if found[0].strip() and not any(_overlap(stretch, other) for other in claimed):
                claimed.append(stretch)
                yield _complaint(text[stretch.start : stretch.stop], mark.reason, mark.better)


def _echoes(text: str, told: Told) -> Iterator[Complaint]:
    for passage in repeated_orders(text, told):
        yield _complaint(passage, "It repeats what the writer was told.", "Leave it out.")
    for passage in repeated_lines(text, told):
        yield _complaint(passage, "It is a line of the data.", "Say it in a sentence of your own.")


def _sentences(text: str) -> Iterator[Complaint]:
    for paragraph in _paragraphs(text):
        if not COMPLETE_END.search(paragraph):
            yield _complaint(paragraph[-40:], "A paragraph breaks off, or is a heading.", "End it with a sentence.")
    sentences = [sentence.strip() for sentence in SENTENCE_END.split(text) if len(sentence.split()) > 3]
    for sentence in dict.fromkeys(each for each in sentences if sentences.count(each) > 1):
        yield _complaint(sentence, "It is said twice.", "Say it once.")
    for found in SHOUTING.finditer(text):
        yield _complaint(found[0], "It is in capital letters.", "Write it as an ordinary sentence.")
    if text.strip()[0] in '"“«' and text.strip()[-1] in '"”»':
        yield _complaint(text, "The text stands in quotation marks.", "Leave them out.")


def _language(text: str) -> Iterator[Complaint]:
    if passage := foreign_passage(text):
        yield _complaint(passage, "It is not in English.", "Write it in English.")


def _names(text: str) -> Iterator[Complaint]:
    for passage in names_spoken_to(text):
        yield _complaint(
            passage, "It names somebody.", "Leave the name out; the e-mail has its own greeting and signature."
        )


def _paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _complaint(found: str, reason: str, better: str = "") -> Complaint:
    shown = " ".join(found.split())
    return Complaint("form", shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…", reason, better)
