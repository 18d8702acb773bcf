"""History, and outbox."""

import uuid

from django.conf import settings
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models

import campaigns.models.constraints
from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0015_snapshot_columns"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        CreateTable(
            name="StatusChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_changes",
                        to="campaigns.campaign",
                    ),
                ),
                ("cycle", models.PositiveIntegerField()),
                (
                    "from_status",
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
                        max_length=40,
                    ),
                ),
                (
                    "to_status",
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
                        max_length=40,
                    ),
                ),
                ("actor", models.CharField(max_length=40)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("next_attempt_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["published_at", "next_attempt_at", "id"], name="status_change_outbox")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            campaigns.models.constraints.ExactBytes(models.F("from_status")),
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
                        name="campaigns_statuschange_from_status_known",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.In(
                            campaigns.models.constraints.ExactBytes(models.F("to_status")),
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
                        name="campaigns_statuschange_to_status_known",
                    ),
                ],
            },
        ),
    ]
