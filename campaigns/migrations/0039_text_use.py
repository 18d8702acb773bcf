"""Which text each cycle of a campaign uses, and why it is the offline writer's where that is not by choice."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.lookups import In

from campaigns.migrations._operations import CreateTable
from campaigns.models.constraints import ExactBytes


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0038_text_attempt")]

    operations = [
        CreateTable(
            name="TextUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("intro", "Introduction"), ("home_report", "Home report")], max_length=20
                    ),
                ),
                ("flag", models.CharField(blank=True, max_length=1000)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text_uses", to="campaigns.campaign"
                    ),
                ),
                (
                    "written_text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="uses",
                        to="campaigns.writtentext",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "cycle", "kind"), name="text_use_once"),
                    models.CheckConstraint(
                        condition=In(ExactBytes(models.F("kind")), ["intro", "home_report"]),
                        name="campaigns_textuse_kind_known",
                    ),
                ],
            },
        ),
    ]
