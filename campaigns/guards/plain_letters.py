"""A text as the wording guard reads it: one kind of dash, quote and blank, small letters, and where each came from."""

import re
import unicodedata
from dataclasses import dataclass

DASHES = dict.fromkeys("‐‑‒–−﹣－⁃", "-") | dict.fromkeys("—―﹘", " - ")
QUOTES = dict.fromkeys("‘’‚‛′ʼ＇`´", "'") | dict.fromkeys("“”„‟″＂", '"')
LOOK_ALIKES = dict(zip("аеорсухіјѕԁһӏԛԝνοαι", "aeopcyxijsdhlqwvoai", strict=True))
"""Cyrillic and Greek small letters that nobody tells from Latin ones."""
SAME = DASHES | QUOTES
PARAGRAPH = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*\n\s*")


@dataclass(frozen=True, slots=True)
class PlainLetters:
    """`letters` for reading; a paragraph ends with a line break, everything else between words is one blank."""

    letters: str
    _places: tuple[int, ...]
    _written: str

    def as_written(self, start: int, end: int) -> str:
        """What stands in the text itself between two places of `letters`, in one line."""
        written = self._written[self._places[start] : self._places[end - 1] + 1]
        return " ".join("".join(character for character in written if _is_seen(character)).split())


def plain_letters(text: str, *, written: str = "") -> PlainLetters:
    """`written` is the text as its reader sees it, where something in it has been blanked, letter for letter."""
    letters: list[str] = []
    places: list[int] = []
    breaks = {place for found in PARAGRAPH.finditer(text) for place in range(*found.span())}
    for place, character in enumerate(text):
        for letter in _read(character, is_break=place in breaks):
            if letter.isspace() and letters and letters[-1].isspace():
                letters[-1] = max(letter, letters[-1], key="\n".__eq__)
            else:
                letters.append(letter)
                places.append(place)
    return PlainLetters("".join(letters), tuple(places), written or text)


def _read(written: str, *, is_break: bool) -> str:
    """The letters that one character stands for: none for marks that nobody sees, several for a ligature."""
    if written.isascii():
        return ("\n" if is_break else " ") if written.isspace() else written.lower()
    if written in SAME:
        return SAME[written]
    if written.isspace():
        return " "
    taken_apart = unicodedata.normalize("NFKD", written)
    letters = "".join(SAME.get(part, part) for part in taken_apart if _is_seen(part)).lower()
    return "".join(LOOK_ALIKES.get(letter, letter) for letter in letters)


def _is_seen(character: str) -> bool:
    """Not a soft hyphen, a joiner, a direction mark, an accent on its own."""
    return unicodedata.category(character) not in ("Cf", "Mn", "Me")
