"""The permission to edit the texts of an e-mail that waits; no statement on the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0033_campaign_notice")]

    operations = [
        migrations.AlterModelOptions(
            name="campaign",
            options={
                "permissions": [
                    ("override_status", "Can override the status of a campaign"),
                    ("approve_email", "Can approve an e-mail that waits for it"),
                    ("edit_texts", "Can edit the texts of an e-mail that waits"),
                ]
            },
        ),
    ]
