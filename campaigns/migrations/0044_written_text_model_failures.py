"""How often the model itself failed over a text; such a text is asked for once more only."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0043_written_text_judged_by")]

    operations = [
        AddColumn(
            model_name="writtentext",
            name="model_failures",
            field=models.PositiveIntegerField(
                default=0, help_text="Those of them in which the model took too long or failed over this text."
            ),
        ),
    ]
