"""Sample e-mail contents: each with real figures of the shipped data, or with names and texts at their worst."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from campaigns import facts
from campaigns.emails.content import AgentCard, EmailContent, NearbyListing, NearbySale

COUNTY = "recorded sales, King County Department of Assessments"
FREDDIE_MAC = "Freddie Mac Primary Mortgage Market Survey(R)"

AGENT = AgentCard(
    name="Dana Whitfield",
    brokerage_name="Salmon Bay Realty",
    email="dana@salmonbay.example",
    phone="(206) 555-0143",
    licence_number="WA 118204",
    postal_address=("2208 NW Market St, Suite 300", "Seattle, WA 98107"),
    title="Managing broker",
)
HOME = facts.PropertyData(
    formatted_address="5807 3rd Ave NW, Seattle, WA 98107",
    current_value=1_236_000,
    value_low=1_098_000,
    value_high=1_374_000,
    as_of=date(2026, 1, 31),
    source=f"dripr estimate from {COUNTY}",
    previous_value=1_222_000,
    previous_as_of=date(2025, 10, 31),
    purchase_price=645_000,
    purchase_date=date(2014, 5, 12),
    bedrooms=3,
    bathrooms=Decimal("2.50"),
    square_feet=1840,
    year_built=1926,
    comparables_count=14,
)
MARKET = facts.LocalMarketData(
    zip_code="98107",
    as_of=date(2026, 1, 31),
    source=f"medians of {COUNTY}",
    price_kind="sale",
    median_price=860_000,
    median_price_3_months_ago=1_034_500,
    median_price_per_sqft=Decimal("591.6"),
    median_price_per_sqft_3_months_ago=Decimal("590.6"),
    sales_count=31,
)
ASKING_MARKET = replace(
    MARKET,
    source="RentCast",
    price_kind="asking",
    as_of=date(2026, 11, 20),
    average_days_on_market=34,
    average_days_on_market_3_months_ago=28,
    total_listings=112,
    total_listings_3_months_ago=126,
    sales_count=None,
)
RATE = facts.MortgageRate(
    week_date=date(2026, 10, 1),
    rate_30yr_pct=Decimal("7.28"),
    rate_15yr_pct=Decimal("6.5"),
    change_4_weeks=Decimal("0.42"),
    change_3_months=Decimal("0.7"),
    change_1_year=Decimal("-0.06"),
    source=FREDDIE_MAC,
)
SEASON = "The maples on 3rd are bare and the holiday lights are going up along Market Street"
INTRO = (
    f"{SEASON}, so this felt like a good moment to send you the numbers for the neighborhood.\n\n"
    "Thirty-one homes sold in 98107 in the three months to the end of January, at a median of $860,000. That is below "
    "the $1,034,500 of three months earlier, and part of the difference is simply which homes sold. If you wonder what "
    "it means for you, just reply."
)
ASKING_INTRO = (
    f"{SEASON}, so this felt like a good moment to send you the numbers for the neighborhood.\n\nSellers in 98107 were "
    "asking a median of $860,000 as of November 20, 2026, with 112 homes for sale. Three months earlier the median was "
    "$1,034,500, and part of the difference is simply which homes are listed. Just reply if you would like to talk."
)
INTRO_WITHOUT_FIGURES = (
    f"{SEASON}, so this felt like a good moment to write.\n\nThere are no figures for 98107 in this note: our "
    "data has none that I would put my name to. As soon as it does, you will have them. If you have a question, "
    "just reply."
)
HOME_REPORT = (
    "The estimate for your home is $1,236,000, with a likely range from $1,098,000 to $1,374,000. It rests on fourteen "
    "comparable homes of similar size and age.\n\nThat is 1.1% above the estimate of October 31, 2025, and $591,000 "
    "above what the home was bought for in 2014."
)


def sale(street: str, price: int, day: date, size: tuple[int, str, int], miles: float | None = 0.4) -> NearbySale:
    bedrooms, bathrooms, square_feet = size
    address = f"{street}, Seattle, WA 98107"
    sold = facts.RecentSale(address, price, day, None, bedrooms, Decimal(bathrooms), square_feet)
    return NearbySale(sold, miles)


def listing(street: str, price: int, size: tuple[int, str, int], miles: float | None = 0.6) -> NearbyListing:
    bedrooms, bathrooms, square_feet = size
    address = f"{street}, Seattle, WA 98107"
    offered = facts.ActiveListing(address, price, date(2026, 11, 6), None, bedrooms, Decimal(bathrooms), square_feet)
    return NearbyListing(offered, miles)


SALES = (
    sale("4602 6th Ave NW", 825_000, date(2026, 2, 2), (2, "1", 1140), 0.83),
    sale("2030 NW 61st St", 825_001, date(2026, 1, 27), (3, "1.75", 1380), 0.98),
    sale("5608 34th Ave NW", 1_240_000, date(2026, 1, 20), (4, "1.75", 2290), 1.6),
    sale("1525 A NW 58th St", 818_000, date(2026, 1, 12), (3, "2.50", 1390), 0.64),
    sale("6209 6th Ave NW", 1_050_000, date(2026, 1, 6), (3, "2", 1440), 0.31),
    sale("1749 NW 61st St", 1_325_000, date(2025, 12, 29), (3, "2.50", 2140), 0.77),
)
LISTINGS = (
    listing("619 NW 56th St", 1_195_000, (3, "2", 2210), 0.31),
    listing("802 NW 54th St, Unit B", 849_000, (3, "2.50", 1420), 0.52),
    listing("1120 NW 62nd St", 999_950, (2, "1", 1290), 0.6),
    listing("3014 NW 63rd St", 1_475_000, (4, "3", 2680), 1.4),
    listing("6407 Phinney Ave N", 1_060_000, (3, "1.75", 1760), 0.66),
    listing("747 N 68th St", 925_000, (3, "2", 1500), 0.9),
)

HOME_VALUES = (
    facts.HomeValue(date(2025, 8, 31), 1_190_000),
    facts.HomeValue(date(2025, 9, 30), 1_204_000),
    facts.HomeValue(date(2025, 10, 31), 1_222_000),
    facts.HomeValue(date(2025, 12, 31), 1_215_000),
    facts.HomeValue(date(2026, 1, 31), 1_236_000),
)
FULL = EmailContent(
    agent=AGENT,
    recipient_first_name="Kim",
    period=date(2026, 11, 1),
    written_on=date(2026, 11, 23),
    zip_code="98107",
    intro=INTRO,
    unsubscribe_url="https://mail.dripr.example/unsubscribe/eyJjIjo0Mn0:1tK2aB:q3dT7vZ0m8YwJc5Rk1xHn4Lf9UeSg2Pb",
    home=HOME,
    home_report=HOME_REPORT,
    home_values=HOME_VALUES,
    market=MARKET,
    mortgage_rate=RATE,
    sales=SALES,
    sales_as_of=date(2026, 2, 3),
    sales_source=COUNTY,
    listings=LISTINGS,
    listings_as_of=date(2026, 11, 20),
    listings_source="RentCast",
)
OFFLINE = replace(FULL, listings=(), listings_as_of=None, listings_source="")
NO_ADDRESS = replace(
    FULL,
    home=None,
    home_report="",
    intro=ASKING_INTRO,
    sales=tuple(replace(nearby, distance_miles=None) for nearby in SALES),
    market=ASKING_MARKET,
    mortgage_rate=replace(RATE, week_date=date(2026, 11, 19)),
)
BARE = replace(
    OFFLINE,
    intro=INTRO_WITHOUT_FIGURES,
    home=None,
    home_report="",
    market=None,
    mortgage_rate=None,
    sales=(),
    sales_as_of=None,
)
HOSTILE = replace(
    FULL,
    agent=replace(
        AGENT,
        name="O'Brien & <b>Sons</b> Bartholomew-Featherstonehaugh III",
        brokerage_name="Coldwell, Vandersloot & <script>alert(1)</script> Partners of the Greater Puget Sound, Inc.",
        postal_address=("1 <Main> St\r\nBcc: x@example.com", "Seattle & Tacoma, WA 98107"),
    ),
    recipient_first_name="Kim <i>& Co</i>",
    home=replace(
        HOME,
        formatted_address='12345 Martin Luther King Jr Way <NW> "S"\r\nBcc: x@example.com, Apt 12B, Seattle, WA 98107',
    ),
    intro="Prices < rents & rents > prices. " * 120 + "\n\n\n<img src='https://tracker.example/x.png'>",
)
SAMPLES = {"full": FULL, "offline": OFFLINE, "no_address": NO_ADDRESS, "bare": BARE, "hostile": HOSTILE}
