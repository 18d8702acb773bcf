"""Facts to and from database columns and JSON."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from campaigns import facts

T = TypeVar("T")


def copy_fields(source: object, kind: type[T]) -> T:
    """A `kind` made of the attributes of the same names."""
    return kind(**{field.name: getattr(source, field.name) for field in dataclasses.fields(kind)})  # type: ignore[arg-type]


def dump(value: object) -> dict[str, Any]:
    """A facts dataclass as JSON: dates in ISO 8601, decimals as text, so that nothing is rounded on the way."""
    return {name: _plain(item) for name, item in dataclasses.asdict(value).items()}  # type: ignore[call-overload]


def load(kind: type[T], row: Mapping[str, Any]) -> T:
    """The dataclass that `dump` wrote; keys that this version does not know are left out."""
    kinds = _kinds(kind)  # type: ignore[arg-type]  # a class can be hashed
    return kind(**{name: _typed(kinds[name], value) for name, value in row.items() if name in kinds})


@cache
def _kinds(kind: type) -> dict[str, Any]:
    """What each field holds where it is not None; worked out once, since an e-mail loads hundreds of homes."""
    hints = get_type_hints(kind)
    return {field.name: _without_none(hints[field.name]) for field in dataclasses.fields(kind)}


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint is Decimal:
        return Decimal(value)
    if hint is date:
        return date.fromisoformat(value)
    return facts.Coordinates(**value) if hint is facts.Coordinates else value
