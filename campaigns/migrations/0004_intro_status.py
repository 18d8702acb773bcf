"""The combined status of both texts becomes the introduction's; the home report's is added."""

from django.db import migrations

from campaigns.migrations._operations import RenameColumn


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_plain_types")]

    operations = [RenameColumn("campaign", "intro_and_home_report_analysis_status", "intro_status")]
