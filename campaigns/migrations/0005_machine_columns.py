"""The columns that carry the machine. `status_since` NULL marks a row that is not converted yet."""

import django.core.validators
from django.db import migrations, models

from campaigns.migrations._operations import AddColumns


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0004_intro_status")]

    operations = [
        AddColumns(
            [
                ("enabled", models.BooleanField(default=True)),
                (
                    "requires_approval",
                    models.BooleanField(default=False, help_text="A person approves each e-mail before it goes."),
                ),
                ("paused_until", models.DateTimeField(blank=True, null=True)),
                (
                    "fixed_send_day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Day of the month, 1 to 28.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                    ),
                ),
                (
                    "every_n_months",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                (
                    "skipped_through",
                    models.DateField(
                        editable=False,
                        help_text="The last period that a person left out; none up to it is sent any more.",
                        null=True,
                    ),
                ),
                ("next_period", models.DateField(editable=False, null=True)),
                ("following_send_datetime", models.DateTimeField(editable=False, null=True)),
                (
                    "home_report_analysis_status",
                    models.CharField(
                        choices=[
                            ("DORMANT", "Dormant"),
                            ("WAITING_FOR_DATA", "Waiting for data"),
                            ("READY", "Ready"),
                            ("ERROR", "Error"),
                        ],
                        default="DORMANT",
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("status_since", models.DateTimeField(editable=False, null=True)),
                ("cycle", models.PositiveIntegerField(default=0, editable=False)),
                ("period", models.DateField(editable=False, null=True)),
                ("cycle_due_datetime", models.DateTimeField(editable=False, null=True)),
                ("send_due_datetime", models.DateTimeField(editable=False, null=True)),
                ("stalled_at", models.DateTimeField(editable=False, null=True)),
                ("republish_count", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "error_from_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DORMANT", "Dormant"),
                            ("WAITING_FOR_DATA", "Waiting for data"),
                            ("WAITING_FOR_HOME_ANALYSIS", "Waiting for home analysis"),
                            ("READY_TO_CREATE_EMAIL", "Ready to create e-mail"),
                            ("WAITING_FOR_MANUAL_APPROVAL", "Waiting for manual approval"),
                            ("READY_TO_SEND_EMAIL", "Ready to send e-mail"),
                            ("UNSUBSCRIBED", "Unsubscribed"),
                            ("ERROR", "Error"),
                        ],
                        default="",
                        editable=False,
                        max_length=40,
                    ),
                ),
            ]
        ),
    ]
