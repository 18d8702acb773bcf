"""What the machine changed of a campaign by itself, for staff to see."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.lookups import In

from campaigns.migrations._operations import CreateTable
from campaigns.models.constraints import ExactBytes


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0032_home_lookup"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTable(
            name="CampaignNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("ADDRESS_UNKNOWN", "Address unknown: now a no-address newsletter")], max_length=40
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("occurred_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="campaigns.campaign"
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["seen_at", "campaign"], name="notice_unseen")],
                "constraints": [
                    models.CheckConstraint(
                        condition=In(ExactBytes(models.F("kind")), ["ADDRESS_UNKNOWN"]),
                        name="campaigns_campaignnotice_kind_known",
                    ),
                ],
            },
        ),
    ]
