"""What the mail service told of each e-mail."""

import django.db.models.deletion
from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0024_check_constraints")]

    operations = [
        CreateTable(
            name="DeliveryNews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "email",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="news", to="campaigns.email"
                    ),
                ),
                ("event_type", models.CharField(max_length=30)),
                ("occurred_at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name_plural": "delivery news",
                "ordering": ["-occurred_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("email", "event_type", "occurred_at"), name="delivery_news_once")
                ],
            },
        ),
    ]
