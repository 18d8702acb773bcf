"""Homes: one question to the source for a home and freshness period, whoever asks and however the address is typed."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings

from campaigns import facts, plain
from campaigns.addresses import address_key
from campaigns.models import HomeLookup, payloads
from fetcher import providers
from fetcher.providers.base import PropertyLookup
from fetcher.single_flight import Question, fetch_once


class Answer(NamedTuple):
    """What a source last said of a home; `fetched_at` None where it has not answered yet."""

    fetched_at: datetime | None
    is_known: bool
    canonical_address: str
    latitude: float | None
    longitude: float | None
    home: dict[str, Any]
    note: str


def look_up(address: str, zip_code: str, now: datetime) -> PropertyLookup:
    """What PROPERTY_PROVIDER knows of a home; raises NotReadyYet while another process asks, and ProviderError."""
    key = {"provider": settings.PROPERTY_PROVIDER, "zip_code": zip_code, "address_key": home_key(address)}

    def not_older_than(limit: str) -> PropertyLookup | None:
        oldest = now - getattr(settings, limit)
        for row in (Answer(*values) for values in plain.select(HomeLookup, Answer._fields, key)):
            return _lookup(row) if row.fetched_at and row.fetched_at > oldest else None
        return None

    def ask() -> PropertyLookup:
        found = providers.property_provider().property_data(address, zip_code)
        HomeLookup.objects.filter(**key).update(fetched_at=now, **_columns(found))
        return found

    question = Question(
        f"a home in {zip_code}",
        find=lambda: not_older_than("PROPERTY_FRESH_FOR"),
        fetch=ask,
        older=lambda: not_older_than("PROPERTY_OLDEST"),
    )
    return fetch_once(HomeLookup, key, question, now)


def home_key(address: str) -> str:
    """The whole address made comparable, its city too: a ZIP code may reach into two cities with a Main St each."""
    return (address_key(address) or address)[:255]


def _columns(found: PropertyLookup) -> dict[str, object]:
    return {
        "is_known": found.is_known,
        "canonical_address": found.canonical_address[:255],
        "latitude": found.coordinates.latitude if found.coordinates else None,
        "longitude": found.coordinates.longitude if found.coordinates else None,
        "home": payloads.dump(found.facts),
        "note": found.note[:300],
    }


def _lookup(row: Answer) -> PropertyLookup:
    place = None
    if row.latitude is not None and row.longitude is not None:
        place = facts.Coordinates(row.latitude, row.longitude)
    return PropertyLookup(
        payloads.load(facts.PropertyData, row.home),
        place,
        row.note,
        row.is_known,
        row.canonical_address,
    )
