from collections.abc import Iterable
from datetime import date

import pytest

from campaigns import zip_codes
from campaigns.facts import LocalMarketData
from fetcher.market_fallback import MOST_ASKED, market_of_nearest

NEAREST = [near.code for near in zip_codes.nearest("98107", MOST_ASKED + 1)]


class Source:
    """Has figures of some ZIP codes, and knows for which it was asked."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = set(known)
        self.asked: list[str] = []

    def ask(self, zip_code: str) -> LocalMarketData | None:
        self.asked.append(zip_code)
        figures = LocalMarketData(zip_code, date(2026, 1, 31), "county", "sale", 860_000)
        return figures if zip_code in self.known else None


def test_market_is_of_the_nearest_zip_code_that_has_one() -> None:
    source = Source(NEAREST[1:3])
    found = market_of_nearest("98107", source.ask)
    assert (found and found.zip_code, source.asked) == (NEAREST[1], NEAREST[:2])


def test_market_without_a_median_price_is_passed_over() -> None:
    thin = LocalMarketData(NEAREST[0], date(2026, 1, 31), "county", "sale", sales_count=3)
    source = Source(NEAREST[1:2])
    found = market_of_nearest("98107", lambda code: thin if code == NEAREST[0] else source.ask(code))
    assert (found and found.zip_code) == NEAREST[1]


def test_no_more_than_six_are_asked_for() -> None:
    source = Source(NEAREST[MOST_ASKED:])
    assert (market_of_nearest("98107", source.ask), source.asked) == (None, NEAREST[:MOST_ASKED])


@pytest.mark.parametrize("zip_code", ["99723", "98111"], ids=["far from all others", "of unknown place"])
def test_none_is_asked_for_where_none_is_known_to_be_near(zip_code: str) -> None:
    source = Source([near.code for near in zip_codes.nearest(zip_code, 1)])
    assert (market_of_nearest(zip_code, source.ask), source.asked) == (None, [])
