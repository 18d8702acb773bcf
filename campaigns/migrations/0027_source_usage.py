"""How often each paid source was asked, and when it may be asked next."""

from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0026_step_lease")]

    operations = [
        CreateTable(
            name="SourceUsage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("month", models.DateField()),
                ("calls", models.PositiveIntegerField(default=0)),
                ("next_call_at", models.DateTimeField()),
                (
                    "warned_at",
                    models.DateTimeField(help_text="When a log line last said that the budget is used up.", null=True),
                ),
            ],
            options={
                "verbose_name_plural": "source usage",
                "ordering": ["-month", "source"],
                "constraints": [models.UniqueConstraint(fields=("source", "month"), name="source_usage_once")],
            },
        ),
    ]
