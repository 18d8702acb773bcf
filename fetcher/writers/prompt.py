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
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_MARKS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")"})


class MissingVariable(PermanentFault):
    """A prompt names a variable that nobody fills."""


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
def load(system: str, user: str, folder: Path = FOLDER) -> Prompt:
    """The prompt of two files, by their names without ending; its own name is the user's."""
    system_text, user_text, again_text = (
        (folder / name).read_text(encoding="utf-8").strip()
        for name in (f"{system}.system.txt", f"{user}.user.txt", AGAIN)
    )
    return Prompt(user, system_text, user_text, again_text)


def filled(template: str, variables: Mapping[str, str], name: str) -> str:
    """The template with its variables; raises MissingVariable. What is filled in is never read for variables again."""
    needed = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    if missing := sorted(needed - set(variables)):
        raise MissingVariable(f"The prompt {name} names {', '.join(missing)}, which nobody fills: mend its file.")
    return template.format_map(variables)


def as_data(text: str, most: int = 300) -> str:
    """One line that can neither end the marks around it nor name a figure."""
    return _CONTROL.sub(" ", text).translate(_MARKS).strip()[:most].rstrip()


def as_lines(lines: list[str]) -> str:
    """Data, one a line, each marked as such."""
    return "\n".join(f"- {as_data(line)}" for line in lines)
