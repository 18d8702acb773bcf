"""The poller's passes: moving and publishing, as a step of a loop or as a whole, with what is told of them."""

import logging
import time
from collections import Counter
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.utils import timezone

from campaigns import events, poller
from campaigns.models import Step
from campaigns.poller_metrics import PollerMetrics
from campaigns.transitions import MovedMeanwhile
from dripr import aws, queue_depth
from dripr.logs import error_in_words

logger = logging.getLogger(__name__)


class Pass:
    """One pass of the poller, as a step of a loop or as a whole."""

    def __init__(self, batch_size: int, topic: str, metrics: PollerMetrics) -> None:
        self.batch_size = batch_size
        self.topic = topic
        self.metrics = metrics

    def step(self) -> bool:
        """Move and publish one batch of each; whether there is more to do at once. A fault is tried again."""
        try:
            moved, published = self._batch(timezone.now())
            self.metrics.measure(timezone.now())
        except (AnyDatabaseError, MovedMeanwhile) as error:
            facts = {"error": error_in_words(error)}
            logger.warning("pass broken off, will be tried again", extra={"facts": facts})
            self.metrics.broken_off()
            connection.close()
            return False
        if moved or published:
            logger.info("pass", extra={"facts": {**_keys(moved), "published": published}})
        return max([published, *moved.values()]) >= self.batch_size

    def whole(self, now: datetime) -> str:
        """Move everything that is due now, publish everything that can be, and say what was done."""
        began = time.monotonic()
        total: Counter[str] = Counter()
        published = 0
        while True:
            moved, sent = self._batch(now)
            total += moved
            published += sent
            if not moved and not sent:
                break
        parts = [f"{label} {count}" for label, count in total.items()] or ["nothing to move"]
        owed = events.pending_count()
        return f"{', '.join(parts)}; published {published}, owed {owed} ({time.monotonic() - began:.1f} s)"

    def _batch(self, now: datetime) -> tuple[Counter[str], int]:
        began = time.monotonic()
        moved = poller.poll_once(now, self.batch_size, waiting)
        published = events.publish_pending(aws.client("sns"), self.topic, timezone.now(), self.batch_size)
        self.metrics.passed(moved, published, time.monotonic() - began)
        return moved, published


def waiting(step: Step) -> bool:
    """Whether a step's queue holds messages; what cannot be asked counts as waiting, so that nothing is restarted."""
    try:
        depth = queue_depth.queue_depth(aws.client("sqs"), settings.SQS_QUEUE_URLS[step])
    except (ClientError, BotoCoreError) as error:
        logger.warning("queue depth unknown", extra={"facts": {"queue": step.value, "error": type(error).__name__}})
        return True
    return depth.visible + depth.delayed > 0


def _keys(moved: Counter[str]) -> dict[str, int]:
    return {label.replace(" ", "_"): count for label, count in moved.items()}
