"""Snapshots of what a source said of a home, a ZIP code, a week. A row is never changed once it is written."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.utils import timezone

from campaigns import facts
from campaigns.models import payloads
from campaigns.models.campaign import Campaign
from campaigns.models.lease import Lease


class PropertyData(models.Model):
    """What a campaign's home was worth in one cycle."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="property_history")
    cycle = models.PositiveIntegerField()
    formatted_address = models.CharField(max_length=255, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    current_value = models.PositiveBigIntegerField(null=True, blank=True)
    value_low = models.PositiveBigIntegerField(null=True, blank=True)
    value_high = models.PositiveBigIntegerField(null=True, blank=True)
    as_of = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    previous_value = models.PositiveBigIntegerField(null=True, blank=True)
    previous_as_of = models.DateField(null=True, blank=True)
    purchase_price = models.PositiveBigIntegerField(null=True, blank=True)
    purchase_date = models.DateField(null=True, blank=True)
    bedrooms = models.PositiveSmallIntegerField(null=True, blank=True)
    bathrooms = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    square_feet = models.PositiveIntegerField(null=True, blank=True)
    year_built = models.PositiveSmallIntegerField(null=True, blank=True)
    comparables_count = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="Why there is no value, where there is none.")
    fetched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "property data"
        constraints = [models.UniqueConstraint(fields=["campaign", "cycle"], name="property_data_once")]

    def __str__(self) -> str:
        return f"{self.formatted_address or 'no address'} (cycle {self.cycle})"

    def as_facts(self) -> facts.PropertyData:
        return payloads.copy_fields(self, facts.PropertyData)

    @property
    def coordinates(self) -> facts.Coordinates | None:
        if self.latitude is None or self.longitude is None:
            return None
        return facts.Coordinates(self.latitude, self.longitude)


class AreaSnapshot(models.Model):
    """What one source said of one ZIP code; campaigns pin the row they read."""

    zip_code = models.CharField("ZIP code", max_length=5)
    provider = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)
    as_of = models.DateField(null=True, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["zip_code", "provider", "fetched_at"], name="%(class)s_latest")]

    def __str__(self) -> str:
        return f"{self.zip_code}, {self.source or 'no source'}, as of {self.as_of or 'no date'}"


class ActiveListings(AreaSnapshot):
    listings: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)

    class Meta(AreaSnapshot.Meta):
        verbose_name_plural = "active listings"

    def as_facts(self) -> facts.ActiveListings:
        listings = tuple(payloads.load(facts.ActiveListing, row) for row in self.listings)
        return facts.ActiveListings(self.zip_code, self.as_of, self.source, listings)


class RecentSales(AreaSnapshot):
    sales: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(default=list)

    class Meta(AreaSnapshot.Meta):
        verbose_name_plural = "recent sales"

    def as_facts(self) -> facts.RecentSales | None:
        """None where the source gave no date, and so nothing that an e-mail may show."""
        if self.as_of is None:
            return None
        sales = tuple(payloads.load(facts.RecentSale, row) for row in self.sales)
        return facts.RecentSales(self.zip_code, self.as_of, self.source, sales)


class LocalMarketData(AreaSnapshot):
    """`price_kind` is empty where the source holds nothing for the ZIP code, nor for those near it."""

    figures_zip_code = models.CharField(
        "figures of",
        max_length=5,
        blank=True,
        default="",
        help_text="The ZIP code that the figures are of, where that is another one.",
    )
    price_kind = models.CharField(max_length=10, blank=True, choices=[("sale", "Sale"), ("asking", "Asking")])
    median_price = models.PositiveBigIntegerField(null=True, blank=True)
    median_price_3_months_ago = models.PositiveBigIntegerField(null=True, blank=True)
    median_price_per_sqft = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    median_price_per_sqft_3_months_ago = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    average_days_on_market = models.PositiveIntegerField(null=True, blank=True)
    average_days_on_market_3_months_ago = models.PositiveIntegerField(null=True, blank=True)
    total_listings = models.PositiveIntegerField(null=True, blank=True)
    total_listings_3_months_ago = models.PositiveIntegerField(null=True, blank=True)
    sales_count = models.PositiveIntegerField(null=True, blank=True)

    class Meta(AreaSnapshot.Meta):
        verbose_name_plural = "local market data"

    def as_facts(self) -> facts.LocalMarketData | None:
        """The figures under the ZIP code that they are of; None where there are none."""
        if not self.price_kind or not self.as_of:
            return None
        found = payloads.copy_fields(self, facts.LocalMarketData)
        return replace(found, zip_code=self.figures_zip_code or self.zip_code)


class MortgageRate(models.Model):
    """One week's national average rates in percent a year, as one source gave them."""

    week_date = models.DateField()
    source = models.CharField(max_length=200)
    rate_30yr_pct = models.DecimalField(max_digits=5, decimal_places=2)
    rate_15yr_pct = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    change_4_weeks = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    change_3_months = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    change_1_year = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-week_date"]
        constraints = [models.UniqueConstraint(fields=["week_date", "source"], name="mortgage_rate_once")]

    def __str__(self) -> str:
        return f"{self.week_date}: {self.rate_30yr_pct} %"

    def as_facts(self) -> facts.MortgageRate:
        return payloads.copy_fields(self, facts.MortgageRate)


class SourceLease(Lease):
    """Who fetches one source for one ZIP code just now, and until when nobody else does: single flight."""

    kind = models.CharField(max_length=20)
    provider = models.CharField(max_length=20)
    zip_code = models.CharField(max_length=5)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "provider", "zip_code"], name="source_lease_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.zip_code} by {self.provider}"
