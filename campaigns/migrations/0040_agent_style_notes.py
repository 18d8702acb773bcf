"""How an agent writes."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0039_text_use")]

    operations = [
        AddColumn(
            model_name="agent",
            name="style_notes",
            field=models.CharField(
                blank=True,
                default="",
                help_text="How this agent writes, for the writer of introductions: warm, brief, no jargon …",
                max_length=1000,
            ),
        ),
    ]
