"""Agents, instead of bare numbers."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import campaigns.models.agent
from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_brokerage")]

    operations = [
        CreateTable(
            name="Agent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "brokerage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agents", to="campaigns.brokerage"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(default="Real estate agent", max_length=100)),
                ("email", models.EmailField(max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("licence_number", models.CharField(blank=True, max_length=50)),
                (
                    "time_zone",
                    models.CharField(
                        default="America/Los_Angeles",
                        max_length=64,
                        validators=[campaigns.models.agent.validate_time_zone],
                    ),
                ),
                (
                    "sending_weekdays",
                    models.CharField(
                        default="234",
                        help_text="1 is Monday, 7 is Sunday: 234 is Tuesday to Thursday.",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(?!.*(.).*\\1)[1-7]+$", "Digits 1 (Monday) to 7 (Sunday), each at most once."
                            )
                        ],
                    ),
                ),
                ("window_start", models.TimeField(default=datetime.time(11, 0))),
                (
                    "window_end",
                    models.TimeField(default=datetime.time(18, 0), help_text="Exclusive; 00:00 is the end of the day."),
                ),
                (
                    "observes_holidays",
                    models.BooleanField(default=True, help_text="Nothing goes on a US federal holiday."),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
    ]
