"""What comes back, when, and when it is over: a value, apart from the loop that obeys it."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from fetcher.faults import PassingFault

LONGEST_HIDING_SECONDS = 12 * 60 * 60
"""SQS hides no message for longer than this after its receipt."""
LEAST_ATTEMPTS = 8
"""Some ten minutes of tries, whatever the clock says."""


class NotReadyYet(Exception):
    """Something that this work needs is just being made; nobody's fault, and no failure."""


class Postponed(Exception):
    """The work has to wait for a moment (budget, quota, window, stop); nobody's fault, never counted."""

    def __init__(self, until: datetime, why: str) -> None:
        super().__init__(why)
        self.until = until


@dataclass(frozen=True, slots=True)
class Tally:
    """How often, and since when, one piece of work failed or was not ready yet."""

    attempts: int
    waits: int
    since: datetime


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Delays in seconds. Failures grow apart, with jitter and a cap; a wait comes back soon, with its own limit.

    Failures are final after `most_attempts`, but not before `least_age` (the same event may come in many copies), or
    after `longest_age`, but not before `least_attempts` (the consumers may have been down for days, or the clock may
    have jumped: then there are still some ten minutes of tries). Waits grow apart a little as well, so that the limit
    comes before SQS itself has had enough: after 1,000 receives it moves a message to the dead letters.
    """

    first_delay: float = 5
    longest_delay: float = 900
    most_attempts: int = 12
    least_age: timedelta = timedelta(hours=1)
    least_attempts: int = LEAST_ATTEMPTS
    longest_age: timedelta = timedelta(hours=24)
    wait_delay: float = 2
    longest_wait_delay: float = 8
    most_waits: int = 600

    @classmethod
    def by_age(cls, limit: timedelta) -> "RetryPolicy":
        """Failures are final at an age, once there were `least_attempts` of them."""
        return cls(most_attempts=LEAST_ATTEMPTS, least_age=limit, longest_age=limit)

    def delay(self, attempts: int, fault: Exception | None = None) -> int:
        """Before the next try, after that many failures; never before a provider's own Retry-After."""
        grown: float = min(self.first_delay * 2.0 ** min(attempts - 1, 60), self.longest_delay)
        jittered = grown * random.uniform(0.75, 1.25)
        asked_for = (fault.retry_after if isinstance(fault, PassingFault) else None) or 0.0
        return _hidden_for(max(jittered, asked_for))

    def wait(self, waits: int) -> int:
        """Before the next look, after that many in vain: twice as long after a hundred, three times after two."""
        grown = min(self.wait_delay * (1 + waits / 100), self.longest_wait_delay)
        return _hidden_for(grown * random.uniform(0.5, 1.5))

    def until(self, moment: datetime, now: datetime) -> int:
        """Before a moment that is known; what lies further off than SQS can hide a message comes back in between."""
        return _hidden_for((moment - now).total_seconds() + 0.5)

    def is_over(self, tally: Tally, now: datetime) -> bool:
        """Whether the failure just counted was the last."""
        age = now - tally.since
        tried_enough = tally.attempts >= self.most_attempts and age >= self.least_age
        return tried_enough or (tally.attempts >= self.least_attempts and age >= self.longest_age)

    def has_waited_enough(self, tally: Tally, now: datetime) -> bool:
        """Whether what was not ready yet will never be."""
        return tally.waits >= self.most_waits and now - tally.since >= self.least_age


def _hidden_for(seconds: float) -> int:
    return max(1, min(round(seconds), LONGEST_HIDING_SECONDS))


DEFAULT = RetryPolicy()
