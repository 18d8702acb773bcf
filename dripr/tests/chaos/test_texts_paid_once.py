"""Two processes that want the same text in the same second pay for it once; one that is killed is taken over."""

import os
import threading
from collections.abc import Iterator

import pytest
from django.utils import timezone

from campaigns.models import Campaign, LocalMarketData, MortgageRate, TextAttempt, TextUse, WrittenText
from campaigns.tests.factories import NOW
from dripr.tests.chaos.cloud import wait_until
from dripr.tests.chaos.test_paid_for_once import AtOnce, handle, make_waiting
from dripr.tests.processes import database_url
from fetcher.retry import NotReadyYet
from fetcher.tests.bedrock_texts import GOOD_INTRO, PLACED_INTRO
from fetcher.tests.converse_server import MODEL_ID, ConverseServer, Reply, text_reply
from fetcher.tests.offline_text import MARKET, RATE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writing(bedrock: ConverseServer) -> Iterator[AtOnce]:
    """Processes whose writer is the model on this machine."""
    chosen = {
        "WRITER": "bedrock",
        "BEDROCK_MODEL_ID": MODEL_ID,
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": bedrock.url,
        "DATABASE_URL": database_url(),
    }
    running = AtOnce({**os.environ, **chosen})
    yield running
    running.close()


def make_waiting_with_data(count: int) -> list[int]:
    ids = make_waiting(count)
    market = LocalMarketData.objects.create(
        provider="offline", fetched_at=NOW, **{name: getattr(MARKET, name) for name in MARKET.__slots__}
    )
    rate = MortgageRate.objects.create(**{name: getattr(RATE, name) for name in RATE.__slots__})
    Campaign.objects.update(local_market_data=market, mortgage_rate=rate)
    return ids


def test_clients_of_an_agent_in_two_processes_cost_one_call(writing: AtOnce, bedrock: ConverseServer) -> None:
    answer = threading.Event()
    bedrock.answers(Reply(text_reply(PLACED_INTRO).body, waits_for=answer))
    ids = make_waiting_with_data(40)
    for number in range(2):
        writing.start("intro", ids[number::2])
    wait_until(lambda: writing.told.count("waiting") == 2, f"both have met the lease: {writing.told}")
    answer.set()
    assert writing.end() == ["20 done"] * 2
    assert (len(bedrock.requests), TextAttempt.objects.count(), TextUse.objects.count()) == (1, 1, 40)
    assert set(Campaign.objects.values_list("intro", flat=True)) == {GOOD_INTRO}


def test_text_of_a_killed_process_is_written_by_another_after_its_lease(
    writing: AtOnce, bedrock: ConverseServer
) -> None:
    bedrock.answers(Reply(b"{}", waits_for=threading.Event()), text_reply(PLACED_INTRO))
    killed, other = make_waiting_with_data(2)
    process = writing.start("intro", [killed])
    wait_until(lambda: bedrock.requests, "the model is asked")
    process.kill()
    process.wait()
    with pytest.raises(NotReadyYet):
        handle("intro", other, timezone.now())
    WrittenText.objects.update(leased_until=timezone.now())
    assert handle("intro", other, timezone.now()) == "done"
    assert (len(bedrock.requests), Campaign.objects.get(pk=other).intro) == (2, GOOD_INTRO)
