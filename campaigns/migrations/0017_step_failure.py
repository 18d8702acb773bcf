"""What failed, how often and since when."""

import django.db.models.deletion
import django.db.models.lookups
from django.db import migrations, models

import campaigns.models.constraints
from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0016_status_change")]

    operations = [
        CreateTable(
            name="StepFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="step_failures",
                        to="campaigns.campaign",
                    ),
                ),
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
                ("attempts", models.PositiveIntegerField(default=0, help_text="Failures counted so far.")),
                (
                    "waits",
                    models.PositiveIntegerField(default=0, help_text="Times the step was not ready yet; no failures."),
                ),
                ("first_failed_at", models.DateTimeField()),
                ("last_failed_at", models.DateTimeField()),
                ("error", models.CharField(max_length=1000)),
                ("is_final", models.BooleanField(default=False, help_text="The campaign went to ERROR over this.")),
            ],
            options={
                "ordering": ["-last_failed_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "cycle", "step"), name="step_failure_once"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            campaigns.models.constraints.ExactBytes(models.F("step")),
                            [
                                "property",
                                "listings",
                                "sales",
                                "local_market",
                                "intro",
                                "home_report",
                                "email_creation",
                                "email_sending",
                            ],
                        ),
                        name="campaigns_stepfailure_step_known",
                    ),
                ],
            },
        ),
    ]
