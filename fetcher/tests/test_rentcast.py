"""RentCast's answers, good and bad, against a local server."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings

from campaigns import facts
from campaigns.models import SourceUsage
from fetcher.allowance import SourceClosed
from fetcher.faults import PassingFault, PermanentFault
from fetcher.providers.base import PropertyLookup
from fetcher.providers.rentcast import RentCastProvider
from fetcher.retry import Postponed
from fetcher.tests.http_server import Answer, ScriptedServer
from fetcher.tests.rentcast_payloads import payload

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
TYPED = "418 larkspur lane, Seattle, WA 98107"
CANONICAL = "418 Larkspur Ln, Seattle, WA 98107"
RECORD, VALUE, LISTINGS, MARKET = "/v1/properties", "/v1/avm/value", "/v1/listings/sale", "/v1/markets"
TOO_FEW = Answer.json(
    {"status": 400, "error": "resource/bad-request", "message": "Not enough comparables for a value"}, status=400
)
NOT_FOUND = Answer.json({"status": 404, "error": "resource/not-found", "message": "No data"}, status=404)
RENTCAST = RentCastProvider(clock=lambda: NOW)


@pytest.fixture(autouse=True)
def _rentcast_is_here(http_server: ScriptedServer, settings: LazySettings) -> None:
    settings.RENTCAST_BASE_URL, settings.RENTCAST_API_KEY = f"{http_server.url}/v1", "the-key"
    settings.RENTCAST_CALLS_PER_SECOND = settings.RENTCAST_MONTHLY_CALLS = 0


def lookup(server: ScriptedServer, record: Answer, *values: Answer) -> PropertyLookup:
    server.answer(RECORD, record)
    server.answer(VALUE, *values)
    return RENTCAST.property_data(TYPED, "98107")


def found(name: str, **changes: Any) -> Answer:
    return Answer.json(payload(name) | changes if changes else payload(name))


def test_property_is_the_record_with_the_estimate_of_today(http_server: ScriptedServer) -> None:
    assert lookup(http_server, found("record"), found("value")) == PropertyLookup(
        facts=facts.PropertyData(
            formatted_address=CANONICAL,
            current_value=1_104_000,
            value_low=981_000,
            value_high=1_227_000,
            as_of=date(2026, 11, 24),
            source="RentCast, estimate from asking prices of comparable homes",
            purchase_price=812_500,
            purchase_date=date(2019, 6, 30),
            bedrooms=3,
            bathrooms=Decimal("2.5"),
            square_feet=1_980,
            year_built=1931,
            comparables_count=3,
        ),
        coordinates=facts.Coordinates(47.6701, -122.3702),
        canonical_address=CANONICAL,
    )


def test_value_is_asked_for_by_what_the_record_tells(http_server: ScriptedServer) -> None:
    lookup(http_server, found("record"), found("value"))
    record, value = http_server.requests
    assert record.query == {"address": TYPED, "suppressLogging": "true"}
    assert value.query == {
        "address": CANONICAL,
        "propertyType": "Single Family",
        "bedrooms": "3",
        "bathrooms": "2.5",
        "squareFootage": "1980",
        "maxRadius": "5",
        "daysOld": "270",
        "compCount": "20",
        "suppressLogging": "true",
    }
    assert (value.headers["X-Api-Key"], "the-key" in str([record.query, value.query])) == ("the-key", False)


def test_record_with_an_address_alone_is_valued(http_server: ScriptedServer) -> None:
    bare = lookup(http_server, Answer.json([{"formattedAddress": CANONICAL}]), found("value"))
    assert (bare.facts.current_value, bare.facts.bedrooms, bare.coordinates) == (1_104_000, None, None)


@pytest.mark.parametrize(
    "near",
    [TOO_FEW, NOT_FOUND, found("value", comparables=[]), found("value", price=None)],
    ids=["refused", "not found", "no comparables", "no price"],
)
def test_too_few_comparables_widen_the_search_once(http_server: ScriptedServer, near: Answer) -> None:
    assert lookup(http_server, found("record"), near, found("value")).facts.current_value == 1_104_000
    assert [request.query["maxRadius"] for request in http_server.requests[1:]] == ["5", "25"]


def test_home_without_comparables_far_and_wide_keeps_what_is_known(http_server: ScriptedServer) -> None:
    known = lookup(http_server, found("record"), TOO_FEW)
    assert (known.facts.current_value, known.facts.square_feet, known.facts.as_of) == (None, 1_980, None)
    assert (known.note, known.is_known) == ("RentCast finds too few comparable homes for a value", True)
    assert len(http_server.requests) == 3


def test_other_refusal_of_a_value_is_permanent(http_server: ScriptedServer) -> None:
    refusal = Answer.json({"status": 400, "message": "Bad propertyType"}, status=400)
    with pytest.raises(PermanentFault, match=r"HTTP 400"):
        lookup(http_server, found("record"), refusal)


OTHER_ZIP = {**payload("record")[0], "zipCode": "98199"}
OTHER_NUMBER = {"formattedAddress": "420 Larkspur Ln, Seattle, WA 98107"}


@pytest.mark.parametrize(
    "record",
    [NOT_FOUND, Answer.json([]), Answer.json([{}, None]), Answer.json([OTHER_ZIP]), Answer.json([OTHER_NUMBER])],
    ids=["not found", "empty", "no address", "another ZIP code", "another number"],
)
def test_unknown_address_is_said_to_be_so_and_not_valued(http_server: ScriptedServer, record: Answer) -> None:
    unknown = lookup(http_server, record, found("value"))
    assert unknown == PropertyLookup(
        facts.PropertyData(formatted_address=TYPED), note="RentCast does not know this address", is_known=False
    )
    assert [request.path for request in http_server.requests] == [RECORD]


def test_listings_are_read_page_by_page_until_one_is_short(http_server: ScriptedServer) -> None:
    page = [{"formattedAddress": f"{n} Pine St, Seattle, WA 98107", "price": 500_000} for n in range(502)]
    http_server.answer(LISTINGS, Answer.json(page[:500]), Answer.json(page[500:]))
    assert len(RENTCAST.active_listings("98107").listings) == 502
    assert [request.query for request in http_server.requests] == [
        {"zipCode": "98107", "status": "Active", "limit": "500", "offset": offset, "suppressLogging": "true"}
        for offset in ("0", "500")
    ]


def test_no_more_than_three_pages_are_read(http_server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    http_server.answer(LISTINGS, Answer.json([{}] * 500))
    assert RENTCAST.active_listings("98107").listings == ()
    assert caplog.messages == ["more rows than are read"]
    assert [request.query["offset"] for request in http_server.requests] == ["0", "500", "1000"]


def test_full_page_with_nothing_behind_it_is_the_last(http_server: ScriptedServer) -> None:
    http_server.answer(LISTINGS, Answer.json([*payload("listings"), *[{}] * 491]), NOT_FOUND)
    assert len(RENTCAST.active_listings("98107").listings) == 2


def test_sales_are_records_of_the_last_half_year(http_server: ScriptedServer) -> None:
    http_server.answer(RECORD, found("sales"))
    assert [sale.sale_price for sale in RENTCAST.recent_sales("98107").sales] == [480_001, 1_190_000]
    assert [request.query for request in http_server.requests] == [
        {"zipCode": "98107", "saleDateRange": "180", "limit": "500", "offset": "0", "suppressLogging": "true"}
    ]


def test_market_is_asked_for_with_its_history(http_server: ScriptedServer) -> None:
    http_server.answer(MARKET, found("market"))
    market = RENTCAST.local_market("98107")
    assert market is not None
    assert (market.price_kind, market.median_price, market.median_price_3_months_ago) == ("asking", 874_951, 860_000)
    assert [request.query for request in http_server.requests] == [
        {"zipCode": "98107", "dataType": "Sale", "historyRange": "6", "suppressLogging": "true"}
    ]


@pytest.mark.parametrize("answer", [NOT_FOUND, Answer.json([])], ids=["not found", "empty"])
def test_zip_code_without_homes_is_an_empty_answer(http_server: ScriptedServer, answer: Answer) -> None:
    http_server.answer(LISTINGS, answer)
    http_server.answer(RECORD, answer)
    assert RENTCAST.active_listings("98107").listings == ()
    assert RENTCAST.recent_sales("98107").sales == ()


@pytest.mark.parametrize("answer", [NOT_FOUND, Answer.json({})], ids=["not found", "empty"])
def test_zip_code_without_a_market_is_none(http_server: ScriptedServer, answer: Answer) -> None:
    http_server.answer(MARKET, answer)
    assert RENTCAST.local_market("98107") is None


ASKED: dict[str, Callable[[], object]] = {
    RECORD: lambda: RENTCAST.property_data(TYPED, "98107"),
    LISTINGS: lambda: RENTCAST.active_listings("98107"),
    MARKET: lambda: RENTCAST.local_market("98107"),
}
CUT_OFF = Answer(body=b'[{"formattedAddress": "1 Pine', cut_after=10)


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize(
    "answer",
    [
        Answer.json({}, status=429),
        Answer.json({}, status=500),
        Answer.json({}, status=504),
        Answer.html(),
        CUT_OFF,
        Answer.json("98107"),
    ],
    ids=["429", "500", "504", "HTML", "cut off", "wrong type"],
)
def test_bad_day_is_passing(http_server: ScriptedServer, path: str, answer: Answer) -> None:
    http_server.answer(path, answer)
    with pytest.raises(PassingFault):
        ASKED[path]()


def test_wrong_outer_form_is_passing(http_server: ScriptedServer) -> None:
    http_server.answer(LISTINGS, Answer.json({"listings": []}))
    http_server.answer(MARKET, Answer.json([]))
    for path in (LISTINGS, MARKET):
        with pytest.raises(PassingFault, match="should be"):
            ASKED[path]()


@pytest.mark.parametrize(("headers", "seconds"), [({"Retry_After": "7"}, 7.0), ({}, None)])
def test_limit_is_passing_until_it_says(http_server: ScriptedServer, headers: Any, seconds: float | None) -> None:
    http_server.answer(LISTINGS, Answer.json({"error": "auth/rate-limit-exceeded"}, status=429, **headers))
    with pytest.raises(PassingFault) as fault:
        RENTCAST.active_listings("98107")
    assert fault.value.retry_after == seconds


def test_limit_closes_the_source_for_other_questions_too(http_server: ScriptedServer) -> None:
    provider = RentCastProvider()
    http_server.answer(LISTINGS, Answer.json({}, status=429, Retry_After="40"))
    with pytest.raises(PassingFault):
        provider.active_listings("98107")
    for ask in (lambda: provider.active_listings("98103"), lambda: provider.local_market("98107")):
        with pytest.raises(SourceClosed):
            ask()
    assert len(http_server.requests) == 1


def test_slow_answer_is_passing(http_server: ScriptedServer) -> None:
    http_server.answer(MARKET, Answer(held_until=threading.Event()))
    with pytest.raises(PassingFault, match=r"^RentCast did not answer within 0\.1 seconds\.$"):
        RentCastProvider(timeout=0.1).local_market("98107")
    http_server.clear()


def test_refused_key_names_its_setting(http_server: ScriptedServer) -> None:
    http_server.answer(MARKET, Answer.json({"error": "auth/api-key-invalid"}, status=401))
    with pytest.raises(PermanentFault) as fault:
        RENTCAST.local_market("98107")
    assert str(fault.value) == "RentCast refuses the key (HTTP 401): check RENTCAST_API_KEY, and its plan."


def test_each_call_is_counted(http_server: ScriptedServer) -> None:
    lookup(http_server, found("record"), TOO_FEW, found("value"))
    assert list(SourceUsage.objects.values_list("source", "month", "calls")) == [("rentcast", date(2026, 11, 1), 3)]


def test_call_beyond_the_budget_is_not_made(http_server: ScriptedServer, settings: LazySettings) -> None:
    settings.RENTCAST_MONTHLY_CALLS = 1
    with pytest.raises(Postponed):
        lookup(http_server, found("record"), found("value"))
    assert [request.path for request in http_server.requests] == [RECORD]


@pytest.mark.live
@pytest.mark.skipif(not os.environ.get("RENTCAST_API_KEY"), reason="needs RENTCAST_API_KEY, the network and one call")
def test_live_rentcast_knows_a_market(settings: LazySettings) -> None:
    settings.RENTCAST_BASE_URL = "https://api.rentcast.io/v1"
    settings.RENTCAST_API_KEY = os.environ["RENTCAST_API_KEY"]
    market = RentCastProvider().local_market("98107")
    assert market is not None
    assert market.median_price is not None
    assert market.median_price > 100_000
