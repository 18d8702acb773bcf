"""FRED's answers, good and bad, against a local server."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from campaigns import facts
from campaigns.models import MortgageRate
from fetcher.faults import PassingFault, PermanentFault
from fetcher.providers.fred import SOURCE, FredProvider
from fetcher.tests.http_server import Answer, ScriptedServer

PATH = "/fred/series/observations"
THURSDAY = date(2026, 10, 1)
Rates = dict[str, str]
Said = Callable[..., facts.MortgageRate]


def observations(rates: Rates) -> Answer:
    return Answer.json({"observations": [{"date": day, "value": value} for day, value in rates.items()]})


@pytest.fixture
def said(http_server: ScriptedServer, settings: LazySettings) -> Said:
    """What the provider makes of the answers to its first call and its second, which is about 15 years."""
    settings.FRED_BASE_URL, settings.FRED_API_KEY = f"{http_server.url}/fred", "0123456789abcdef"

    def said(answer: Answer, second: Answer | None = None, on: date = THURSDAY) -> facts.MortgageRate:
        http_server.answer(PATH, answer, second or observations({}))
        return FredProvider().mortgage_rate(on)

    return said


def test_rate_is_the_newest_week_with_its_changes_by_date(said: Said, http_server: ScriptedServer) -> None:
    year = {
        "2025-10-02": "6.34",
        "2026-07-01": "6.43",
        "2026-09-03": "6.90",
        "2026-09-24": "7.03",
        "2026-10-01": "7.28",
    }
    rate = said(observations(year), observations({"2026-10-01": "6.50"}), date(2026, 10, 3))
    assert rate == facts.MortgageRate(
        week_date=THURSDAY,
        rate_30yr_pct=Decimal("7.28"),
        rate_15yr_pct=Decimal("6.50"),
        change_4_weeks=Decimal("0.38"),
        change_3_months=Decimal("0.85"),
        change_1_year=Decimal("0.94"),
        source=SOURCE,
    )
    assert [request.query for request in http_server.requests] == [
        {
            "series_id": "MORTGAGE30US",
            "file_type": "json",
            "observation_start": "2025-08-04",
            "observation_end": "2026-10-03",
            "sort_order": "asc",
            "api_key": "0123456789abcdef",
        },
        {
            "series_id": "MORTGAGE15US",
            "file_type": "json",
            "observation_start": "2026-10-01",
            "observation_end": "2026-10-01",
            "sort_order": "asc",
            "api_key": "0123456789abcdef",
        },
    ]


@pytest.mark.parametrize("odd", [".", "", "n/a", "NaN", "Infinity", "0.73", "72.8"])
def test_week_without_a_believable_rate_is_skipped(said: Said, odd: str) -> None:
    rate = said(observations({"2026-09-24": "7.03", "2026-10-01": odd}))
    assert (rate.week_date, rate.rate_30yr_pct) == (date(2026, 9, 24), Decimal("7.03"))


@pytest.mark.parametrize(("newest", "week"), [("8.02", "2026-10-01"), ("8.03", "2026-09-24"), ("6.03", "2026-09-24")])
def test_newest_week_that_jumps_by_a_point_is_left_out(said: Said, newest: str, week: str) -> None:
    assert said(observations({"2026-09-24": "7.03", "2026-10-01": newest})).week_date == date.fromisoformat(week)


def test_jump_that_the_next_week_confirms_is_taken(said: Said) -> None:
    rate = said(observations({"2026-09-17": "6.00", "2026-09-24": "7.20", "2026-10-01": "7.28"}))
    assert rate.rate_30yr_pct == Decimal("7.28")


def test_weeks_come_in_any_order_and_without_their_form(said: Said) -> None:
    rows: list[Any] = [{"date": "2026-10-01", "value": 7.28}, {"date": "2026-09-24", "value": "7.03"}, {}, None, 5]
    rows += [{"date": None, "value": "7.00"}, {"date": "soon", "value": "7.00"}, {"date": "2026-10-01", "value": []}]
    rate = said(Answer.json({"observations": rows}))
    assert (rate.week_date, rate.rate_30yr_pct) == (THURSDAY, Decimal("7.28"))


@pytest.mark.parametrize(
    "second",
    [observations({"2026-10-01": "."}), observations({"2026-09-24": "6.5"}), Answer.json({}, status=404)],
    ids=["no value", "another week", "no series"],
)
def test_missing_15_year_rate_is_none(said: Said, second: Answer) -> None:
    assert said(observations({"2026-10-01": "7.28"}), second).rate_15yr_pct is None


@pytest.mark.parametrize("answer", [observations({}), observations({"2026-10-01": "."})], ids=["empty", "no value"])
def test_no_rate_at_all_is_passing(said: Said, answer: Answer) -> None:
    with pytest.raises(PassingFault, match=r"^FRED gave no weekly rate on or shortly before 2026-10-01\.$"):
        said(answer)


@pytest.mark.parametrize("content", [[], {}, {"observations": None}, {"observations": "7.28"}])
def test_answer_of_another_form_is_passing(said: Said, content: Any) -> None:
    with pytest.raises(PassingFault, match=r"^FRED's answer holds no observations\.$"):
        said(Answer.json(content))


BAD_KEY = "Bad Request.  The value for variable api_key is not registered."
BAD_SERIES = "Bad Request.  The series does not exist."


@pytest.mark.parametrize(
    ("answer", "what_to_do"),
    [
        (
            Answer.json({"error_code": 400, "error_message": BAD_KEY}, status=400),
            "FRED refuses the key (error_code 400): check FRED_API_KEY.",
        ),
        (
            Answer.json({"error_code": 400, "error_message": BAD_KEY}),
            "FRED refuses the key (error_code 400): check FRED_API_KEY.",
        ),
        (
            Answer.json({"error_code": 400, "error_message": BAD_SERIES}, status=400),
            "FRED refuses the question (error_code 400): the series may be gone.",
        ),
        (Answer.html(400), "FRED refuses the question (HTTP 400): check FRED_API_KEY and what was asked."),
        (Answer.json({}, status=404), "FRED knows no series MORTGAGE30US: check FRED_BASE_URL."),
    ],
    ids=["key", "key, as if all were well", "series", "no JSON", "not found"],
)
def test_refusal_is_permanent_and_says_what_to_check(said: Said, answer: Answer, what_to_do: str) -> None:
    with pytest.raises(PermanentFault) as fault:
        said(answer)
    assert str(fault.value) == what_to_do


def test_limit_is_passing(said: Said) -> None:
    with pytest.raises(PassingFault) as fault:
        said(Answer.json({"error_code": 429}, status=429, Retry_After="20"))
    assert fault.value.retry_after == 20


def test_fault_told_as_if_all_were_well_is_passing(said: Said) -> None:
    with pytest.raises(PassingFault, match=r"^FRED cannot answer at the moment \(error_code 500\)\.$"):
        said(Answer.json({"error_code": 500}))


@pytest.mark.django_db
def test_source_fits_its_column(said: Said) -> None:
    rate = said(observations({"2026-10-01": "7.28"}))
    row = MortgageRate.objects.create(week_date=rate.week_date, source=rate.source, rate_30yr_pct=rate.rate_30yr_pct)
    row.full_clean()
    assert MortgageRate.objects.get().source == SOURCE


@pytest.mark.live
@pytest.mark.skipif(not os.environ.get("FRED_API_KEY"), reason="needs FRED_API_KEY and the network")
def test_live_fred_knows_this_months_rate() -> None:
    today = timezone.now().date()
    assert today - FredProvider().mortgage_rate(today).week_date < timedelta(days=31)
