"""The market of the nearest ZIP code that has one, for a ZIP code of which the source knows nothing."""

from collections.abc import Callable

from campaigns import zip_codes
from campaigns.facts import LocalMarketData

MOST_MILES = 15.0
MOST_ASKED = 6
"""Each ZIP code that is asked for may cost a call."""


def market_of_nearest(zip_code: str, ask: Callable[[str], LocalMarketData | None]) -> LocalMarketData | None:
    """The first answer of the nearest ZIP codes, nearest first, of at most six and none more than fifteen miles away.

    Miles are between the middles. An answer without a median price is none. None where none of them has one, and for a
    ZIP code of unknown place.
    """
    here = zip_codes.find(zip_code)
    if here is None:
        return None
    for near in zip_codes.nearest(zip_code, MOST_ASKED):
        if zip_codes.miles_between(here.coordinates, near.coordinates) > MOST_MILES:
            return None
        found = ask(near.code)
        if found is not None and found.median_price:
            return found
    return None
