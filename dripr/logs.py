"""Log lines: a sentence and the facts that belong to it, for people or as JSON.

Facts go in as `extra={"facts": {...}}`: campaign, cycle, queue, event. Never an address or a secret.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    facts: dict[str, Any] = getattr(record, "facts", {})
    return facts


class TextFormatter(logging.Formatter):
    """12:00:00 INFO fetcher.consumer: handled queue=intro campaign=42"""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        line = super().formatMessage(record)
        return " ".join([line, *(f"{name}={value}" for name, value in _facts(record).items())])


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)
