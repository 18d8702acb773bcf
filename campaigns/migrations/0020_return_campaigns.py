"""The way back of the conversion: each converted row becomes one that the old system accepts.

A migration of its own, before the conversion, so that one may turn round after any interruption, in either direction.
"""

from django.db import migrations

from campaigns.migrations._conversion import convert_back


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("campaigns", "0019_suppressed_address")]

    operations = [migrations.RunPython(migrations.RunPython.noop, convert_back)]
