"""Until when a source asked to be left alone."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0046_message_failure")]

    operations = [
        AddColumn(
            model_name="sourceusage",
            name="closed_until",
            field=models.DateTimeField(help_text="The source asked to be left alone until then.", null=True),
        ),
    ]
