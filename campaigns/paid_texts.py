"""What may be done to a text that was paid for: it is never written over, but another may take its place."""

from campaigns.models import WrittenText

RETIRED = "retired-"


def text_retire(text: WrittenText) -> bool:
    """Whoever needs this text next has it written anew; answers, costs and uses stay with the one retired.

    False where it is being written, or was retired before.
    """
    current = WrittenText.objects.filter(pk=text.pk, key=text.key, finished_at__isnull=False)
    return not is_retired(text) and bool(current.update(key=f"{RETIRED}{text.pk}"))


def is_retired(text: WrittenText) -> bool:
    return text.key.startswith(RETIRED)
