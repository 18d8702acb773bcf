from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.emails import unsubscribe


@csrf_exempt  # RFC 8058: the mail program posts without a token; the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_view(request: HttpRequest, token: str) -> HttpResponse:
    """A GET asks and changes nothing, since scanners follow links; a POST opts out."""
    try:
        email = unsubscribe.email_of(token)
    except unsubscribe.BadLink:
        return render(request, "campaigns/unsubscribe.html", {"is_bad_link": True}, status=404)
    is_done = request.method == "POST"
    if is_done:
        unsubscribe.opt_out(email, timezone.now(), "the recipient opted out by the link in an e-mail")
    return render(request, "campaigns/unsubscribe.html", {"agent": email.campaign.agent, "is_done": is_done})
