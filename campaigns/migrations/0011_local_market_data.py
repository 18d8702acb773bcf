"""The market of a ZIP code."""

import django.utils.timezone
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_recent_sales")]

    operations = [
        CreateTable(
            name="LocalMarketData",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zip_code", models.CharField(max_length=5, verbose_name="ZIP code")),
                ("provider", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("fetched_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "price_kind",
                    models.CharField(blank=True, choices=[("sale", "Sale"), ("asking", "Asking")], max_length=10),
                ),
                ("median_price", models.PositiveBigIntegerField(blank=True, null=True)),
                ("median_price_3_months_ago", models.PositiveBigIntegerField(blank=True, null=True)),
                ("median_price_per_sqft", models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True)),
                (
                    "median_price_per_sqft_3_months_ago",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True),
                ),
                ("average_days_on_market", models.PositiveIntegerField(blank=True, null=True)),
                ("average_days_on_market_3_months_ago", models.PositiveIntegerField(blank=True, null=True)),
                ("total_listings", models.PositiveIntegerField(blank=True, null=True)),
                ("total_listings_3_months_ago", models.PositiveIntegerField(blank=True, null=True)),
                ("sales_count", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "local market data",
                "indexes": [models.Index(fields=["zip_code", "provider", "fetched_at"], name="localmarketdata_latest")],
            },
        ),
    ]
