"""Campaigns belong to agents, and read snapshots."""

import django.db.models.deletion
from django.db import migrations, models

from campaigns.migrations._operations import AddForeignKeys


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0022_indexes")]

    operations = [
        AddForeignKeys(
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="campaigns", to="campaigns.agent"
            )
        ),
    ]
