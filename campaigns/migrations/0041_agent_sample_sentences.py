"""Sentences as an agent writes them."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0040_agent_style_notes")]

    operations = [
        AddColumn(
            model_name="agent",
            name="sample_sentences",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A few sentences as this agent writes them; their manner is taken, never what they say.",
                max_length=2000,
            ),
        ),
    ]
