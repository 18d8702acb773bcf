"""Room for the citation that FRED asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0027_source_usage")]

    operations = [migrations.AlterField("mortgagerate", "source", models.CharField(max_length=200))]
