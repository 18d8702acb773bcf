"""What a guard has against a text: one passage, the reason, and a better wording where there is one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

GuardName = Literal["figures", "statements", "wording", "form", "repetition"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """`found` is the passage as it stands in the text; `reason` is read by staff, and by the model asked once more."""

    guard: GuardName
    found: str
    reason: str
    better: str = ""

    def __str__(self) -> str:
        better = f" Better: {self.better}" if self.better else ""
        return f"“{self.found}”: {self.reason}{better}"


def complaint_lines(complaints: Iterable[Complaint]) -> list[str]:
    """One line a complaint, in the order of the text, each once."""
    return list(dict.fromkeys(f"- {complaint}" for complaint in complaints))
