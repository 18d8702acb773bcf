"""The sections of the monthly e-mail in the reader's words: what HTML and plain text both show."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns import facts
from campaigns.addresses import street_and_place
from campaigns.emails import formats
from campaigns.emails.content import EmailContent, NearbyListing, NearbySale

FEWEST_MARKS = 3
MOST_MARKS = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with what it is, what it counts, and what there is to say about it."""

    label: str
    value: str
    note: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class HomeValue:
    """The home's value; `marker` is how far along the bar from low to high it stands, in percent, None for no bar."""

    value: str
    as_of: str
    basis: str
    low: str
    high: str
    marker: int | None
    changes: tuple[Figure, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueMark:
    """One estimate of the chart; `marker` is how far it stands from the lowest to the highest of them, in percent."""

    day: str
    value: str
    marker: int


@dataclass(frozen=True, slots=True)
class Market:
    """The figures of the local market."""

    zip_code: str
    basis: str
    figures: tuple[Figure, ...]

    @property
    def rows(self) -> list[tuple[Figure, ...]]:
        """The figures two by two, as the tiles stand."""
        return [self.figures[start : start + 2] for start in range(0, len(self.figures), 2)]


@dataclass(frozen=True, slots=True)
class Mortgage:
    """The mortgage rates and how the 30-year rate moved."""

    week: str
    rates: tuple[Figure, ...]
    changes: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class NearbyHome:
    """One entry of a list of homes; `story` is where it is and when it was sold or listed."""

    street: str
    size: tuple[str, ...]
    story: tuple[str, ...]
    price: str
    price_note: str


@dataclass(frozen=True, slots=True)
class HomeList:
    """A list of homes with its heading."""

    title: str
    basis: str
    homes: tuple[NearbyHome, ...]


def home_value(home: facts.PropertyData | None) -> HomeValue | None:
    if home is None or home.current_value is None:
        return None
    low, high, place = range_around(home.current_value, home.value_range)
    details = formats.size_facts(home.bedrooms, home.bathrooms, home.square_feet)
    if home.year_built:
        details.append(f"built in {home.year_built}")
    source = f" Source: {home.source}." if home.source else ""
    return HomeValue(
        value=formats.money(home.current_value),
        as_of=f"as of {formats.long_date(home.as_of)}" if home.as_of else "",
        basis=f"{estimate_basis(home)}, not an appraisal.{source}",
        low=low,
        high=high,
        marker=place,
        changes=value_changes(home, home.current_value),
        details=tuple(details),
    )


def estimate_basis(home: facts.PropertyData) -> str:
    """What the estimate was made from; "homes" and not "sales", as some sources take homes that were only offered."""
    count = home.comparables_count
    made_from = [
        *(["the assessed value"] if home.is_from_assessed_value else []),
        *([formats.counted(count, "comparable home", "comparable homes")] if count else []),
    ]
    return f"An estimate from {' and '.join(made_from)}" if made_from else "An estimate"


def value_chart(values: Sequence[facts.HomeValue]) -> tuple[ValueMark, ...]:
    """The newest estimates, oldest first; none of fewer than three, or where they are all the same."""
    shown = values[-MOST_MARKS:]
    dollars = [value.value for value in shown]
    if len(shown) < FEWEST_MARKS or min(dollars) == max(dollars):
        return ()
    return tuple(
        ValueMark(
            formats.long_date(value.as_of), formats.money(value.value), marker(value.value, min(dollars), max(dollars))
        )
        for value in shown
    )


def marker(value: int, low: int, high: int) -> int:
    """How far along a bar from low to high, in percent; off the very ends, where it would look like its frame."""
    return min(max(round(100 * (value - low) / (high - low)), 2), 97)


def range_around(value: int, ends: tuple[int, int] | None) -> tuple[str, str, int | None]:
    """Low and high in words, and where the value stands between them."""
    if ends is None:
        return "", "", None
    low, high = ends
    return formats.money(low), formats.money(high), marker(value, low, high)


def value_changes(home: facts.PropertyData, value: int) -> tuple[Figure, ...]:
    """The value against the one before, and against what the home was bought for."""
    changes = []
    if earlier := home.earlier_value:
        before = f"from {formats.money(earlier.dollars)} on {formats.long_date(earlier.day)}"
        change = formats.percent_change(value, earlier.dollars) or ""
        changes.append(Figure("Since the previous estimate", change, before))
    if home.purchase_price and (home.purchase_date is None or home.earlier_purchase):
        bought = f"from {formats.money(home.purchase_price)}"
        if home.purchase_date:
            bought += f" on {formats.long_date(home.purchase_date)}"
        changes.append(Figure("Since the purchase", formats.percent_change(value, home.purchase_price) or "", bought))
    return tuple(changes)


def market_section(market: facts.LocalMarketData | None, zip_code: str) -> Market | None:
    """The market's figures; where they are another ZIP code's than the reader's, it says so."""
    if market is None:
        return None
    asking = market.price_kind == "asking"
    kind = "asking" if asking else "sale"
    figures = [
        price_figure(f"Median {kind} price", market.median_price, market.median_price_3_months_ago),
        price_figure(
            f"Median {kind} price",
            market.median_price_per_sqft,
            market.median_price_per_sqft_3_months_ago,
            unit="per sq ft",
        ),
        count_figure(
            "Days on market",
            market.average_days_on_market,
            market.average_days_on_market_3_months_ago,
            unit="on average",
        ),
        count_figure("Homes for sale", market.total_listings, market.total_listings_3_months_ago),
        count_figure("Recorded sales", market.sales_count, None, unit="in the three months"),
    ]
    shown = tuple(figure for figure in figures if figure is not None)
    if not shown:
        return None
    as_of = formats.long_date(market.as_of)
    basis = f"Asking prices of homes for sale, as of {as_of}" if asking else f"Recorded sales, three months to {as_of}"
    if market.zip_code != zip_code:
        basis += f", in the ZIP code nearest to {zip_code} that our data has"
    return Market(market.zip_code, basis, shown)


def price_figure(label: str, now: int | Decimal | None, before: int | Decimal | None, unit: str = "") -> Figure | None:
    if now is None:
        return None
    change = formats.percent_change(now, before)
    if change is None or before is None:
        note = ""
    elif change == "Unchanged":
        note = "Unchanged from three months earlier"
    else:
        note = f"{change} from {formats.money(before)} three months earlier"
    return Figure(label, formats.money(now), note, unit)


def count_figure(label: str, now: int | None, before: int | None, unit: str = "") -> Figure | None:
    if now is None:
        return None
    if before is None:
        note = ""
    elif now == before:
        note = "Unchanged from three months earlier"
    else:
        note = f"{'Up' if now > before else 'Down'} {abs(now - before):,} from three months earlier"
    return Figure(label, f"{now:,}", note, unit)


def mortgage_section(mortgage: facts.MortgageRate | None) -> Mortgage | None:
    if mortgage is None:
        return None
    rates = [Figure("30-year fixed", formats.rate(mortgage.rate_30yr_pct))]
    if mortgage.rate_15yr_pct is not None:
        rates.append(Figure("15-year fixed", formats.rate(mortgage.rate_15yr_pct)))
    spans = (
        ("in four weeks", mortgage.change_4_weeks),
        ("in three months", mortgage.change_3_months),
        ("in one year", mortgage.change_1_year),
    )
    changes = tuple(Figure(span, formats.point_change(points)) for span, points in spans if points is not None)
    return Mortgage(f"week of {formats.long_date(mortgage.week_date)}", tuple(rates), changes)


def home_lists(content: EmailContent) -> tuple[HomeList, ...]:
    """What was sold, then what is for sale; neither where there is none."""
    return tuple(found for found in (sales_section(content), listings_section(content)) if found is not None)


def sales_section(content: EmailContent) -> HomeList | None:
    if not content.sales:
        return None
    near = any(nearby.distance_miles is not None for nearby in content.sales)
    as_of = content.sales_as_of
    return HomeList(
        "Sold near you" if near else f"Sold in {content.zip_code}",
        f"Recorded sales through {formats.long_date(as_of)}" if as_of else "Recorded sales",
        tuple(sale_line(nearby, content.zip_code) for nearby in content.sales),
    )


def listings_section(content: EmailContent) -> HomeList | None:
    if not content.listings:
        return None
    near = any(nearby.distance_miles is not None for nearby in content.listings)
    as_of = content.listings_as_of
    return HomeList(
        "For sale near you" if near else f"For sale in {content.zip_code}",
        f"Asking prices as of {formats.long_date(as_of)}" if as_of else "Asking prices",
        tuple(listing_line(nearby, content.zip_code) for nearby in content.listings),
    )


def sale_line(nearby: NearbySale, zip_code: str) -> NearbyHome:
    sale = nearby.sale
    sold = f"sold {formats.long_date(sale.sale_date)}"
    return nearby_home(sale, (formats.money(sale.sale_price), "sale price"), nearby.distance_miles, zip_code, sold)


def listing_line(nearby: NearbyListing, zip_code: str) -> NearbyHome:
    listing = nearby.listing
    listed = None
    if listing.listed_date is not None:
        listed = f"listed {formats.long_date(listing.listed_date)}"
    elif listing.days_on_market is not None:
        listed = f"{formats.counted(listing.days_on_market, 'day', 'days')} on the market"
    price = (formats.money(listing.list_price), "asking price")
    return nearby_home(listing, price, nearby.distance_miles, zip_code, listed)


def nearby_home(
    home: facts.RecentSale | facts.ActiveListing,
    price: tuple[str, str],
    miles: float | None,
    zip_code: str,
    moment: str | None,
) -> NearbyHome:
    """The entry of a home; it names the place only where that is not in the reader's own ZIP code."""
    street, place = street_and_place(home.formatted_address)
    elsewhere = place if zip_code not in place else None
    away = formats.distance(miles)
    story = (elsewhere, f"{away} away" if away else None, moment)
    return NearbyHome(
        street,
        tuple(formats.size_facts(home.bedrooms, home.bathrooms, home.square_feet)),
        tuple(part for part in story if part),
        *price,
    )
