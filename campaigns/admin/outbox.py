"""The line that says what the outbox owes, at the top of a list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaigns.admin.base import LargeTableAdmin
from campaigns.backlog import backlog
from campaigns.explain import span


class OutboxLine(LargeTableAdmin):
    """A list whose page shows the line; its template extends change_list_with_outbox.html."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        owed = backlog(timezone.now())
        context = {"owed": owed.count, "owed_for": span(owed.oldest), **(extra_context or {})}
        return super().changelist_view(request, context)
