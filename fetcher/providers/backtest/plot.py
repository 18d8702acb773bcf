"""Estimate against price as an SVG picture: logarithmic axes, so that a share is the same length everywhere."""

from collections.abc import Iterable, Sequence
from math import log10

from fetcher.providers.backtest.walk import Valued

SIZE, MARGIN = 640, 70
TICKS = (250_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000)
STYLE = (
    "text{font:13px sans-serif;fill:#333}.grid{stroke:#e4e4e4}.axis{stroke:#333}"
    ".same{stroke:#333}.fifth{stroke:#999;stroke-dasharray:5 4}.home{fill:#1f6f8b;fill-opacity:.45}"
)


def scatter(valued: Sequence[Valued], method: str) -> str:
    """Each home is a dot; the line is where both are the same, the broken ones are 20 % above and below it."""
    points = [(one.sale.sale_price, one.values[method]) for one in valued]
    scale = Scale([dollars for point in points for dollars in point])
    low, high = scale.low, scale.high
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img">',
            f"<title>Estimate against price of {len(points)} homes</title>",
            f"<style>{STYLE}</style>",
            f'<rect width="{SIZE}" height="{SIZE}" fill="#fff"/>',
            *_grid(scale),
            scale.line("same", (low, low), (high, high)),
            scale.line("fifth", (low, low * 1.2), (high / 1.2, high)),
            scale.line("fifth", (low / 0.8, low), (high, high * 0.8)),
            *[scale.dot(price, value) for price, value in points],
            *_words(len(points)),
            "</svg>\n",
        ]
    )


class Scale:
    """From dollars to places on the picture, alike on both axes."""

    def __init__(self, dollars: Iterable[float]) -> None:
        known = sorted(dollars)
        self.low, self.high = known[0] * 0.9, known[-1] * 1.1

    def x(self, dollars: float) -> float:
        return MARGIN + self._share(dollars) * (SIZE - 2 * MARGIN)

    def y(self, dollars: float) -> float:
        return SIZE - self.x(dollars)

    def line(self, kind: str, start: tuple[float, float], end: tuple[float, float]) -> str:
        return (
            f'<line class="{kind}" x1="{self.x(start[0]):.1f}" y1="{self.y(start[1]):.1f}" '
            f'x2="{self.x(end[0]):.1f}" y2="{self.y(end[1]):.1f}"/>'
        )

    def dot(self, price: float, value: float) -> str:
        return f'<circle class="home" cx="{self.x(price):.1f}" cy="{self.y(value):.1f}" r="3"/>'

    def _share(self, dollars: float) -> float:
        return (log10(dollars) - log10(self.low)) / (log10(self.high) - log10(self.low))


def _grid(scale: Scale) -> list[str]:
    low, high = scale.low, scale.high
    lines = [scale.line("axis", (low, low), (high, low)), scale.line("axis", (low, low), (low, high))]
    for dollars in TICKS:
        if low < dollars < high:
            label = f"${dollars / 1_000_000:g}M"
            lines += [
                scale.line("grid", (dollars, low), (dollars, high)),
                scale.line("grid", (low, dollars), (high, dollars)),
                f'<text x="{scale.x(dollars):.1f}" y="{SIZE - MARGIN + 20}" text-anchor="middle">{label}</text>',
                f'<text x="{MARGIN - 8}" y="{scale.y(dollars) + 4:.1f}" text-anchor="end">{label}</text>',
            ]
    return lines


def _words(homes: int) -> list[str]:
    middle = SIZE / 2
    return [
        f'<text x="{middle}" y="{MARGIN / 2}" text-anchor="middle">'
        f"Estimate against price of {homes} homes; broken lines: 20 % above and below</text>",
        f'<text x="{middle}" y="{SIZE - MARGIN / 3:.0f}" text-anchor="middle">Price paid</text>',
        f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">Estimate</text>',
    ]
