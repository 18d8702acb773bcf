"""A home's value, by cycle."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0013_source_lease")]

    operations = [
        CreateTable(
            name="PropertyData",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="property_history",
                        to="campaigns.campaign",
                    ),
                ),
                ("cycle", models.PositiveIntegerField()),
                ("formatted_address", models.CharField(blank=True, max_length=255)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("current_value", models.PositiveBigIntegerField(blank=True, null=True)),
                ("value_low", models.PositiveBigIntegerField(blank=True, null=True)),
                ("value_high", models.PositiveBigIntegerField(blank=True, null=True)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("previous_value", models.PositiveBigIntegerField(blank=True, null=True)),
                ("previous_as_of", models.DateField(blank=True, null=True)),
                ("purchase_price", models.PositiveBigIntegerField(blank=True, null=True)),
                ("purchase_date", models.DateField(blank=True, null=True)),
                ("bedrooms", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("bathrooms", models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ("square_feet", models.PositiveIntegerField(blank=True, null=True)),
                ("year_built", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("comparables_count", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Why there is no value, where there is none.", max_length=300
                    ),
                ),
                ("fetched_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "property data",
                "constraints": [models.UniqueConstraint(fields=("campaign", "cycle"), name="property_data_once")],
            },
        ),
    ]
