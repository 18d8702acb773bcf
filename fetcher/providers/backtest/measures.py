"""How far estimates were from the prices, with intervals from a bootstrap that gives the same figures every time."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from fetcher.providers.backtest.walk import BLEND, Valued
from fetcher.providers.valuation import Range

RESAMPLES = 2_000
SEED = 20_251_201
ENOUGH_FOR_A_RANGE = 100

Numbers = Sequence[float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the ends of its 95 % bootstrap interval."""

    figure: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measure:
    """One method on one set of homes; errors are shares of the price (0.1 is 10 %).

    `median_against_blend` is the difference of the two median errors, `mean_against_blend` the mean over the homes of
    the difference of errors; below 0 the method is better. Both are paired: a resample takes the same homes for both.
    `span` and `coverage` are None where too few earlier sales tell a range.
    """

    method: str
    homes: int
    median_error: Interval
    within_10: float
    within_20: float
    bias: float
    span: Range | None
    coverage: float | None
    median_against_blend: Interval | None
    mean_against_blend: Interval | None


def measured(valued: Sequence[Valued], earlier: Sequence[Valued]) -> list[Measure]:
    """Every method's measure on the valued homes, its range from the earlier ones."""
    samples = resamples(len(valued))
    return [_measure(method, valued, earlier, samples) for method in valued[0].values]


def resamples(homes: int) -> list[list[int]]:
    """The homes that each resample draws, the same ones every time."""
    draw = random.Random(SEED)
    return [draw.choices(range(homes), k=homes) for _ in range(RESAMPLES)]


def interval(samples: Sequence[Sequence[int]], figure: Callable[[Sequence[int]], float]) -> Interval:
    """The figure over all homes, and the 2.5 % and 97.5 % quantiles of it over the resamples."""
    drawn = sorted(figure(sample) for sample in samples)
    last = len(drawn) - 1
    return Interval(figure(range(len(samples[0]))), drawn[round(0.025 * last)], drawn[round(0.975 * last)])


def range_of(method: str, earlier: Sequence[Valued]) -> Range | None:
    """Price over estimate at the 10 % and the 90 % quantile of earlier sales, to two decimals; None for too few."""
    if len(earlier) < ENOUGH_FOR_A_RANGE:
        return None
    ratios = sorted(one.sale.sale_price / one.values[method] for one in earlier)
    last = len(ratios) - 1
    return Range(round(ratios[round(0.1 * last)], 2), round(ratios[round(0.9 * last)], 2))


def _measure(
    method: str, valued: Sequence[Valued], earlier: Sequence[Valued], samples: Sequence[Sequence[int]]
) -> Measure:
    signed = [one.error(method) for one in valued]
    errors = [abs(error) for error in signed]
    span = range_of(method, earlier)
    against = [abs(one.error(BLEND)) for one in valued] if method != BLEND and BLEND in valued[0].values else None
    return Measure(
        method=method,
        homes=len(valued),
        median_error=interval(samples, lambda sample: median([errors[home] for home in sample])),
        within_10=fmean(error <= 0.1 for error in errors),
        within_20=fmean(error <= 0.2 for error in errors),
        bias=median(signed),
        span=span,
        coverage=_coverage(method, valued, span) if span else None,
        median_against_blend=_medians_apart(errors, against, samples) if against else None,
        mean_against_blend=_mean_apart(errors, against, samples) if against else None,
    )


def _medians_apart(errors: Numbers, others: Numbers, samples: Sequence[Sequence[int]]) -> Interval:
    return interval(
        samples, lambda sample: median([errors[home] for home in sample]) - median([others[home] for home in sample])
    )


def _mean_apart(errors: Numbers, others: Numbers, samples: Sequence[Sequence[int]]) -> Interval:
    apart = [error - other for error, other in zip(errors, others, strict=True)]
    return interval(samples, lambda sample: fmean([apart[home] for home in sample]))


def _coverage(method: str, valued: Sequence[Valued], span: Range) -> float:
    """The share of the prices within the range."""
    return fmean(span.low <= one.sale.sale_price / one.values[method] <= span.high for one in valued)
