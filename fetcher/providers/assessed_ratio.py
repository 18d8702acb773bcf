"""What homes sell for over their assessed value: a regression on the sales known so far.

log(price / assessed value) is fitted by weighted least squares with a penalty on every coefficient but the constant
(ridge regression). All it needs of the sales are sums, so that a sale more or one less costs next to nothing.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fetcher.providers.comparables import MILES_PER_DEGREE
from fetcher.providers.offline_sales import RecordedSale

Features = Callable[[RecordedSale], list[float]]

# The middle of the shipped area, and of its homes before December 2025: features are counted from there.
MIDDLE_LATITUDE, MIDDLE_LONGITUDE = 47.61, -122.33
USUAL_RATIO = 0.08  # the median of log(price / assessed value)
NEW_FROM_YEAR = 2023  # an assessment may have seen such a home unfinished


def home_features(sale: RecordedSale) -> list[float]:
    """The home, each figure scaled to run about from -1 to 1, so that one penalty suits them all."""
    age = (sale.year_built - 1950) / 36
    return [
        math.log(sale.assessed_value / 900_000) / 0.5,
        math.log(sale.square_feet / 1_900) / 0.4,
        math.log((sale.lot_square_feet + 500) / 5_000) / 0.6,
        age,
        age * age,
        sale.bedrooms - 3.0,
        float(sale.bathrooms) - 2.0,
        float(sale.year_built >= NEW_FROM_YEAR),
    ]


def place_features(sale: RecordedSale) -> list[float]:
    """A bent plane over the map, scaled likewise."""
    miles_per_degree_east = MILES_PER_DEGREE * math.cos(math.radians(MIDDLE_LATITUDE))
    east = (sale.longitude - MIDDLE_LONGITUDE) * miles_per_degree_east / 3
    north = (sale.latitude - MIDDLE_LATITUDE) * MILES_PER_DEGREE / 5
    return [east, north, east * east, north * north, east * north]


def all_features(sale: RecordedSale) -> list[float]:
    return [*home_features(sale), *place_features(sale)]


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the regression is fitted; the defaults were chosen on the sales before December 2025 (docs/valuation.md).

    A sale counts half as much as one `half_life_days` later (None: all alike). A ratio more than `farthest` (in logs)
    from the usual one is taken as that far, so that single odd sales do not bend the whole.
    """

    features: Features = all_features
    half_life_days: float | None = 60
    farthest: float = 0.2
    penalty: float = 15


class RatioSums:
    """The sums over the sales added so far."""

    def __init__(self, tuning: Tuning) -> None:
        self.tuning = tuning
        self._newest = 0.0
        self._squares: list[list[float]] = []  # the lower triangle
        self._products: list[float] = []

    def add(self, sale: RecordedSale) -> None:
        weight = self._weight(sale)
        self._newest = max(self._newest, weight)
        if not self._squares:
            width = 1 + len(self.tuning.features(sale))
            self._squares = [[0.0] * (number + 1) for number in range(width)]
            self._products = [0.0] * width
        self._add_row(self._squares, self._products, sale, weight)

    def ratio(self, home: RecordedSale, without: Iterable[RecordedSale] = ()) -> float:
        """Price over assessed value of a home, as the sales have it but for some of those added.

        Raises ValueError where no sale was added.
        """
        if not self._squares:
            raise ValueError("a regression needs at least one sale")
        squares = [list(line) for line in self._squares]
        products = list(self._products)
        for sale in without:
            self._add_row(squares, products, sale, -self._weight(sale))
        for number in range(1, len(squares)):
            squares[number][number] += self.tuning.penalty * self._newest
        coefficients = solved(squares, products)
        return math.exp(_dot(coefficients, [1.0, *self.tuning.features(home)]))

    def _add_row(self, squares: list[list[float]], products: list[float], sale: RecordedSale, weight: float) -> None:
        row = [1.0, *self.tuning.features(sale)]
        away = math.log(sale.sale_price / sale.assessed_value) - USUAL_RATIO
        target = USUAL_RATIO + min(max(away, -self.tuning.farthest), self.tuning.farthest)
        for number, value in enumerate(row):
            weighted = weight * value
            products[number] += weighted * target
            line = squares[number]
            for other in range(number + 1):
                line[other] += weighted * row[other]

    def _weight(self, sale: RecordedSale) -> float:
        """Grows with the date, so that sums need no ageing; only its relation to the newest one's counts."""
        if self.tuning.half_life_days is None:
            return 1.0
        return float(2 ** ((sale.sale_date.toordinal() - 739_000) / self.tuning.half_life_days))


def solved(squares: list[list[float]], products: list[float]) -> list[float]:
    """The x of `squares` x = `products` by Cholesky; `squares` is a positive definite matrix's lower triangle."""
    lower: list[list[float]] = []
    half: list[float] = []
    for number, line in enumerate(squares):
        row: list[float] = []
        for other in range(number):
            row.append((line[other] - _dot(row, lower[other])) / lower[other][other])
        row.append(math.sqrt(line[number] - _dot(row, row)))
        lower.append(row)
        half.append((products[number] - _dot(row, half)) / row[number])
    answer = [0.0] * len(half)
    for number in reversed(range(len(half))):
        known = sum(lower[later][number] * answer[later] for later in range(number + 1, len(half)))
        answer[number] = (half[number] - known) / lower[number][number]
    return answer


def _dot(longer: list[float], shorter: list[float]) -> float:
    """Sum of the products over the shorter one's, or the first one's, length."""
    return sum(one * other for one, other in zip(longer, shorter, strict=False))
