"""The regression of price over assessed value: what it finds, and what it leaves aside."""

from dataclasses import replace
from datetime import date, timedelta
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetcher.providers.assessed_ratio import RatioSums, Tuning, solved
from fetcher.providers.offline_sales import RecordedSale
from fetcher.tests.test_valuation import HOME

FREE = Tuning(half_life_days=None, penalty=0)
NO_FEATURES = replace(FREE, features=lambda _sale: [])


def sold(ratio: float, **changes: object) -> RecordedSale:
    """HOME, sold for a multiple of its assessed value."""
    home = replace(HOME, **changes)  # type: ignore[arg-type] # each value has its field's type
    return replace(home, sale_price=round(ratio * home.assessed_value))


def summed(tuning: Tuning, *sales: RecordedSale) -> RatioSums:
    sums = RatioSums(tuning)
    for sale in sales:
        sums.add(sale)
    return sums


def test_ratio_without_features_is_the_geometric_mean() -> None:
    sums = summed(NO_FEATURES, sold(1.0), sold(1.1), sold(1.21))

    assert sums.ratio(HOME) == pytest.approx(1.1)


def test_ratio_follows_a_feature() -> None:
    by_bedrooms = replace(FREE, features=lambda sale: [float(sale.bedrooms)])
    sums = summed(by_bedrooms, sold(1.0, bedrooms=2), sold(1.1, bedrooms=3))

    assert sums.ratio(replace(HOME, bedrooms=4)) == pytest.approx(1.21)


def test_penalty_keeps_a_feature_from_counting_in_full() -> None:
    by_bedrooms = Tuning(features=lambda sale: [sale.bedrooms - 2.5], half_life_days=None, penalty=0.5)
    sums = summed(by_bedrooms, sold(1.0, bedrooms=2), sold(1.21, bedrooms=3))

    assert sums.ratio(HOME) == pytest.approx(1.1 * 1.1**0.5)


def test_ratio_far_from_the_usual_one_is_taken_as_less_far() -> None:
    sums = summed(NO_FEATURES, sold(2.0))

    assert log(sums.ratio(HOME)) == pytest.approx(0.08 + 0.2)


def test_sale_counts_half_after_its_half_life() -> None:
    aging = replace(NO_FEATURES, half_life_days=60)
    sums = summed(aging, sold(1.0), sold(1.1, sale_date=HOME.sale_date + timedelta(days=60)))

    assert sums.ratio(HOME) == pytest.approx(1.1 ** (2 / 3))


def test_ratio_leaves_out_the_sales_that_it_is_told_to() -> None:
    sums = summed(NO_FEATURES, sold(1.0), sold(1.2))

    assert sums.ratio(HOME, without=[sold(1.2)]) == pytest.approx(1.0)


def test_ratio_of_no_sales_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one sale"):
        RatioSums(Tuning()).ratio(HOME)


def test_penalty_weighs_the_same_at_any_date() -> None:
    """Weights grow with the date; the penalty has to grow with them."""
    homes = [sold(1.0, bedrooms=2), sold(1.1, bedrooms=4)]
    later = [replace(home, sale_date=date(2045, 9, 1)) for home in homes]

    assert summed(Tuning(), *later).ratio(HOME) == pytest.approx(summed(Tuning(), *homes).ratio(HOME))


@settings(derandomize=True, database=None, deadline=None)
@given(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=1, max_size=6))
def test_solved_equations_hold(rows: list[list[float]]) -> None:
    square = [[sum(row[i] * row[j] for row in rows) + (i == j) for j in range(3)] for i in range(3)]

    answer = solved([line[: number + 1] for number, line in enumerate(square)], [1.0, 2.0, 3.0])

    assert [sum(map(float.__mul__, line, answer)) for line in square] == pytest.approx([1.0, 2.0, 3.0])
