"""The one table of the system that dripr replaces. An existing database is adopted: docs/adopting-a-database.md."""

from django.db import migrations, models

from campaigns.migrations._operations import CreateTable


class Migration(migrations.Migration):
    initial = True

    # None: `migrate --fake campaigns 0001` would fake the dependencies too.
    dependencies = []

    operations = [
        CreateTable(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agent_id", models.BigIntegerField()),
                ("first_name", models.CharField(max_length=255, null=True)),
                ("last_name", models.CharField(max_length=255, null=True)),
                ("email", models.CharField(max_length=255, null=True)),
                ("formatted_address", models.CharField(max_length=255, null=True)),
                ("zip_code", models.CharField(max_length=10, null=True)),
                ("no_address_newsletter", models.BooleanField(default=False)),
                ("campaign_status", models.CharField(max_length=40)),
                ("property_status", models.CharField(max_length=40)),
                ("active_listing_status", models.CharField(max_length=40)),
                ("recent_sale_status", models.CharField(max_length=40)),
                ("local_market_data_status", models.CharField(max_length=40)),
                ("intro_and_home_report_analysis_status", models.CharField(max_length=40)),
                ("intro", models.TextField(null=True)),
                ("home_report_analysis", models.TextField(null=True)),
                ("next_send_datetime", models.DateTimeField(null=True)),
                ("created", models.DateTimeField(null=True)),
            ],
        ),
    ]
