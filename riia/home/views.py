"""The front door: home, search, help and the statements."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from regions.access import NO_APPOINTMENT
from regions.querysets import today
from riia.home.england import cells, spots
from riia.home.glossary import TERMS
from riia.home.needs import needs_of
from riia.home.retention import TABLE
from riia.home.search import LONGEST, MOST, search
from riia.home.searching import download, exports_of, refusal_of

# Members' addresses hold nothing for search engines: they would only find the sign-in page.
NOT_FOR_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/appointments/",
    "/directory/",
    "/facts/",
    "/memoranda/",
    "/people/",
    "/seats/",
)


@login_not_required
@require_safe
def home(request):
    """What the alliances are, the map of England; for who is signed in, what needs them first."""
    by_region = spots(request.user, today())
    signed_in = request.user.is_authenticated
    # Somebody whom a task is left to may hold no seat of their own.
    reach = request.reach if signed_in else None
    knows = bool(reach and (reach.member or reach.administrator or reach.delegated))
    context = {
        "cells": cells(by_region),
        "by_region": list(by_region.items()),
        "count": sum(len(some) for some in by_region.values()),
        "needs": needs_of(request.user) if knows else [],
        "no_appointment": "" if knows or not signed_in else NO_APPOINTMENT,
    }
    return render(request, "home/home.html", context)


@login_not_required
@require_safe
def search_page(request):
    """Places and people by name, as far as the reader may see them; of one `type` where it is named."""
    asked = request.GET.get("q", "").replace("\0", "").strip()
    error = refusal_of(request.GET, asked)
    groups = [] if error else search(request.user, asked, request.GET.get("type", ""))
    wanted = request.GET.get("export", "")
    if wanted and not error:
        answer = download(request, groups, wanted)
        if not isinstance(answer, str):
            return answer
        error, groups = answer, []
    context = {
        "asked": asked[:LONGEST],
        "error": error,
        "groups": groups,
        "count": sum(len(group.shown) for group in groups),
        "most": MOST,
        "exports": exports_of(request.GET),
    }
    return render(request, "home/search.html", context, status=400 if error and wanted else 200)


@login_not_required
@require_safe
def help_page(request):
    """What is where, how to sign in, and the words that readers meet."""
    return render(request, "home/help.html", {"terms": TERMS, "invitation_days": settings.INVITATION_DAYS})


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "home/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "home/privacy.html", {"kept": TABLE})


@login_not_required
@require_safe
def cookies(request):
    """The cookies by the names they are set under."""
    context = {
        "session": settings.SESSION_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "csrf": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "home/cookies.html", context)


@login_not_required
@require_safe
def robots(request):
    """Public pages may be listed by search engines; members' addresses not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), "Disallow: /search/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def forbidden(request, exception=None):
    """The 403 page, with the reason in words where there is one."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)
