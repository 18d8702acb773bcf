"""What the poller finds paused campaigns at work by."""

from django.db import migrations, models

from campaigns.migrations._operations import AddCampaignIndex


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0024_check_constraints")]

    operations = [
        AddCampaignIndex(models.Index(fields=["campaign_status", "paused_until"], name="campaign_paused")),
    ]
