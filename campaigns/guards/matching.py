"""Whether a quantity of a text is a figure of the list: its unit, its value as precisely as said, and its role."""

from decimal import Decimal

from campaigns.guards.figure_list import Figure, Figures, Unit
from campaigns.guards.quantities import Quantity, QuantityUnit

ANY: frozenset[Unit] = frozenset({"count", "days", "percent", "percentage points", "times"})
COMPATIBLE: dict[QuantityUnit, frozenset[Unit]] = {
    "dollars": frozenset({"dollars", "dollars per square foot"}),
    "dollars per square foot": frozenset({"dollars per square foot"}),
    "percent": frozenset({"percent"}),
    "percentage points": frozenset({"percentage points"}),
    "square feet": frozenset({"square feet"}),
    "days": frozenset({"days"}),
    "months": frozenset({"days"}),
    "years": frozenset({"years"}),
    "times": frozenset({"times"}),
    "miles": frozenset({"miles"}),
    "count": frozenset({"count"}),
    "bare": ANY | {"year"},
}
# of which subjects a figure in this unit can be; words of other subjects nearby are no contradiction
RELEVANT: dict[Unit, frozenset[str]] = {
    "dollars": frozenset({"price", "price per square foot", "value", "purchase", "something else"}),
    "dollars per square foot": frozenset({"price", "price per square foot", "value", "purchase", "something else"}),
    "count": frozenset({"listings", "sales", "comparables", "bedrooms", "bathrooms", "something else"}),
    "days": frozenset({"days on market"}),
    "percentage points": frozenset({"rate", "price", "value"}),
    "percent": frozenset({"price", "price per square foot", "days on market", "listings", "rate", "value", "purchase"}),
    "square feet": frozenset({"size", "something else"}),
}
PER_TIME = {"month": "a month", "monthly": "a month", "year": "a year", "yearly": "a year", "annually": "a year"}
PER_ROLES = frozenset(PER_TIME.values())
# "within one percent" is said of no change at all; "within 0.76 of a point" is not said of 0.06
WITHIN_LIMITS: dict[QuantityUnit, Decimal] = {"percent": Decimal(1), "percentage points": Decimal("0.25")}
PLAIN_SHARE = Decimal("0.05")
ABOUT_SHARE = Decimal("0.07")
NEARLY_SHARE = Decimal("0.05")
CLOSE_SHARE = Decimal("0.06")
DAYS_A_MONTH = Decimal("30.44")


def in_same_unit(quantity: Quantity, figures: Figures) -> list[Figure]:
    """The figures that can be told in the quantity's unit."""
    per = PER_TIME.get(quantity.per, "unknown")
    return [
        each
        for each in figures.of_units(COMPATIBLE[quantity.unit])
        if per in each.roles or not (quantity.per or PER_ROLES & each.roles)
    ]


def fits(quantity: Quantity, figure: Figure) -> bool:
    """Whether the value, as precisely or roughly as the text gives it, is the figure's."""
    value, step = quantity.value, quantity.step
    if quantity.unit == "months" and figure.unit == "days":
        value, step = value * DAYS_A_MONTH, step * DAYS_A_MONTH
    return value_fits(quantity, value, step, abs(figure.number))


def value_fits(quantity: Quantity, value: Decimal, step: Decimal, true: Decimal) -> bool:
    off = true - value
    if not quantity.rounding:
        return abs(off) <= shown_to(quantity, step, true)
    wide = max(step, quantity.grain or granularity(value))
    if (quantity.unit == "dollars" or value >= 100) and value.normalize().as_tuple().digits[-1] == 5:
        wide *= 5  # "about $1.15 million" is rounded to fifty thousands
    match quantity.rounding:
        case "over":
            limit = min(wide, value * CLOSE_SHARE) if quantity.close else wide
            return 0 < off < limit or (off > 0 and off <= step / 2)
        case "under" if quantity.unit in {"percent", "percentage points"} and value <= 1:
            return 0 < true < value  # "less than one percent"
        case "under":
            limit = min(wide, value * NEARLY_SHARE if quantity.close else value / 2)
            return 0 < -off < limit or (off < 0 and -off <= step / 2)
        case "about":
            return abs(off) <= max(about_step(quantity, step, true), min(wide / 2, true * ABOUT_SHARE))
        case _:  # within
            return true <= value and (value <= WITHIN_LIMITS.get(quantity.unit, value) or true >= value / 2)


def about_step(quantity: Quantity, step: Decimal, true: Decimal) -> Decimal:
    """Half of the last place shown; "$1 million" is still not about $897,500."""
    return min(step / 2, true * ABOUT_SHARE) if quantity.unit == "dollars" else step / 2


def shown_to(quantity: Quantity, step: Decimal, true: Decimal) -> Decimal:
    """How far a number that is not called rough may be off: rounded to its last place; what is counted not at all."""
    if quantity.unit == "count" and not quantity.per:
        return Decimal(0)
    if quantity.unit == "dollars" and step > 1:
        return min(step / 2, true * PLAIN_SHARE)
    return step / 2


def granularity(value: Decimal) -> Decimal:
    """The place to which a number seems rounded: 10,000 for 1,250,000."""
    if not value:
        return Decimal(0)
    digits = value.normalize().as_tuple()
    return Decimal(1).scaleb(int(digits.exponent))
