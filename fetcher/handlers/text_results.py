"""A text as a step's result: its column, and which paid text it is, for costs and for those who approve the e-mail."""

from typing import Any

from campaigns.models import Campaign, TextKind, TextUse
from campaigns.steps import Store
from fetcher.writers import Written


def text_result(column: str, kind: TextKind, written: Written) -> Store:
    """What step_finish stores, with the campaign locked; a use that an earlier try of this cycle noted is replaced."""

    def store(campaign: Campaign) -> dict[str, Any]:
        uses = TextUse.objects.filter(campaign=campaign, cycle=campaign.cycle, kind=kind)
        if written.written_text_id is None and not written.flag:
            uses.delete()
        else:
            values = {"written_text_id": written.written_text_id, "flag": written.flag}
            TextUse.objects.update_or_create(campaign=campaign, cycle=campaign.cycle, kind=kind, defaults=values)
        return {column: written.text}

    return store
