"""Texts that a model was asked for, each once."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models.lookups import In

from campaigns.migrations._operations import CreateTable
from campaigns.models.constraints import ExactBytes


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0036_edit_texts_permission")]

    operations = [
        CreateTable(
            name="WrittenText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("intro", "Introduction"), ("home_report", "Home report")], max_length=20
                    ),
                ),
                ("model_id", models.CharField(max_length=255, verbose_name="model")),
                ("prompt_version", models.CharField(max_length=80)),
                ("zip_code", models.CharField(blank=True, max_length=5, verbose_name="ZIP code")),
                ("period", models.DateField(blank=True, null=True)),
                ("text", models.TextField(blank=True)),
                ("complaints", models.TextField(blank=True)),
                ("created", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "failures",
                    models.PositiveIntegerField(
                        default=0, help_text="Times that the model gave no answer, since it last did."
                    ),
                ),
                ("first_failed_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=1000)),
                ("leased_until", models.DateTimeField(default=django.utils.timezone.now)),
                ("token", models.UUIDField(blank=True, null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="campaigns.agent",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["agent", "zip_code", "kind", "period"], name="written_text_earlier")],
                "constraints": [
                    models.CheckConstraint(
                        condition=In(ExactBytes(models.F("kind")), ["intro", "home_report"]),
                        name="campaigns_writtentext_kind_known",
                    ),
                ],
            },
        ),
    ]
