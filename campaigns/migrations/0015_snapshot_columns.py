"""Which snapshots a cycle read."""

import django.db.models.deletion
from django.db import migrations, models

from campaigns.migrations._operations import AddColumns


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0014_property_data")]

    operations = [
        AddColumns(
            [
                (
                    "property_data",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.propertydata",
                    ),
                ),
                (
                    "active_listings",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.activelistings",
                    ),
                ),
                (
                    "recent_sales",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.recentsales",
                    ),
                ),
                (
                    "local_market_data",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.localmarketdata",
                    ),
                ),
                (
                    "mortgage_rate",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.mortgagerate",
                    ),
                ),
            ]
        ),
    ]
