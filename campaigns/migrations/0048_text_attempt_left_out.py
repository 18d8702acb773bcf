"""What a text by a model goes out without."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0047_source_usage_closed_until")]

    operations = [
        AddColumn(
            model_name="textattempt",
            name="left_out",
            field=models.TextField(
                blank=True, default="", help_text="What was left out of the text before it went out, and why."
            ),
        ),
    ]
