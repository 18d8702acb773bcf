"""The moment at which every benchmark takes place."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)
