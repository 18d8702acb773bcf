"""The introduction: one paragraph on the ZIP code's prices, one on the mortgage rate."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from campaigns.facts import LocalMarketData, MortgageRate
from campaigns.schedule import issue_number
from fetcher.writers import offline_intro_phrases as phrases
from fetcher.writers.caution import moved_much, rests_on_few
from fetcher.writers.figure_words import (
    Chooser,
    Phrases,
    amount,
    count,
    count_of,
    days,
    dollars,
    long_date,
    percent,
    percent_change,
    points,
    price_direction,
    publisher,
    rate_direction,
    two_decimals,
)

Known = TypeVar("Known", int, Decimal)


def intro_text(
    market: LocalMarketData | None, rate: MortgageRate | None, campaign_id: int, issue: int | None = None
) -> str:
    """Two paragraphs, 60 to 130 words; None where the data is unknown.

    Each sentence is another one than in the issue before, also where the data stayed the same. Without the issue's
    number the month of the data counts.
    """
    chooser = Chooser(campaign_id, turn=_month_of_data(market, rate) if issue is None else issue)
    market_sentences = _market(market, chooser) if market and market.median_price else _no_market(market, chooser)
    rate_sentences = _rate(rate, chooser) if rate else [chooser.pick("rate unknown", phrases.RATE_UNKNOWN)]
    any_figures = rate or (market and market.median_price)
    closing = chooser.pick("closing", phrases.CLOSINGS if any_figures else phrases.CLOSINGS_WITHOUT_FIGURES)
    return f"{' '.join(market_sentences)}\n\n{' '.join([*rate_sentences, closing])}"


def _month_of_data(market: LocalMarketData | None, rate: MortgageRate | None) -> int:
    day = market.as_of if market else rate.week_date if rate else None
    return issue_number(day) if day else 0


def _market(market: LocalMarketData, chooser: Chooser) -> list[str]:
    opening = chooser.pick("opening", phrases.OPENINGS).format(zip=market.zip_code)
    return [opening, _median(market, chooser), _median_change(market, chooser), _beside_median(market, chooser)]


def _median(market: LocalMarketData, chooser: Chooser) -> str:
    options = phrases.MEDIAN_ASKING if market.price_kind == "asking" else phrases.MEDIAN_SALE
    if market.price_kind == "sale" and market.sales_count and not rests_on_few(market):
        options = phrases.MEDIAN_SALE + phrases.MEDIAN_SALE_COUNTED
    return chooser.pick("median", options).format(
        date=long_date(market.as_of),
        price=dollars(market.median_price or 0),
        sales=count_of(market.sales_count or 0, "sale"),
    )


def _median_change(market: LocalMarketData, chooser: Chooser) -> str:
    old, new = market.median_price_3_months_ago, market.median_price
    if not old or not new:
        return chooser.pick("median change", phrases.MEDIAN_CHANGE_UNKNOWN)
    return chooser.pick("median change", phrases.MEDIAN_CHANGES[price_direction(old, new)]).format(
        old=dollars(old), diff=dollars(abs(new - old)), pct=percent(percent_change(old, new))
    )


def _beside_median(market: LocalMarketData, chooser: Chooser) -> str:
    """A word of care where the median calls for one, else one of the other figures or the same word."""
    if rests_on_few(market):
        few = chooser.pick("few sales", phrases.FEW_SALES)
        return few.format(sales=count_of(market.sales_count or 0, "sale"))
    mix = chooser.pick("mix", phrases.MIX_OF_HOMES)
    if moved_much(market):
        return mix
    return chooser.pick("beside median", [mix, *_other_figures(market, chooser)])


def _other_figures(market: LocalMarketData, chooser: Chooser) -> list[str]:
    """A sentence for each figure that is known, with that of three months earlier where it is known too."""
    found = (
        _now_and_then(
            chooser,
            phrases.PRICE_PER_SQUARE_FOOT,
            market.median_price_per_sqft,
            market.median_price_per_sqft_3_months_ago,
            amount,
        ),
        _now_and_then(
            chooser,
            phrases.DAYS_ON_MARKET,
            market.average_days_on_market,
            market.average_days_on_market_3_months_ago,
            days,
        ),
        _now_and_then(chooser, phrases.LISTINGS, market.total_listings, market.total_listings_3_months_ago, count),
    )
    return [sentence for sentence in found if sentence]


def _now_and_then(
    chooser: Chooser, options: Phrases, now: Known | None, then: Known | None, say: Callable[[Known], str]
) -> str:
    """ "" where unknown; figures that only round to the same are not said to be the same."""
    if not now:
        return ""
    if then == now:
        addition = ", the same as three months earlier"
    else:
        addition = chooser.pick("then", phrases.THEN).format(then=say(then)) if then else ""
    return chooser.pick("figure", options).format(now=say(now), then=addition)


def _no_market(market: LocalMarketData | None, chooser: Chooser) -> list[str]:
    if market and rests_on_few(market):
        first = chooser.pick("market too thin", phrases.MARKET_TOO_THIN).format(
            sales=count_of(market.sales_count or 0, "sale"), area=market.zip_code, date=long_date(market.as_of)
        )
    else:
        area = market.zip_code if market else "your area"
        first = chooser.pick("market unknown", phrases.MARKET_UNKNOWN).format(area=area)
    return [first, chooser.pick("market follow-up", phrases.MARKET_UNKNOWN_FOLLOW_UPS)]


def _rate(rate: MortgageRate, chooser: Chooser) -> list[str]:
    sentence = chooser.pick("rate", phrases.RATE).format(
        rate=f"{two_decimals(rate.rate_30yr_pct)}%",
        date=long_date(rate.week_date),
        publisher=publisher(rate),
    )
    return [sentence, _rate_change(rate, chooser)]


def _rate_change(rate: MortgageRate, chooser: Chooser) -> str:
    """The change over one of the spans that are known."""
    changes = {
        "four weeks": rate.change_4_weeks,
        "three months": rate.change_3_months,
        "a year": rate.change_1_year,
    }
    known = [span for span, change in changes.items() if change is not None]
    if not known:
        return chooser.pick("rate change", phrases.RATE_CHANGE_UNKNOWN)
    span = chooser.pick("span", known)
    change = changes[span] or Decimal(0)
    return chooser.pick("rate change", phrases.RATE_CHANGES[rate_direction(change)]).format(
        points=points(change), span=span
    )
