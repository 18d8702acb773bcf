"""Killed after any statement that writes, and run again, the migration ends as if nothing had happened."""

import re
from collections import Counter
from itertools import count

import pytest
from django.db import DatabaseError

from campaigns.migrations import _conversion
from campaigns.tests.migrations.scratch import LAST, Killed, Scratch, legacy_row
from campaigns.tests.migrations.test_adoption import STATUSES

BATCH = 4


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_conversion, "BATCH", BATCH)


@pytest.fixture
def adopted_by_hand(scratch: Scratch) -> Scratch:
    """A legacy database with a row of each status, faked to 0001."""
    scratch.make_legacy_table()
    scratch.insert([legacy_row(pk, campaign_status=status) for pk, status in enumerate(STATUSES, 1)])
    scratch.migrate("accounts")  # Django's own migrations, which cannot be interrupted on MariaDB
    scratch.migrate("campaigns", "0001", fake=True)
    return scratch


class KillAfterEachNewStatement:
    """Kills where it sees a statement for the first time, so that each run comes further: on SQLite every fifth.

    There each migration is a transaction, and making a table anew takes a dozen statements.
    """

    def __init__(self, scratch: Scratch) -> None:
        self.scratch = scratch
        self.every = 5 if scratch.connection.vendor == "sqlite" else 1
        self.new = 0
        self.is_killed = False
        self.seen: Counter[str] = Counter()
        self.this_run: Counter[str] = Counter()

    def __call__(self, sql: str) -> None:
        shape = re.sub(r"\d+|'[^']*'", "?", sql)[:300]
        self.this_run[shape] += 1
        if self.this_run[shape] > self.seen[shape]:
            self.seen[shape] += 1
            self.new += 1
            if self.new % self.every == 0:
                self.is_killed = True
                raise Killed

    def migrate(self, target: str) -> int:
        """Run until a run comes to its end; how many were killed."""
        killed = 0
        while not self._comes_to_its_end(target):
            killed += 1
        return killed

    def _comes_to_its_end(self, target: str) -> bool:
        self.this_run.clear()
        self.is_killed = False
        try:
            with self.scratch.watched(self):
                self.scratch.migrate("campaigns", target)
        except (Killed, DatabaseError):
            if not self.is_killed:
                raise
            self.scratch.reconnect()
            return False
        return True


def statuses(scratch: Scratch) -> list[object]:
    return [row["campaign_status"] for row in scratch.rows()]


def test_adoption_killed_everywhere_finishes(adopted_by_hand: Scratch) -> None:
    killed = KillAfterEachNewStatement(adopted_by_hand).migrate(LAST)
    assert killed > 10
    assert statuses(adopted_by_hand) == [
        "WAITING_FOR_DATA",
        "DORMANT",
        "DORMANT",
        "WAITING_FOR_DATA",
        "WAITING_FOR_DATA",
        "DORMANT",
        "DORMANT",
        "UNSUBSCRIBED",
        "ERROR",
    ]
    owed = [row["campaign_id"] for row in adopted_by_hand.rows("campaigns_statuschange")]
    assert owed == [1, 4, 5, 8, 9]
    assert len(adopted_by_hand.rows("campaigns_suppressedaddress")) == 1


def test_going_back_killed_everywhere_finishes(adopted_by_hand: Scratch) -> None:
    adopted_by_hand.migrate("campaigns")
    killed = KillAfterEachNewStatement(adopted_by_hand).migrate("0001")
    assert killed > 10
    assert statuses(adopted_by_hand)[:3] == ["WAITING_FOR_DATA", "DORMANT", "DORMANT"]
    assert set(adopted_by_hand.rows()[0]) == set(legacy_row(1))


def kill_at_second_batch(scratch: Scratch, target: str) -> None:
    batches = count(1)

    def kill(sql: str) -> None:
        if re.search("SET .*status_since.* WHERE", sql) and next(batches) == 2:
            raise Killed

    with pytest.raises((Killed, DatabaseError)), scratch.watched(kill):
        scratch.migrate("campaigns", target)
    scratch.reconnect()


def test_one_may_turn_round_in_the_middle_of_the_conversion(adopted_by_hand: Scratch) -> None:
    kill_at_second_batch(adopted_by_hand, LAST)
    assert {row["status_since"] is None for row in adopted_by_hand.rows()} == {True, False}

    adopted_by_hand.migrate("campaigns", "0001")

    assert set(adopted_by_hand.rows()[0]) == set(legacy_row(1))
    assert statuses(adopted_by_hand)[4:] == STATUSES[4:]


def test_one_may_turn_round_in_the_middle_of_the_way_back(adopted_by_hand: Scratch) -> None:
    adopted_by_hand.migrate("campaigns")
    there = statuses(adopted_by_hand)
    kill_at_second_batch(adopted_by_hand, "0001")

    adopted_by_hand.migrate("campaigns")

    assert statuses(adopted_by_hand) == there


def test_one_may_stop_after_each_migration(adopted_by_hand: Scratch) -> None:
    for number in range(2, int(LAST) + 1):
        adopted_by_hand.migrate("campaigns", f"{number:04}")
    assert statuses(adopted_by_hand)[0] == "WAITING_FOR_DATA"
