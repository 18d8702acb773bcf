"""Whom nobody writes to."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import campaigns.models.fields
from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0018_email")]

    operations = [
        CreateTable(
            name="SuppressedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", campaigns.models.fields.AddressKeyField(max_length=254)),
                (
                    "agent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.agent",
                    ),
                ),
                ("scope", models.CharField(editable=False, max_length=20)),
                ("reason", models.CharField(max_length=200)),
                ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name_plural": "suppressed addresses",
                "constraints": [models.UniqueConstraint(fields=("email", "scope"), name="suppressed_once")],
            },
        ),
    ]
