"""Homes as a source knows them, each paid for once in a freshness period."""

from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0031_source_lease_failing_since")]

    operations = [
        CreateTable(
            name="HomeLookup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("leased_until", models.DateTimeField()),
                ("token", models.UUIDField(null=True)),
                ("failing_since", models.DateTimeField(null=True)),
                ("provider", models.CharField(max_length=20)),
                ("zip_code", models.CharField(max_length=5, verbose_name="ZIP code")),
                ("address_key", models.CharField(max_length=255, verbose_name="address")),
                ("fetched_at", models.DateTimeField(null=True)),
                ("is_known", models.BooleanField(default=False)),
                (
                    "canonical_address",
                    models.CharField(
                        blank=True, default="", help_text="The address as the source writes it.", max_length=255
                    ),
                ),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("home", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, default="", help_text="Why there is no value.", max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "zip_code", "address_key"), name="home_lookup_once")
                ],
            },
        ),
    ]
