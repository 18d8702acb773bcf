"""The back-test for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from fetcher.providers.backtest import Backtest
from fetcher.providers.backtest.ideas import Tried
from fetcher.providers.backtest.measures import ENOUGH_FOR_A_RANGE, Interval, Measure

HEADINGS = (
    "METHOD",
    "HOMES",
    "MEDIAN ERROR",
    "WITHIN 10 %",
    "WITHIN 20 %",
    "RANGE",
    "COVERAGE",
    "BIAS",
    "MEDIAN AGAINST BLEND",
    "MEAN AGAINST BLEND",
)
IDEA_HEADINGS = ("IDEA", "MEDIAN BEFORE", "AGAINST BLEND", "MEDIAN SINCE", "AGAINST BLEND", "MEAN AGAINST BLEND")
UNKNOWN = "–"


def as_table(test: Backtest) -> str:
    first, last = _span(test)
    return "\n".join(
        [
            f"Sales from {first} to {last}, each valued from the sales before its day; [95 % interval].",
            f"The ranges hold 80 % of the {len(test.earlier)} sales valued before {test.start}."
            if test.measures[0].span
            else f"No ranges: fewer than {ENOUGH_FOR_A_RANGE} sales before {test.start} can be valued.",
            "",
            *_lines([HEADINGS, *[_cells(measure) for measure in test.measures]]),
        ]
    )


def ideas_as_table(tried: Sequence[Tried]) -> str:
    return "\n".join(_lines([IDEA_HEADINGS, *[_idea_cells(one) for one in tried]]))


def as_json(test: Backtest, tried: Sequence[Tried]) -> str:
    """One JSON object; shares are fractions, intervals have `figure`, `low` and `high`."""
    first, last = _span(test)
    return json.dumps(
        {
            "from": first.isoformat(),
            "to": last.isoformat(),
            "methods": [asdict(measure) for measure in test.measures],
            **({"ideas": [asdict(one) for one in tried]} if tried else {}),
        }
    )


def _span(test: Backtest) -> tuple[date, date]:
    """The first and the last day of the sales measured."""
    return test.valued[0].sale.sale_date, test.valued[-1].sale.sale_date


def _lines(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [_line(row, widths) for row in rows]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    """The name to the left, the figures to the right."""
    figures = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join([row[0].ljust(widths[0]), *figures])


def _cells(measure: Measure) -> tuple[str, ...]:
    return (
        measure.method,
        str(measure.homes),
        _percent(measure.median_error),
        f"{measure.within_10:.0%}",
        f"{measure.within_20:.0%}",
        f"{measure.span.low:.2f}-{measure.span.high:.2f}" if measure.span else UNKNOWN,
        f"{measure.coverage:.0%}" if measure.coverage is not None else UNKNOWN,
        f"{100 * measure.bias:+.1f} %",
        _points(measure.median_against_blend),
        _points(measure.mean_against_blend),
    )


def _idea_cells(one: Tried) -> tuple[str, ...]:
    return (
        one.before.method,
        _percent(one.before.median_error),
        _points(one.before.median_against_blend),
        _percent(one.since.median_error),
        _points(one.since.median_against_blend),
        _points(one.since.mean_against_blend),
    )


def _percent(of: Interval) -> str:
    return f"{100 * of.figure:.1f} % [{100 * of.low:.1f}, {100 * of.high:.1f}]"


def _points(of: Interval | None) -> str:
    return f"{100 * of.figure:+.1f} [{100 * of.low:+.1f}, {100 * of.high:+.1f}]" if of else UNKNOWN
