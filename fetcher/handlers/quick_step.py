"""A step whose result is a pinned snapshot or a text that costs nothing: a look and one update, a statement each."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError

from campaigns import steps
from campaigns.events import StatusChangeEvent
from campaigns.models import Step
from campaigns.steps import DueStep
from fetcher import area
from fetcher.handlers.outcome import DONE, DROPPED
from fetcher.retry import NotReadyYet

TRIES = 3
Work = Callable[[DueStep], tuple[Mapping[str, int], Mapping[str, Any]]]
"""Returns the snapshots to pin, by column, and the result's own columns."""


def finish(event: StatusChangeEvent, step: Step, work: Work) -> str:
    """Do a step; where the campaign changed meanwhile, look again: the one update decides, no look-up before it."""
    for _ in range(TRIES):
        due = steps.step_due(event.campaign_id, event.cycle, step)
        if due is None:
            return DROPPED
        pins, columns = work(due)
        try:
            if steps.step_finish_pinning(due, pins, columns):
                return DONE
        except IntegrityError:
            area.forget()  # staff may have deleted a row that is remembered
            raise
    raise NotReadyYet("the campaign is just being changed by others")
