"""Which ZIP code's figures a market has, where it is another one's."""

from django.db import migrations, models

from campaigns.migrations._operations import AddColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0028_mortgage_rate_source")]

    operations = [
        AddColumn(
            model_name="localmarketdata",
            name="figures_zip_code",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The ZIP code that the figures are of, where that is another one.",
                max_length=5,
                verbose_name="figures of",
            ),
        ),
    ]
