"""The e-mails."""

from django.conf import settings
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models

import campaigns.models.constraints
from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0017_step_failure"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        CreateTable(
            name="Email",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="emails", to="campaigns.campaign"
                    ),
                ),
                ("period", models.DateField()),
                ("cycle", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "delivery_status",
                    models.CharField(
                        choices=[
                            ("READY_TO_SEND", "Ready to send"),
                            ("SENDING", "Sending"),
                            ("FAILED", "Failed"),
                            ("EXPIRED", "Expired"),
                            ("SENT", "Sent"),
                            ("DELIVERED", "Delivered"),
                            ("OPENED", "Opened"),
                            ("UNSUBSCRIBED", "Unsubscribed"),
                            ("BOUNCED", "Bounced"),
                            ("SPAM_COMPLAINT", "Spam complaint"),
                        ],
                        default="READY_TO_SEND",
                        max_length=20,
                    ),
                ),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("sender_name", models.CharField(max_length=200)),
                ("reply_to", models.EmailField(max_length=254)),
                ("to_name", models.CharField(blank=True, max_length=201)),
                ("to_email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=255)),
                ("text_body", models.TextField()),
                ("html_body", models.TextField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handover", models.PositiveIntegerField(default=0)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("message_id", models.CharField(blank=True, db_index=True, max_length=200)),
                ("error", models.CharField(blank=True, max_length=1000)),
            ],
            options={
                "verbose_name": "e-mail",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["delivery_status", "claimed_at"], name="email_claimed")],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "period"), name="email_once_per_period"),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            campaigns.models.constraints.ExactBytes(models.F("delivery_status")),
                            [
                                "READY_TO_SEND",
                                "SENDING",
                                "FAILED",
                                "EXPIRED",
                                "SENT",
                                "DELIVERED",
                                "OPENED",
                                "UNSUBSCRIBED",
                                "BOUNCED",
                                "SPAM_COMPLAINT",
                            ],
                        ),
                        name="campaigns_email_delivery_status_known",
                    ),
                ],
            },
        ),
    ]
