"""Looks at every row before anything is changed, and stops where a value has no place in the new schema."""

from django.db import migrations

from campaigns.migrations._refusals import refuse_what_is_unknown


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_legacy_schema")]

    operations = [migrations.RunPython(refuse_what_is_unknown, migrations.RunPython.noop)]
