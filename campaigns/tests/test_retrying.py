import logging
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection, transaction

from campaigns import retrying
from campaigns.models import Campaign
from campaigns.retrying import retried
from campaigns.tests.factories import make_campaign


@pytest.mark.django_db(transaction=True)
def test_deadlock_is_done_again_and_never_an_error_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Two workers lock the same two rows in opposite orders; SQLite, with one writer at a time, has no deadlocks."""
    pks = [make_campaign(intro="").pk for _ in range(2)]
    meeting = Barrier(2)

    def write(first: int, second: int) -> None:
        tries: Iterator[bool] = iter([True] + [False] * 10)

        def work() -> None:
            with transaction.atomic():
                append(first)
                if next(tries) and connection.vendor == "mysql":
                    meeting.wait(10)
                append(second)

        try:
            retried(work)
        finally:
            connection.close()

    threads = [Thread(target=write, args=order) for order in (pks, pks[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Campaign.objects.values_list("intro", flat=True)) == ["xx", "xx"]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def append(pk: int) -> None:
    campaign = Campaign.objects.select_for_update().get(pk=pk)
    Campaign.objects.filter(pk=pk).update(intro=campaign.intro + "x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [(1213, "Deadlock found"), (1205, "Lock wait timeout"), ("database is locked",)])
def test_lock_that_is_never_had_is_raised_after_a_few_tries(error: tuple[object, ...]) -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        raise OperationalError(*error)

    with pytest.raises(OperationalError):
        retried(work, first_delay=0)
    assert len(tries) == retrying.ATTEMPTS


@pytest.mark.django_db(transaction=True)
def test_other_faults_are_raised_at_once() -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        raise OperationalError(2006, "Server has gone away")

    with pytest.raises(OperationalError):
        retried(work)
    assert len(tries) == 1


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_done_again() -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        raise OperationalError(1213, "Deadlock found")

    with pytest.raises(OperationalError):
        retried(work)
    assert len(tries) == 1
