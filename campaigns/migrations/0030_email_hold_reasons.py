"""Why an e-mail waits for approval, where its campaign does not ask for one."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0029_market_figures_zip_code")]

    operations = [
        AddColumn(
            model_name="email",
            name="hold_reasons",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Why a person has to approve it although its campaign does not require that.",
            ),
        ),
    ]
