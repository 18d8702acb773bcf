"""What the admin pages share: read-only models, newest rows first, and a paginator for large tables."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

NEWEST = 50


def admin_path(row: Model) -> str:
    """The address of a row's own page."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def admin_link(row: Model, text: object = None) -> SafeString:
    return format_html('<a href="{}">{}</a>', admin_path(row), row if text is None else text)


def campaign_link(campaign_id: int) -> SafeString:
    """A link that needs no look at the campaign."""
    path = reverse("admin:campaigns_campaign_change", args=[campaign_id])
    return format_html('<a href="{}">Campaign {}</a>', path, campaign_id)


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts only as far as anybody pages: on a million rows the full count costs more than the page."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Model] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: self.most].count()


class LargeTableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's own is not subscriptable at run time
    """Newest first, counted no further than needed; `deferred` are the long columns that a list leaves alone."""

    ordering = ["-id"]
    sortable_by = ["id"]
    paginator = CappedPaginator
    list_per_page = NEWEST
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    deferred: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*self.deferred)


class ReadOnly:
    """Nothing can be added, changed or deleted, whatever permissions the user has."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class ReadOnlyAdmin(ReadOnly, LargeTableAdmin):
    pass


class NewestFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The newest rows alone: a campaign gathers history for years."""

    @cached_property
    def newest(self) -> QuerySet[Any]:
        return super().get_queryset()[:NEWEST]

    def get_queryset(self) -> QuerySet[Any]:
        return self.newest


class ReadOnlyInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    formset = NewestFormSet
    ordering = ["-id"]
    extra = 0
    can_delete = False
