"""How often the work of one message failed that is no campaign's step."""

from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0045_issue_intro")]

    operations = [
        CreateTable(
            name="MessageFailure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("queue", models.CharField(max_length=50)),
                (
                    "message_id",
                    models.CharField(
                        help_text="The queue service's name for the message.", max_length=100, unique=True
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, help_text="Failures counted so far.")),
                (
                    "waits",
                    models.PositiveIntegerField(default=0, help_text="Times something was not ready yet; no failures."),
                ),
                ("first_failed_at", models.DateTimeField()),
                ("last_failed_at", models.DateTimeField()),
                ("error", models.CharField(max_length=1000)),
            ],
            options={
                "ordering": ["-last_failed_at"],
                "indexes": [models.Index(fields=["last_failed_at"], name="message_failure_last")],
            },
        ),
    ]
