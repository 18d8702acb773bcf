"""What the poller looks things up by; added after the conversion, which they would slow down."""

from django.db import migrations, models

import campaigns.models.fields
from campaigns.migrations._operations import AddIndexes


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0021_convert_campaigns")]

    operations = [
        AddIndexes(
            campaigns.models.fields.AddressKeyField(db_index=True, max_length=254, null=True),
            [
                models.Index(fields=["campaign_status", "enabled", "next_send_datetime"], name="campaign_start"),
                models.Index(
                    fields=[
                        "campaign_status",
                        "property_status",
                        "active_listing_status",
                        "recent_sale_status",
                        "local_market_data_status",
                        "intro_status",
                    ],
                    name="campaign_data_ready",
                ),
                models.Index(fields=["campaign_status", "home_report_analysis_status"], name="campaign_report_ready"),
                models.Index(fields=["campaign_status", "send_due_datetime"], name="campaign_send_due"),
                models.Index(fields=["campaign_status", "stalled_at"], name="campaign_stalled"),
                models.Index(fields=["campaign_status", "paused_until"], name="campaign_paused"),
            ],
        ),
    ]
