"""RentCast: values, records, listings, sales and markets of the United States; each call counts and is paid for.

Calls to a question: a home's value two, three where the first search finds too few comparables; a ZIP code's listings
or sales one for each 500 rows, three at most; a market one.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from campaigns import facts
from fetcher.allowance import leave_alone, take_call
from fetcher.faults import PassingFault
from fetcher.http import HttpSource, NoData, Refused
from fetcher.providers.base import PropertyLookup
from fetcher.providers.rentcast_parsing import (
    HomeRecord,
    ValueEstimate,
    read_listings,
    read_market,
    read_records,
    read_sales,
    read_value,
    rows_of,
)

logger = logging.getLogger(__name__)

ESTIMATE_SOURCE = "RentCast, estimate from asking prices of comparable homes"
TIMEOUT_SECONDS = 15.0
"""Three calls and the waiting for their turns end within a minute, as single flight needs it."""
ROWS_OF_A_PAGE = 500
MOST_PAGES = 3
SALES_WITHIN = timedelta(days=180)
MONTHS_OF_HISTORY = 6
Parameters = dict[str, str | int | float]
SEARCHES: tuple[Parameters, Parameters] = (
    {"maxRadius": 5, "daysOld": 270, "compCount": 20},  # as RentCast's own site asks
    {"maxRadius": 25, "daysOld": 365, "compCount": 20},
)


class RentCastProvider:
    """Keeps nothing but connections, so one object serves all threads."""

    def __init__(self, clock: Callable[[], datetime] = timezone.now, timeout: float = TIMEOUT_SECONDS) -> None:
        self._clock = clock
        self._timeout = timeout

    def property_data(self, address: str, zip_code: str) -> PropertyLookup:
        """The home's record, and the value that RentCast estimates for it today; raises ProviderError."""
        record = self._record(address, zip_code)
        if record is None:
            as_given = facts.PropertyData(formatted_address=" ".join(address.split()))
            return PropertyLookup(as_given, note="RentCast does not know this address", is_known=False)
        canonical_address = record.home.formatted_address
        estimate = self._estimate(record)
        if estimate is None:
            note = "RentCast finds too few comparable homes for a value"
            return PropertyLookup(record.home, record.coordinates, note, canonical_address=canonical_address)
        valued = with_value(record.home, estimate, self._today())
        return PropertyLookup(valued, record.coordinates, canonical_address=canonical_address)

    def active_listings(self, zip_code: str) -> facts.ActiveListings:
        """Homes for sale and their asking prices; raises ProviderError."""
        rows = self._search("/listings/sale", {"zipCode": zip_code, "status": "Active"})
        return read_listings(zip_code, rows, self._today())

    def recent_sales(self, zip_code: str) -> facts.RecentSales:
        """Recorded sales of the last half year, without those whose price is secret; raises ProviderError."""
        rows = self._search("/properties", {"zipCode": zip_code, "saleDateRange": SALES_WITHIN.days})
        today = self._today()
        return read_sales(zip_code, rows, today - SALES_WITHIN - timedelta(days=1), today)

    def local_market(self, zip_code: str) -> facts.LocalMarketData | None:
        """Statistics of asking prices; raises ProviderError."""
        parameters: Parameters = {"zipCode": zip_code, "dataType": "Sale", "historyRange": MONTHS_OF_HISTORY}
        try:
            answer = self._get("/markets", parameters)
        except NoData:
            return None
        return read_market(zip_code, answer)

    def _record(self, address: str, zip_code: str) -> HomeRecord | None:
        try:
            rows = rows_of(self._get("/properties", {"address": address}))
        except NoData:
            return None
        return next((record for record in read_records(rows) if is_same_home(record, address, zip_code)), None)

    def _estimate(self, record: HomeRecord) -> ValueEstimate | None:
        """By a near search, and by one wider where that finds too few comparables."""
        for search in SEARCHES:
            try:
                estimate = read_value(self._get("/avm/value", {**subject(record), **search}))
            except NoData:
                continue
            except Refused as refusal:
                if not lacks_comparables(refusal):
                    raise
                continue
            if estimate is not None:
                return estimate
        return None

    def _search(self, path: str, parameters: Parameters) -> list[Any]:
        """The rows of all pages, up to the bound."""
        found: list[Any] = []
        for page in range(MOST_PAGES):
            try:
                rows = rows_of(
                    self._get(path, {**parameters, "limit": ROWS_OF_A_PAGE, "offset": page * ROWS_OF_A_PAGE})
                )
            except NoData:
                return found
            found += rows
            if len(rows) < ROWS_OF_A_PAGE:
                return found
        logger.warning("more rows than are read", extra={"facts": {"source": "RentCast", "read": len(found)}})
        return found

    def _get(self, path: str, parameters: Parameters) -> Any:
        take_call("rentcast", self._clock())
        source = _source(settings.RENTCAST_BASE_URL, settings.RENTCAST_API_KEY, self._timeout)
        try:
            return source.get_json(path, {**parameters, "suppressLogging": "true"})
        except PassingFault as fault:
            leave_alone("rentcast", fault, self._clock())
            raise

    def _today(self) -> date:
        return self._clock().date()


@cache
def _source(base_url: str, api_key: str, timeout: float) -> HttpSource:
    return HttpSource(
        "RentCast",
        base_url,
        headers={"X-Api-Key": api_key},
        timeout=timeout,
        before_repeat=lambda: take_call("rentcast", timezone.now()),
    )


def is_same_home(record: HomeRecord, address: str, zip_code: str) -> bool:
    """Whether the record is of the ZIP code and the house number that were asked for, as far as both tell them."""
    asked, found = _house_number(address), _house_number(record.home.formatted_address)
    return record.zip_code in {"", zip_code} and (not asked or asked == found)


def _house_number(address: str) -> str:
    found = re.match(r"\s*(\d+)", address)
    return found[1] if found else ""


def subject(record: HomeRecord) -> Parameters:
    """What the estimate is to be of: the address, and what is known of the home, which makes it better."""
    known = {
        "propertyType": record.property_type or None,
        "bedrooms": record.home.bedrooms,
        "bathrooms": str(record.home.bathrooms) if record.home.bathrooms is not None else None,
        "squareFootage": record.home.square_feet,
    }
    told: Parameters = {name: value for name, value in known.items() if value is not None}
    return {"address": record.home.formatted_address, **told}


def lacks_comparables(refusal: Refused) -> bool:
    """RentCast tells it by status 400 and the words of its answer; they are read, never passed on."""
    body = refusal.body if isinstance(refusal.body, dict) else {}
    return refusal.status == 400 and "comparable" in f"{body.get('error')} {body.get('message')}".lower()


def with_value(known: facts.PropertyData, estimate: ValueEstimate, made_on: date) -> facts.PropertyData:
    """The estimate is made when it is asked for, so its day is that day."""
    return replace(
        known,
        current_value=estimate.value,
        value_low=estimate.low,
        value_high=estimate.high,
        as_of=made_on,
        source=ESTIMATE_SOURCE,
        comparables_count=estimate.comparables_count,
    )
