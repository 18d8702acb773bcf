"""The figures of homes that were sold or are for sale, each with its own street."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from campaigns.facts import ActiveListing, RecentSale
from campaigns.guards.figure_list import Figure, Figures, Number, Unit


def sale_figures(sale: RecentSale, street: str, miles: float | None) -> Figures:
    """Of one sale; its lines in a list begin with the street."""
    roles = frozenset({"price", "sale", "single"})
    price = Figure(f"sale price of {street}", Decimal(sale.sale_price), "dollars", roles, home=street)
    sold = day_figure(f"sale date of {street}", sale.sale_date, street)
    return Figures((price, *sold, *home_facts(sale, street, miles)), frozenset({street, sale.formatted_address}))


def listing_figures(listing: ActiveListing, street: str, miles: float | None) -> Figures:
    """Of one listing; its lines in a list begin with the street."""
    roles = frozenset({"price", "asking", "single"})
    price = Figure(f"asking price of {street}", Decimal(listing.list_price), "dollars", roles, home=street)
    listed = day_figure(f"list date of {street}", listing.listed_date, street)
    days = number_figures(street, (("days on the market", listing.days_on_market, "days", "days on market"),))
    found = (price, *listed, *days, *home_facts(listing, street, miles))
    return Figures(found, frozenset({street, listing.formatted_address}))


def home_facts(home: RecentSale | ActiveListing, street: str, miles: float | None) -> Iterator[Figure]:
    distance = None if miles is None else Decimal(str(miles))
    return number_figures(
        street,
        (
            ("bedrooms", home.bedrooms, "count", "bedrooms"),
            ("bathrooms", home.bathrooms, "count", "bathrooms"),
            ("size", home.square_feet, "square feet", "size"),
            ("year built", home.year_built, "year", "built"),
            ("distance", distance, "miles", "distance"),
        ),
    )


def number_figures(street: str, facts: tuple[tuple[str, Number | None, Unit, str], ...]) -> Iterator[Figure]:
    for name, number, unit, role in facts:
        if number is not None:
            yield Figure(f"{name} of {street}", Decimal(number), unit, frozenset({role}), home=street)


def day_figure(name: str, day: date | None, street: str) -> tuple[Figure, ...]:
    return (Figure(name, day, "date", frozenset({"market"}), home=street),) if day else ()
