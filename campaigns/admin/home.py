"""A campaign's home on its page: its address as the source writes it, and its value cycle by cycle."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.admin.base import NEWEST
from campaigns.models import Campaign, PropertyData


class HomeColumns:
    @admin.display(description="Address as the source writes it", empty_value="not known yet")
    def source_address(self, campaign: Campaign) -> str | None:
        newest = campaign.property_history.exclude(formatted_address="").order_by("-cycle").first()
        return newest.formatted_address if newest else None

    @admin.display(description="Values", empty_value="none yet")
    def home_values(self, campaign: Campaign) -> SafeString | None:
        rows = campaign.property_history.order_by("-cycle")[:NEWEST]
        lines = [(row.cycle, row.as_of or "–", _value(row), row.source or row.note) for row in rows]
        if not lines:
            return None
        body = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", lines)
        head = "<thead><tr><th>Cycle</th><th>As of</th><th>Value</th><th>Source</th></tr></thead>"
        return format_html("<table>{}<tbody>{}</tbody></table>", SafeString(head), body)


def _value(row: PropertyData) -> str:
    return f"${row.current_value:,}" if row.current_value is not None else "none"
