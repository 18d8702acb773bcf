"""The introductions of an agent's issues, that later ones must not repeat."""

import django.db.models.deletion
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0044_written_text_model_failures")]

    operations = [
        CreateTable(
            name="IssueIntro",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                ("zip_code", models.CharField(max_length=5, verbose_name="ZIP code")),
                ("period", models.DateField()),
                ("text", models.TextField()),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="campaigns.agent"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["agent", "zip_code", "period"], name="issue_intro_earlier"),
                    models.Index(fields=["period"], name="issue_intro_period"),
                ],
            },
        ),
    ]
