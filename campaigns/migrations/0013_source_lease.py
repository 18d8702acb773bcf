"""Who fetches a source just now."""

from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0012_mortgage_rate")]

    operations = [
        CreateTable(
            name="SourceLease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("provider", models.CharField(max_length=20)),
                ("zip_code", models.CharField(max_length=5)),
                ("leased_until", models.DateTimeField()),
                ("token", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "provider", "zip_code"), name="source_lease_once")
                ],
            },
        ),
    ]
