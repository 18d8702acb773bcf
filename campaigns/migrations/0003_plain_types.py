"""ENUM becomes VARCHAR. A table that 0001 made needs nothing."""

from django.db import migrations

from campaigns.migrations._operations import PlainTypes


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_refuse_what_is_unknown")]

    operations = [PlainTypes()]
