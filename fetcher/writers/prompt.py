"""Prompts: files beside this one, with named variables, and a version that follows from what they say."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from fetcher.faults import PermanentFault

FOLDER = Path(__file__).parent / "prompts"
AGAIN = "again.txt"
Lists = tuple[tuple[str, str], ...]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MARKS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")"})


class MissingVariable(PermanentFault):
    """A prompt names a variable that nobody fills, or does not name one that it is useless without."""


class UnreadablePrompt(PermanentFault):
    """A prompt has a brace that is no variable's."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a kind of text is asked for with. `version` changes with any word of it."""

    name: str
    system: str
    user: str
    again: str

    @property
    def version(self) -> str:
        parts = (self.system, self.user, self.again)
        digest = hashlib.sha256("\0".join(parts).encode())
        return f"{self.name}-{digest.hexdigest()[:10]}"

    def user_text(self, variables: Mapping[str, str]) -> str:
        return filled(self.user, variables, self.name)

    def again_text(self, complaints: str) -> str:
        return filled(self.again, {"complaints": complaints}, self.name)


@cache
def load(system: str, user: str, lists: Lists = (), folder: Path = FOLDER) -> Prompt:
    """The prompt of two files, by their names without ending; its own name is the user's.

    `lists` fill the system's variables. Raises UnreadablePrompt and MissingVariable for what is wrong with the files,
    before anything is paid for.
    """
    names = (f"{system}.system.txt", f"{user}.user.txt", AGAIN)
    texts = [(folder / name).read_text(encoding="utf-8").strip() for name in names]
    for name, text, needed in zip(names, texts, ((), ("data",), ("complaints",)), strict=True):
        if missing := sorted(set(needed) - variables_of(text, name)):
            raise MissingVariable(f"The prompt {name} has no {{{missing[0]}}}: mend its file.")
    system_text, user_text, again_text = texts
    return Prompt(user, filled(system_text, dict(lists), names[0]), user_text, again_text)


def filled(template: str, variables: Mapping[str, str], name: str) -> str:
    """The template with its variables; raises MissingVariable. What is filled in is never read for variables again."""
    if missing := sorted(variables_of(template, name) - set(variables)):
        raise MissingVariable(f"The prompt {name} names {', '.join(missing)}, which nobody fills: mend its file.")
    return template.format_map(variables)


def variables_of(template: str, name: str) -> set[str]:
    """The names in braces; raises UnreadablePrompt for any other brace that is not written twice."""
    try:
        fields = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        raise UnreadablePrompt(
            f"The prompt {name} has a brace that is no variable's ({error}): mend its file, and write twice "
            "what is meant as a brace."
        ) from error
    for field, form, conversion in fields:
        if form or conversion or not str(field).isidentifier():
            raise UnreadablePrompt(f"The prompt {name} has {{{field}…}}: a variable is a name in braces, no more.")
    return {str(field) for field, _, _ in fields}


def as_data(text: str, most: int = 300) -> str:
    """One line that can neither end the marks around it nor name a figure."""
    return _CONTROL.sub(" ", text).translate(_MARKS).strip()[:most].rstrip()


def as_lines(lines: list[str]) -> str:
    """Data, one a line, each marked as such."""
    return "\n".join(f"- {as_data(line)}" for line in lines)
