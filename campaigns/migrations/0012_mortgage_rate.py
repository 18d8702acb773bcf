"""Mortgage rates, by week."""

import django.utils.timezone
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_local_market_data")]

    operations = [
        CreateTable(
            name="MortgageRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week_date", models.DateField()),
                ("source", models.CharField(max_length=120)),
                ("rate_30yr_pct", models.DecimalField(decimal_places=2, max_digits=5)),
                ("rate_15yr_pct", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("change_4_weeks", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("change_3_months", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("change_1_year", models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ("fetched_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-week_date"],
                "constraints": [models.UniqueConstraint(fields=("week_date", "source"), name="mortgage_rate_once")],
            },
        ),
    ]
