"""Who works on a step just now, where its source is paid for."""

import django.db.models.deletion
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0025_delivery_news")]

    operations = [
        CreateTable(
            name="StepLease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("property", "Property data"),
                            ("listings", "Active listings"),
                            ("sales", "Recent sales"),
                            ("local_market", "Local market data"),
                            ("intro", "Introduction"),
                            ("home_report", "Home report"),
                            ("email_creation", "E-mail creation"),
                            ("email_sending", "E-mail sending"),
                        ],
                        max_length=20,
                    ),
                ),
                ("token", models.UUIDField()),
                ("leased_until", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("campaign", "cycle", "step"), name="step_lease_once")],
            },
        ),
    ]
