"""What a source last said of one home."""

from typing import Any

from django.db import models

from campaigns.models.lease import Lease


class HomeLookup(Lease):
    """A home as one source knows it, paid for once for all campaigns and cycles that ask within a freshness period.

    The key is the address as it was typed, made comparable. Each cycle copies what it uses into its own PropertyData,
    which stays; this row is written anew when the source is asked again. `fetched_at` None: it never answered so far.
    """

    provider = models.CharField(max_length=20)
    zip_code = models.CharField("ZIP code", max_length=5)
    address_key = models.CharField("address", max_length=255)
    fetched_at = models.DateTimeField(null=True)
    is_known = models.BooleanField(default=False)
    canonical_address = models.CharField(
        max_length=255, blank=True, default="", help_text="The address as the source writes it."
    )
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    home: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True, default="", help_text="Why there is no value.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "zip_code", "address_key"], name="home_lookup_once")]

    def __str__(self) -> str:
        return f"{self.canonical_address or self.address_key} by {self.provider}"
