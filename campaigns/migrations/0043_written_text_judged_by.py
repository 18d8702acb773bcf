"""By which guards, and under which limits, a text was judged."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0042_source_usage_dollars")]

    operations = [
        AddColumn(
            model_name="writtentext",
            name="judged_by",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
    ]
