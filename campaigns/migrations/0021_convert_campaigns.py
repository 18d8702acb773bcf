"""Each row becomes one that the new machine goes on with; each batch of rows is a transaction."""

from django.db import migrations

from campaigns.migrations._conversion import convert


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("campaigns", "0020_return_campaigns")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
