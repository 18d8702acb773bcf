"""What the calls of a month have cost, those under way included."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0041_agent_sample_sentences")]

    operations = [
        AddColumn(
            model_name="sourceusage",
            name="dollars",
            field=models.DecimalField(
                blank=True,
                decimal_places=6,
                help_text="Calls under way, and those whose end nobody saw, count with the most that they can cost.",
                max_digits=14,
                null=True,
            ),
        ),
    ]
