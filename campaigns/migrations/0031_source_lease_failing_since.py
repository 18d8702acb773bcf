"""Since when a source has not answered."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0030_email_hold_reasons")]

    operations = [
        AddColumn(model_name="sourcelease", name="failing_since", field=models.DateTimeField(null=True)),
    ]
