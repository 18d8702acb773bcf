"""Placeholders for the agents that the old system knew by number only."""

from typing import Any

from django.db import transaction

BROKERAGE = "To be filled in (adopted)"
BATCH = 1_000


def make_placeholder_agents(apps: Any, schema_editor: Any) -> None:
    """Give each agent number an agent with that id; run again, it adds those that are missing."""
    alias = schema_editor.connection.alias
    campaigns, agents, brokerages = (
        apps.get_model("campaigns", name).objects.using(alias) for name in ("Campaign", "Agent", "Brokerage")
    )
    known = set(agents.values_list("pk", flat=True))
    numbers = sorted(set(campaigns.values_list("agent_id", flat=True).distinct()) - known)
    with transaction.atomic(using=alias):
        brokerage = brokerages.get_or_create(name=BROKERAGE)[0] if numbers else None
        missing = (agents.model(pk=number, brokerage=brokerage, name="", email="") for number in numbers)
        agents.bulk_create(missing, batch_size=BATCH)
