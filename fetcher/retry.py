"""What comes back, when, and when it is over: a value, apart from the loop that obeys it."""

import random
from dataclasses import dataclass

from fetcher.providers.base import PassingFault


class NotReadyYet(Exception):
    """Something that this work needs is just being made; nobody's fault, and no failure."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Delays in seconds. Failures grow apart, with jitter and a cap; a wait comes back soon, with its own limit."""

    first_delay: float = 5
    longest_delay: float = 900
    most_attempts: int = 12
    wait_delay: float = 2
    most_waits: int = 1800

    def delay(self, attempts: int, fault: Exception | None = None) -> int:
        """Before the next try, after that many failures; never before a provider's own Retry-After."""
        grown: float = min(self.first_delay * 2 ** (attempts - 1), self.longest_delay)
        jittered = grown * random.uniform(0.75, 1.25)
        asked_for = (fault.retry_after if isinstance(fault, PassingFault) else None) or 0.0
        return max(1, round(max(jittered, asked_for)))

    def is_over(self, attempts: int, waits: int) -> bool:
        return attempts >= self.most_attempts or waits >= self.most_waits


DEFAULT = RetryPolicy()
