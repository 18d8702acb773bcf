"""Homes: one question to the source for a home and freshness period, whoever asks and however the address is typed."""

from datetime import datetime

from django.conf import settings

from campaigns import facts, plain
from campaigns.addresses import address_key
from campaigns.models import HomeLookup, payloads
from fetcher import providers
from fetcher.providers.base import PropertyLookup
from fetcher.single_flight import Question, fetch_once


def look_up(address: str, zip_code: str, now: datetime) -> PropertyLookup:
    """What PROPERTY_PROVIDER knows of a home; raises NotReadyYet while another process asks, and ProviderError."""
    key = {"provider": settings.PROPERTY_PROVIDER, "zip_code": zip_code, "address_key": home_key(address)}

    def not_older_than(limit: str) -> PropertyLookup | None:
        row = plain.first(HomeLookup, key)
        is_good = row is not None and row.fetched_at is not None and row.fetched_at > now - getattr(settings, limit)
        return _lookup(row) if row is not None and is_good else None

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


def _lookup(row: HomeLookup) -> PropertyLookup:
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
