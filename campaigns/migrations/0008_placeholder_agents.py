"""An agent for each number; what the law wants is empty, so that nothing is sent before a person fills it in."""

from django.db import migrations

from campaigns.migrations._agents import make_placeholder_agents


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_agent")]

    operations = [migrations.RunPython(make_placeholder_agents, migrations.RunPython.noop)]
