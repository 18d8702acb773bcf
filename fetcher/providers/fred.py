"""The mortgage rate from FRED, the Federal Reserve Bank of St. Louis: two of Freddie Mac's weekly series."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.conf import settings

from campaigns import facts
from fetcher.http import HttpSource, NoData, Refused
from fetcher.providers.base import PassingFault, PermanentFault
from fetcher.providers.weekly_rates import WeeklyRate, months_earlier, newest_rate

logger = logging.getLogger(__name__)

SERIES_30YR = "MORTGAGE30US"
SERIES_15YR = "MORTGAGE15US"
SOURCE = (
    f"Freddie Mac, 30-Year Fixed Rate Mortgage Average in the United States [{SERIES_30YR}], "
    f"retrieved from FRED, Federal Reserve Bank of St. Louis; https://fred.stlouisfed.org/series/{SERIES_30YR}"
)
LATENESS = timedelta(days=60)
"""How old the newest week may be and still have a year's changes."""
LOWEST, HIGHEST = Decimal(1), Decimal(20)
LARGEST_STEP = Decimal(1)


class FredProvider:
    """Keeps nothing but connections, so one object serves all threads."""

    def mortgage_rate(self, on: date) -> facts.MortgageRate:
        """The newest believable week up to that day, two calls; raises ProviderError."""
        weeks = believable(self._weeks(SERIES_30YR, months_earlier(on, 12) - LATENESS, on))
        if not weeks:
            raise PassingFault(f"FRED gave no weekly rate on or shortly before {on.isoformat()}.")
        week_date, rate_30yr = weeks[-1]
        rates = [WeeklyRate(day, rate, None) for day, rate in weeks[:-1]]
        rates.append(WeeklyRate(week_date, rate_30yr, self._rate_15yr(week_date)))
        rate = newest_rate(on, rates, SOURCE)
        if rate is None:
            raise PassingFault("FRED answered with other days than were asked for.")
        return rate

    def _rate_15yr(self, week_date: date) -> Decimal | None:
        """Of the same week; None where it is missing: the e-mail can do without."""
        try:
            weeks = dict(self._weeks(SERIES_15YR, week_date, week_date))
        except PermanentFault:
            return None
        rate = weeks.get(week_date)
        return rate if rate is not None and is_believable(rate) else None

    def _weeks(self, series: str, start: date, end: date) -> list[tuple[date, Decimal]]:
        """What was observed from one day to another, oldest first."""
        parameters = {
            "series_id": series,
            "file_type": "json",
            "observation_start": start.isoformat(),
            "observation_end": end.isoformat(),
            "sort_order": "asc",
        }
        try:
            answer = _source(settings.FRED_BASE_URL, settings.FRED_API_KEY).get_json("/series/observations", parameters)
        except NoData as error:
            raise PermanentFault(f"FRED knows no series {series}: check FRED_BASE_URL.") from error
        except Refused as error:
            raise refusal(error.body, error) from None
        if isinstance(answer, dict) and "error_code" in answer:
            raise refusal(answer, PassingFault("FRED cannot answer at the moment."))
        return sorted(observed(answer))


@cache
def _source(base_url: str, api_key: str) -> HttpSource:
    return HttpSource("FRED", base_url, secret_parameters={"api_key": api_key})


def refusal(body: Any, otherwise: PassingFault | Refused) -> PassingFault | PermanentFault:
    """FRED tells a wrong key by status 400 and the words of its answer; they are read, never passed on."""
    if not isinstance(body, dict) or not isinstance(code := body.get("error_code"), int):
        return otherwise
    if code == 429 or code >= 500:
        return PassingFault(f"FRED cannot answer at the moment (error_code {code}).")
    if "api_key" in str(body.get("error_message")):
        return PermanentFault(f"FRED refuses the key (error_code {code}): check FRED_API_KEY.")
    return PermanentFault(f"FRED refuses the question (error_code {code}): the series may be gone.")


def observed(answer: Any) -> Iterator[tuple[date, Decimal]]:
    """Each observation that is one; FRED writes "." for a week without."""
    observations = answer.get("observations") if isinstance(answer, dict) else None
    if not isinstance(observations, list):
        raise PassingFault("FRED's answer holds no observations.")
    for observation in observations:
        try:
            value = Decimal(str(observation["value"]))
            if value.is_finite():
                yield date.fromisoformat(observation["date"]), value
        except (InvalidOperation, KeyError, TypeError, ValueError):
            continue


def is_believable(rate: Decimal) -> bool:
    return LOWEST < rate < HIGHEST


def believable(weeks: list[tuple[date, Decimal]]) -> list[tuple[date, Decimal]]:
    """Without what cannot be a rate, and without newest weeks that jump: better last week's, with its date."""
    kept = [(day, rate) for day, rate in weeks if is_believable(rate)]
    while len(kept) > 1 and abs(kept[-1][1] - kept[-2][1]) >= LARGEST_STEP:
        kept.pop()
    if len(kept) < len(weeks):
        logger.warning("rates left out that cannot be", extra={"facts": {"weeks": len(weeks) - len(kept)}})
    return kept
