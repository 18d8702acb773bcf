"""The page by which a person edits the texts of an e-mail that waits."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from campaigns.admin.badges import campaign_pill
from campaigns.admin.base import LargeTableAdmin, admin_path
from campaigns.emails.edit_texts import (
    LONGEST,
    NAMES,
    CannotEdit,
    Texts,
    Unconfirmed,
    WaitingTexts,
    edit_texts,
    figures_of,
    waiting_texts,
)
from campaigns.emails.edit_texts import Warnings as GuardWarnings
from campaigns.guards.figure_list import figure_lines
from campaigns.models import Campaign

TEMPLATE = "admin/campaigns/campaign/edit_texts.html"
RELATED = ("agent", "property_data", "local_market_data", "mortgage_rate")


class TextField(forms.CharField):
    """Paragraphs parted by one blank line, whatever the browser makes of line ends."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 11, "cols": 100}))

    def to_python(self, value: Any) -> str:
        lines = [line.rstrip() for line in (super().to_python(value) or "").splitlines()]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class TextsForm(forms.Form):
    intro = TextField()
    home_report = TextField()
    version = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)
    stand_by = forms.BooleanField(required=False)

    @property
    def confirmed_warnings(self) -> str:
        """The name of the warnings that were on the page, where the person ticked that the text stands."""
        return self.cleaned_data["confirmed"] if self.cleaned_data["stand_by"] else ""


class TextsAdmin(LargeTableAdmin):
    """A campaign admin's page for editing texts; it needs the permission campaigns.edit_texts."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.texts_view)
        return [path("<int:campaign_id>/texts/", view, name="campaigns_campaign_texts"), *super().get_urls()]

    def texts_view(self, request: HttpRequest, campaign_id: int) -> HttpResponse:
        """A GET shows the texts; a POST puts others in their place, or shows what the guards warn of first."""
        if not has_edit_texts_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(Campaign.objects.select_related(*RELATED), pk=campaign_id)
        try:
            waiting = waiting_texts(campaign)
        except CannotEdit as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(admin_path(campaign))
        initial = {"intro": waiting.texts.intro, "home_report": waiting.texts.home_report, "version": waiting.version}
        form = TextsForm(request.POST or None, initial=initial)
        warnings = None
        if form.is_valid():
            try:
                self._edit(request, campaign, waiting, form)
                return HttpResponseRedirect(admin_path(campaign))
            except CannotEdit as error:
                form.add_error(None, str(error))
            except Unconfirmed as unconfirmed:
                warnings = unconfirmed.warnings
        return TemplateResponse(request, TEMPLATE, self._page(request, campaign, waiting, form, warnings))

    def _edit(self, request: HttpRequest, campaign: Campaign, waiting: WaitingTexts, form: TextsForm) -> None:
        user = request.user
        if not user.is_authenticated:
            raise PermissionDenied
        report = form.cleaned_data["home_report"] if waiting.has_home_report else waiting.texts.home_report
        texts = Texts(form.cleaned_data["intro"], report)
        version, confirmed = form.cleaned_data["version"], form.confirmed_warnings
        edit_texts(campaign.pk, texts, version=version, confirmed=confirmed, user=user, now=timezone.now())
        words = "The texts were saved and the draft was withdrawn: the e-mail is made anew with them."
        self.message_user(request, words, messages.SUCCESS)

    def _page(
        self,
        request: HttpRequest,
        campaign: Campaign,
        waiting: WaitingTexts,
        form: TextsForm,
        warnings: GuardWarnings | None,
    ) -> dict[str, Any]:
        fields = [
            {
                "label": name.capitalize(),
                "field": form[kind],
                "complaints": warnings.by_kind.get(kind, ()) if warnings else (),
                "figures": figure_lines(figures_of(campaign, kind)),
            }
            for kind, name in NAMES.items()
            if kind == "intro" or waiting.has_home_report
        ]
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Edit the texts of campaign {campaign.pk}",
            "original": campaign,
            "campaign": campaign,
            "status_pill": campaign_pill(campaign.campaign_status),
            "form": form,
            "fields": fields,
            "warnings": warnings,
            "is_other_text": bool(warnings and form.confirmed_warnings),
        }


def has_edit_texts_permission(request: HttpRequest) -> bool:
    return request.user.has_perm("campaigns.edit_texts")


def texts_path(request: HttpRequest, campaign: Campaign) -> str:
    """Where this person edits the campaign's texts; "" where there is nothing to edit, or no right to."""
    if not has_edit_texts_permission(request):
        return ""
    try:
        waiting_texts(campaign)
    except CannotEdit:
        return ""
    return reverse("admin:campaigns_campaign_texts", args=[campaign.pk])
