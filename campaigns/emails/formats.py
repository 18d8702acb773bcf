"""How money, dates and measures are written for readers. Each returns text; None where there is nothing to say."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def one_line(text: str) -> str:
    """The text on one line: a line break in a subject would begin a header of its own."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def first_word(text: str) -> str:
    return one_line(text).partition(" ")[0]


def capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text, which blank lines part; each on one line."""
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def sentence_list(items: Iterable[str]) -> str:
    """ "a", "a and b", or "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def rounded(number: Decimal, places: str) -> Decimal:
    """Rounded as people do it, half away from zero."""
    return number.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def money(dollars: int | Decimal) -> str:
    return f"${rounded(Decimal(dollars), '1'):,}"


def long_date(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def month(day: date) -> str:
    return f"{day:%B} {day.year}"


def rate(percent: Decimal) -> str:
    return f"{rounded(percent, '0.01')}%"


def counted(number: int | Decimal, singular: str, plural: str) -> str:
    """ "1 bath", "2.5 baths": without trailing zeros."""
    shown = f"{number:,}" if isinstance(number, int) else f"{number.normalize():,f}"
    return f"{shown} {singular if number == 1 else plural}"


def distance(miles: float | None) -> str | None:
    if miles is None:
        return None
    tenths = rounded(Decimal(str(miles)), "0.1")
    return f"{tenths} miles" if tenths else "less than 0.1 miles"


def percent_change(now: int | Decimal, before: int | Decimal | None) -> str | None:
    """ "Up 1.1%", "Down 0.4%" or "Unchanged"."""
    if not before:
        return None
    percent = (Decimal(now) - before) / before * 100
    if not percent:
        return "Unchanged"
    shown = rounded(abs(percent), "0.1")
    return f"{'Up' if percent > 0 else 'Down'} {f'{shown}%' if shown else 'less than 0.1%'}"


def point_change(points: Decimal) -> str:
    """A change in percentage points: "Up 0.33", "Down 0.10" or "Unchanged"."""
    shown = rounded(abs(points), "0.01")
    if not shown:
        return "Unchanged"
    return f"{'Up' if points > 0 else 'Down'} {shown}"


def size_facts(bedrooms: int | None, bathrooms: Decimal | None, square_feet: int | None) -> list[str]:
    """ "3 beds", "2.5 baths", "1,840 sq ft", as far as known."""
    facts = []
    if bedrooms is not None:
        facts.append(counted(bedrooms, "bed", "beds") if bedrooms else "Studio")
    if bathrooms:
        facts.append(counted(bathrooms, "bath", "baths"))
    if square_feet:
        facts.append(f"{square_feet:,} sq ft")
    return facts
