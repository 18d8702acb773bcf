from dataclasses import replace
from datetime import date

import pytest

from campaigns.emails.nearby import distance_miles, nearby_sales
from campaigns.facts import Coordinates, RecentSale

HOME = Coordinates(47.6712, -122.3611)


def sale(number: int, north: float = 0.0) -> RecentSale:
    place = Coordinates(HOME.latitude + north, HOME.longitude)
    return RecentSale(f"{number} 3rd Ave NW, Seattle, WA 98107", 900_000 + number, date(2026, 1, number), place)


def test_nearest_sales_come_first_with_their_distance() -> None:
    shown = nearby_sales([sale(1, 0.02), sale(2, 0.01)], "5807 3rd Ave NW", HOME)
    assert [item.sale.sale_price for item in shown] == [900_002, 900_001]
    assert shown[0].distance_miles == pytest.approx(0.69, abs=0.01)


def test_own_home_is_never_shown() -> None:
    own = "1  3rd ave nw Seattle WA 98107"
    assert [item.sale.sale_price for item in nearby_sales([sale(1), sale(2)], own, HOME)] == [900_002]


def test_home_sold_twice_is_shown_once_with_its_newest_sale() -> None:
    older = replace(sale(1), sale_price=1, sale_date=date(2025, 9, 1))
    assert [item.sale.sale_price for item in nearby_sales([sale(1), older], "", HOME)] == [900_001]


def test_without_a_place_the_newest_are_shown_without_distance() -> None:
    shown = nearby_sales([sale(3), sale(2), sale(1)], "", None)
    assert (shown[0].sale.sale_price, shown[0].distance_miles) == (900_003, None)


def test_no_more_than_five_are_shown() -> None:
    assert len(nearby_sales([sale(number) for number in range(1, 9)], "", HOME)) == 5


def test_distance_of_one_degree_of_latitude() -> None:
    assert distance_miles(Coordinates(47, -122), Coordinates(48, -122)) == pytest.approx(69.1, abs=0.1)
