"""The texts with which the guards are measured: JSON beside this module, read into frozen records."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from campaigns.facts import LocalMarketData, MortgageRate, PropertyData

FOLDER = Path(__file__).parent / "corpus"

Kind = Literal["intro", "home_report"]
Fact = TypeVar("Fact", LocalMarketData, MortgageRate, PropertyData)
Row = Mapping[str, Any]

DATES = frozenset({"as_of", "week_date", "previous_as_of", "purchase_date"})
DECIMALS = frozenset(
    {
        "median_price_per_sqft",
        "median_price_per_sqft_3_months_ago",
        "rate_30yr_pct",
        "rate_15yr_pct",
        "change_4_weeks",
        "change_3_months",
        "change_1_year",
        "bathrooms",
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Named sets of facts, which the records of the corpus refer to."""

    markets: Mapping[str, LocalMarketData]
    rates: Mapping[str, MortgageRate]
    homes: Mapping[str, PropertyData]


@dataclass(frozen=True, slots=True)
class CorpusText:
    """A text and the facts it was written on: an intro has a market or a rate or both, a home report its home."""

    id: str
    kind: Kind
    text: str
    market: LocalMarketData | None = None
    rate: MortgageRate | None = None
    home: PropertyData | None = None


@dataclass(frozen=True, slots=True)
class FaultyText(CorpusText):
    """A text with one known fault; `found` is the faulty passage, word for word."""

    fault: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text without facts; `fault` names what is wrong with it, "" where nothing is."""

    id: str
    text: str
    fault: str = ""


@cache
def load_facts() -> Facts:
    """Raises TypeError where a set lacks a field or has one too many."""
    raw = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
    return Facts(
        markets=MappingProxyType({key: _fact(LocalMarketData, row) for key, row in raw["markets"].items()}),
        rates=MappingProxyType({key: _fact(MortgageRate, row) for key, row in raw["rates"].items()}),
        homes=MappingProxyType({key: _fact(PropertyData, row) for key, row in raw["homes"].items()}),
    )


def correct_texts() -> tuple[CorpusText, ...]:
    """The texts in which every figure is true by the facts or follows from them."""
    return tuple(CorpusText(**_common(row)) for row in _rows("correct.jsonl"))


def faulty_texts() -> tuple[FaultyText, ...]:
    """The texts with a known fault; none while their file is missing."""
    return tuple(FaultyText(**_common(row), fault=row["fault"], found=row["found"]) for row in _rows("faulty.jsonl"))


def wording_sentences() -> tuple[LabelledText, ...]:
    """Sentences for the wording guard, allowed and forbidden; none while their file is missing."""
    return _labelled("wording.jsonl")


def form_texts() -> tuple[LabelledText, ...]:
    """Texts for the form guard, well and badly formed; none while their file is missing."""
    return _labelled("form.jsonl")


def _labelled(name: str) -> tuple[LabelledText, ...]:
    return tuple(LabelledText(row["id"], row["text"], row.get("fault") or "") for row in _rows(name))


def _rows(name: str) -> list[Row]:
    path = FOLDER / name
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _common(row: Row) -> dict[str, Any]:
    """What all records share; raises KeyError for a key that facts.json does not have."""
    facts = load_facts()
    return {
        "id": row["id"],
        "kind": row["kind"],
        "text": row["text"],
        "market": facts.markets[row["market"]] if row["market"] else None,
        "rate": facts.rates[row["rate"]] if row["rate"] else None,
        "home": facts.homes[row["home"]] if row["home"] else None,
    }


def _fact(of: type[Fact], row: Row) -> Fact:
    missing = {field.name for field in fields(of)} - set(row)
    if missing:
        raise TypeError(f"facts.json: {of.__name__} lacks {sorted(missing)}")
    return of(**{name: _value(name, value) for name, value in row.items()})


def _value(name: str, value: Any) -> Any:
    read: Callable[[str], Any] | None = date.fromisoformat if name in DATES else Decimal if name in DECIMALS else None
    return value if value is None or read is None else read(value)
