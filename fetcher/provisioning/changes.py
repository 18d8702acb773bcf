"""What differs from what is wanted: carried out and told, or in a dry run only told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from fetcher.provisioning.documents import same

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. Without an attribute it is the resource itself that was missing."""

    resource: str
    attribute: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if not self.attribute:
            return f"+ {self.resource}"
        return f"~ {self.resource} {self.attribute}: {self.before or 'nothing'} -> {self.after or 'nothing'}"


def ignore(_change: Change) -> None:
    """For callers whom the changes do not interest."""


class Changes:
    """Makes what is missing and sets what differs; `tell` hears of each change once it is done."""

    def __init__(self, tell: Callable[[Change], None] = ignore, *, dry_run: bool = False) -> None:
        self.tell = tell
        self.dry_run = dry_run

    def make(self, resource: str, call: Callable[[], Made]) -> Made | None:
        """What `call` makes; None in a dry run."""
        made = None if self.dry_run else call()
        self.tell(Change(resource))
        return made

    def mend(
        self,
        resource: str,
        found: Mapping[str, str],
        wanted: Mapping[str, str],
        call: Callable[[dict[str, str]], object],
    ) -> None:
        """Hand `call` the attributes that differ; it is not called where none does."""
        if not (differing := differences(found, wanted)):
            return
        if not self.dry_run:
            call(differing)
        for name, value in differing.items():
            self.tell(Change(resource, name, found.get(name, ""), value))


def differences(found: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in wanted.items() if not same(found.get(name, ""), value)}
