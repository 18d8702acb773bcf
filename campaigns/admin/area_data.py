"""Snapshots of what a source said, and who fetches just now: all read-only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.admin.base import ReadOnlyAdmin
from campaigns.admin.columns import CampaignColumn
from campaigns.models import ActiveListings, RecentSales


class PropertyDataAdmin(CampaignColumn, ReadOnlyAdmin):
    list_display = ["id", "campaign_column", "cycle", "formatted_address", "current_value", "as_of", "source", "note"]
    search_fields = ["campaign_id__exact", "formatted_address"]
    search_help_text = "Number of the campaign, or the address."


class AreaSnapshotAdmin(ReadOnlyAdmin):
    list_display = ["id", "zip_code", "provider", "source", "as_of", "fetched_at"]
    list_filter = ["provider"]
    search_fields = ["^zip_code"]
    search_help_text = "ZIP code."


class ActiveListingsAdmin(AreaSnapshotAdmin):
    deferred = ("listings",)
    fields = ["zip_code", "provider", "source", "as_of", "fetched_at", "homes"]
    readonly_fields = ["homes"]

    @admin.display(description="Homes for sale")
    def homes(self, snapshot: ActiveListings) -> SafeString:
        found = snapshot.as_facts().listings
        return _table("Asking price", ((home.formatted_address, home.list_price, home.listed_date) for home in found))


class RecentSalesAdmin(AreaSnapshotAdmin):
    deferred = ("sales",)
    fields = ["zip_code", "provider", "source", "as_of", "fetched_at", "homes"]
    readonly_fields = ["homes"]

    @admin.display(description="Homes sold")
    def homes(self, snapshot: RecentSales) -> SafeString:
        found = snapshot.as_facts()
        sales = found.sales if found else ()
        return _table("Sale price", ((home.formatted_address, home.sale_price, home.sale_date) for home in sales))


class LocalMarketDataAdmin(AreaSnapshotAdmin):
    list_display = [*AreaSnapshotAdmin.list_display, "figures_zip_code", "price_kind", "median_price", "sales_count"]


class MortgageRateAdmin(ReadOnlyAdmin):
    list_display = ["week_date", "rate_30yr_pct", "rate_15yr_pct", "source", "fetched_at"]
    ordering = ["-week_date"]
    sortable_by = ["week_date"]


class HomeLookupAdmin(ReadOnlyAdmin):
    list_display = ["id", "address_key", "zip_code", "provider", "is_known", "canonical_address", "fetched_at", "note"]
    list_filter = ["provider", "is_known"]
    search_fields = ["^address_key", "canonical_address"]
    search_help_text = "The beginning of the address, or words of it as the source writes it."


class SourceLeaseAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "provider", "zip_code", "leased_until", "failing_since"]
    list_filter = ["kind", "provider"]
    search_fields = ["^zip_code"]


class SourceUsageAdmin(ReadOnlyAdmin):
    list_display = ["source", "month", "calls", "dollars", "next_call_at", "closed_until"]
    list_filter = ["source"]
    ordering = ["-month", "source"]


def _table(price: str, homes: Iterable[tuple[str, int, date | None]]) -> SafeString:
    rows: list[tuple[Any, ...]] = [(address, f"${amount:,}", day or "–") for address, amount, day in homes]
    if not rows:
        return format_html("none")
    body = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    head = format_html("<thead><tr><th>Address</th><th>{}</th><th>Date</th></tr></thead>", price)
    return format_html("<table>{}<tbody>{}</tbody></table>", head, body)
