"""Every column as the models have it, and the check constraints: the one pause for writers."""

import django.core.validators
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models

import campaigns.models.constraints
import campaigns.models.fields
from campaigns.migrations._operations import Settle


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0023_foreign_keys")]

    operations = [
        migrations.AlterModelOptions(
            "campaign",
            {
                "permissions": [
                    ("override_status", "Can override the status of a campaign"),
                    ("approve_email", "Can approve an e-mail that waits for it"),
                ]
            },
        ),
        Settle(
            [
                ("first_name", models.CharField(max_length=100)),
                ("last_name", models.CharField(blank=True, max_length=100)),
                ("email", campaigns.models.fields.AddressKeyField(db_index=True, max_length=254)),
                (
                    "formatted_address",
                    models.CharField(
                        blank=True,
                        help_text="Street, city, state and ZIP code; empty for a no-address newsletter.",
                        max_length=255,
                    ),
                ),
                (
                    "zip_code",
                    models.CharField(
                        max_length=5,
                        validators=[django.core.validators.RegexValidator("^\\d{5}$", "A ZIP code has five digits.")],
                        verbose_name="ZIP code",
                    ),
                ),
                (
                    "no_address_newsletter",
                    models.BooleanField(
                        default=False, help_text="Only the ZIP code is known: no home value and no home report."
                    ),
                ),
                (
                    "campaign_status",
                    models.CharField(
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
                        default="DORMANT",
                        editable=False,
                        max_length=40,
                    ),
                ),
                (
                    "property_status",
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
                (
                    "active_listing_status",
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
                (
                    "recent_sale_status",
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
                (
                    "local_market_data_status",
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
                (
                    "intro_status",
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
                ("intro", models.TextField(blank=True, default="", editable=False)),
                ("home_report_analysis", models.TextField(blank=True, default="", editable=False)),
                ("next_send_datetime", models.DateTimeField(editable=False, null=True)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            [
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("campaign_status")),
                        [
                            "DORMANT",
                            "WAITING_FOR_DATA",
                            "WAITING_FOR_HOME_ANALYSIS",
                            "READY_TO_CREATE_EMAIL",
                            "WAITING_FOR_MANUAL_APPROVAL",
                            "READY_TO_SEND_EMAIL",
                            "UNSUBSCRIBED",
                            "ERROR",
                        ],
                    ),
                    name="campaigns_campaign_campaign_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("error_from_status")),
                        [
                            "DORMANT",
                            "WAITING_FOR_DATA",
                            "WAITING_FOR_HOME_ANALYSIS",
                            "READY_TO_CREATE_EMAIL",
                            "WAITING_FOR_MANUAL_APPROVAL",
                            "READY_TO_SEND_EMAIL",
                            "UNSUBSCRIBED",
                            "ERROR",
                            "",
                        ],
                    ),
                    name="campaigns_campaign_error_from_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("property_status")),
                        ["DORMANT", "WAITING_FOR_DATA", "READY", "ERROR"],
                    ),
                    name="campaigns_campaign_property_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("active_listing_status")),
                        ["DORMANT", "WAITING_FOR_DATA", "READY", "ERROR"],
                    ),
                    name="campaigns_campaign_active_listing_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("recent_sale_status")),
                        ["DORMANT", "WAITING_FOR_DATA", "READY", "ERROR"],
                    ),
                    name="campaigns_campaign_recent_sale_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("local_market_data_status")),
                        ["DORMANT", "WAITING_FOR_DATA", "READY", "ERROR"],
                    ),
                    name="campaigns_campaign_local_market_data_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("intro_status")),
                        ["DORMANT", "WAITING_FOR_DATA", "READY", "ERROR"],
                    ),
                    name="campaigns_campaign_intro_status_known",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.In(
                        campaigns.models.constraints.ExactBytes(models.F("home_report_analysis_status")),
                        ["DORMANT", "WAITING_FOR_DATA", "READY", "ERROR"],
                    ),
                    name="campaigns_campaign_home_report_analysis_status_known",
                ),
            ],
        ),
    ]
