"""One batch of campaigns, in one transaction: again where it loses a lock, one by one where one of them breaks it."""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Prefetch, QuerySet

from campaigns.models import Agent, Campaign
from campaigns.retrying import is_lock_conflict, retried
from campaigns.transitions import MovedMeanwhile
from dripr.logs import error_in_words

logger = logging.getLogger(__name__)

POSTPONED = timedelta(hours=1)
"""How long a campaign that something fails for is left alone."""
AGENTS = Prefetch("agent", Agent.objects.order_by())
"""The campaigns' agents, by a query of their own: a claim joins nothing."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is done with due campaigns.

    `work` takes the campaigns and how many of them, is one transaction and returns what it did; `put_off` takes one
    campaign that `work` fails for out of the way.
    """

    label: str
    work: Callable[[QuerySet[Campaign], int], Counter[str]]
    put_off: Callable[[int], None]

    def do(self, campaigns: QuerySet[Campaign], size: int) -> Counter[str]:
        """Do up to `size`; a campaign that cannot be dealt with is logged once and put off, and stops no other.

        Raises what is nobody's own fault: the database is gone, or its locks are not to be had.
        """
        try:
            return retried(lambda: self.work(campaigns, size))
        except Exception as error:
            if not _is_one_campaigns_fault(error):
                raise
        ids = list(campaigns.values_list("pk", flat=True)[:size])
        return sum((self._alone(campaigns.filter(pk=pk), pk) for pk in ids), Counter())

    def _alone(self, campaigns: QuerySet[Campaign], pk: int) -> Counter[str]:
        try:
            return retried(lambda: self.work(campaigns, 1))
        except MovedMeanwhile:
            return Counter()
        except Exception as error:
            if not _is_one_campaigns_fault(error):
                raise
            facts = {"campaign": pk, "at": self.label, "error": error_in_words(error)}
            logger.error("campaign cannot be dealt with, put off", extra={"facts": facts})
        retried(lambda: self.put_off(pk))
        return Counter({"put off": 1})


def _is_one_campaigns_fault(error: Exception) -> bool:
    """Whether the other campaigns may go on: the database is there, and it was no struggle for locks."""
    if isinstance(error, OperationalError):
        return not is_lock_conflict(error) and connection.is_usable()
    return not isinstance(error, InterfaceError)
