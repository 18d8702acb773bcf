"""Homes for sale, by ZIP code."""

import django.utils.timezone
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_placeholder_agents")]

    operations = [
        CreateTable(
            name="ActiveListings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zip_code", models.CharField(max_length=5, verbose_name="ZIP code")),
                ("provider", models.CharField(max_length=20)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("fetched_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("listings", models.JSONField(default=list)),
            ],
            options={
                "verbose_name_plural": "active listings",
                "indexes": [models.Index(fields=["zip_code", "provider", "fetched_at"], name="activelistings_latest")],
            },
        ),
    ]
