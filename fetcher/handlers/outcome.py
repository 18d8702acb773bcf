"""What a handler says it did, in the words of the log line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

DONE = "done"
DROPPED = "dropped"


class Outcome(NamedTuple):
    """Words, and facts for the log line that the event itself does not tell."""

    words: str
    facts: Mapping[str, object] = MappingProxyType({})
